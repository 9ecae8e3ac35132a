"""What is wrong with answers, in words. The engine decides, and the form's own words come first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from assets.words import Words
from kiosk.forms.declining import Declined
from kiosk.forms.handing_in import HandingIn
from kiosk.forms.kinds import need_of
from kiosk.forms.layout import Spot
from kiosk.forms.naming import ref_of
from kiosk.forms.plain_words import plain
from kiosk.forms.together import is_table
from kiosk.forms.wrong import misfit, too_much
from survey.forms.blocks import is_shared_out, shares, total_of
from survey.forms.definition import NodeKind
from survey.forms.engine.answer import Answer
from survey.forms.engine.running import RunningForm
from survey.forms.engine.state import read_only, truth, violation_of

CHOSEN = ("select", "rank")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """How things stand: ``typed`` is what was typed where it is not what the form keeps,
    ``misfits`` those of it that fit no value, ``over`` what is more than can be kept, ``checked``
    the questions that somebody wanted to leave behind, whose faults are told."""

    words: Words
    typed: Mapping[str, str] = field(default_factory=dict)
    misfits: Collection[str] = ()
    over: Collection[str] = ()
    checked: Collection[str] = ()


class Faults:
    """``handed`` knows what the device can take, ``declined`` what nobody needs to answer."""

    def __init__(self, form: RunningForm, handed: HandingIn, declined: Declined) -> None:
        self._form = form
        self._handed = handed
        self._declined = declined

    def of(self, answer: Answer, now: Moment) -> str:
        """What is wrong with an answer, in words; empty when it may stay. The engine decides."""
        plan, words = answer.plan, now.words
        if not self._handed.asks(self._form, answer):
            return ""
        if ref_of(answer) in now.over:
            return too_much(words)
        if ref_of(answer) in now.misfits:
            return misfit(plan, words)
        found = violation_of(self._form, answer, self.required(answer))
        if found is None:
            return ""
        missing = found["condition"] == "required"
        if missing and (answer in self._declined or self._impossible(answer)):
            return ""
        if found["message"]:
            return plain(str(found["message"]))
        if missing:
            return words("This question needs an answer before you can go on.")
        return words("This answer does not fit the question. Please look at it again.")

    def breaks(self, answer: Answer) -> bool:
        """Whether the form itself finds anything wrong with it."""
        return violation_of(self._form, answer, self.required(answer)) is not None

    def at(self, spot: Spot, now: Moment) -> tuple[str, ...]:
        """All that is wrong at a place and holds a person up, whether it is told already or not."""
        found = [self.of(one, now) for one in self.answers(spot) if not _without(one, now)]
        if spot.answer is not None:
            found.append(self.unequal(spot.answer, now))
        return tuple(fault for fault in found if fault)

    def answers(self, spot: Spot) -> tuple[Answer, ...]:
        """The questions at a place that are relevant."""
        if spot.answer is not None:
            inside = spot.answer.answers()
        elif spot.series is not None and is_table(spot.series.plan):
            inside = (one for row in spot.series.instances for one in row.answers())
        else:
            return ()
        return tuple(
            one for one in inside if one.relevant and one.plan.node.kind is NodeKind.QUESTION
        )

    def unequal(self, answer: Answer, now: Moment) -> str:
        """That numbers which are shared out do not come to their sum."""
        node = answer.plan.node
        if not is_shared_out(answer.plan):
            return ""
        total = total_of(node.type, node.parameters)
        values = [one.value for one in self.answers(Spot(answer))]
        if shares(total, values).whole:
            return ""
        return now.words("The numbers should sum to {total} before you go on.", total=total)

    def required(self, answer: Answer) -> bool:
        """Whether the form needs an answer here now."""
        return truth(self._form, self._form.rules.get(answer.plan, "required"), answer, False)

    def locked(self, answer: Answer) -> bool:
        """Whether it, or a group above it, may not be changed."""
        here: Answer | None = answer
        while here is not None:
            if read_only(self._form, here):
                return True
            here = here.above
        return False

    def _impossible(self, answer: Answer) -> bool:
        """Whether nobody could answer here: what is needed all the same stops no one."""
        chosen = answer.plan.type.control in CHOSEN
        return self.locked(answer) or (chosen and not self._form.options.of(answer))


def _without(answer: Answer, now: Moment) -> bool:
    """Whether a photo or a sound found no room: nobody can make one shorter, and what is told of
    it stops no one."""
    return ref_of(answer) in now.over and bool(need_of(answer.plan)) and not answer.value

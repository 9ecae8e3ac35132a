"""From a place in a running form to what a view shows of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from assets.words import Words
from kiosk.forms.handing_in import HandingIn
from kiosk.forms.kinds import kind_of, need_of, why_skipped
from kiosk.forms.layout import Spot, may_grow
from kiosk.forms.plain_words import plain
from kiosk.forms.scales import scale_of, ticks
from kiosk.forms.together import (
    Table,
    first_words,
    fixed_rows,
    growing_rows,
    is_shared_out,
    is_table,
    number_of,
    row_of,
)
from kiosk.forms.wrong import misfit, too_much
from kiosk.questions.asked import Asked, Kind, Offer
from survey.forms.blocks import shares, total_of
from survey.forms.definition import NodeKind, Text
from survey.forms.engine.answer import Answer, Series
from survey.forms.engine.running import RunningForm
from survey.forms.engine.state import read_only, truth, violation_of
from survey.forms.engine.words import said

_CHOSEN = ("select", "rank")


def no_media(name: str) -> str:
    """A form without pictures beside it."""
    return ""


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


def ref_of(answer: Answer) -> str:
    """The reference of an answer, repeats with their numbers."""
    above = answer.above
    step = f"{answer.plan.prefix}:{answer.name}" if answer.plan.prefix else answer.name
    if above is None:
        return f"/{step}"
    if answer.plan.is_repeat:
        step += f"[{above.series[answer.name].instances.index(answer) + 1}]"
    return f"{ref_of(above)}/{step}"


def series_ref(series: Series) -> str:
    """The reference of a repeat, without a number of its own."""
    holder = series.range.above
    assert holder is not None  # a series stands in something
    return f"{ref_of(holder)}/{series.plan.name}"


class Asking:
    """Asks the engine about everything, and the catalogue for words the form has not."""

    def __init__(
        self, form: RunningForm, media: Callable[[str], str] = no_media,
        handed: HandingIn | None = None,
    ) -> None:
        self._form = form
        self._handed = handed or HandingIn()
        self._media = media

    def asked(self, spot: Spot, now: Moment) -> Asked | None:
        """What to show; None for what has no place on a page of its own."""
        if spot.series is not None:
            table = is_table(spot.series.plan)
            return (self._growing if table else self._repeat)(spot.series, now)
        answer = spot.answer
        if answer is None:
            return None
        if is_shared_out(answer.plan):
            return self._points(answer, now)
        if is_table(answer.plan):
            return self._matrix(answer, now)
        looks = answer.plan.node.appearance.split()
        if "label" in looks and answer.plan.type.control == "select":
            return None  # the head of a table: its rows say their choices themselves
        return self.question(answer, now)

    def label(self, answer: Answer) -> str:
        """What a group or a question is called."""
        return self._say(answer, "label")

    def title(self, answer: Answer, words: Words) -> str:
        """What a group is called; an instance of a repeat with its number."""
        name, number = self._say(answer, "label"), number_of(answer)
        if not number:
            return name
        return f"{name} {number}" if name else words("Number {n}", n=number)

    def _named(self, answer: Answer, words: Words) -> str:
        """A question's words; a cell of a matrix that is asked alone has its row's before them."""
        row, said = row_of(answer), self._say(answer, "label")
        if row is None:
            return said
        number = number_of(row)
        above = words("Row {n}", n=number) if number else self._say(row, "label")
        return f"{above}: {said}" if above and said else above or said

    def question(self, answer: Answer, now: Moment) -> Asked:
        """One question."""
        plan, ref, words = answer.plan, ref_of(answer), now.words
        offers = self._offers(answer)
        handed = self._handed
        able = handed.for_one(self._form, answer)
        kind = kind_of(plan, len(offers), able)
        full = need_of(plan) in handed.usable - able
        reason = why_skipped(plan, words, handed.allowed, full) if kind is Kind.SKIPPED else ""
        if kind not in (Kind.NOTE, Kind.SKIPPED) and self._locked(answer):
            kind = Kind.SHOWN
        elif not offers and plan.type.control in _CHOSEN:
            kind, reason = Kind.SKIPPED, words("There is nothing to choose from here.")
        node, parameters = plan.node, dict(plan.node.parameters)
        if kind is Kind.RATING or node.type == "rating":
            parameters, offers = scale_of(plan, offers, words, ticks(self._form, plan))
        looks = tuple(node.appearance.split())
        if node.type == "rating" and kind is Kind.ONE and not looks:
            looks = ("likert",)
        return Asked(
            ref=ref, kind=kind, type=plan.type.value if kind is Kind.MOMENT else node.type,
            label=self._named(answer, words), hint=self._say(answer, "hint"),
            guidance=self._say(answer, "guidance_hint"), choices=offers, looks=looks,
            parameters=parameters, required=self._required(answer), value=answer.value,
            typed=now.typed.get(ref, ""), violation=self.fault(answer, now) if (
                ref in now.checked or ref in now.over) else "",
            reason=reason,
            language=words.language, image=self._picture(node.text),
            file=handed.files.get(answer.value),
            room=handed.room(self._form, answer) if kind in (Kind.PHOTO, Kind.SOUND) else 0,
        )

    def fault(self, answer: Answer, now: Moment) -> str:
        """What is wrong with an answer, in words; empty when it may stay. The engine decides."""
        plan, words = answer.plan, now.words
        if kind_of(plan, 0, self._handed.for_one(self._form, answer)) is Kind.SKIPPED:
            return ""
        if ref_of(answer) in now.over:
            return too_much(words)
        if ref_of(answer) in now.misfits:
            return misfit(plan, words)
        found = violation_of(self._form, answer, self._required(answer))
        if found is None:
            return ""
        if found["condition"] == "required" and self._impossible(answer):
            return ""
        if found["message"]:
            return plain(str(found["message"]))
        if found["condition"] == "required":
            return words("This question needs an answer before you can go on.")
        return words("This answer does not fit the question. Please look at it again.")

    def faults(self, spot: Spot, now: Moment) -> tuple[str, ...]:
        """All that is wrong at a place, whether it is told already or not."""
        found = [self.fault(answer, now) for answer in self.answers(spot)]
        if spot.answer is not None:
            found.append(self._unequal(spot.answer, now))
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

    # --- words and rules

    def _say(self, answer: Answer, property: str) -> str:
        text = answer.plan.node.text
        form = self._form
        return plain(form.speech.say(text, property, answer.plan, lambda: answer.at(form.around)))

    def _required(self, answer: Answer) -> bool:
        return truth(self._form, self._form.rules.get(answer.plan, "required"), answer, False)

    def _locked(self, answer: Answer) -> bool:
        """Whether it, or a group above it, may not be changed."""
        here: Answer | None = answer
        while here is not None:
            if read_only(self._form, here):
                return True
            here = here.above
        return False

    def _impossible(self, answer: Answer) -> bool:
        """Whether nobody could answer here: what is needed all the same stops no one."""
        chosen = answer.plan.type.control in _CHOSEN
        return self._locked(answer) or (chosen and not self._form.options.of(answer))

    def _offers(self, answer: Answer) -> tuple[Offer, ...]:
        if answer.plan.type.control not in _CHOSEN:
            return ()
        return tuple(
            Offer(value=option.name, label=plain(option.label), image=self._picture(
                option.choice.text if option.choice else {}))
            for option in self._form.options.of(answer)
        )

    def _picture(self, text: Text) -> str:
        named = text.get("image")
        if not named:
            return ""
        speech = self._form.speech
        file = said(named, speech.language, self._form.form.default_language)
        return self._media(file) if file else ""

    # --- blocks

    def _block(self, answer: Answer, kind: Kind, parts: tuple[Asked, ...], now: Moment) -> Asked:
        node, ref = answer.plan.node, ref_of(answer)
        total = total_of(node.type, node.parameters)
        told = next((part.violation for part in parts if part.violation), "")
        if not told and ref in now.checked:
            told = self._unequal(answer, now)
        return Asked(
            ref=ref, kind=kind, type=node.type, label=self._say(answer, "label"),
            hint=self._say(answer, "hint"), looks=tuple(node.appearance.split()),
            parameters=node.parameters, violation=told, language=now.words.language,
            parts=parts, total=total,
        )

    def _points(self, answer: Answer, now: Moment) -> Asked:
        parts = tuple(self.question(one, now) for one in self.answers(Spot(answer)))
        return self._block(answer, Kind.POINTS, parts, now)

    def _unequal(self, answer: Answer, now: Moment) -> str:
        node = answer.plan.node
        if not is_shared_out(answer.plan):
            return ""
        total = total_of(node.type, node.parameters)
        values = [one.value for one in self.answers(Spot(answer))]
        if shares(total, values).whole:
            return ""
        return now.words("The numbers should sum to {total} before you go on.", total=total)

    def _matrix(self, answer: Answer, now: Moment) -> Asked:
        table = Table(tuple(fixed_rows(answer, self.label)), self.label,
                      lambda cell: self.question(cell, now))
        made = self._block(answer, Kind.MATRIX, table.cells, now)
        return replace(made, rows=table.rows, columns=table.columns)

    def _growing(self, series: Series, now: Moment) -> Asked:
        table = Table(growing_rows(series, now.words), self.label,
                      lambda cell: self.question(cell, now))
        told = next((part.violation for part in table.cells if part.violation), "")
        return Asked(
            ref=series_ref(series), kind=Kind.MATRIX, type="matrix",
            label=self._say(series.range, "label"), hint=self._say(series.range, "hint"),
            language=now.words.language, parts=table.cells, columns=table.columns,
            rows=table.rows, parameters=series.plan.node.parameters,
            row_refs=tuple(ref_of(row) for row in series.instances), violation=told,
            fixed=not may_grow(self._form, series),
        )

    def _repeat(self, series: Series, now: Moment) -> Asked:
        name = self._say(series.range, "label")
        parts = tuple(
            Asked(ref=ref_of(one), kind=Kind.NOTE, label=self._called(one, now))
            for one in series.instances
        )
        words = now.words
        return Asked(
            ref=series_ref(series), kind=Kind.REPEAT, type="repeat",
            label=name or words("Is there anything more to add?"), parts=parts,
            violation=too_much(words) if series_ref(series) in now.over else "",
            hint=words("Add as many as you need, then go on.") if name else "",
            language=words.language, fixed=not may_grow(self._form, series),
        )

    def _called(self, instance: Answer, now: Moment) -> str:
        """An instance by its number and the first words that were given in it."""
        said = first_words(instance)
        called = self.title(instance, now.words)
        return f"{called}: {said}" if said else called

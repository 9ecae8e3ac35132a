"""*Rather not say*: where a form offers it, and who has taken it."""

from __future__ import annotations

from kiosk.forms.naming import spot_of
from kiosk.questions.asked import Asked, Kind
from survey.forms.answers import Spot
from survey.forms.definition import NodeKind
from survey.forms.engine.answer import Answer
from survey.forms.ours import DECLINE

_NEVER = (Kind.NOTE, Kind.SHOWN, Kind.SKIPPED, Kind.ACKNOWLEDGE, Kind.REPEAT)


class Declined:
    """The questions of one running form that the person would rather not answer. Those of a block
    are declined together, and taken back together."""

    def __init__(self) -> None:
        self._answers: dict[Answer, tuple[Answer, ...]] = {}

    def add(self, *answers: Answer) -> None:
        """Rather not say: one, or all that are asked as one."""
        for answer in answers:
            self._answers[answer] = answers

    def take_back(self, answer: Answer) -> tuple[Answer, ...]:
        """It is answered, or just empty again; so are those it was declined with, which wait for
        their answers once more. All that are taken back."""
        with_it = self._answers.get(answer, ())
        gone = tuple(one for one in with_it if self._answers.get(one) is with_it)
        for one in gone:
            del self._answers[one]
        return gone

    def __contains__(self, answer: Answer) -> bool:
        """Whether it is so now: an answer that the form has given meanwhile counts more."""
        return answer in self._answers and not answer.value

    def spots(self) -> set[Spot]:
        """Where those stand that are asked now."""
        found = (spot_of(answer) for answer in self._answers if answer.relevant)
        return {spot for spot in found if spot is not None}


def questions(answer: Answer) -> tuple[Answer, ...]:
    """A question, or those of a block that are asked now."""
    if answer.plan.node.kind is NodeKind.QUESTION:
        return (answer,)
    return tuple(
        one for one in answer.answers()
        if one.relevant and one.plan.node.kind is NodeKind.QUESTION
    )


def offered(answer: Answer, asked: Asked, *, alone: bool) -> bool:
    """Whether a person may rather not say: where the form says so, for the question or for a
    group around it, and where what need not be answered is ``alone`` on its page."""
    if asked.kind in _NEVER or any(part.kind in _NEVER and part.ref for part in asked.parts):
        return False
    needed = asked.required or any(part.required for part in asked.parts)
    return (alone and not needed) or _told(answer)


def _told(answer: Answer) -> bool:
    here: Answer | None = answer
    while here is not None:
        if DECLINE in here.plan.node.appearance.split():
            return True
        here = here.above
    return False

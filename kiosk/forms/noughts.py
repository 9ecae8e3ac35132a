"""What is left when everything has been shared out: nothing, and that is an answer too."""

from __future__ import annotations

from kiosk.forms.declining import Declined
from kiosk.forms.faults import Faults
from kiosk.forms.handing_in import HandingIn
from kiosk.forms.layout import Spot
from survey.forms.blocks import is_shared_out, shares, total_of
from survey.forms.engine.answer import Answer
from survey.forms.engine.running import RunningForm

_NONE = "0"

Changed = tuple[tuple[Answer, str], ...]
"""Answers that were given meanwhile, each with what it was before."""


class Noughts:
    """Answers what is empty with 0 once points or per cent are all given out, and takes that back
    when they are not any more. What a person typed stays, and what they would rather not say."""

    def __init__(self, form: RunningForm, handed: HandingIn, declined: Declined) -> None:
        self._form = form
        self._declined = declined
        self._faults = Faults(form, handed, declined)
        self._ours: set[Answer] = set()

    def follow(self, answer: Answer) -> Changed:
        """``answer`` has just been given, or declined. What else was given for it."""
        self._ours.discard(answer)
        block = answer.above
        if block is None or not is_shared_out(block.plan):
            return ()
        parts = self._faults.answers(Spot(block))
        node = block.plan.node
        found = shares(total_of(node.type, node.parameters), [one.value for one in parts])
        if found.begun and found.left == 0:
            empty = [one for one in parts if not one.value and one not in self._declined]
            return tuple(
                (one, "") for one in empty if not self._faults.locked(one) and self._nought(one)
            )
        ours = [one for one in parts if one in self._ours]
        for one in ours:
            self._ours.discard(one)
            self._form.give(one, "")
        return tuple((one, _NONE) for one in ours)

    def undo(self, changed: Changed) -> None:
        """As it was before :meth:`follow`, which was told what has not been kept."""
        for answer, before in changed:
            self._form.give(answer, before)
            if before:
                self._ours.add(answer)
            else:
                self._ours.discard(answer)

    def _nought(self, answer: Answer) -> bool:
        self._form.give(answer, _NONE)
        if self._faults.breaks(answer):
            self._form.give(answer, "")
            return False
        self._ours.add(answer)
        return True

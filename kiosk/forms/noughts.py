"""What is left when everything has been shared out: nothing, and that is an answer too."""

from __future__ import annotations

from kiosk.forms.faults import Faults
from kiosk.forms.hand import Hand
from kiosk.forms.layout import Spot
from kiosk.forms.naming import ref_of
from kiosk.forms.together import is_shared_out
from survey.forms.blocks import shares, total_of
from survey.forms.engine.answer import Answer

_NONE = "0"


class Noughts:
    """Answers what is empty with 0 once points or per cent are all given out, and takes that back
    when they are not any more. What a person typed stays."""

    def __init__(self, hand: Hand, faults: Faults) -> None:
        self._hand = hand
        self._faults = faults
        self._ours: set[Answer] = set()

    def follow(self, answer: Answer) -> None:
        """``answer`` has just been given. Raises what the hand raises."""
        self._ours.discard(answer)
        block = answer.above
        if block is None or not is_shared_out(block.plan):
            return
        parts = self._faults.answers(Spot(block))
        node = block.plan.node
        found = shares(total_of(node.type, node.parameters), [one.value for one in parts])
        if found.begun and found.left == 0:
            for one in parts:
                if not one.value and not self._faults.locked(one):
                    self._nought(one)
            return
        for one in [one for one in parts if one in self._ours]:
            self._ours.discard(one)
            self._hand.answer(ref_of(one), "")

    def _nought(self, answer: Answer) -> None:
        self._hand.answer(ref_of(answer), _NONE)
        if self._faults.breaks(answer):
            self._hand.answer(ref_of(answer), "")
        else:
            self._ours.add(answer)

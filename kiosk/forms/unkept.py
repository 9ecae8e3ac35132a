"""What a person typed and the form does not keep, remembered until it is mended."""

from __future__ import annotations

from assets.words import Words
from kiosk.forms.faults import Moment


class Unkept:
    """``typed`` texts, ``misfits`` among them that fit no value, what is ``over`` all that can be
    kept, and the questions that were ``checked``; all by the references of questions."""

    def __init__(self) -> None:
        self.typed: dict[str, str] = {}
        self.misfits: set[str] = set()
        self.over: set[str] = set()
        self.checked: set[str] = set()

    def note(self, ref: str, text: str, kept: str, *, fits: bool) -> None:
        """``text`` was typed, and the form holds ``kept`` now."""
        self.misfits.discard(ref)
        if text.strip() and not (kept and fits):
            self.misfits.add(ref)
        self.typed.pop(ref, None)
        if text != kept:
            self.typed[ref] = text

    def drop(self, ref: str) -> None:
        """Nothing is typed there any more."""
        self.note(ref, "", "", fits=True)
        self.over.discard(ref)

    def clear(self) -> None:
        """References go by place, and places have moved."""
        self.typed.clear()
        self.misfits.clear()
        self.over.clear()

    def leave(self) -> None:
        """Another page is shown: only what is wrong stays as it was typed."""
        for ref in [ref for ref in self.typed if ref not in self.misfits | self.over]:
            del self.typed[ref]

    def now(self, words: Words) -> Moment:
        """How things stand."""
        return Moment(
            words=words, typed=self.typed, misfits=self.misfits, over=self.over,
            checked=self.checked,
        )

"""Somebody who answers a form page after page: what is answered, not how it is done."""

from __future__ import annotations

from collections import Counter

from bench.form_answers import Shadow
from kiosk.forms.screen import FormEnd, FormScreen
from kiosk.questions.asked import Asked, Kind

ASIDE = (Kind.NOTE, Kind.SHOWN, Kind.SKIPPED)


class Person:
    """Those who inherit keep ``screen`` and ``shadow``, and carry out what is answered."""

    screen: FormScreen | FormEnd
    shadow: Shadow
    met: Counter[Kind]

    def more(self, item: Asked) -> None:
        """Asks for one instance more."""
        raise NotImplementedError

    def part(self, item: Asked, at: int, value: str) -> None:
        """Answers one of several parts of a question."""
        raise NotImplementedError

    def one(self, item: Asked) -> None:
        """Answers a question as the form accepts it."""
        raise NotImplementedError

    def answer_all(self) -> None:
        """Whatever the page asks, and what the answers bring along."""
        done = set[str]()
        while isinstance(self.screen, FormScreen):
            ahead = [one for one in self.screen.items if one.ref not in done]
            if not ahead:
                return
            done.add(ahead[0].ref)
            self._answer(ahead[0])

    def _answer(self, item: Asked) -> None:
        self.met[item.kind] += 1
        if item.kind in ASIDE:
            return
        if item.kind is Kind.REPEAT:
            if not item.parts and not item.fixed:
                self.more(item)
                self.shadow.form.add_repeat(item.ref)
        elif item.kind in (Kind.POINTS, Kind.MATRIX):
            left = item.total
            for at, part in enumerate(item.parts):
                if part.kind in ASIDE:
                    continue
                last = item.kind is Kind.POINTS and at == len(item.parts) - 1
                self.part(item, at, str(left) if last else "1")
                left -= 1
        else:
            self.one(item)

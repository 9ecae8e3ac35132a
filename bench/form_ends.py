"""Real forms to their end without a screen: every question gets an answer that the form accepts."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from random import Random
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.form_answers import NOW, Shadow  # noqa: E402
from bench.form_person import Person  # noqa: E402
from kiosk.forms.filler import Filler, Surroundings  # noqa: E402
from kiosk.forms.screen import AddOne, Answered, FormEnd, FormScreen  # noqa: E402
from kiosk.questions.asked import Asked, Kind  # noqa: E402
from survey.flow import Next  # noqa: E402
from survey.forms.definition import FormDefinition  # noqa: E402
from survey.forms.engine.circumstances import Circumstances  # noqa: E402
from survey.forms.engine.loading import beside  # noqa: E402
from survey.forms.engine.refused import FormRefused  # noqa: E402
from survey.forms.engine.running import RunningForm, open_form  # noqa: E402
from survey.forms.read.form import read_form  # noqa: E402

FORMS = ROOT.parent / "shared" / "data" / "xlsform"
KINDS = (".xlsx", ".xls", ".csv", ".md", ".xml")
MOST_PAGES = 3000


@dataclass
class Walk(Person):
    """One form; ``trying`` are the seconds in which answers were looked for, not given."""

    path: Path
    pages: int = 0
    answers: int = 0
    read: float = 0.0
    opening: float = 0.0
    answering: float = 0.0
    trying: float = 0.0
    slowest: float = 0.0
    said: str = "ended"
    met: Counter[Kind] = field(default_factory=Counter)

    def present(self, screen: FormScreen | FormEnd) -> None:
        """What the window would show."""
        self.screen = screen

    def run(self) -> None:
        """To the end, or ``said`` tells why not."""
        begun = perf_counter()
        form = read_form(self.path.read_bytes(), self.path.stem).form
        self.read = perf_counter() - begun
        if form is None or not form.nodes:
            self.said = "refused when read"
            return
        begun = perf_counter()
        try:
            running = self._opened(form)
        except FormRefused as error:
            self.said = f"refused when opened: {error}"
            return
        self.opening = perf_counter() - begun
        self.shadow = Shadow(self._opened(form))
        self.filler = Filler(self, Surroundings(open=lambda: running))
        self.filler.begin()
        while self.said == "ended" and isinstance(self.screen, FormScreen):
            self._page()

    def _opened(self, form: FormDefinition) -> RunningForm:
        return open_form(form, Circumstances(
            clock=lambda: NOW, zone=UTC, random=Random(1), files=beside(self.path.parent)))

    def _send(self, wish: Answered | AddOne | Next) -> None:
        begun = perf_counter()
        self.filler.receive(wish)
        took = perf_counter() - begun
        self.answering += took
        self.slowest = max(self.slowest, took)

    def _page(self) -> None:
        self.pages += 1
        self.answer_all()
        before = self.screen
        self._send(Next())
        after = self.screen
        stays = isinstance(after, FormScreen) and isinstance(before, FormScreen) and (
            after.number <= before.number)
        if stays or self.pages > MOST_PAGES:
            assert isinstance(after, FormScreen)
            wrong = [f"{one.ref}: {one.violation}" for one in after.items if one.violation]
            self.said = f"STUCK at page {after.number}: {wrong[:1]}"

    def more(self, item: Asked) -> None:
        self._send(AddOne(item.ref))

    def part(self, item: Asked, at: int, value: str) -> None:
        self._give(item.parts[at].ref, value)

    def one(self, item: Asked) -> None:
        begun = perf_counter()
        wanted = self.shadow.valid(item)
        self.trying += perf_counter() - begun
        if wanted is not None and wanted != item.value:
            self._give(item.ref, wanted)

    def _give(self, ref: str, value: str) -> None:
        self.answers += 1
        self._send(Answered(ref, value))
        begun = perf_counter()
        self.shadow.take(ref, value)
        self.trying += perf_counter() - begun


def main() -> int:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--forms", type=Path, default=FORMS)
    asks.add_argument("--only", default="", help="part of a file's name")
    asked = asks.parse_args()
    paths = [p for p in sorted(asked.forms.rglob("*")) if p.is_file() and p.suffix in KINDS
             and "LICENSE" not in p.name and asked.only in p.name]
    said = Counter[str]()
    print("seconds: reading, opening, answering (slowest step in ms), looking for answers")
    for path in paths:
        walk = Walk(path)
        walk.run()
        said[walk.said.split(":")[0].split(" at ")[0]] += 1
        print(f"{path.name:52} {walk.pages:4} pages {walk.answers:4} answers "
              f"{walk.read:6.2f} {walk.opening:6.3f} {walk.answering:6.2f} "
              f"({walk.slowest * 1000:6.1f}) {walk.trying:6.2f}  {walk.said[:140]}", flush=True)
    print(", ".join(f"{count} {what}" for what, count in said.most_common()))
    return 1 if said["STUCK"] else 0


if __name__ == "__main__":
    sys.exit(main())

"""Real forms to their end in the kiosk's window: by taps on what is in sight, and by keys alone."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}")

from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from assets import theme  # noqa: E402
from bench.form_answers import NOW, Shadow  # noqa: E402
from bench.form_hands import Hands, Keys, Stuck, Touch  # noqa: E402
from bench.form_person import Person  # noqa: E402
from kiosk import style  # noqa: E402
from kiosk.forms.block import QuestionBlock  # noqa: E402
from kiosk.forms.filler import Filler, Surroundings  # noqa: E402
from kiosk.forms.screen import FormEnd, FormScreen  # noqa: E402
from kiosk.forms.trial import FormWindow  # noqa: E402
from kiosk.questions.asked import Asked, Kind  # noqa: E402
from kiosk.questions.moment import taken_apart  # noqa: E402
from kiosk.screens import TEXT_SIZES  # noqa: E402
from kiosk.views.keypad import Field  # noqa: E402
from kiosk.wishes import ChangeTextSize  # noqa: E402
from survey.forms.definition import FormDefinition  # noqa: E402
from survey.forms.engine.circumstances import Circumstances  # noqa: E402
from survey.forms.engine.loading import beside  # noqa: E402
from survey.forms.engine.refused import FormRefused  # noqa: E402
from survey.forms.engine.running import RunningForm, open_form  # noqa: E402
from survey.forms.read.form import read_form  # noqa: E402

FORMS = ROOT.parent / "shared" / "data" / "xlsform"
MOST_PAGES = 900


@dataclass
class Walk(Person):
    """One person at one form."""

    window: FormWindow
    hands: Hands
    form: FormDefinition
    folder: Path
    percent: int
    met: Counter[Kind] = field(default_factory=Counter)
    answers: int = 0

    def opened(self) -> RunningForm:
        return open_form(self.form, Circumstances(
            clock=lambda: NOW, zone=NOW.tzinfo or NOW.astimezone().tzinfo,  # type: ignore[arg-type]
            random=Random(1), files=beside(self.folder)))

    def run(self) -> None:
        """To the end. Raises Stuck."""
        self.filler = Filler(self, Surroundings(open=self.opened, words=self.window.words))
        self.shadow = Shadow(self.opened())
        self.window.wished.connect(self.filler.receive)
        try:
            self.filler.begin()
            for _ in range(TEXT_SIZES.index(self.percent)):
                self.filler.receive(ChangeTextSize())
            for _ in range(MOST_PAGES):
                QApplication.processEvents()
                if isinstance(self.screen, FormEnd):
                    return
                self._page(self.screen)
        finally:
            self.window.wished.disconnect(self.filler.receive)
        raise Stuck("the form never ends")

    def present(self, screen: FormScreen | FormEnd) -> None:
        self.screen = screen
        self.window.present(screen)

    def _page(self, screen: FormScreen) -> None:
        self.answer_all()
        now = self.screen
        if isinstance(now, FormEnd) or now.number != screen.number:
            raise Stuck("another page came while one was answered")
        before = (now.number, [one.ref for one in now.items])
        self.hands.go_on()
        after = self.screen
        if isinstance(after, FormScreen) and before == (
            after.number, [one.ref for one in after.items]
        ):
            wrong = [one.violation for one in after.items if one.violation]
            raise Stuck(f"page {after.number} is not left: {before[1]} {wrong}")

    def _block(self, ref: str) -> QuestionBlock:
        return next(b for b in self.window.page.blocks if b.asked and b.asked.ref == ref)

    def more(self, item: Asked) -> None:
        self.hands.press(self._block(item.ref).view.more)

    def one(self, item: Asked) -> None:
        wanted = self.shadow.valid(item)
        if wanted is None:
            if item.required and not item.value:
                raise Stuck(f"no valid answer is known to {item.ref} ({item.type})")
            return
        if wanted != item.value:
            self._give(item, wanted)
        found = self.filler.form.find(item.ref).value
        if found != self._kept(item.ref, wanted):
            raise Stuck(f"{item.ref} ({item.kind}) holds {found!r} instead of {wanted!r}")
        self.answers += 1

    def _kept(self, ref: str, value: str) -> str:
        self.shadow.take(ref, value)
        return self.shadow.form.find(ref).value

    def part(self, item: Asked, at: int, value: str) -> None:
        fields = [w for w in self._block(item.ref).view.tab_way()
                  if w.accessibleName() and isinstance(w, Field)]
        self.hands.type(fields[at], value)
        self._kept(item.parts[at].ref, value)
        self.answers += 1

    def _give(self, item: Asked, value: str) -> None:
        view, hands = self._block(item.ref).view, self.hands
        way = list(view.tab_way())
        values = [offer.value for offer in item.choices]
        match item.kind:
            case Kind.TEXT:
                hands.type(way[0], value)
            case Kind.NUMBER | Kind.COUNTER:
                hands.type(view.line, value)
            case Kind.MOMENT:
                parts = taken_apart(value)
                for part, widget in view.fields.items():
                    if widget in way:
                        hands.type(widget, parts[part])
            case Kind.RANGE:
                hands.slide(view.line, view._position(value))
            case Kind.SEARCH:
                self._search(item, value)
            case Kind.ACKNOWLEDGE:
                hands.press(way[0])
            case Kind.RANK:
                hands.press(view.keep)
            case Kind.MANY:
                for at, one in enumerate(values):
                    if (one in value.split()) != (one in item.value.split()):
                        hands.press(view.tab_way()[at])
            case _:
                hands.press(way[values.index(value)])

    def _search(self, item: Asked, value: str) -> None:
        offer = next(o for o in item.choices if o.value == value)
        view = self._block(item.ref).view
        self.hands.type(view.line, (offer.label or offer.value)[:3])
        self.hands.press(self._card(view, offer.label or offer.value))

    def _card(self, view: QWidget, label: str) -> QWidget:
        for card in view.tab_way():  # type: ignore[attr-defined]
            if card.accessibleName() == label:
                return card  # type: ignore[no-any-return]
        raise Stuck(f"the list does not show {label!r}")


def real_forms(folder: Path) -> list[tuple[Path, FormDefinition]]:
    """Those that can be run, each once however many kinds of files hold it."""
    found, known = [], set[str]()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.suffix not in (".xlsx", ".xls", ".csv", ".md", ".xml") or "LICENSE" in path.name:
            continue
        if path.stem in known:
            continue
        form = read_form(path.read_bytes(), path.stem).form
        if form is not None and form.nodes:
            known.add(path.stem)
            found.append((path, form))
    return found


def main() -> int:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--forms", type=Path, default=FORMS)
    asks.add_argument("--only", default="", help="part of a file's name")
    asks.add_argument("--by", nargs="*", default=["touch", "keys"])
    asks.add_argument("--window", default="1280x800")
    asks.add_argument("--percent", type=int, default=100)
    asked = asks.parse_args()
    application = QApplication([])
    style.load_fonts(("ar", "ti"))
    application.setFont(style.Style(theme.load()).text(24))
    forms = [one for one in real_forms(asked.forms) if asked.only in one[0].name]
    failed = 0
    for way in asked.by:
        ended, answers, met, times = 0, 0, Counter[Kind](), list[float]()
        for path, form in forms:
            window = FormWindow(theme.load())
            window.resize(*map(int, asked.window.split("x")))
            window.show()
            window.activateWindow()
            hands = (Touch if way == "touch" else Keys)(window)
            walk = Walk(window, hands, form, path.parent, asked.percent)
            said = "ended"
            try:
                walk.run()
                ended += 1
            except (Stuck, FormRefused) as error:
                said = f"STUCK {error}"
            print(f"{way:6} {path.name:58} {sum(walk.met.values()):4} questions, "
                  f"{walk.answers:4} answers, {len(hands.times)} taps in "
                  f"{sum(hands.times) / 1000:.1f} s: {said}", flush=True)
            answers, met = answers + walk.answers, met + walk.met
            times += hands.times
            window.close()
            window.deleteLater()
        times.sort()
        worst = times[round(len(times) * 0.99) - 1] if times else 0
        print(f"{way}: {ended} of {len(forms)} forms ended; {sum(met.values())} questions, "
              f"{answers} answers, {len(times)} taps or keys: {median(times):.1f} ms of the "
              f"processor each in the middle, {worst:.1f} ms at 99 %, {times[-1]:.1f} ms worst")
        print("  " + ", ".join(f"{kind} {n}" for kind, n in met.most_common()))
        failed += len(forms) - ended
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

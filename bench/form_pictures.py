"""Every view of a form's question as a picture, at the usual window and text sizes; prints what is
cut, nameless, too small or lies over something else."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}")

from PySide6.QtWidgets import QApplication  # noqa: E402

from assets import theme  # noqa: E402
from kiosk import style  # noqa: E402
from kiosk.forms.filler import Filler, Surroundings  # noqa: E402
from kiosk.forms.screen import AddOne, Answered, FormScreen  # noqa: E402
from kiosk.forms.trial import NOTICE, FormWindow  # noqa: E402
from kiosk.questions.asked import Kind  # noqa: E402
from kiosk.screens import TEXT_SIZES  # noqa: E402
from kiosk.wishes import ChangeTextSize  # noqa: E402
from survey.flow import ChooseLanguage, Next  # noqa: E402
from survey.forms.definition import FormDefinition, Node, Text  # noqa: E402
from survey.forms.read.form import read_form  # noqa: E402
from tests.kiosk.form_builders import EVERY_KIND, form_of, opened  # noqa: E402
from tests.kiosk.screen_checks import cut, overlapping, small, unnamed  # noqa: E402

ANSWERS: Mapping[str, str] = {
    "name": "Kim", "why": "Fler bänkar, och belysning på vintern.", "age": "41", "distance": "1,5",
    "visits": "3", "last": "2025-08-30", "born": "1984-01-01", "clock": "17:30", "how": "bike",
    "safe": "a4", "area": "east", "what": "walks trains", "rank": "meets walks rests plays trains",
    "clean": "7", "faces": "4", "ten": "8", "stars": "4", "agreement": "4", "read": "OK",
    "p1": "35", "p2": "30", "p3": "20", "s1": "60", "s2": "30", "s3": "10", "a1": "4", "a2": "2",
    "what_for": "Glass", "kronor": "35,50", "n1": "8", "people": "3", "dog": "yes",
}


ARABIC = (
    "كيف تقيّم الحديقة بشكل عام؟", "ما الذي يمكن أن يجعل الحديقة أفضل؟", "كم عمرك؟",
    "مشيًا على الأقدام",
    "بالدراجة", "بالحافلة أو القطار", "بالسيارة", "لا أوافق على الإطلاق", "أوافق إلى حد ما",
    "هل تشعر بالأمان في الحديقة بعد حلول الظلام؟", "الإضاءة", "العناية والنظافة", "الصيف", "الشتاء",
)


def in_arabic(form: FormDefinition) -> FormDefinition:
    """Each label of the form another Arabic sentence, so that pictures read from the right."""
    said = cycle(ARABIC)

    def worded(text: Text) -> Text:
        return {name: {**words, "العربية (ar)": next(said)} for name, words in text.items()}

    def turned(node: Node) -> Node:
        return replace(node, text=worded(node.text), nodes=tuple(map(turned, node.nodes)))

    lists = tuple(
        replace(one, choices=tuple(replace(c, text=worded(c.text)) for c in one.choices))
        for one in form.lists
    )
    return replace(form, nodes=tuple(map(turned, form.nodes)), lists=lists,
                   languages=(*form.languages, "العربية (ar)"))


class Seen:
    """The window, and what it shows now."""

    def __init__(self, window: FormWindow, folder: Path) -> None:
        self.window, self.folder, self.mark = window, folder, ""
        self.screen: object = None
        self.faults = 0

    def present(self, screen: object) -> None:
        self.screen = screen
        self.window.present(screen)  # type: ignore[arg-type]

    def take(self, name: str) -> None:
        QApplication.processEvents()
        self.window.grab().save(str(self.folder / f"{name}{self.mark}.png"))
        for check in (unnamed, small, cut, overlapping):
            for fault in check(self.window):
                self.faults += 1
                print(f"{name}{self.mark}: {fault}")


def walk(seen: Seen, form: FormDefinition, percent: int, language: str) -> None:
    """Each page untouched, then answered; keys are open where the person would type."""
    filler = Filler(seen, Surroundings(
        open=lambda: opened(form), notice=NOTICE, words=seen.window.words))
    filler.begin()
    filler.receive(ChooseLanguage(language))
    for _ in range(TEXT_SIZES.index(percent)):
        filler.receive(ChangeTextSize())
    at = 0
    while isinstance(seen.screen, FormScreen):
        at += 1
        page, items = seen.window.page, seen.screen.items
        name = items[0].ref.rpartition("/")[2]
        seen.take(f"{at:02}_{name}")
        page._close_keys()
        for part in [part for item in items for part in (item, *item.parts)]:
            given = ANSWERS.get(part.ref.rpartition("/")[2].partition("[")[0])
            if given is not None:
                filler.receive(Answered(part.ref, given))
        if any(item.value or item.parts for item in seen.screen.items):
            seen.take(f"{at:02}_{name}_answered")
        if items[0].kind is Kind.REPEAT and not items[0].parts:
            filler.receive(AddOne(items[0].ref))
            continue
        if items[0].kind is Kind.REPEAT:
            page.blocks[0].view._doubt(0)
            seen.take(f"{at:02}_{name}_doubted")
        before = seen.screen
        filler.receive(Next())
        if seen.screen.number == before.number if isinstance(seen.screen, FormScreen) else False:
            seen.take(f"{at:02}_{name}_trouble")
            for part in [p for item in items for p in (item, *item.parts)][-1:]:
                filler.receive(Answered(part.ref, "15"))
            filler.receive(Next())
            if isinstance(seen.screen, FormScreen) and seen.screen.number == before.number:
                break
    seen.take("99_end")


def main() -> None:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("folder", type=Path)
    asks.add_argument("--form", type=Path, help="another form than the one with every kind")
    asks.add_argument("--sizes", type=int, nargs="*", default=[100, 200])
    asks.add_argument("--languages", nargs="*", default=["sv"])
    asks.add_argument("--windows", nargs="*", default=["1024x768", "1366x768"])
    asked = asks.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    style.load_fonts(("ar", "ti"))
    application.setFont(style.Style(theme.load()).text(24))
    form: FormDefinition | None = form_of(EVERY_KIND)
    if asked.form:
        form = read_form(asked.form.read_bytes(), asked.form.stem).form
    assert form is not None
    form = in_arabic(form) if "ar" in asked.languages else form
    window = FormWindow(theme.load())
    window.show()
    seen = Seen(window, asked.folder)
    for size in asked.windows:
        window.resize(*map(int, size.split("x")))
        for language in asked.languages:
            for percent in asked.sizes:
                seen.mark = f"_{language}_{percent}_{size}"
                walk(seen, form, percent, language)
    sys.exit(bool(seen.faults))


if __name__ == "__main__":
    main()

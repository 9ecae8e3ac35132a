"""How the kiosk meets each person, in the words that people meet themselves. No Qt."""

from __future__ import annotations

from assets.words import Words
from kiosk.frame import STEPS, TEXT_SIZES, THEMES
from kiosk.staff.page import Button, Buttons, Item, Page, Said, Sign
from kiosk.staff.pages_desks import back, trouble
from kiosk.staff.screens import Usual
from kiosk.staff.usual_desk import SWITCHES
from kiosk.staff.wishes import Deed, Do


def usual_page(at: Usual, words: Words) -> Page:
    """The page with what is chosen now."""
    now = at.comfort
    colours = words("Light"), words("Dark"), words("High contrast")
    switches = words("No switch"), words("One switch"), words("Two switches")
    items: list[Item] = [
        *trouble(at.trouble, words),
        Said(text=words(
            "Each person begins like this. What they change holds for them alone, and these pages "
            "have the same text size and colours."
        )),
        *_group(words("Text size"), [
            (f"text:{size}", f"{size} %", size == now.percent) for size in TEXT_SIZES
        ]),
        *_group(words("Colours"), [
            (f"colours:{theme}", name, theme == now.theme)
            for theme, name in zip(THEMES, colours, strict=True)
        ]),
        *_group(words("Movement and sound"), [
            ("calm", words("Less motion"), now.calm), ("aloud", words("Read aloud"), now.aloud),
        ]),
        *_group(words("Switches"), [
            (f"switches:{n}", name, n == now.switches)
            for n, name in zip(SWITCHES, switches, strict=True)
        ]),
    ]
    if now.switches == 1:
        items += [
            *_group(words("The light stays"), [
                (f"step:{ms}", words("{n} s", n=ms // 1000), ms == now.step_ms) for ms in STEPS
            ]),
            Said(sign=Sign.CAUTION, text=words(
                "With one switch a touch anywhere is its press, for whoever comes: only for a "
                "kiosk that has a switch."
            )),
        ]
    return Page(title=words("How people meet the kiosk"), items=tuple(items), foot=(back(words),))


def _group(name: str, choices: list[tuple[str, str, bool]]) -> tuple[Item, ...]:
    return Said(text=name), Buttons(tuple(
        Button(text=text, wish=Do(Deed.CHOOSE, value), chosen=chosen)
        for value, text, chosen in choices
    ))

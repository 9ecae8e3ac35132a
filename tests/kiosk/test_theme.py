"""The theme: every text readable on its ground, every meaningful mark visible, colours apart."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest

import assets
import kiosk.style
from assets import theme as themes
from assets.theme import BadTheme, Theme
from kiosk.frame import THEMES

THEME = themes.load()

NAMES = ("default", "dark", "high")
LEAST = {"default": (4.5, 3.0), "dark": (4.5, 3.0), "high": (7.0, 4.5)}
"""What text and what marks have at least, in each theme."""

TEXT_ON_GROUND = [
    *itertools.product(
        ("text", "text_soft", "text_quiet", "action", "good_text", "caution_text", "bad_text"),
        ("surface", "surface_raised", "surface_sunken", "surface_tint"),
    ),
    ("bad", "surface"), ("bad", "surface_raised"),
    *itertools.product(("text_on_action",), ("action", "action_hover", "action_pressed")),
    ("text", "action_soft"), ("text_soft", "action_soft"), ("action", "action_softer"),
    ("text_on_action", "good"), ("text_on_action", "caution"), ("text_on_action", "bad"),
    ("text_on_action", "dialogue"), ("text_on_action", "highlight"),
    ("good_text", "good_soft"), ("caution_text", "caution_soft"), ("bad_text", "bad_soft"),
    ("dialogue", "dialogue_soft"), ("highlight", "highlight_soft"),
]

MARK_ON_GROUND = [
    *itertools.product(
        ("outline_strong", "action", "good", "caution", "bad", "dialogue", "focus"),
        ("surface", "surface_raised", "surface_tint"),
    ),
    ("action", "action_soft"), ("outline_strong", "action_soft"),
    ("surface_raised", "action"), ("action", "track"), ("bad", "bad_soft"),
]


def rgb(colour: str) -> tuple[float, float, float]:
    """Linear light of a ``#rrggbb``, each 0 to 1 (sRGB)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return r, g, b


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    r, g, b = rgb(colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def faint(name: str, pairs: list[tuple[str, str]], least: float) -> list[str]:
    theme = themes.load(name)
    return [
        f"{one} on {other}: {ratio:.2f}" for one, other in pairs
        if (ratio := contrast(getattr(theme, one), getattr(theme, other))) < least
    ]


@pytest.mark.parametrize("name", NAMES)
def test_text_is_seen_on_every_ground(name: str) -> None:
    assert not faint(name, TEXT_ON_GROUND, LEAST[name][0])


@pytest.mark.parametrize("name", NAMES)
def test_marks_are_seen_on_every_ground(name: str) -> None:
    assert not faint(name, MARK_ON_GROUND, LEAST[name][1])


@pytest.mark.parametrize("name", NAMES)
def test_ink_is_seen_on_every_face_and_faces_and_series_on_paper(name: str) -> None:
    theme, (text, mark) = themes.load(name), LEAST[name]
    assert all(contrast(theme.face_ink, face) >= text for face in theme.faces)
    assert all(contrast(theme.surface_raised, colour) >= 3 for colour in theme.series)
    for ground in (theme.surface_raised, theme.action_soft):
        # a face is seen by its fill or by its rim
        assert all(
            max(contrast(face, ground), contrast(theme.face_ink, ground)) >= mark
            for face in theme.faces
        )


@pytest.mark.parametrize("name", NAMES)
def test_focus_and_choice_are_told_apart(name: str) -> None:
    theme = themes.load(name)
    distance = sum(
        (a - b) ** 2 for a, b in zip(plainly(theme.focus), plainly(theme.action), strict=True)
    ) ** 0.5
    assert distance >= 20


def test_what_a_person_may_choose_is_there() -> None:
    assert THEMES == NAMES
    assert contrast(themes.load("high").text, themes.load("high").surface) == pytest.approx(21)


def test_every_colour_that_the_kiosk_writes_with_is_measured() -> None:
    """Where words are given a colour, the role is one whose grounds are all tested here."""
    measured = {text for text, _ in TEXT_ON_GROUND}
    source = Path(kiosk.style.__file__).parent
    found = {
        role for file in source.rglob("*.py")
        for role in re.findall(r'set_text_colour\([^\n]*?colour\("([a-z_]+)"', file.read_text())
    }
    assert {"text", "text_soft", "text_quiet"} <= found <= measured


# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear light.
BLIND = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
               (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
               (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
               (0.004733, 0.691367, 0.303900)),
}


PLAIN = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def plainly(colour: str) -> tuple[float, ...]:
    return seen(colour, PLAIN)


def seen(colour: str, matrix: tuple[tuple[float, float, float], ...]) -> tuple[float, ...]:
    """CIELAB (D65) of a colour as seen through ``matrix``."""
    light = rgb(colour)
    r, g, b = (min(1.0, max(0.0, sum(m * c for m, c in zip(row, light, strict=True))))
               for row in matrix)
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("kind", BLIND)
@pytest.mark.parametrize("colours", ["series", "diverging"])
def test_colours_of_a_picture_stay_apart_for_the_colour_blind(kind: str, colours: str) -> None:
    for one, other in itertools.combinations(getattr(THEME, colours), 2):
        a, b = seen(one, BLIND[kind]), seen(other, BLIND[kind])
        distance = sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5
        assert distance >= 10, f"{one} and {other}"


def test_a_theme_that_lacks_a_role_or_has_no_colour_is_refused() -> None:
    told = json.loads(assets.text("theme", "default.json"))
    lacking = {**told, "roles": {k: v for k, v in told["roles"].items() if k != "focus"}}
    with pytest.raises(BadTheme, match="focus"):
        themes.read(json.dumps(lacking))
    wrong = {**told, "roles": {**told["roles"], "focus": "blue"}}
    with pytest.raises(BadTheme, match="blue"):
        themes.read(json.dumps(wrong))


@pytest.mark.parametrize(("part", "given", "named"), [
    ("faces", [], "faces"), ("data", {"sequential": []}, "diverging"),
    ("data", {"sequential": [], "diverging": [], "series": [], "rainbow": []}, "rainbow"),
    ("fonts", {"heading": "Raleway"}, "text"), ("motto", "", "motto"),
])
def test_a_theme_is_read_strictly(part: str, given: object, named: str) -> None:
    told = {**json.loads(assets.text("theme", "default.json")), part: given}
    with pytest.raises(BadTheme, match=named):
        themes.read(json.dumps(told))


def test_every_icon_and_font_is_found() -> None:
    assert isinstance(THEME, Theme)
    assert len(themes.font_files()) == 9
    for icon in assets.path("icons").glob("*.svg"):
        assert THEME.action.encode() in themes.icon(icon.stem, THEME.action), icon.name

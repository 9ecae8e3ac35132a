"""The theme: every text readable on its ground, every meaningful mark visible, colours apart."""

from __future__ import annotations

import itertools
import json

import pytest

import assets
from assets import theme as themes
from assets.theme import BadTheme, Theme

THEME = themes.load()

TEXT_ON_GROUND = [
    *itertools.product(
        ("text", "text_soft", "text_quiet", "action", "good_text", "caution_text", "bad_text"),
        ("surface", "surface_raised", "surface_sunken", "surface_tint"),
    ),
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


@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND, ids="-on-".join)
def test_text_has_four_and_a_half_to_one(text: str, ground: str) -> None:
    assert contrast(getattr(THEME, text), getattr(THEME, ground)) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), MARK_ON_GROUND, ids="-on-".join)
def test_marks_have_three_to_one(mark: str, ground: str) -> None:
    assert contrast(getattr(THEME, mark), getattr(THEME, ground)) >= 3


def test_ink_is_seen_on_every_face_and_series_on_paper() -> None:
    assert all(contrast(THEME.text, face) >= 4.5 for face in THEME.faces)
    assert all(contrast(THEME.surface_raised, colour) >= 3 for colour in THEME.series)


# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear light.
BLIND = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
               (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
               (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
               (0.004733, 0.691367, 0.303900)),
}


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


def test_every_icon_and_font_is_found() -> None:
    assert isinstance(THEME, Theme)
    assert len(themes.font_files()) == 9
    for icon in assets.path("icons").glob("*.svg"):
        assert THEME.action.encode() in themes.icon(icon.stem, THEME.action), icon.name

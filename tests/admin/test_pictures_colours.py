"""Words in pictures can be read: 4.5:1 against what they lie on; marks 3:1."""

from __future__ import annotations

import pytest

from assets import theme

LOOK = theme.load()


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        (LOOK.bad_text, LOOK.bad_soft),
        (LOOK.good_text, LOOK.good_soft),
        (LOOK.action, LOOK.surface_tint),
        (LOOK.text_quiet, LOOK.surface_sunken),
        (LOOK.text, LOOK.bad_soft),
        (LOOK.text, LOOK.good_soft),
        (LOOK.text_quiet, LOOK.surface),
        (LOOK.caution_text, LOOK.caution_soft),
        (LOOK.text_on_action, LOOK.action),
        (LOOK.text_on_action, LOOK.diverging[0]),
        (LOOK.text, LOOK.diverging[1]),
        (LOOK.text, LOOK.diverging[2]),
        (LOOK.text, LOOK.diverging[3]),
        (LOOK.text_on_action, LOOK.diverging[4]),
    ],
)
def test_words_stand_out_from_what_they_lie_on(words: str, ground: str) -> None:
    assert contrast(words, ground) >= 4.5


@pytest.mark.parametrize(
    ("mark", "ground"),
    [
        (LOOK.sequential[2], LOOK.surface_raised),
        (LOOK.text, LOOK.sequential[2]),
        (LOOK.action, LOOK.bad_soft),
        (LOOK.focus, LOOK.surface),
        (LOOK.outline_strong, LOOK.surface_raised),
    ],
)
def test_marks_that_mean_something_can_be_seen(mark: str, ground: str) -> None:
    assert contrast(mark, ground) >= 3

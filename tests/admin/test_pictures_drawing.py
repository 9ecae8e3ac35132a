"""Every picture, at every width and text size: nothing clipped, nothing lost, same bytes."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from admin.pictures.drawing import draw, height
from admin.pictures.matrix_layout import layout
from admin.pictures.model import Picture
from admin.pictures.output import png, svg
from admin.pictures.spoken import describe
from admin.pictures.style import Style
from admin.reports.printable import drawable
from admin.results import illustrations
from assets import theme
from assets.words import Words
from tests.admin.example_results import NAMES, example

STEPS = ("Instämmer inte alls", "Instämmer lite", "Neutral", "Instämmer", "Instämmer helt")
KINDS = ("bars", "matrix", "distribution", "dots")
_MARGIN = 40


def picture(kind: str, language: str = "sv") -> Picture:
    results, words = example(), Words(language)
    row = results.rows[0]
    match kind:
        case "bars":
            return illustrations.factor_bars(row, words)
        case "matrix":
            matrix = illustrations.value_matrix(results, row, words)
            assert matrix is not None
            return matrix
        case "distribution":
            return illustrations.distribution(row, STEPS, words)
        case _:
            groups = [r for r in results.rows if "area" in r.group]
            return illustrations.group_dots(groups, row, words)


def style(text: int = 15) -> Style:
    return Style(theme=theme.load(), text=text)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("width", "text"), [(1000, 15), (620, 15), (360, 15), (900, 30)])
def test_nothing_is_painted_outside_the_picture(
    qapp: Any, kind: str, width: int, text: int
) -> None:
    shown, look = picture(kind), style(text)
    high = math.ceil(height(shown, width, look))
    image = QImage(width + 2 * _MARGIN, high + 2 * _MARGIN, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.translate(_MARGIN, _MARGIN)
    draw(painter, shown, width, look)
    painter.end()
    # caps and pale edges may reach two pixels out; words may not
    blank = QColor("white").rgb()
    edge = [
        image.pixel(x, y)
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
        if not (_MARGIN - 3 < x < _MARGIN + width + 3 and _MARGIN - 3 < y < _MARGIN + high + 3)
    ]
    assert edge and all(pixel == blank for pixel in edge)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_picture_gives_the_same_bytes(qapp: Any, kind: str) -> None:
    shown = picture(kind)
    made = [
        svg(shown, width=640, style=style(), title="Titel", description="Ord") for _ in range(2)
    ]
    assert made[0] == made[1]
    assert png(shown, width=640, style=style()) == png(shown, width=640, style=style())


@pytest.mark.parametrize("kind", KINDS)
def test_svg_carries_title_and_text_alternative(qapp: Any, kind: str) -> None:
    shown = picture(kind)
    words = describe(shown, Words("sv"))
    made = svg(shown, width=640, style=style(), title="Titel", description=words)
    root = ElementTree.fromstring(made)  # noqa: S314 - our own bytes
    space = "{http://www.w3.org/2000/svg}"
    title, desc = root.find(f"{space}title"), root.find(f"{space}desc")
    assert title is not None and title.text == "Titel"
    assert desc is not None and desc.text == words


@pytest.mark.parametrize("kind", KINDS)
def test_every_sign_is_in_the_fonts_that_are_carried_along(qapp: Any, kind: str) -> None:
    made = svg(picture(kind), width=640, style=style(), title="", description="")
    root = ElementTree.fromstring(made)  # noqa: S314 - our own bytes
    said = "".join("".join(t.itertext()) for t in root.iter("{http://www.w3.org/2000/svg}text"))
    assert said and not {c for c in said if not c.isspace() and ord(c) not in drawable()}


@pytest.mark.parametrize("width", [320, 420, 500, 620, 900])
@pytest.mark.parametrize("text", [15, 22, 30])
def test_every_factor_is_named_in_the_matrix_at_any_size(qapp: Any, width: int, text: int) -> None:
    made = svg(picture("matrix"), width=width, style=style(text), title="", description="")
    root = ElementTree.fromstring(made)  # noqa: S314 - our own bytes
    said = " ".join("".join(t.itertext()) for t in root.iter("{http://www.w3.org/2000/svg}text"))
    for name in NAMES:
        for word in name.split():
            assert word in said, f"{word} is missing at {width} px, text {text}"


def test_captions_of_the_matrix_share_no_room_with_points_or_labels(qapp: Any) -> None:
    shown = picture("matrix")
    laid = layout(shown, 500.0, style())  # type: ignore[arg-type]
    boxes = [label.box for label in laid.labels if label.box is not None]
    assert len(boxes) == len(NAMES)
    for caption in laid.captions:
        assert not any(caption.box.overlaps(box) for box in boxes)
        assert not caption.box.overlaps(laid.plot)


def test_a_hidden_factor_says_so_and_has_no_bar(qapp: Any) -> None:
    results = example()
    row = results.rows[0]
    hidden = replace(
        row.factors[3], n=None, suppressed=True, counts=None, mean=None, index=None, ci=None
    )
    row = replace(row, factors=(*row.factors[:3], hidden, *row.factors[4:]))
    bars = illustrations.factor_bars(row, Words("sv"))
    assert [b.label for b in bars.bars if b.value is None] == ["Kommunikationer"]
    assert "Kommunikationer: visas inte." in describe(bars, Words("sv"))
    made = svg(bars, width=640, style=style(), title="", description="").decode()
    assert "visas inte" in made
    spread = illustrations.distribution(row, STEPS, Words("sv"))
    assert "Kommunikationer: visas inte." in describe(spread, Words("sv"))
    matrix = illustrations.value_matrix(results, row, Words("sv"))
    assert matrix is not None and len(matrix.points) == len(NAMES) - 1


def test_groups_say_how_many_are_hidden_and_show_no_figure_of_theirs(qapp: Any) -> None:
    results = example()
    groups = [r for r in results.rows if "area" in r.group]
    dots = illustrations.group_dots(groups, results.rows[0], Words("sv"))
    words = describe(dots, Words("sv"))
    assert words.endswith("2 grupper visas inte, så att ingen kan pekas ut.")
    assert "Infra City" not in words and "Norra Nordanvägen" not in words


@pytest.mark.parametrize("kind", KINDS)
def test_the_text_alternative_holds_every_figure_of_the_picture(qapp: Any, kind: str) -> None:
    shown = picture(kind)
    words = describe(shown, Words("sv"))
    labels = {
        "bars": lambda: [f"{b.label}: {b.figure}" for b in shown.bars],  # type: ignore[union-attr]
        "matrix": lambda: [f"{p.label}, {p.figure}" for p in shown.points],  # type: ignore[union-attr]
        "distribution": lambda: [r.label for r in shown.rows],  # type: ignore[union-attr]
        "dots": lambda: [r.dots[0].figure for r in shown.rows],  # type: ignore[union-attr]
    }[kind]()
    assert labels and all(label in words for label in labels)


def test_numbers_follow_the_language(qapp: Any) -> None:
    swedish, english = picture("matrix", "sv"), picture("matrix", "en")
    assert re.search(r"13,5\u00a0%", describe(swedish, Words("sv")))
    assert "13.5%" in describe(english, Words("en"))

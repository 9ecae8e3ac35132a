"""The report's pictures: drawn by :mod:`admin.pictures`, carried as SVG with words beside."""

from __future__ import annotations

from dataclasses import dataclass

from admin.pictures.model import Matrix, Picture
from admin.pictures.output import drawing_board, svg
from admin.pictures.spoken import describe
from admin.pictures.style import Style, load_fonts
from admin.reports.matter import Content, ReportMatter
from admin.results import illustrations
from assets import theme

_PAPER_TEXT = 15
_WIDTH = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A picture as SVG: ``name`` is a file name without ending, ``alt`` every figure in words."""

    name: str
    title: str
    alt: str
    svg: bytes


def matrix_of(matter: ReportMatter) -> Matrix | None:
    """Weight against index for everybody; ``None`` without weights or two factors."""
    if not matter.has_weights:
        return None
    return illustrations.value_matrix(matter.results, matter.whole, matter.words)


def draw(matter: ReportMatter, name: str, title: str, picture: Picture) -> Drawn:
    """Draw one picture at the report's width."""
    alt = describe(picture, matter.words)
    board = drawing_board()
    load_fonts()
    made = svg(
        picture,
        width=_WIDTH,
        style=Style(theme=theme.load(), text=_PAPER_TEXT),
        title=title,
        description=alt,
    )
    del board
    return Drawn(name=name, title=title, alt=alt, svg=made)


def all_pictures(matter: ReportMatter) -> tuple[Drawn, ...]:
    """Every picture of the results: factors, matrix, spread, and each question's groups."""
    words = matter.words
    low, high = matter.results.scale
    steps = [str(step) for step in range(low, high + 1)]
    found: list[tuple[str, str, Picture]] = [
        ("factors", words("Every factor"), illustrations.factor_bars(matter.whole, words)),
        (
            "spread",
            words("How the answers spread"),
            illustrations.distribution(matter.whole, steps, words),
        ),
    ]
    matrix = matrix_of(matter)
    if matrix is not None:
        found.append(("matrix", words("Weight and index"), matrix))
    for number, dimension in enumerate(matter.dimensions(), start=1):
        rows = [row for row in matter.results.rows if tuple(row.group) == (dimension.name,)]
        dots = illustrations.group_dots(rows, matter.whole, words)
        found.append((f"groups-{number}", dimension.question, dots))
    return tuple(draw(matter, *one) for one in found)


def matrix_section(matter: ReportMatter) -> Content | None:
    """The matrix with a sentence and its four fields in words."""
    matrix = matrix_of(matter)
    if matrix is None:
        return None
    words = matter.words
    drawn = draw(matter, "matrix", words("Weight and index"), matrix)
    return {
        "title": drawn.title,
        "says": _sentence(matter, matrix),
        "svg": drawn.svg.decode(),
        "alt": drawn.alt,
        "head": [words("Field"), words("What it means"), words("Factors")],
        "fields": _fields(matter, matrix),
        "key": words(
            "A factor in brackets has an interval that reaches into another field, "
            "so its place is not certain."
        ),
    }


def _sentence(matter: ReportMatter, matrix: Matrix) -> str:
    certain = sum(matrix.is_certain(p) for p in matrix.points)
    return matter.words(
        "The higher up, the higher the weight; the further to the right, the higher the index. "
        "{certain} of {all} factors lie surely in their field.",
        certain=certain,
        all=len(matrix.points),
    )


def _fields(matter: ReportMatter, matrix: Matrix) -> list[Content]:
    words, names = matter.words, matrix.fields
    meaning = {
        names.important_low: words("High weight, low index. Start here."),
        names.important_high: words("High weight, high index. Improve it if you can."),
        names.other_high: words("Low weight, high index. Keep the level."),
        names.other_low: words("Low weight, low index. Can wait."),
    }
    found: list[Content] = []
    for name, says in meaning.items():
        inside = [p for p in matrix.points if matrix.field_of(p) == name]
        inside.sort(key=lambda p: -p.up)
        labels = [p.label if matrix.is_certain(p) else f"({p.label})" for p in inside]
        found.append({"name": name, "says": says, "factors": ", ".join(labels) or words("none")})
    return found

"""Importance × performance of one meeting as a picture: its points against its grades."""

from __future__ import annotations

from math import fsum

from admin.pictures.model import Fields, Matrix, Point
from admin.pictures.output import drawing_board, svg
from admin.pictures.style import Style, load_fonts
from admin.reports.matter import Content
from admin.reports.printable import printable
from admin.reports.session_matter import short
from admin.results.illustrations import centred
from assets import theme
from assets.words import Words
from survey.facilitation import outcome
from survey.facilitation.agreement import LEAST
from survey.facilitation.outcome import Standing
from survey.facilitation.state import SessionState
from survey.matrix import Field

_WIDTH, _TEXT, _LONGEST = 600, 15, 48


def standings(state: SessionState) -> tuple[Standing, ...]:
    """Where each heading stands that five people or more gave points and graded; nothing in
    methods without weights and grades."""
    rules = state.rules
    weighing = rules.phase(rules.weights) if rules else None
    grading = rules.phase(rules.grades) if rules else None
    if weighing is None or grading is None:
        return ()
    weighed, graded = (
        [one for one in found if one.spread.n >= LEAST]
        for found in (outcome.weights(state, weighing), outcome.grades(state, grading))
    )
    return outcome.standings(weighed, graded)


def names(words: Words) -> dict[Field, str]:
    """The four fields as people call them, the most pressing first."""
    return {
        Field.PRIORITISE: words("Prioritise"),
        Field.IMPROVE_IF_POSSIBLE: words("Improve if possible"),
        Field.KEEP: words("Preserve"),
        Field.LOWER_PRIORITY: words("Lower priority"),
    }


def picture(found: tuple[Standing, ...], words: Words) -> Matrix:
    """The matrix of two or more standings, cut at their means as they are.

    All points are rings: one meeting says how its own people see it.
    """
    shares = [float(one.share) for one in found]
    grades = [one.grade for one in found]
    cut_up, cut_across = fsum(shares) / len(found), fsum(grades) / len(found)
    called = names(words)
    return Matrix(
        points=tuple(
            Point(
                label=_label(one.title) or words("(without a name)"), across=one.grade,
                across_interval=None, up=float(one.share), up_interval=None, figure="",
            )
            for one in found
        ),
        across=centred(grades, cut_across, words("Grade"), lambda v: f"{v:g}", unit=0.1),
        up=centred(shares, cut_up, words("Share of points"), lambda v: f"{v:.0%}", unit=0.01),
        cut_across=cut_across, cut_up=cut_up,
        fields=Fields(
            important_low=called[Field.PRIORITISE],
            important_high=called[Field.IMPROVE_IF_POSSIBLE],
            other_high=called[Field.KEEP], other_low=called[Field.LOWER_PRIORITY],
        ),
        certain="", uncertain=words("One group's own view; another group may see it otherwise"),
    )


def drawn(found: tuple[Standing, ...], words: Words) -> Content:
    """The picture as a block of the protocol, with every figure in words beside it."""
    title = words("Points and grades together")
    told = {
        name: ", ".join(short(one.title) for one in found if one.field is field)
        for field, name in names(words).items()
    }
    alt = " ".join([f"{title}.", *(f"{n}: {some or words('none')}." for n, some in told.items())])
    board = drawing_board()
    load_fonts()
    made = svg(
        picture(found, words), width=_WIDTH, style=Style(theme=theme.load(), text=_TEXT),
        title=title, description=printable(alt),
    )
    del board
    return {
        "kind": "picture", "svg": made.decode(), "alt": printable(alt),
        "says": words(
            "The higher up, the larger the share of points; the further to the right, the "
            "higher the grade. The lines are the means."
        ),
    }


def _label(title: str) -> str:
    """As much of a title as a picture has room for; the whole stands in the table below it."""
    said = printable(" ".join(title.split()))
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1].rstrip()}…"

"""Questions that are asked as one: points to share out, tables of numbers, and repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assets.words import Words
from kiosk.questions.asked import Asked, Kind
from survey.forms.blocks import table_rows
from survey.forms.definition import NodeKind
from survey.forms.engine.answer import Answer, Series
from survey.forms.engine.plan import Plan
from survey.forms.types import Type

_TEXT = Type("input", "string")
_CELLS = ("int", "decimal", "string")

HOLE = Asked(ref="", kind=Kind.NOTE)
"""A cell of a table where nothing is asked."""


def is_table(plan: Plan) -> bool:
    """Whether a matrix is rows of cells to type in; one that holds choices is asked one by one."""
    if plan.node.type != "matrix" or not _inputs(plan):
        return False
    inner = [one for one in plan.walk() if one is not plan]
    deep = any(
        one.is_repeat or (one.holds and (one.parent is not plan or plan.is_repeat))
        for one in inner
    )
    return not deep and any(one.node.kind is NodeKind.QUESTION for one in inner)


def _inputs(plan: Plan) -> bool:
    """Whether all that is asked inside is typed: words in one line, or numbers."""
    return all(
        one.type.control == "input" and one.type.value in _CELLS and one.node.type != "rating"
        for one in plan.walk() if one.node.kind is NodeKind.QUESTION
    )


class Table:
    """Rows and columns as they stand; ``cells`` row by row, :data:`HOLE` where there is none."""

    def __init__(
        self, rows: Sequence[tuple[str, Sequence[Answer]]], called: Callable[[Answer], str],
        asked: Callable[[Answer], Asked],
    ) -> None:
        names = [[cell.name for cell in cells] for _, cells in rows]
        alike = bool(names) and all(set(row) <= set(max(names, key=len)) for row in names)
        keys = list[str]()  # by name where rows share names, else by place
        for row in names:
            keys += [key for key in _keys(row, alike) if key not in keys]
        heads = dict[str, str]()
        self.rows = tuple(name for name, _ in rows)
        self.cells: tuple[Asked, ...] = ()
        for row, (_, cells) in zip(names, rows, strict=True):
            here = dict(zip(_keys(row, alike), cells, strict=True))
            for key, cell in here.items():
                heads.setdefault(key, called(cell) or cell.name)
            self.cells += tuple(
                asked(here[key]) if key in here and here[key].relevant else HOLE for key in keys)
        self.columns = tuple(heads[key] for key in keys)


def _keys(names: Sequence[str], alike: bool) -> list[str]:
    return list(names) if alike else [str(at) for at in range(len(names))]


def fixed_rows(
    answer: Answer, called: Callable[[Answer], str]
) -> Iterator[tuple[str, list[Answer]]]:
    """The rows of a matrix that are relevant: what each is called, and its questions."""
    for node, cells in table_rows(answer.plan.node):
        row = answer.named[node.name]
        if row.relevant:
            inside = [row.named[cell.name] for cell in cells] if row.plan.holds else [row]
            yield called(row) or node.name, inside


def growing_rows(series: Series, words: Words) -> list[tuple[str, list[Answer]]]:
    """The rows of a matrix that a person adds to, by their number."""
    return [
        (words("Row {n}", n=at), [
            one for one in (row.named[name] for name in row.plan.children if name in row.named)
            if one.plan.node.kind is NodeKind.QUESTION
        ])
        for at, row in enumerate(series.instances, 1)
    ]


def row_of(answer: Answer) -> Answer | None:
    """The row of a matrix that ``answer`` is a cell of."""
    row = answer.above
    if row is None or row.plan.node.type == "matrix":
        return row if row is not None and row.plan.is_repeat else None
    above = row.above
    return row if above is not None and above.plan.node.type == "matrix" else None


def number_of(answer: Answer) -> int:
    """The number of an instance among those of its repeat, from 1; 0 where it is none."""
    above = answer.above
    if not answer.plan.is_repeat or above is None:
        return 0
    return above.series[answer.name].instances.index(answer) + 1


def first_words(instance: Answer) -> str:
    """The first words that were given in an instance of a repeat, to know it by."""
    return next((
        one.value for one in instance.answers()
        if one.value and one.relevant and one.plan.type == _TEXT
        and one.plan.node.kind is NodeKind.QUESTION
    ), "")

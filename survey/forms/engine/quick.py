"""Filters that only ask for equal cells, looked up instead of worked out row by row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_TERM = re.compile(
    r"""\s*(?:\./)?(?P<column>[A-Za-z_][\w\-.]*)\s*=\s*
    (?P<value>\$\{[^}]+\}|'[^']*'|"[^"]*"|/[\w\-.]+(?:/[\w\-.:]+)*|current\(\)(?:/(?:\.\.|[\w\-.]+))+)
    \s*(?P<and>\band\b|$)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Term:
    """``column`` must equal what the expression ``value`` gives."""

    column: str
    value: str


def terms_of(filter: str) -> tuple[Term, ...]:
    """A filter as cells that must be equal, all of them; empty when it asks for anything else."""
    found: list[Term] = []
    at = 0
    while at < len(filter):
        term = _TERM.match(filter, at)
        if term is None:
            return ()
        found.append(Term(term["column"], term["value"]))
        at = term.end()
        if not term["and"]:
            return tuple(found) if at == len(filter) else ()
    return ()


class Index:
    """Rows by the cells of some columns."""

    def __init__(self, rows: Sequence[Mapping[str, str]], columns: tuple[str, ...]) -> None:
        found: dict[tuple[str, ...], list[int]] = {}
        for number, row in enumerate(rows):
            key = tuple([row[column] for column in columns if column in row])
            if len(key) == len(columns):  # a cell that is not there equals nothing
                found.setdefault(key, []).append(number)
        self._found = found

    def rows(self, cells: tuple[str, ...]) -> Sequence[int]:
        """Numbers of the rows with these cells, from 0, in order."""
        return self._found.get(cells, ())

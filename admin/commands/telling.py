"""Problems of what somebody wrote, as lines: what stops the work first, the same told once."""

from __future__ import annotations

from collections.abc import Iterable

from admin.commands.terminal import problem_line
from survey.problems import Problem, Severity

BY_LANGUAGE = ("missing-translation", "unused-language")
"""Codes of problems whose place ends in a language."""

FEW = 3
"""So many of a kind and language are told each with its place."""


def lines(problems: Iterable[Problem]) -> list[str]:
    """Errors, then warnings; those of many texts in one language in one line."""
    found = sorted(problems, key=lambda one: one.severity is not Severity.ERROR)
    kinds: dict[tuple[object, ...], list[Problem]] = {}
    for one in found:
        alike = one.code in BY_LANGUAGE and one.severity is Severity.WARNING
        kind = (one.code, _language(one)) if alike else (id(one),)
        kinds.setdefault(kind, []).append(one)
    return [line for some in kinds.values() for line in _said(some)]


def _said(some: list[Problem]) -> list[str]:
    if len(some) <= FEW:
        return [problem_line(one) for one in some]
    first = some[0]
    what = f"{len(some)} texts, the first {first.where}"
    told = f"{first.severity}: {_language(first)}: {what}: {first.message} {first.hint}"
    return [told.rstrip()]


def _language(problem: Problem) -> str:
    return problem.where.rpartition(".")[2]

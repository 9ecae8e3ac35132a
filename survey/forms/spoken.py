"""Answers that stand in words: ``${name}``, ``${= expression}`` and paths into tables."""

from __future__ import annotations

import re

from survey.expressions.brackets import closing

_MOST_OPEN = 20  # each is looked for to the end of the words

_STEP = re.compile(r"/(?:\.\.|[\w.\-]+(?::[\w.\-]+)?|\*)")
_NAMED = re.compile(r"\$\{")
_COMPUTED = re.compile(rf"""\$\{{|instance\(\s*(?:'[^']*'|"[^"]*")\s*\)(?={_STEP.pattern})""")


def parts_of(words: str, *, looked_up: bool = True) -> list[tuple[bool, str]]:
    """Words cut up: (False, words) and (True, the expression of ``${…}`` and ``${= …}``).

    A path that starts with ``instance('…')/`` is an expression too, as XLSForm has it, unless
    ``looked_up`` is false.
    A ``${`` that nothing closes is words, and so is one that holds nothing.
    """
    parts: list[tuple[bool, str]] = []
    start = looked = 0
    unclosed = 0
    begins = _COMPUTED if looked_up else _NAMED
    while (found := begins.search(words, looked)) is not None:
        at = found.start()
        if words[at] == "$":
            end = _end(words, at + 2)
            if end < 0:
                break
            computed = words[at + 2] == "="
            source = words[at + 2 + computed : end].strip()
            looked = end = end + 1
            if not source:
                continue
            source = source if computed else f"${{{source}}}"
        else:
            end, whole = _path_end(words, found.end(), unclosed < _MOST_OPEN)
            unclosed += not whole
            source = words[at:end]
        if at > start:
            parts.append((False, words[start:at]))
        parts.append((True, source))
        start = looked = end
    if start < len(words):
        parts.append((False, words[start:]))
    return parts


def _path_end(words: str, at: int, conditions: bool) -> tuple[int, bool]:
    """The end of a path's steps and conditions that go on at ``at``, and whether all are closed.

    Without ``conditions`` a path ends at its first bracket.
    """
    while at < len(words):
        step = _STEP.match(words, at)
        if step is not None:
            at = step.end()
        elif words[at] == "[" and conditions:
            end = closing(words, at)
            if end < 0:
                return at, False
            at = end + 1
        else:
            break
    return at, True


def _end(words: str, at: int) -> int:
    """The place of the brace that closes; quotes and inner braces are passed over."""
    depth, quote = 0, ""
    computed = words.startswith("=", at)
    for place in range(at, len(words)):
        mark = words[place]
        if quote:
            quote = "" if mark == quote else quote
        elif computed and mark in "'\"":
            quote = mark
        elif mark == "{":
            depth += 1
        elif mark == "}":
            if not depth:
                return place
            depth -= 1
    return -1

"""Expressions and words with ids for the nodes they name, so that versions of a form compare.

``${x}``, ``../x`` and ``/data/g/x`` are the same where they reach the same node.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from survey.expressions.errors import ExpressionError
from survey.expressions.tokens import Sort, Token, cut
from survey.forms.nearest import Steps, by_steps
from survey.forms.spoken import parts_of

_BEFORE_OPERAND = frozenset(("(", "[", ",", "::", "@"))
_DOTS = frozenset((".", ".."))


class Ids:
    """The ids of a form's nodes by path, the root's name first."""

    def __init__(self, by_path: Mapping[Steps, UUID]) -> None:
        self._by_path = by_path
        self._nearest = by_steps()
        for path in by_path:
            self._nearest.add(path[-1], path)

    def named(self, name: str, near: Steps) -> Steps | None:
        """Where the node of a name stands, seen from ``near``."""
        return self._nearest.named(name, near)

    def at(self, path: Steps | None) -> UUID | None:
        """The node that stands there."""
        return self._by_path.get(path) if path else None

    def formula(
        self, text: str, same: Mapping[UUID, UUID], here: Steps, *, among: bool = False
    ) -> str:
        """An expression at the node ``here`` with ids for paths and single blanks.

        ``same`` tells which id of another version an id stands for. ``among`` says that it is a
        condition on choices, where only ``current()`` is ``here``. What cannot be read is given
        back with single blanks.
        """
        if not text:
            return ""
        try:
            tokens = cut(text)
        except ExpressionError:
            return " ".join(text.split())
        return " ".join(_Reader(self, same, here, among).read(text, tokens))

    def words(self, text: str, same: Mapping[UUID, UUID], here: Steps) -> str:
        """Words with ids for the answers they say."""
        if "${" not in text and "instance(" not in text:
            return " ".join(text.split())
        return " ".join("".join(
            f"${{{self.formula(part, same, here)}}}" if computed else part
            for computed, part in parts_of(text)
        ).split())


class _Reader:
    """Reads one expression from its first word to its last."""

    def __init__(
        self, ids: Ids, same: Mapping[UUID, UUID], here: Steps, among: bool
    ) -> None:
        self._ids = ids
        self._same = same
        self._here = here
        self._inside: list[Steps | None] = [None if among else here]
        self._told: list[str] = []

    def read(self, text: str, tokens: Sequence[Token]) -> list[str]:
        """The words of the expression."""
        at = 0
        ended: Steps | None = None  # the path that a condition or a further step may follow
        while tokens[at].sort is not Sort.END:
            token = tokens[at]
            start = self._start(tokens, at, ended)
            if start is not None:
                at, ended = self._path(text, tokens, at, *start)
                continue
            if token.text == "[" and token.sort is Sort.SIGN:
                self._inside.append(ended)
            elif token.text == "]" and token.sort is Sort.SIGN:
                ended = self._inside.pop() if len(self._inside) > 1 else None
                self._told.append("]")
                at += 1
                continue
            ended = None
            quoted = token.sort is Sort.STRING
            self._told.append(f"'{token.text}'" if quoted else text[token.offset : token.end])
            at += 1
        return self._told

    def _start(
        self, tokens: Sequence[Token], at: int, ended: Steps | None
    ) -> tuple[int, Steps | None, str] | None:
        """How many words begin a path here, where they lead, and what is put before the id."""
        token, after = tokens[at], tokens[at + 1] if tokens[at].sort is not Sort.END else None
        if after is None:
            return None
        if token.sort is Sort.REFERENCE:
            saved, _, name = token.text.rpartition("#")
            return 1, self._ids.named(name, self._here), f"{saved}#" if saved else ""
        if token.sort is Sort.SIGN and token.text == "/":
            if _is_operand(tokens, at):
                return (0, ended, "/") if ended is not None else None
            return 0, (), ""
        if _is_step(tokens, at) and not (at and tokens[at - 1].text in ("/", "//", "::", "@")):
            base = self._inside[-1]
            inside = "" if len(self._inside) == 1 else "./"
            return -1, base, inside
        if token.text == "current" and [one.text for one in tokens[at + 1 : at + 3]] == ["(", ")"]:
            return 3, self._here, ""
        return None

    def _path(
        self, text: str, tokens: Sequence[Token], at: int, size: int, path: Steps | None, sign: str
    ) -> tuple[int, Steps | None]:
        """Takes a path up to its first condition; gives back what follows and where it led."""
        begin, at = at, at + max(size, 0)
        last = ""
        if size == -1:
            last = tokens[at].text
            path, at = _moved(path, last), at + 1
        while tokens[at].text == "/" and _is_step(tokens, at + 1):
            last = tokens[at + 1].text
            path, at = _moved(path, last), at + 2
        if at == begin:  # a lone "/"
            self._told.append("/")
            return at + 1, None
        id = None if last in _DOTS else self._ids.at(path)
        if id is None:
            self._told.extend(text[one.offset : one.end] for one in tokens[begin:at])
        else:
            self._told.append(f"{sign}{self._same.get(id, id)}")
        return at, path


def _moved(path: Steps | None, step: str) -> Steps | None:
    if path is None or step == ".":
        return path
    return path[:-1] if step == ".." else (*path, step.rpartition(":")[2])


def _is_step(tokens: Sequence[Token], at: int) -> bool:
    """Is it a step that a plain name or dots tell?"""
    token = tokens[at]
    if token.sort is Sort.SIGN:
        return token.text in _DOTS
    after = tokens[at + 1].text if token.sort is not Sort.END else ""
    return token.sort is Sort.NAME and token.text != "*" and after not in ("(", "::")


def _is_operand(tokens: Sequence[Token], at: int) -> bool:
    """Does an operand end just before? Then a slash goes on with a path."""
    if not at:
        return False
    before = tokens[at - 1]
    if before.sort in (Sort.NUMBER, Sort.STRING, Sort.REFERENCE, Sort.NAME):
        return True
    return before.sort is Sort.SIGN and before.text not in _BEFORE_OPERAND and before.text != "/"

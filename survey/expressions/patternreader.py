"""Patterns as forms write them, read into an automaton.

What Java and JavaScript mean alike is read; what needs more than one way through the text is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from survey.expressions import signs
from survey.expressions.automaton import At, Automaton, Takes
from survey.expressions.errors import ExpressionError

_DEEPEST = 40
_MOST_TIMES = 10_000
_COUNT = re.compile(r"\{(\d{1,5})(?:(,)(\d{1,5})?)?\}")
_NUMBERED = {"u": re.compile(r"[0-9a-fA-F]{4}"), "x": re.compile(r"[0-9a-fA-F]{2}")}
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\x0b", "0": "\0"}
_PLACES = {
    "b": At.EDGE, "B": At.NO_EDGE, "A": At.START, "z": At.END, "Z": At.END,
}


@dataclass(frozen=True, slots=True)
class Sign:
    takes: Takes


@dataclass(frozen=True, slots=True)
class Place:
    at: At


@dataclass(frozen=True, slots=True)
class Row:
    parts: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    parts: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Times:
    part: Piece
    least: int
    most: int | None


Piece = Sign | Place | Row | Ways | Times


@dataclass(slots=True)
class Read:
    """A pattern's automaton, and those of the conditions at its beginning (``(?=``, ``(?!``)."""

    whole: Automaton
    ahead: list[tuple[bool, Automaton]] = field(default_factory=list)


def read(source: str, offset: int = 0) -> Read:
    """A pattern's automata. ExpressionError, at ``offset``, for what cannot be read."""
    reader = _Reader(source, offset)
    try:
        piece = reader.ways(0)
    except IndexError:
        raise ExpressionError("this pattern ends too early", offset) from None
    if reader.at < len(source):
        raise reader.wrong("this pattern has a ) too many")
    try:
        return Read(_built(piece), [(yes, _built(part)) for yes, part in reader.ahead])
    except ExpressionError as error:
        raise ExpressionError(error.message, offset) from None


def _built(piece: Piece) -> Automaton:
    made = Automaton()
    made.first = _add(made, piece, 0)
    return made


def _add(made: Automaton, piece: Piece, following: int) -> int:
    """Put a piece before a state; gives back where it begins."""
    match piece:
        case Sign(takes):
            return made.sign(takes, following)
        case Place(at):
            return made.only(at, following)
        case Row(parts):
            for part in reversed(parts):
                following = _add(made, part, following)
            return following
        case Ways(parts):
            return made.fork(*[_add(made, part, following) for part in parts])
        case Times(part, least, most):
            return _times(made, part, (least, most), following)


def _times(made: Automaton, part: Piece, counts: tuple[int, int | None], following: int) -> int:
    least, most = counts
    if most is None:
        loop = made.fork()
        made.lead(loop, _add(made, part, loop), following)
        at = loop
    else:
        at = following
        for _ in range(most - least):
            at = made.fork(_add(made, part, at), following)
    for _ in range(least):
        before, at = at, _add(made, part, at)
        if at == before:
            break  # nothing is nothing, however often
    return at


class _Reader:
    def __init__(self, source: str, offset: int) -> None:
        self._source = source
        self._offset = offset
        self._any_case = False
        self.at = 0
        self.ahead: list[tuple[bool, Piece]] = []

    def wrong(self, message: str) -> ExpressionError:
        return ExpressionError(message, self._offset)

    def _is(self, text: str) -> bool:
        if self._source.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def ways(self, level: int) -> Piece:
        """Pieces with ``|`` between them."""
        if level > _DEEPEST:
            raise self.wrong("this pattern has too many groups inside each other")
        found = [self._row(level)]
        while self._is("|"):
            if self.ahead:
                raise self.wrong("this pattern looks ahead in one way of several")
            found.append(self._row(level))
        return found[0] if len(found) == 1 else Ways(tuple(found))

    def _row(self, level: int) -> Piece:
        parts: list[Piece] = []
        while self.at < len(self._source) and self._source[self.at] not in "|)":
            piece = self._piece(level, not parts and not level)
            if piece is not None:
                parts.append(self._counted(piece))
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    def _piece(self, level: int, beginning: bool) -> Piece | None:
        sign = self._source[self.at]
        self.at += 1
        match sign:
            case "(":
                return self._group(level, beginning)
            case "[":
                return self._sign(self._class())
            case "\\":
                return self._escape()
            case ".":
                return Sign(signs.anything)
            case "^":
                return None if beginning else Place(At.START)
            case "$":
                return Place(At.END)
            case "*" | "+" | "?":
                raise self.wrong(f"this pattern has a {sign} with nothing before it")
        return self._sign(signs.between(sign, sign))

    def _sign(self, takes: Takes) -> Sign:
        return Sign(signs.any_case(takes) if self._any_case else takes)

    def _group(self, level: int, beginning: bool) -> Piece | None:
        if self._is("?i)") and not level:
            self._any_case = True
            return None
        ahead = "=" if self._is("?=") else "!" if self._is("?!") else ""
        named = re.compile(r"\?P?<[A-Za-z_]\w*>").match(self._source, self.at)
        if named:
            self.at = named.end()
        elif not ahead and not self._is("?:") and self._source.startswith("?", self.at):
            raise self.wrong("this pattern has a kind of group that is not supported")
        if ahead and not beginning:
            raise self.wrong("this pattern looks ahead elsewhere than at its beginning")
        inside = self.ways(level + 1)
        if not self._is(")"):
            raise self.wrong("this pattern has a ( that is never closed")
        if not ahead:
            return inside
        self.ahead.append((ahead == "=", Row((inside, Times(Sign(lambda sign: True), 0, None)))))
        return None

    def _counted(self, piece: Piece) -> Piece:
        counts = self._counts()
        if counts is None:
            return piece
        least, most = counts
        if (most is not None and most < least) or max(least, most or 0) > _MOST_TIMES:
            raise self.wrong("this pattern has a number of times that cannot be")
        self._is("?")
        if self._counts() is not None:
            raise self.wrong("this pattern says twice how many times")
        return Times(piece, least, most)

    def _counts(self) -> tuple[int, int | None] | None:
        for text, counts in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._is(text):
                return counts
        found = _COUNT.match(self._source, self.at)
        if found is None:
            return None
        self.at = found.end()
        least = int(found[1])
        if not found[2]:
            return least, least
        return least, int(found[3]) if found[3] else None

    def _escape(self) -> Piece:
        sign = self._source[self.at]
        if sign in _PLACES:
            self.at += 1
            return Place(_PLACES[sign])
        if sign in "123456789k":
            raise self.wrong("this pattern refers back to a group, which is not supported")
        return self._sign(self._escaped())

    def _escaped(self) -> Takes:
        r"""What stands after a backslash: ``\d``, ``\u00e5``, ``\.``."""
        sign = self._source[self.at]
        self.at += 1
        if sign.lower() in signs.CLASSES:
            takes = signs.CLASSES[sign.lower()]
            return signs.but(takes) if sign.isupper() else takes
        if sign in "pP":
            return self._category(sign == "P")
        plain = self._plain(sign)
        return signs.between(plain, plain)

    def _plain(self, sign: str) -> str:
        r"""The one sign that an escape means, having read what stands after the backslash."""
        if sign in "xu":
            found = _NUMBERED[sign].match(self._source, self.at)
            if found is None:
                raise self.wrong(f"this pattern has a \\{sign} without its number")
            self.at = found.end()
            return chr(int(found[0], 16))
        if sign.isascii() and sign.isalnum() and sign not in _PLAIN:
            raise self.wrong(f"this pattern has a \\{sign} that means nothing")
        return _PLAIN.get(sign, sign)

    def _category(self, not_in: bool) -> Takes:
        found = re.compile(r"\{([\w=]+)\}|([A-Z])").match(self._source, self.at)
        if found is None:
            raise self.wrong("this pattern has a \\p without its name")
        self.at = found.end()
        takes = signs.of_category(found[1] or found[2], self._offset)
        return signs.but(takes) if not_in else takes

    def _class(self) -> Takes:
        turned = self._is("^")
        parts: list[Takes] = []
        while not self._is("]"):
            first = self._member()
            last = None
            if isinstance(first, str) and self._source.startswith("-", self.at) and (
                self._source[self.at + 1] != "]"
            ):
                self.at += 1
                last = self._member()
            parts.append(self._range(first, last))
        found = self._sign(signs.either(parts)).takes
        return signs.but(found) if turned else found

    def _range(self, first: Takes | str, last: Takes | str | None) -> Takes:
        if last is None:
            return signs.between(first, first) if isinstance(first, str) else first
        if not isinstance(first, str):
            raise self.wrong("this pattern has a range that cannot be")
        if not isinstance(last, str):
            return signs.either([signs.between(first, first), signs.between("-", "-"), last])
        if last < first:
            raise self.wrong("this pattern has a range that runs backwards")
        return signs.between(first, last)

    def _member(self) -> Takes | str:
        """One sign of a class, or what an escape in it means."""
        sign = self._source[self.at]
        self.at += 1
        if sign != "\\":
            return sign
        after = self._source[self.at]
        if after in "dDwWsSpPhH":
            return self._escaped()
        self.at += 1
        return "\b" if after == "b" else self._plain(after)

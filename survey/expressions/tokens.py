"""An expression's source cut into words: strict, linear, every word with its place."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from survey.expressions.errors import ExpressionError

LONGEST = 65_536
"""Characters an expression may have; a cell in a workbook holds 32 767."""

_NAME = r"[^\W\d][\w.\-·]*"
_WORDS = re.compile(rf"""
    (?P<space>[ \t\r\n]+)
  | (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
  | (?P<string>"[^"]*"|'[^']*')
  | (?P<reference>\$\{{[ \t]*[^{{}}\s]+[ \t]*\}})
  | (?P<name>{_NAME}(?::(?:{_NAME}|\*))?)
  | (?P<sign>::|//|\.\.|!=|<=|>=|[()\[\].@,/|+\-=<>*])
""", re.VERBOSE)
_BETWEEN = re.compile(r"(?:and|or|div|mod)(?![^\W\d])")
_AFTER_OPERAND = frozenset((")", "]", ".", ".."))


class Sort(Enum):
    NUMBER = "number"
    STRING = "string"
    REFERENCE = "reference"
    NAME = "name"
    SIGN = "sign"
    OPERATOR = "operator"
    END = "end"


class Token(NamedTuple):
    """One word. ``text`` is a string without its quotes, a reference without ``${}``."""

    sort: Sort
    text: str
    offset: int
    end: int


_OPERANDS = frozenset((Sort.NUMBER, Sort.STRING, Sort.REFERENCE, Sort.NAME))
_OPERATORS = frozenset(("|", "+", "-", "=", "!=", "<", "<=", ">", ">="))


def cut(source: str) -> list[Token]:
    """All words, with one of sort END last. ExpressionError for what is no word."""
    if len(source) > LONGEST:
        raise ExpressionError(f"an expression may have at most {LONGEST} characters", LONGEST)
    tokens: list[Token] = []
    at, operand = 0, False
    while at < len(source):
        between = _BETWEEN.match(source, at) if operand else None
        if between is not None:
            token = Token(Sort.OPERATOR, between[0], at, between.end())
            operand = False
        else:
            found = _WORDS.match(source, at)
            if found is None:
                raise ExpressionError(_strange(source, at), at)
            at = found.end()
            if found.lastgroup == "space":
                continue
            token = _token(source, found, operand)
            operand = token.sort in _OPERANDS or token.text in _AFTER_OPERAND
        tokens.append(token)
        at = token.end
    tokens.append(Token(Sort.END, "", at, at))
    return tokens


def _token(source: str, found: re.Match[str], operand: bool) -> Token:
    """A word; after an operand ``*`` multiplies, elsewhere it is any name."""
    text, at, end = found[0], found.start(), found.end()
    match found.lastgroup:
        case "sign":
            if text in _OPERATORS or (text == "*" and operand):
                return Token(Sort.OPERATOR, text, at, end)
            return Token(Sort.NAME if text == "*" else Sort.SIGN, text, at, end)
        case "name":
            return _name(source, text, at)
        case "string":
            return Token(Sort.STRING, text[1:-1], at, end)
        case "number":
            return Token(Sort.NUMBER, text, at, end)
    return Token(Sort.REFERENCE, text[2:-1].strip(), at, end)


def _name(source: str, text: str, at: int) -> Token:
    """A name; in ``child::a`` the colons belong to the axis, not to a prefix."""
    end = at + len(text)
    if ":" not in text and source.startswith(":", end) and not source.startswith("::", end):
        raise ExpressionError(f"a name is missing after '{text}:'", end)
    return Token(Sort.NAME, text, at, end)


def _strange(source: str, at: int) -> str:
    sign = source[at]
    if sign in "'\"":
        return "this quotation mark is never closed"
    if sign in "“”„«»‘’‚′´`":
        return f"{sign} is not a quotation mark here; use ' or \""
    if sign == "$":
        return "a reference is written ${name}"
    if sign == "\u00a0":
        return "this is a non-breaking space; use an ordinary one"
    if sign in "&!":
        return "use and, or, not() and != between conditions"
    return f"'{sign}' has no meaning here"

"""``vardera form eval``: expressions worked out one by one, as suites of test cases ask for."""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from admin.commands import json_lines, terminal

if TYPE_CHECKING:
    from survey.expressions.context import Circumstances, Context
    from survey.expressions.expression import Expression
    from survey.expressions.tree import Document, Element

FOLDER_VARIABLE = "VARDERA_CASES"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NODES = ("nodeset", "unordered_nodeset")
_TEXTS = ("string", "string_length", "string_matches")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``eval`` to ``vardera form``."""
    parser = commands.add_parser(
        "eval", help="work out expressions, one JSON line each",
        description=(
            "Each case is a JSON object with id and expr, and may have kind, doc, context, root, "
            "ns, default_ns, language, now_ms, tz. Prints {id, value} or {id, error} for each."
        ),
        epilog="example: vardera form eval --batch cases.jsonl",
    )
    parser.add_argument(
        "--batch", type=Path, required=True, metavar="CASES.jsonl",
        help=f"the cases; documents are beside it or in the folder {FOLDER_VARIABLE} names",
    )
    parser.add_argument(
        "--whole-days", action="store_true",
        help="a date without a time is a whole number of days, as in forms, not local midnight",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Work out all cases. Exit 0, also when cases fail; 2 when there is no such file."""
    return terminal.guarded(lambda: _run(args))


def _run(args: argparse.Namespace) -> int:
    cases = Cases(args.batch.parent, whole_days=args.whole_days)
    for told in map(cases.answer, json_lines.read(args.batch)):
        terminal.say_line(told)
    return 0


class Cases:
    """Works out cases whose documents lie in ``folder``."""

    def __init__(self, folder: Path, *, whole_days: bool = False) -> None:
        self._folders = [folder]
        if os.environ.get(FOLDER_VARIABLE):
            self._folders.append(Path(os.environ[FOLDER_VARIABLE]))
        self._whole_days = whole_days
        self._read = lru_cache(maxsize=64)(self._document)

    def answer(self, case: dict[str, Any]) -> dict[str, Any]:
        """``{id, value}``, or ``{id, error}`` with why there is no value."""
        from survey.expressions.document import DocumentError
        from survey.expressions.errors import ExpressionError

        try:
            return {"id": case.get("id"), "value": self._value(case)}
        except (ExpressionError, DocumentError, _Unusable) as error:
            return {"id": case.get("id"), "error": str(error)}

    def _value(self, case: dict[str, Any]) -> object:
        from survey.expressions.compile import Names, compile
        from survey.expressions.context import Circumstances, Context
        from survey.expressions.locators import find

        prefixes = case.get("ns") or {}
        if not isinstance(prefixes, dict):
            raise _Unusable("ns is not an object")
        names = Names(
            {key: str(value) for key, value in prefixes.items()}, _text(case, "default_ns")
        )
        expression = compile(_text(case, "expr"), names=names, late=True)
        top = self._read(_text(case, "doc"))
        around = Circumstances(find(top, _text(case, "root") or "/"))
        self._set(around, case, top)
        context = Context(around, find(top, _text(case, "context") or "/"))
        return _told(expression, context, _text(case, "kind"))

    def _set(self, around: Circumstances, case: dict[str, Any], top: Document) -> None:
        from storage.seal.foreign import genuine

        try:
            around.zone = ZoneInfo(_text(case, "tz") or "UTC")
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise _Unusable(f"no time zone is called {case['tz']}") from None
        around.clock = _stopped(case.get("now_ms"))
        around.language = _text(case, "language")
        around.whole_days = self._whole_days
        around.random = Random(1)  # noqa: S311 - the same cases give the same values
        around.verify = genuine
        around.instances = {
            node.attributes["id"].value: node for node in top.walk()
            if node.name == "instance" and node.attributes and "id" in node.attributes
        }
        around.itext = lambda id: _texts(top, around.language, id)

    def _document(self, name: str) -> Document:
        from survey.expressions.document import read_document
        from survey.expressions.tree import Document

        if not name:
            return Document()
        for folder in self._folders:
            if (folder / name).is_file():
                return read_document((folder / name).read_bytes())
        raise _Unusable(f"there is no document {name}")


class _Unusable(Exception):
    """A case that cannot be worked out for reasons outside its expression."""


def _text(case: dict[str, Any], key: str) -> str:
    """A field that holds a text or nothing."""
    found = case.get(key)
    if found is not None and not isinstance(found, str):
        raise _Unusable(f"{key} is not a text")
    return found or ""


def _stopped(now_ms: object) -> Callable[[], datetime]:
    if now_ms is None:
        return lambda: datetime.now(UTC)
    try:
        moment = _EPOCH + timedelta(milliseconds=float(str(now_ms)))
    except (ValueError, OverflowError):
        raise _Unusable("now_ms is no time") from None
    return lambda: moment


def _texts(top: Document, language: str, id: str) -> list[Element]:
    """The values of a text in the translation for a language, or in the first one."""
    from survey.expressions.tree import Kind

    def own(node: Element, name: str) -> str:
        return node.attributes[name].value if node.attributes and name in node.attributes else ""

    translations = [node for node in top.walk() if node.name == "translation"]
    chosen = [node for node in translations if own(node, "lang") == language]
    for translation in (chosen or translations)[:1]:
        for text in translation.children:
            if text.name == "text" and own(text, "id") == id:
                return [node for node in text.children if node.kind == Kind.ELEMENT]
    return []


def _told(expression: Expression, context: Context, kind: str) -> object:
    """The value as JSON, converted as the kind asks for."""
    if kind == "boolean":
        return expression.boolean(context)
    if kind.startswith("number"):
        return _number(expression.number(context))
    if kind in _TEXTS:
        return expression.string(context)
    if kind in _NODES:
        return [_node(node) for node in expression.nodes(context)]
    value = expression.value(context)
    if isinstance(value, list):
        return [_node(node) for node in value]
    return _number(value) if isinstance(value, float) else value


def _number(number: float) -> float | int | str:
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == 0 and math.copysign(1, number) < 0:
        return "-0"
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _node(node: Element) -> dict[str, str | None]:
    from survey.expressions.locators import locate
    from survey.expressions.tree import Kind, text_of

    named = f"{node.prefix}:{node.name}" if node.prefix else node.name
    names = {Kind.DOCUMENT: "#document", Kind.TEXT: "#text", Kind.COMMENT: "#comment"}
    value = None if node.kind == Kind.DOCUMENT else text_of(node)
    return {"path": locate(node), "value": value, "name": names.get(node.kind, named)}

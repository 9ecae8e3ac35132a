"""A method from its TOML text, strictly: every fault with its place, none stops the reading.

See ``docs/formats/method.md``. What must hold between the parts is checked in
:mod:`survey.facilitation.checking`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from survey.facilitation.checking import check_method
from survey.facilitation.method import Guide, Ladder, Method
from survey.facilitation.phase_reading import key, read_phase, texts
from survey.problems import Problem
from survey.strict import Node, Notes

if TYPE_CHECKING:
    from survey.forms.model import Texts

FORMAT = "vardera-method/1"
LONGEST = 65_536
"""Characters of a method's text."""
MOST_PHASES = 40
MOST_PEOPLE = 10_000
MOST_MINUTES = 100_000
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodReading:
    """The method, None when anything is an error, and all problems."""

    method: Method | None
    problems: tuple[Problem, ...]


@lru_cache(maxsize=32)
def read_method(source: str) -> MethodReading:
    """Read a method's text."""
    notes = Notes()
    value = parsed(source, notes)
    if value is None:
        return MethodReading(method=None, problems=notes.problems())
    found = value.get("format")
    if isinstance(found, str) and found != FORMAT and found.startswith("vardera-method/"):
        message, hint = "This method is made for a newer program.", "Update the program."
        notes.error("format", "too-new", message, hint)
        return MethodReading(method=None, problems=notes.problems())
    method = _method(Node(value, "", notes))
    if not notes.errors:
        check_method(method, notes)
    return MethodReading(
        method=None if notes.errors else method, problems=notes.problems()
    )


def parsed(source: str, notes: Notes) -> dict[str, object] | None:
    """A TOML text of at most :data:`LONGEST` characters as a table; None when it is none."""
    if len(source) > LONGEST:
        message = f"This is {len(source)} characters long; {LONGEST} are allowed."
        notes.error("(file)", "too-long", message, "Make the texts shorter.")
        return None
    try:
        return tomllib.loads(source)
    except RecursionError:
        notes.error("(file)", "too-deep", "Lists lie too deep in each other.", "Write it flatter.")
    except ValueError as fault:
        # not the fault's own words: they quote the text
        found = _PLACE.search(str(fault))
        where = f"line {found[1]}, column {found[2]}" if found and found[1] else "(file)"
        hint = "Look for a missing quotation mark, bracket or equals sign just before."
        notes.error(where, "not-toml", "From here this is not TOML.", hint)
    return None


def _method(node: Node) -> Method:
    parts = node.fields(
        ("format", "id", "version", "name", "purpose", "people", "minutes", "ladder", "guide",
         "phases"),
        ("source", "weights", "grades"),
    )
    if parts["format"].text() not in (FORMAT, ""):
        parts["format"].wrong("wrong-format", "This is no method.", f'Write "{FORMAT}".')
    return Method(
        id=key(parts["id"]),
        version=parts["version"].whole(1, 1_000_000),
        name=texts(parts["name"], 80),
        purpose=texts(parts["purpose"], 600),
        source=parts["source"].text(200) if parts["source"].given else "",
        people=from_to(parts["people"], MOST_PEOPLE),
        minutes=from_to(parts["minutes"], MOST_MINUTES),
        ladder=parts["ladder"].one_of(Ladder),
        guide=read_guide(parts["guide"]),
        phases=tuple(map(read_phase, parts["phases"].items(2, MOST_PHASES))),
        weights=_optional(parts["weights"], key),
        grades=_optional(parts["grades"], key),
    )


def _optional(node: Node, read: Callable[[Node], str]) -> str:
    return read(node) if node.given else ""


def from_to(node: Node, most: int) -> tuple[int, int | None]:
    """``[least]`` or ``[least, most]``."""
    found = [one.whole(1, most) for one in node.items(1, 2)]
    if len(found) == 2 and found[1] < found[0]:
        node.wrong("wrong-order", "The first number is the smaller one.", "Change their order.")
    return (found or [1])[0], found[1] if len(found) == 2 else None


def read_guide(node: Node) -> Guide:
    """For whom, how long, with what, and what is good to know."""
    parts = node.fields(("group", "time", "material", "tips", "pitfalls"))
    return Guide(
        group=texts(parts["group"], 600),
        time=texts(parts["time"], 600),
        material=texts(parts["material"], 600),
        tips=_several(parts["tips"]),
        pitfalls=_several(parts["pitfalls"]),
    )


def _several(node: Node) -> tuple[Texts, ...]:
    return tuple(texts(one, 600) for one in node.items(1, 20))

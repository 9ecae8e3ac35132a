"""A session's log as text: one JSON object a line, read strictly; see ``docs/formats/session.md``.

For looking at, moving between programs and folding again. The sealed records hold the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from uuid import UUID

from survey.facilitation import events
from survey.facilitation.events import AnyEvent
from survey.facilitation.order import Told
from survey.facilitation.phase_reading import KEY
from survey.facilitation.reading import LONGEST
from survey.problems import Problem
from survey.records import (
    GradesSet,
    ParticipantJoined,
    PointsSet,
    SessionClosed,
    SessionOpened,
    Way,
)
from survey.strict import Node, Notes, Pairs

WORDS = 2_000
MOST_LINES = 1_000_000
LONGEST_LINE = 4 * 65_536
NUMBER = 2**31 - 1

KINDS: dict[str, type] = {
    "opened": SessionOpened, "method": events.MethodGiven, "joined": ParticipantJoined,
    "left": events.ParticipantLeft, "purpose": events.PurposeAgreed, "phase": events.PhaseBegun,
    "timer": events.TimerMoved, "seat": events.SeatTaken, "note": events.NoteAdded,
    "rewritten": events.NoteRewritten, "moved": events.NoteMoved,
    "withdrawn": events.NoteWithdrawn, "grouped": events.NotesGrouped,
    "heading": events.HeadingNamed, "mapped": events.HeadingMapped,
    "dropped": events.HeadingDropped, "points": PointsSet, "pins": events.PinsSet,
    "grades": GradesSet, "answers": events.AnswersGiven,
    "comment": events.Commented, "decision": events.DecisionMade, "plan": events.PlanLineSet,
    "shown": events.ResultShown, "undone": events.Undone, "closed": SessionClosed,
}
"""The word of a line's ``kind``, as in the records."""

_NAMES = {kind: name for name, kind in KINDS.items()}
_FIRST = ("opened", "joined", "points", "grades", "closed")
"""Kinds that may stand without a writer, as in the first sessions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """An event with its place, as :class:`survey.records.SessionEvent` without circumstances."""

    session: UUID
    lamport: int
    event: AnyEvent
    writer: UUID | None = None
    n: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LogReading:
    """The events that could be read, and what is wrong with the other lines."""

    events: tuple[Logged, ...]
    problems: tuple[Problem, ...]


def read_log(lines: Iterable[bytes]) -> LogReading:
    """Read a log. A bad line is a problem with its number and is left out; blank lines may be."""
    notes = Notes()
    found: list[Logged] = []
    for at, line in enumerate(lines, start=1):
        if at > MOST_LINES:
            notes.error(f"line {at}", "too-long", "The log has too many lines.", "Divide it.")
            break
        if line.strip():
            told = _read_line(line, at, notes)
            if told is not None:
                found.append(told)
    return LogReading(events=tuple(found), problems=notes.problems())


def written(told: Told) -> str:
    """An event as its line, without a line end; keys in the order of the format."""
    place: dict[str, object] = {"session": str(told.session), "lamport": told.lamport}
    if told.writer is not None:
        place |= {"writer": str(told.writer), "n": told.n}
    said = {one.name: _plain(getattr(told.event, one.name)) for one in fields(told.event)}
    if told.writer is None:
        said = {name: value for name, value in said.items() if name not in _LATER}
    return json.dumps(
        {**place, "kind": _NAMES[type(told.event)], **said}, ensure_ascii=False,
        separators=(",", ":"),
    )


def _read_line(line: bytes, at: int, notes: Notes) -> Logged | None:
    where, before = f"line {at}", notes.errors
    if len(line) > LONGEST_LINE:
        notes.error(where, "too-long", "The line is too long.", "An event is one short line.")
        return None
    try:
        value = json.loads(line.decode("utf-8"), object_pairs_hook=Pairs.read)
    except (ValueError, RecursionError):
        notes.error(where, "not-json", "This line is not JSON.", "Each line is one JSON object.")
        return None
    node = Node(value, where, notes)
    name = value.get("kind") if isinstance(value, dict) else None
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        node.wrong("unknown-kind", "There is no such kind of event.", "Check its kind.")
        return None
    old = name in _FIRST and "writer" not in value
    names = [one.name for one in fields(kind) if not (old and one.name in _LATER)]
    place = ("session", "lamport", "kind", *(() if old else ("writer", "n")))
    parts = node.fields((*place, *names))
    named = kind in (events.HeadingNamed, events.HeadingMapped, events.HeadingDropped)
    readers = _READERS | ({"heading": _READERS["note"]} if named else {})
    event = kind(**{one: readers[one](parts[one]) for one in names})
    told = Logged(
        session=parts["session"].uuid(), lamport=parts["lamport"].whole(0, 2**62 - 1),
        event=event, writer=None if old else parts["writer"].uuid(),
        n=0 if old else parts["n"].whole(1, NUMBER),
    )
    return told if notes.errors == before else None


_LATER = ("version", "question", "way", "role", "phase", "round")
"""Fields that the first five kinds have only where there is a writer."""


def _plain(value: object) -> object:
    if isinstance(value, UUID | StrEnum):
        return str(value)
    if isinstance(value, events.Given):
        return [value.row, value.column, value.value]
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "items"):
        return {str(key): _plain(one) for key, one in sorted(value.items())}
    return value


def _words(node: Node, longest: int = WORDS) -> str:
    """Whatever a record can hold: any signs, but no half of a pair."""
    value = node.value
    if isinstance(value, str) and len(value) <= longest:
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            node.wrong("bad-sign", "A sign here cannot be written.", "Write the text anew.")
        return value
    return node.text(longest, empty=True, lines=True)


def _short(node: Node) -> str:
    return _words(node, 200)


def _number(node: Node) -> int:
    return node.whole(0, NUMBER)


def _key(node: Node) -> str:
    found = node.text(40)
    if found and not KEY.fullmatch(found):
        node.wrong("bad-key", "This is no key.", "Keys are small letters, figures, - and _.")
    return found


def _key_or_none(node: Node) -> str:
    return "" if node.value == "" else _key(node)


def _id_or_none(node: Node) -> UUID | None:
    return node.uuid() if node.value is not None else None


def _entries(node: Node) -> Iterator[tuple[str, Node]]:
    if not isinstance(node.value, dict):
        node.wrong("wrong-type", "This must be an object.", "Give an object.")
        return
    yield from node.fields((), tuple(node.value)).items()


def _points(node: Node) -> dict[UUID, int]:
    return {
        Node(name, f"{node.where}.{name[:40]}", node.notes).uuid():
            _number(part)
        for name, part in _entries(node)
    }


def _budgets(node: Node) -> dict[str, int]:
    return {
        _key_or_none(Node(name, f"{node.where}.{name[:40]}", node.notes)): _number(part)
        for name, part in _entries(node)
    }


def _texts(node: Node) -> dict[str, str]:
    return {
        _key(Node(name, f"{node.where}.{name[:40]}", node.notes)): _words(part)
        for name, part in _entries(node)
    }


def _answers(node: Node) -> tuple[events.Given, ...]:
    found = []
    for one in node.items(1, 2_000):
        parts = list(one.items(3, 3))
        if len(parts) == 3:
            value = parts[2].value
            if not (value is None or isinstance(value, str) or type(value) is int):
                parts[2].wrong("wrong-type", "An answer is words or a whole number.", "Change it.")
            else:
                found.append(events.Given(
                    row=parts[0].text(40), column=_key_or_none(parts[1]), value=value,
                ))
    return tuple(found)


_READERS: dict[str, Callable[[Node], object]] = {
    "title": _short, "method": _short, "question": _words, "text": _words,
    "role": lambda node: _words(node, 80), "source": lambda node: _words(node, LONGEST),
    "version": _number, "participant": _number, "seconds": lambda node: node.whole(0, 86_400),
    "round": lambda node: node.whole(1, 99), "table": lambda node: node.whole(0, 99),
    "by": lambda node: node.uuid(), "number": lambda node: node.whole(1, NUMBER),
    "phase": _key, "field": _key_or_none,
    "way": lambda node: node.one_of(Way), "move": lambda node: node.one_of(events.Move),
    "sort": lambda node: node.one_of(events.Sort), "shown": lambda node: node.flag(),
    "note": lambda node: node.uuid(), "decision": lambda node: node.uuid(),
    "line": lambda node: node.uuid(), "heading": _id_or_none, "factor": _id_or_none,
    "about": _id_or_none, "notes": lambda node: tuple(one.uuid() for one in node.items(1, 2_000)),
    "budgets": _budgets, "points": _points, "pins": _points, "grades": _points,
    "answers": _answers, "texts": _texts,
}

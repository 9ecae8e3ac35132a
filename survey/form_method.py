"""What goes with a form that comes as a method: its guide, and where in the work it is offered.

Read from TOML that lies beside the form; see ``docs/formats/form-method.md``. Adding one needs no
code. What a group does about the same questions is a session's method, which is only named here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from survey.facilitation.phase_reading import key, texts
from survey.facilitation.reading import from_to, parsed, read_guide
from survey.problems import Problem
from survey.strict import Node, Notes

if TYPE_CHECKING:
    from survey.facilitation.method import Guide
    from survey.forms.model import Texts

FORMAT = "vardera-form-method/1"
MOST_MINUTES = 100_000
MOST_NAMED = 20
LONGEST_NAME = 200
_BEGINS = re.compile(r'^\s*format\s*=\s*["\']vardera-form-method/', re.MULTILINE)


class Step(StrEnum):
    """A place in the work, from the mission to the decision and what is told of it."""

    MISSION = "mission"
    GOALS = "goals"
    RESOURCES = "resources"
    ACTION_PLAN = "action-plan"
    FOLLOW_UP = "follow-up"
    COLLECT = "collect"
    FOCUS = "focus"
    CAUSES = "causes"
    CONCLUSIONS = "conclusions"
    CONSEQUENCES = "consequences"
    PRIORITIES = "priorities"
    DECISION = "decision"
    COMMUNICATION = "communication"
    CULTURE = "culture"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormMethod:
    """A form with its guide.

    ``minutes`` is the least and the most that one person needs. ``steps`` are where the form is
    offered. ``session`` names the session in which a group agrees after each one's own answers,
    ``beside`` other methods that help at the same steps. ``group_by`` names questions whose
    choices are groups in results.
    """

    id: str
    version: int
    name: Texts
    purpose: Texts
    source: str
    minutes: tuple[int, int | None]
    steps: tuple[Step, ...]
    guide: Guide
    session: str = ""
    beside: tuple[str, ...] = ()
    group_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormMethodReading:
    """The method, None when anything is an error, and all problems."""

    method: FormMethod | None
    problems: tuple[Problem, ...]


def is_form_method(source: str) -> bool:
    """Whether a text says that it goes with a form, whatever else is wrong with it."""
    return _BEGINS.search(source[:2_000]) is not None


def read_form_method(source: str) -> FormMethodReading:
    """Read the text that goes with a form."""
    notes = Notes()
    value = parsed(source, notes)
    if value is None:
        return FormMethodReading(method=None, problems=notes.problems())
    found = value.get("format")
    if isinstance(found, str) and found != FORMAT and is_form_method(f'format = "{found}"'):
        message, hint = "This method is made for a newer program.", "Update the program."
        notes.error("format", "too-new", message, hint)
        return FormMethodReading(method=None, problems=notes.problems())
    method = _method(Node(value, "", notes))
    return FormMethodReading(
        method=None if notes.errors else method, problems=notes.problems()
    )


def _method(node: Node) -> FormMethod:
    parts = node.fields(
        ("format", "id", "version", "name", "purpose", "minutes", "steps", "guide"),
        ("source", "session", "beside", "group_by"),
    )
    if parts["format"].text() not in (FORMAT, ""):
        parts["format"].wrong("wrong-format", "This is no method.", f'Write "{FORMAT}".')
    return FormMethod(
        id=key(parts["id"]),
        version=parts["version"].whole(1, 1_000_000),
        name=texts(parts["name"], 80),
        purpose=texts(parts["purpose"], 600),
        source=parts["source"].text(200) if parts["source"].given else "",
        minutes=from_to(parts["minutes"], MOST_MINUTES),
        steps=tuple(one.one_of(Step) for one in _each(parts["steps"])),
        guide=read_guide(parts["guide"]),
        session=key(parts["session"]) if parts["session"].given else "",
        beside=tuple(map(key, _each(parts["beside"]))),
        group_by=tuple(one.text(LONGEST_NAME) for one in _each(parts["group_by"])),
    )


def _each(node: Node) -> tuple[Node, ...]:
    """The items of a list that says nothing twice; none where it is left out."""
    if not node.given:
        return ()
    found, known = tuple(node.items(1, MOST_NAMED)), set[object]()
    for one in found:
        if isinstance(one.value, str) and one.value in known:
            one.wrong("repeated", "This is said twice.", "Leave one of them out.")
        known.add(one.value if isinstance(one.value, str) else None)
    return found

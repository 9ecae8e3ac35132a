"""One phase of a method from its TOML table: which settings its kind takes, and their values."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from survey.facilitation.method import (
    By,
    Column,
    Named,
    Phase,
    PhaseKind,
    Timing,
    Words,
)
from survey.strict import Node

if TYPE_CHECKING:
    from survey.forms.model import Texts

KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
BUDGET = re.compile(r"([1-9][0-9]?)/([1-9][0-9]?)")
LANGUAGES = ("sv", "en")
MORE_LANGUAGES = ("fi", "se", "ar", "so", "ti", "fa", "uk", "sv-simple")
MOST_POINTS = 10_000
MOST_NAMED = 200

_ALWAYS = ("minutes", "timing", "moderator", "assistant")
TAKES: dict[PhaseKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    PhaseKind.PURPOSE: ((), ()),
    PhaseKind.COLLECT: ((), ("fields", "individually", "rounds", "tables", "closes")),
    PhaseKind.GROUP: (("on",), ("fields",)),
    PhaseKind.ALLOCATE: (("on", "budget"), ("most", "apart", "rounds", "closes", "carry")),
    PhaseKind.PINS: (("on", "budget"), ("most", "apart", "rounds", "closes", "carry", "pick")),
    PhaseKind.GRADE: (("on",), ("scale", "rounds", "closes", "carry")),
    PhaseKind.MATRIX: (
        ("columns",), ("on", "rows", "by", "individually", "agrees", "rounds", "closes"),
    ),
    PhaseKind.ROTATE: (("rounds",), ("fields", "tables", "closes")),
    PhaseKind.WRITE: ((), ("fields", "individually", "rounds", "tables", "closes")),
    PhaseKind.PRESENT: ((), ("on", "fields")),
    PhaseKind.DECIDE: ((), ("on", "pick")),
    PhaseKind.PLAN: (("columns",), ("on",)),
    PhaseKind.EVALUATE: (("rows", "columns"), ("by",)),
}
"""What each kind must and may say, beside ``id kind name all`` and what every phase may say."""

_ANY = tuple(dict.fromkeys(name for some in TAKES.values() for name in (*some[0], *some[1])))

CLOSES = (PhaseKind.ALLOCATE, PhaseKind.PINS, PhaseKind.GRADE)
"""Kinds that close when they are left unless they say otherwise: results may be seen then."""


def read_phase(node: Node) -> Phase:
    """A phase. Where the kind is not known nothing more is said of its settings."""
    kind = _kind(node)
    must, may = TAKES[kind] if kind else ((), _ANY)
    parts = node.fields(("id", "kind", "name", "all", *must), (*_ALWAYS, *may))
    said = {name: part for name, part in parts.items() if part.given}
    return Phase(
        id=key(parts["id"]),
        kind=parts["kind"].one_of(PhaseKind),
        name=texts(parts["name"], 80),
        words=Words(
            all=texts(parts["all"], 600),
            moderator=texts(said["moderator"], 1_200) if "moderator" in said else {},
            assistant=texts(said["assistant"], 1_200) if "assistant" in said else {},
        ),
        minutes=said["minutes"].whole(0, 1_440) if "minutes" in said else 0,
        timing=said["timing"].one_of(Timing) if "timing" in said else Timing.FREE,
        on=key(said["on"]) if "on" in said else "",
        fields=_named(said.get("fields")),
        rounds=_named(said.get("rounds")),
        rows=_named(said.get("rows")),
        columns=_columns(said.get("columns"), words_only=kind is PhaseKind.PLAN),
        budget=_budget(said["budget"]) if "budget" in said else None,
        most=said["most"].whole(1, MOST_POINTS) if "most" in said else None,
        apart=_flag(said.get("apart")),
        scale=_pair(said["scale"], (1, 10)) if "scale" in said else (1, 5),
        by=said["by"].one_of(By) if "by" in said else By.EACH,
        individually=_flag(said.get("individually")),
        closes=_flag(said["closes"]) if "closes" in said else kind in CLOSES,
        carry=_flag(said.get("carry")),
        agrees=key(said["agrees"]) if "agrees" in said else "",
        pick=said["pick"].whole(1, MOST_NAMED) if "pick" in said else None,
        tables=_pair(said["tables"], (1, 1_000)) if "tables" in said else None,
    )


def key(node: Node) -> str:
    """A key: small letters, figures, hyphen and underline, at most 40, a letter first."""
    found = node.text(40)
    if found and not KEY.fullmatch(found):
        hint = "Use small letters a-z, figures, - and _, and begin with a letter."
        node.wrong("bad-key", "This cannot be a key.", hint)
    return found


def texts(node: Node, longest: int) -> Texts:
    """Words in Swedish and English, and any of the other languages."""
    parts = node.fields(LANGUAGES, MORE_LANGUAGES)
    return {
        language: part.text(longest, lines=True)
        for language, part in parts.items() if part.given
    }


def _kind(node: Node) -> PhaseKind | None:
    value = node.value.get("kind") if isinstance(node.value, dict) else None
    return next((kind for kind in PhaseKind if kind.value == value), None)


def _named(node: Node | None) -> tuple[Named, ...]:
    if node is None:
        return ()
    found = []
    for one in node.items(1, MOST_NAMED):
        parts = one.fields(("id", "name"))
        found.append(Named(id=key(parts["id"]), name=texts(parts["name"], 300)))
    return tuple(found)


def _columns(node: Node | None, *, words_only: bool) -> tuple[Column, ...]:
    if node is None:
        return ()
    found = []
    for one in node.items(1, 40):
        parts = one.fields(("id", "name"), () if words_only else ("steps",))
        steps = parts.get("steps")
        found.append(Column(
            id=key(parts["id"]), name=texts(parts["name"], 300),
            steps=_named(steps) if steps is not None and steps.given else (),
        ))
    return tuple(found)


def _budget(node: Node) -> int | Fraction:
    """A number of points, or a share of the number of items such as ``"2/3"``."""
    if isinstance(node.value, str):
        found = BUDGET.fullmatch(node.value)
        if found:
            return Fraction(int(found[1]), int(found[2]))
        node.wrong("bad-budget", "This is no share.", 'Write for example "2/3", or a whole number.')
        return 1
    return node.whole(1, MOST_POINTS)


def _pair(node: Node, within: tuple[int, int]) -> tuple[int, int]:
    found = [one.whole(*within) for one in node.items(2, 2)]
    if len(found) != 2:
        return within
    if found[0] > found[1]:
        node.wrong("wrong-order", "The first number is the smaller one.", "Change their order.")
    return found[0], found[1]


def _flag(node: Node | None) -> bool:
    return node.flag() if node is not None else False

"""What an expression reads, gathered from its structure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from survey.expressions.errors import ExpressionError
from survey.expressions.parse import parse
from survey.expressions.references import Base, Reference
from survey.expressions.syntax import (
    Call,
    Chain,
    Literal,
    Named,
    Negation,
    Node,
    Path,
    Step,
    Test,
    Top,
)

HERE = Reference(base=Base.CONTEXT)
_POSITIONAL = frozenset(("position", "last"))
_ALL_OF_A_NAME = frozenset((0, 1, 3, 5))
_HANDED = {"if": 1, "coalesce": 0, "once": 0}
"""Function → the first of its arguments that it hands on as they are."""


def plain(step: Step) -> str | None:
    """The word a :class:`Reference` has for a step; None when only the tree can tell."""
    test = step.test
    if test == Test("node") and step.axis in ("self", "parent"):
        return "." if step.axis == "self" else ".."
    if test.kind != "name" or step.axis not in ("child", "attribute"):
        return None
    return f"@{test.name}" if step.axis == "attribute" else test.name


def base_of(start: Node | Top | None) -> Reference | None:
    """The reference a path's start is by itself; None when it is something else."""
    match start:
        case None:
            return HERE
        case Top():
            return Reference(base=Base.ROOT)
        case Named(name=name):
            return Reference(base=Base.NAMED, name=name)
        case Call(name="current", arguments=()):
            return HERE
        case Call(name="instance", arguments=(Literal(value=str(id)),)):
            return Reference(base=Base.INSTANCE, name=id)
    return None


def quoted(argument: Node) -> Node | None:
    """The path that stands in quotes: the second argument of ``jr:choice-name``."""
    if not isinstance(argument, Literal) or not isinstance(argument.value, str):
        return None
    try:
        found = parse(argument.value)
    except ExpressionError:
        return None
    return found if isinstance(found, Path | Named) else None


def collect(node: Node) -> tuple[tuple[Reference, ...], frozenset[str]]:
    """All references in the order they stand, each once, and the names of functions called."""
    collector = _Collector()
    collector.visit(node, _Place(HERE, result=True))
    return tuple(dict.fromkeys(collector.references)), frozenset(collector.functions)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk through the structure is: what ``.`` means, and who asks."""

    here: Reference
    inside: bool = False
    asked_by: str = ""
    result: bool = False

    def asked(self, by: str, *, result: bool = False) -> _Place:
        """The same place, as seen by an argument of a function."""
        if self.asked_by == by and self.result is result:
            return self
        return _Place(self.here, self.inside, by, result)


class _Collector:
    def __init__(self) -> None:
        self.references: list[Reference] = []
        self.functions: set[str] = set()

    def visit(self, node: Node, place: _Place) -> None:
        match node:
            case Literal():
                return
            case Negation(operand=operand):
                self.visit(operand, place.asked(""))
            case Chain(first=first, rest=rest):
                place = place.asked(place.asked_by if rest[0].operator == "|" else "")
                for part in (first, *(further.node for further in rest)):
                    self.visit(part, place)
            case Named(name=name, offset=offset, end=end):
                found = Reference(base=Base.NAMED, name=name)
                self._note(found, place, offset, end)
            case Call():
                self._call(node, place)
            case Path():
                self._path(node, place)

    def _note(self, found: Reference, place: _Place, offset: int, end: int) -> None:
        self.references.append(replace(
            found, inside=place.inside, asked_by=place.asked_by, result=place.result,
            offset=offset, end=end,
        ))

    def _call(self, node: Call, place: _Place) -> None:
        self.functions.add(node.name)
        base = base_of(node)
        if base is not None:
            self._note(base, place, node.offset, node.end)
            return
        if not node.arguments and node.name not in _POSITIONAL:
            self._defaulted(node, place)
        for number, argument in enumerate(node.arguments):
            asked = "" if node.name == "once" else node.name
            if node.name == "indexed-repeat" and number not in _ALL_OF_A_NAME:
                asked = ""
            if node.name == "jr:choice-name" and number == 1:
                self._quoted(argument, place.asked(asked))
            else:
                handed = place.result and number >= _HANDED.get(node.name, len(node.arguments))
                self.visit(argument, place.asked(asked, result=handed))
        if node.name == "once":
            self._note(place.here, place.asked("once"), node.offset, node.end)
        first = node.arguments[0] if node.arguments else None
        if node.name == "pulldata" and isinstance(first, Literal):
            found = Reference(base=Base.INSTANCE, name=str(first.value), wide=True)
            self._note(found, place, node.offset, node.end)

    def _defaulted(self, node: Call, place: _Place) -> None:
        from survey.expressions.functions import FUNCTIONS

        found = FUNCTIONS.get(node.name)
        if found is not None and found.here:
            self._note(
                place.here, place.asked(node.name), node.offset, node.end
            )

    def _quoted(self, argument: Node, place: _Place) -> None:
        inner = quoted(argument)
        if inner is None:
            self.visit(argument, place)
            return
        before = len(self.references)
        self.visit(inner, place)
        at, end = argument.offset, argument.end
        self.references[before:] = [
            replace(found, offset=at, end=end) for found in self.references[before:]
        ]

    def _path(self, node: Path, place: _Place) -> None:
        base = place.here if node.start is None else base_of(node.start)
        if isinstance(node.start, Call):
            self.functions.add(node.start.name)
        if base is None:
            base = self._beginning(node, place)
        if base is None:
            return
        for condition in node.conditions:
            self.visit(condition, _Place(base, inside=True))
        steps, wide = list(base.steps), base.wide
        for step in node.steps:
            word = plain(step)
            if word is None:
                wide = True
            elif word != "." and not wide:
                steps.append(word)
            if step.conditions:
                here = Reference(base=base.base, name=base.name, steps=tuple(steps), wide=wide)
                for condition in step.conditions:
                    self.visit(condition, _Place(here, inside=True))
        self.references.append(Reference(
            base=base.base, name=base.name, steps=tuple(steps), wide=wide, inside=place.inside,
            asked_by=place.asked_by, result=place.result, offset=node.offset, end=node.end,
        ))

    def _beginning(self, node: Path, place: _Place) -> Reference | None:
        """A start that is worked out: whatever it reads, the path may read around it."""
        assert node.start is not None
        assert not isinstance(node.start, Top)
        before = len(self.references)
        self.visit(node.start, place.asked(""))
        found = self.references[before:]
        if node.steps:
            self.references[before:] = [replace(part, wide=True) for part in found]
        return replace(found[0], wide=True) if found else None

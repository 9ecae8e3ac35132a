"""Where nodes stand in an XForm, and expressions with ``${name}`` as paths.

A reference inside a repeat is relative when it points into the same repeat, so that it means the
same instance; everything else is absolute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from survey.forms.defaults import NAME
from survey.forms.definition import FormDefinition, Node, NodeKind
from survey.forms.nearest import by_steps
from survey.forms.read.xform_body import absolute

_NAMED = re.compile(rf"\$\{{(last-saved#)?({NAME})\}}")
_INDEXED = re.compile(r"indexed-repeat\s*\(([^)]+)\)")
_BLANK = re.compile(r"""("[^"]*"|'[^']*')|[\n\r\t]""")
_PLAIN = re.compile(r"[\w./:-]+")
_UNRELATED = (0, 1, 3, 5)
"""Arguments of ``indexed-repeat`` that name questions and repeats, not values."""


@dataclass(frozen=True, slots=True)
class Place:
    """A node with its steps from the root; ``repeats`` are the lengths of paths to its repeats."""

    node: Node | None
    steps: tuple[str, ...]
    repeats: tuple[int, ...] = ()

    @property
    def path(self) -> str:
        """The absolute path."""
        return "/" + "/".join(self.steps)

    @property
    def is_repeat(self) -> bool:
        """Is it a repeat itself?"""
        return self.node is not None and self.node.kind is NodeKind.REPEAT

    def below(self, node: Node) -> Place:
        """The place of a node inside this one; ``meta`` stands between where it is asked for."""
        repeats = (*self.repeats, len(self.steps)) if self.is_repeat else self.repeats
        between = ("meta",) if node.namespace == "meta" else ()
        return Place(node, (*self.steps, *between, node.name), repeats)


class Paths:
    """All places of a form; a name that several nodes have means the nearest."""

    def __init__(self, form: FormDefinition) -> None:
        self.root = Place(None, (form.root,))
        self.all: list[Place] = []
        self._nearest = by_steps()
        for node in form.nodes:
            for place in _walk(self.root.below(node)):
                self.all.append(place)
                self._nearest.add(place.steps[-1], place.steps)
        self._by_path = {place.path: place for place in self.all}
        self._by_steps = {place.steps: place for place in self.all}
        for steps in (("meta",), ("meta", "instanceID"), ("meta", "instanceName"), ()):
            self._always(Place(None, (form.root, *steps)))

    def _always(self, place: Place) -> None:
        """A place that every XForm has, unless a node of the form has that name."""
        name = place.steps[-1]
        if not self._nearest.number(name):
            self._nearest.add(name, place.steps)
            self._by_steps[place.steps] = place

    def at(self, path: str, here: Place) -> Place | None:
        """The place that a plain path leads to from ``here``; None when it is no such path."""
        path = path.strip().removeprefix("current()/")
        if not _PLAIN.fullmatch(path):
            return None
        found = absolute(path, here.path)
        return self._by_path.get(found)

    def named(self, name: str, near: Place) -> Place | None:
        """The place of a name, seen from ``near``."""
        steps = self._nearest.named(name, near.steps)
        return None if steps is None else self._by_steps[steps]

    def expression(self, text: str, at: Place, *, current: bool = False) -> str:
        """``text`` with paths; ``current`` when it is evaluated at something else than ``at``."""
        if "\n" in text or "\t" in text:
            text = _BLANK.sub(lambda blank: blank[1] or " ", text)
        if "${" not in text:
            return text
        return _NAMED.sub(lambda found: self._replaced(found, at, current), text)

    def _replaced(self, found: re.Match[str], at: Place, current: bool) -> str:
        place = self.named(found[2], at)
        if place is None:
            return found[0]
        if found[1]:
            return f" instance('__last-saved'){place.path} "
        if not _is_argument(found):
            relative = _relative(at, place)
            if relative:
                start = "current()/" if current or _in_table(found) else ""
                return f" {start}{relative} "
        return f" {place.path} "

    def answers(self, source: str, at: Place) -> tuple[str, str]:
        """Where the answers of a repeated question stand, and its name there."""
        found = _NAMED.match(source)
        place = self.named(found[2], at) if found else None
        if place is None:
            return source, "."
        rest = source[found.end() if found else 0 :].strip("/")
        if rest:
            return _relative(at, place) or place.path, rest
        path = _relative(at, place, around=True) or place.path
        nodeset, _, name = path.rpartition("/")
        return nodeset, name

    def among(self, text: str, at: Place, nodeset: str) -> str:
        """A condition on each of ``nodeset``: nodes below it are reached from ``.``."""

        def replaced(found: re.Match[str]) -> str:
            place = self.named(found[2], at)
            if place is None or found[1]:
                return self._replaced(found, at, False)
            relative = _relative(at, place, around=True)
            path = relative or place.path
            rest = path.removeprefix(f"{nodeset}/")
            if rest != path and not rest.startswith(".."):
                return f" ./{rest} "
            return f" current()/{relative} " if relative else f" {path} "

        return _NAMED.sub(replaced, text)


def _walk(place: Place) -> Iterator[Place]:
    yield place
    assert place.node is not None
    for node in place.node.nodes:
        yield from _walk(place.below(node))


def _relative(at: Place, to: Place, *, around: bool = False) -> str:
    """The way from ``at`` to ``to`` when a repeat holds both; otherwise nothing.

    ``around`` goes through all instances of an outermost repeat, not only the one ``at`` is in.
    """
    shared = 0
    limit = min(len(at.steps), len(to.steps)) - 1
    while shared < limit and at.steps[shared] == to.steps[shared]:
        shared += 1
    if not any(size <= shared and size in to.repeats for size in at.repeats):
        return ""
    if around and len(to.repeats) == 1:
        shared = to.repeats[0] - 1
    up = [".."] * (len(at.steps) - shared)
    return "/".join((*up, *to.steps[shared:]))


def _is_argument(found: re.Match[str]) -> bool:
    """Is it a question or a repeat that ``indexed-repeat`` is told of?"""
    for call in _INDEXED.finditer(found.string):
        if call.start() < found.start() and found.end() <= call.end():
            holds = [n for n, part in enumerate(call[1].split(",")) if found[0] in part]
            return bool(holds) and holds[-1] in _UNRELATED
    return False


def _in_table(found: re.Match[str]) -> bool:
    """Does it stand in a condition on the rows of ``instance('…')``?"""
    text = found.string[: found.start()]
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        if text[at] == "]":
            depth += 1
        elif text[at] == "[":
            if not depth:
                return _after_instance(text[:at])
            depth -= 1
    return False


_INSTANCE_PATH = re.compile(r"instance\([^()]*\)(/[\w.:-]+|\[[^\[\]]*\])*\s*$")


def _after_instance(text: str) -> bool:
    return bool(_INSTANCE_PATH.search(text))

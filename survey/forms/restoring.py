"""A running form made again from what was collected of it, so that its rules can be asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from random import Random
from uuid import UUID

from survey.forms.answers import Collecting, NotAnAnswer, Spot
from survey.forms.definition import FormDefinition, Node, NodeKind
from survey.forms.engine.circumstances import Circumstances
from survey.forms.engine.preloads import preloaded
from survey.forms.engine.running import RunningForm, open_form
from survey.forms.markup import Tag, write_markup
from survey.records import Answer, Further, Kind

Answers = Mapping[Spot, Answer | Further]
"""What was answered, by node and instances of repeats."""

Path = tuple[Node, ...]

MOST_REPEATED = 20_000
"""Elements inside repeats that are made for one response.

What a device sends may number an instance as it likes, and all before that are made too.
"""


def by_spot(answers: Mapping[UUID, Answer], further: Sequence[Further]) -> dict[Spot, object]:
    """Simple and further answers together, those of *rather not say* as None."""
    found: dict[Spot, object] = {(node, ()): value for node, value in answers.items()}
    for one in further:
        if one.kind is not Kind.ORDER:
            found[one.node, one.at] = None if one.kind is Kind.NONE else one
    return found


def at_the_end_of(day: date, zone: tzinfo) -> Circumstances:
    """The circumstances of a response, of which only the day is known."""
    now = datetime.combine(day, time(23, 59), zone).astimezone(UTC)
    return Circumstances(
        clock=lambda: now, zone=zone,
        random=Random(1),  # noqa: S311 - nothing is kept of it
    )


class Restoring:
    """Makes running forms of one definition from answers."""

    def __init__(self, definition: FormDefinition) -> None:
        self._definition = definition
        self._collecting = Collecting(definition)
        self.paths: dict[UUID, Path] = {path[-1].id: path for path in _paths(definition.nodes, ())}

    def restored(self, answers: Mapping[Spot, object], world: Circumstances) -> RunningForm:
        """The form with these answers, and what follows from them worked out.

        What was never collected (who, when, instances of repeats without any answer) is not
        there, apart from the day; what nobody answered is empty and not its default. Answers
        inside more or fewer repeats than their question are left out, and so are those of
        instances beyond :data:`MOST_REPEATED` elements.
        Raises FormRefused when the form cannot be opened at all.
        """
        made = _Growing(Tag(self._definition.root))
        for path in self.paths.values():
            told = preloaded(path[-1], world) if len(path) == 1 else None
            if told is not None:
                made.put(path, (), told)
        # instances in their order, so that those between two that were answered are made once
        for spot, value in sorted(answers.items(), key=lambda one: one[0][1]):
            path = self.paths.get(spot[0], ())
            text = self.text(spot, value)
            if text and path and len(spot[1]) == sum(node.kind is NodeKind.REPEAT for node in path):
                made.put(path, spot[1], text)
        made.complete(made.root, self._definition.nodes)
        form = open_form(self._definition, world, write_markup(made.root))
        if form.behind:
            form.catch_up()
        return form

    def text(self, spot: Spot, value: object) -> str:
        """An answer as the form keeps it; empty for none, and for what it does not take."""
        if value is None or not isinstance(value, int | str | UUID | Further):
            return ""
        try:
            return self._collecting.text(spot, value)
        except NotAnAnswer:
            return ""

    def ref(self, spot: Spot) -> str:
        """The reference of a spot in the running form: ``/data/person[2]/age``."""
        steps, left = [self._definition.root], list(spot[1])
        for node in self.paths[spot[0]]:
            inside = node.kind is NodeKind.REPEAT and left
            steps.append(f"{node.name}[{left.pop(0)}]" if inside else node.name)
        return "/" + "/".join(steps)


def _paths(nodes: Sequence[Node], above: Path) -> Iterator[Path]:
    for node in nodes:
        yield (*above, node)
        yield from _paths(node.nodes, (*above, node))


class _Growing:
    """A record as it grows, with its elements at hand by the one around them and their name."""

    def __init__(self, root: Tag) -> None:
        self.root = root
        self._inside: dict[tuple[int, str], list[Tag]] = {}
        self._sizes: dict[UUID, int] = {}
        self._left = MOST_REPEATED

    def put(self, path: Path, at: tuple[int, ...], text: str) -> None:
        """Write a value with all around it; instances before it are made too, if all have room."""
        here, left = self.root, list(at)
        for node in path:
            number = 1
            if node.kind is NodeKind.REPEAT:
                number = left.pop(0) if left else 1
                missing = max(0, number - len(self._named(here, node.name)))
                if number < 1 or missing * self._size(node) > self._left:
                    return
                self._left -= missing * self._size(node)
            here = self._instance(here, node.name, number)
        here.children = [text]

    def complete(self, tag: Tag, nodes: Sequence[Node]) -> None:
        """Give an element all that belongs into it; repeats stay as many as they are."""
        for node in nodes:
            if node.kind is not NodeKind.REPEAT:
                self._instance(tag, node.name, 1)
            for one in self._named(tag, node.name):
                self.complete(one, node.nodes)

    def _named(self, tag: Tag, name: str) -> list[Tag]:
        return self._inside.setdefault((id(tag), name), [])

    def _instance(self, tag: Tag, name: str, number: int) -> Tag:
        same = self._named(tag, name)
        while len(same) < number:
            made = Tag(name)
            tag.children.append(made)
            same.append(made)
        return same[number - 1]

    def _size(self, node: Node) -> int:
        """How many elements an instance has before any repeat inside it."""
        known = self._sizes.get(node.id)
        if known is None:
            inner = (one for one in node.nodes if one.kind is not NodeKind.REPEAT)
            known = self._sizes[node.id] = 1 + sum(map(self._size, inner))
        return known

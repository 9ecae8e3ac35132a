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
        there, apart from the day; what nobody answered is empty and not its default.
        Raises FormRefused when the form cannot be opened at all.
        """
        root = Tag(self._definition.root)
        for path in self.paths.values():
            told = preloaded(path[-1], world) if len(path) == 1 else None
            if told is not None:
                _reach(root, path, ()).children.append(told)
        for spot, value in answers.items():
            path = self.paths.get(spot[0], ())
            text = self.text(spot, value)
            if path and text:
                _reach(root, path, spot[1]).children = [text]
        _complete(root, self._definition.nodes)
        return open_form(self._definition, world, write_markup(root))

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


def _complete(tag: Tag, nodes: Sequence[Node]) -> None:
    """Gives an element all that belongs into it; repeats stay as many as they are."""
    for node in nodes:
        here = tag.named(node.name)
        if not here and node.kind is not NodeKind.REPEAT:
            here = [Tag(node.name)]
            tag.children += here
        for one in here:
            _complete(one, node.nodes)


def _reach(root: Tag, path: Path, at: tuple[int, ...]) -> Tag:
    """The element of a node, made with all around it; instances before it are made too."""
    here, left = root, list(at)
    for node in path:
        number = left.pop(0) if node.kind is NodeKind.REPEAT and left else 1
        same = here.named(node.name)
        while len(same) < number:
            made = Tag(node.name)
            here.children.append(made)
            same.append(made)
        here = same[number - 1]
    return here

"""Answers of whole forms at the terminal: ``person[2]/age``, and values in the form's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from admin.commands import terminal

if TYPE_CHECKING:
    from survey.forms.answers import Spot
    from survey.forms.definition import FormDefinition, Node
    from survey.records import Answer, Further

_STEP = re.compile(r"([^\[\]/]+)(?:\[(\d{1,5})\])?")


class FormFields:
    """The questions of a survey's forms, the newest version's first."""

    def __init__(self, definitions: Sequence[FormDefinition]) -> None:
        from survey.forms.answers import Collecting

        self._collecting = [Collecting(form) for form in definitions]
        self._paths: dict[UUID, tuple[Node, ...]] = {}
        for form in definitions:
            for path in _paths(form.nodes, ()):
                self._paths.setdefault(path[-1].id, path)
        self._order = {node: number for number, node in enumerate(self._paths)}

    def name(self, spot: Spot) -> str:
        """The question's path with the numbers of its instances: ``person[2]/age``.

        Numbers that fit no repeat, which no form gives, stand at the end: two spots, two names.
        """
        path, left = self._paths.get(spot[0]), list(spot[1])
        if path is None:
            return str(spot[0])
        named = "/".join(
            f"{node.name}[{left.pop(0)}]" if _repeats(node) and left else node.name
            for node in path
        )
        return named + "".join(f"[{number}]" for number in left)

    def has(self, node: UUID) -> bool:
        """Whether one of the forms has the question."""
        return node in self._paths

    def place(self, spot: Spot) -> tuple[tuple[int, int], ...]:
        """What answers are put in order by: as the form asks them, instance by instance."""
        left = list(spot[1])
        return tuple(
            (self._order[node.id], left.pop(0) if _repeats(node) and left else 0)
            for node in self._paths[spot[0]]
        )

    def value(self, spot: Spot, value: Answer | Further) -> str | None:
        """The answer with names for choices; None for *rather not say*."""
        from survey.files import File
        from survey.forms.answers import NotAnAnswer

        said = value if isinstance(value, int | str | UUID | None) else value.value
        if said is None:
            return None
        if isinstance(said, File):
            return f"{said.type} ({said.size} bytes)"
        for collecting in self._collecting:
            try:
                return collecting.text(spot, value)
            except NotAnAnswer:
                continue
        return " ".join(map(str, said)) if isinstance(said, tuple) else str(said)

    def find(self, wanted: str) -> Spot:
        """The spot that ``wanted`` names, by the end of its path. Raises WrongUsage."""
        steps = [_STEP.fullmatch(step) for step in wanted.strip("/").split("/")]
        found = []
        if all(steps):
            names = [step[1] for step in steps if step]
            at = tuple(int(step[2]) for step in steps if step and step[2])
            found = [
                id for id, path in self._paths.items()
                if [node.name for node in path][-len(names):] == names
                or (len(names) == 1 and names[0] == str(id))
            ]
        if len(found) != 1:
            many = "several questions" if found else "no question"
            raise terminal.WrongUsage(f"the survey has {many} called {wanted}")
        return found[0], at

    def read(self, spot: Spot, text: str) -> Answer | Further:
        """What ``text`` is as an answer there. Raises WrongUsage, which does not repeat it."""
        from survey.forms.answers import NotAnAnswer

        try:
            return self._collecting[0].read(spot, text)
        except NotAnAnswer as fault:
            raise terminal.WrongUsage(str(fault)) from None


def _paths(nodes: Sequence[Node], above: tuple[Node, ...]) -> Iterator[tuple[Node, ...]]:
    for node in nodes:
        yield (*above, node)
        yield from _paths(node.nodes, (*above, node))


def _repeats(node: Node) -> bool:
    from survey.forms.definition import NodeKind

    return node.kind is NodeKind.REPEAT

"""Nodes while a survey sheet is being read: changeable, with the row they came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from survey.forms.definition import Choice, ChoiceList, Node, NodeKind, Text
from survey.forms.ids import given_id, made_id
from survey.forms.problems import NOWHERE, Spot
from survey.forms.read.columns import Columns, Entry
from survey.forms.read.workbook import Row


@dataclass(slots=True)
class ChoiceDraft:
    """A choice, ``at`` a row; ``None`` for one that the file does not hold (``other``).

    ``given`` and ``list_given`` are the ids in that row.
    """

    name: str
    text: Text
    columns: dict[str, str] = field(default_factory=dict)
    at: tuple[Columns, Row] | None = None
    given: str = ""
    list_given: str = ""

    @property
    def entry(self) -> Entry | None:
        """The row by meaning, made anew: of 100 000 choices few are asked for it."""
        return self.at[0].entry(self.at[1]) if self.at is not None else None


@dataclass(slots=True)
class ListDraft:
    """A list of choices and the ids its first row gives."""

    name: str
    sheet: str
    choices: list[ChoiceDraft] = field(default_factory=list)
    columns: dict[str, None] = field(default_factory=dict)

    def finish(self, form: str) -> ChoiceList:
        """The list with ids; a choice named twice gets the second one's place into its id."""
        made: list[Choice] = []
        seen: dict[str, int] = {}
        own: UUID | None = None
        for draft in self.choices:
            times = seen[draft.name] = seen.get(draft.name, 0) + 1
            path = (self.sheet, self.name, draft.name, *([str(times)] if times > 1 else []))
            own = own or given_id(draft.list_given)
            made.append(
                Choice(
                    id=given_id(draft.given) or made_id(form, *path),
                    name=draft.name,
                    text=draft.text,
                    columns=draft.columns,
                )
            )
        return ChoiceList(
            id=own or made_id(form, self.sheet, self.name),
            name=self.name,
            choices=tuple(made),
            columns=tuple(self.columns),
            sheet=self.sheet,
        )


@dataclass(slots=True)
class Draft:
    """A node to be. ``fields`` are further fields of :class:`Node` by name."""

    kind: NodeKind
    name: str
    type: str = ""
    entry: Entry | None = None
    text: Text = field(default_factory=dict)
    fields: dict[str, object] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)

    def spot(self, *tokens: str) -> Spot:
        """Where it stands in the file; nowhere for what was made up."""
        return self.entry.spot(*tokens) if self.entry is not None else NOWHERE

    def said(self, name: str) -> str:
        """A field that is text, or nothing."""
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else ""

    def mapped(self, name: str) -> dict[str, str]:
        """A field that is a mapping, made when missing."""
        value = self.fields.setdefault(name, {})
        assert isinstance(value, dict)
        return value

    @property
    def external(self) -> bool:
        """True for a row that only names a file; it holds no answer."""
        return self.type in ("csv-external", "xml-external")

    def walk(self) -> Iterator[Draft]:
        """This and all below it, in order."""
        yield self
        for draft in self.drafts:
            yield from draft.walk()

    def finish(self, form: str, path: tuple[str, ...]) -> Node:
        """The node with its id: the row's own ``x_id``, or one made from the path."""
        here = (*path, self.name)
        given = given_id(self.entry.get("x_id")) if self.entry is not None else None
        if self.fields.get("generated"):
            given = None
        nodes = tuple(d.finish(form, here) for d in self.drafts if not d.external)
        values = {name: value for name, value in self.fields.items() if name != "generated"}
        return Node(
            id=given or made_id(form, "survey", *here),
            kind=self.kind,
            name=self.name,
            type=self.type,
            text=self.text,
            nodes=nodes,
            row=self.entry.row if self.entry is not None else 0,
            **values,  # type: ignore[arg-type]
        )

"""The expressions of a form: whether they can be read, and whether they ever come to an end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from survey.expressions.expression import Expression
from survey.expressions.references import Base, Reference
from survey.forms.defaults import as_text, is_dynamic
from survey.forms.definition import NodeKind
from survey.forms.problems import Spot
from survey.forms.read.drafts import Draft
from survey.forms.read.formulas import compiled
from survey.forms.read.sources import Sources
from survey.forms.read.spelling import nearest
from survey.forms.read.vocabulary import BIND_FIELDS

_FIELDS = {
    "relevant": ("bind", "relevant"),
    "required": ("bind", "required"),
    "readonly": ("bind", "readonly"),
    "constraint": ("bind", "constraint"),
    "calculation": ("bind", "calculate"),
    "choice_filter": ("choice_filter",),
    "default": ("default",),
}
_ATTRIBUTES = {field: attribute for attribute, field in BIND_FIELDS.items()}
_NEVER = {"false()", "0", "''", '""', "not(true())", "1=0", "1=2"}
Path = tuple[str, ...]


@dataclass(slots=True)
class _Item:
    """A node and what its value and its being shown depend on."""

    draft: Draft
    needs: dict[Path, Spot] = field(default_factory=dict)


class Logic:
    """Reads every expression once.

    One that cannot be read or worked out is told and taken out of its node, so that the form still
    runs, as it does with other tools; ``left_out`` holds the cells (``D7``) where such ones stand.
    """

    def __init__(self, drafts: list[Draft], sources: Sources) -> None:
        self.left_out: set[str] = set()
        self._sources = sources
        self._items: dict[Path, _Item] = {}
        self._by_name: dict[str, Path] = {}
        for path, draft in _paths(drafts, ()):
            self._items.setdefault(path, _Item(draft))
            self._by_name[draft.name] = path

    def check(self) -> None:
        """Notes what cannot be read, circles, and what is never shown."""
        for path, item in self._items.items():
            if path[:-1] in self._items:  # what stands in a group is shown only with it
                item.needs.setdefault(path[:-1], item.draft.spot("bind", "relevant"))
            for name in _FIELDS:
                text = item.draft.said(name)
                if text and (name != "default" or is_dynamic(text, item.draft.type)):
                    self._expression(path, item, name, text)
        self._circles()

    def _expression(self, path: Path, item: _Item, name: str, text: str) -> None:
        draft = item.draft
        spot = draft.spot(*_FIELDS[name])
        if name == "relevant" and text.replace(" ", "") in _NEVER:
            self._sources.findings.warning("never-shown", spot, name=draft.name)
        made = self._compiled(text, spot, draft, name)
        if made is None:
            return
        if name == "choice_filter":
            self._filter(made, draft, spot)
        elif name == "relevant" or (name == "calculation" and not draft.fields.get("triggers")):
            for reference in made.references:
                target = self._target(reference, path)
                if name == "calculation" and reference.result and target == path:
                    continue  # its own answer stays as it is
                if target is None or (name == "relevant" and self._begun_in(path, target)):
                    continue
                item.needs.setdefault(target, spot)

    def _compiled(self, text: str, spot: Spot, draft: Draft, name: str) -> Expression | None:
        made, code, fault = compiled(text)
        if fault is None:
            return made
        generated = bool(draft.fields.get("generated"))
        where = draft.spot("control", "jr:count") if generated else spot
        meant = as_text(text) if name == "default" and code == "expression-left-out" else ""
        if meant:
            self._sources.findings.warning("default-is-text", spot, default=text)
            draft.fields[name] = meant
            return None
        at = min(fault.offset, len(text))
        self._sources.findings.warning(code, where, offset=at, fault=fault.message)
        draft.fields[name] = "''" if generated else ""
        attribute = _ATTRIBUTES.get(name, "")
        if generated:
            return None
        if attribute and not draft.fields.get("triggers"):
            draft.mapped("bind")[attribute] = text
        else:
            self.left_out.add(spot.cell)
        return None

    def _filter(self, made: Expression, draft: Draft, spot: Spot) -> None:
        """A filter that names a column the list has not lets no choice through."""
        choices = self._sources.lists.get(draft.said("list"))
        if choices is None or draft.type == "select_one_external":
            return
        known = {"name", "label", "itextId", "sms_option", *choices.columns}
        for reference in made.references:
            if reference.base is not Base.CONTEXT or len(reference.steps) != 1:
                continue
            column = reference.steps[0]
            if column.replace("_", "a").isalnum() and column not in known:
                meant = nearest(column, known)
                code = "filter-column-misspelt" if meant else "filter-column"
                at = reference.offset
                self._sources.findings.warning(
                    code, spot, offset=at, column=column, list=choices.name, meant=meant
                )

    def _begun_in(self, group: Path, target: Path) -> bool:
        """Stands it in the group, with a value before anybody is asked? The engine tells of it."""
        draft = self._items[target].draft
        begun = draft.kind is NodeKind.VALUE or bool(draft.said("default"))
        return begun and target[:-1][: len(group)] == group

    def _target(self, reference: Reference, path: Path) -> Path | None:
        """The node that a plain reference means; ``None`` for what is no such thing."""
        if reference.inside or reference.wide or reference.asked_by:
            return None
        if reference.base is Base.NAMED and not reference.steps:
            return self._by_name.get(reference.name)
        if reference.base is Base.ROOT:
            target: list[str] = list(reference.steps[1:])
        elif reference.base is Base.CONTEXT:
            target = list(path)
            for step in reference.steps:
                if step == ".." and target:
                    target.pop()
                elif step != ".":
                    target.append(step)
        else:
            return None
        return tuple(target) if tuple(target) in self._items else None

    def _circles(self) -> None:
        """Walks along the needs without recursion; each node is gone into once."""
        done: set[Path] = set()
        for start in self._items:
            trail: dict[Path, Iterator[Path]] = {}
            if start not in done:
                trail[start] = iter(self._items[start].needs)
            while trail:
                here = next(reversed(trail))
                ahead = next(trail[here], None)
                if ahead is None:
                    done.add(here)
                    del trail[here]
                elif ahead in trail:
                    path = list(trail)
                    self._circle(path[path.index(ahead) :])
                elif ahead not in done:
                    trail[ahead] = iter(self._items[ahead].needs)

    def _circle(self, trail: list[Path]) -> None:
        needs = zip(trail, [*trail[1:], trail[0]], strict=True)
        spots = [self._items[here].needs[following] for here, following in needs]
        names = [self._items[path].draft.name for path in trail]
        steps = [f"{name} ({spot.cell})" for name, spot in zip(names, spots, strict=True)]
        self._sources.findings.error("cycle", spots[0], path=" → ".join([*steps, names[0]]))


def _paths(drafts: list[Draft], above: Path) -> Iterator[tuple[Path, Draft]]:
    for draft in drafts:
        if draft.external:
            continue
        path = (*above, draft.name)
        yield path, draft
        if draft.kind in (NodeKind.GROUP, NodeKind.REPEAT):
            yield from _paths(draft.drafts, path)

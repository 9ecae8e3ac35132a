"""Tables that lie outside the form: files that choices and calculations are looked up in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from survey.forms.definition import Instance, NodeKind
from survey.forms.problems import Spot
from survey.forms.read.drafts import Draft
from survey.forms.read.references import found
from survey.forms.read.sources import Sources
from survey.forms.tables import LAST_SAVED, LAST_SAVED_SOURCE, of_file, pulled, searches

_FORMULAS = {
    "calculate": "calculation", "constraint": "constraint", "readonly": "readonly",
    "required": "required", "relevant": "relevant",
}  # fmt: skip
"""Column → field; what nobody can read stands by its column."""

_EXTERNAL = {"csv-external": ("file-csv", "csv"), "xml-external": ("file", "xml")}
_SELECTS = ("select_one", "select_multiple", "rank")


@dataclass(frozen=True, slots=True)
class Use:
    """A table by its id, where it comes from, and the cell that asks for it."""

    id: str
    source: str
    spot: Spot
    declared: bool = False
    pulled: bool = False


def uses(drafts: list[Draft]) -> Iterator[Use]:
    """Every use of a table, in the form's order; the last saved answers at the end."""
    every = [draft for top in drafts for draft in top.walk()]
    for draft in every:
        if draft.type in _EXTERNAL:
            folder, ending = _EXTERNAL[draft.type]
            source = f"jr://{folder}/{draft.name}.{ending}"
            yield Use(draft.name, source, draft.spot("name"), True)
            continue
        for id, source in pulled(text for text in _formulas(draft) if "pulldata(" in text):
            yield Use(id, source, draft.spot("type"), pulled=True)
        if draft.said("file") and draft.type in _SELECTS:
            yield Use(*of_file(draft.said("file")), draft.spot("type"))
    asking = next((draft for draft in every if _asks_last_saved(draft)), None)
    if asking is not None:
        yield Use(LAST_SAVED, LAST_SAVED_SOURCE, asking.spot("name"))


def _formulas(draft: Draft) -> Iterator[str]:
    bind = draft.mapped("bind")
    for column, name in _FORMULAS.items():
        said = draft.said(name) or bind.get(column)
        if said:
            yield said
    if draft.kind not in (NodeKind.GROUP, NodeKind.REPEAT):
        yield draft.said("choice_filter")
        yield draft.said("default")


def _asks_last_saved(draft: Draft) -> bool:
    if draft.kind in (NodeKind.GROUP, NodeKind.REPEAT):
        return False
    asking = (text for text in _formulas(draft) if "last-saved#" in text)
    return any(reference.last_saved for text in asking for reference in found(text))


def outside(drafts: list[Draft]) -> tuple[Instance, ...]:
    """The tables as the form names them, each once."""
    first: dict[str, Use] = {}
    for use in uses(drafts):
        first.setdefault(use.id, use)
    return tuple(Instance(id=use.id, source=use.source) for use in first.values())


def check_outside(drafts: list[Draft], sources: Sources) -> None:
    """Notes tables that would get the same id, and ``search()`` where it cannot work."""
    error = sources.findings.error
    first: dict[str, Use] = {}
    for use in uses(drafts):
        other = first.setdefault(use.id, use)
        if other is not use and (other.source != use.source or (other.declared and use.declared)):
            error("same-table", use.spot, name=use.id, one=other.source, other=use.source)
    searched: dict[str, Draft] = {}
    plain: dict[str, Draft] = {}
    for draft in (draft for top in drafts for draft in top.walk()):
        if draft.type not in _SELECTS or draft.fields.get("type") == "rating":
            continue
        looked_up = searches(draft.said("appearance"))
        if looked_up and draft.said("file"):
            error("search-in-file", draft.spot("control", "appearance"), name=draft.name)
        elif draft.said("list"):
            (searched if looked_up else plain)[draft.said("list")] = draft
    for name in searched.keys() & plain.keys():
        where = searched[name].spot("control", "appearance")
        error("search-and-list", where, list=name, other=plain[name].name)
    for name, made in sources.lists.items():
        if name in first and name not in searched:
            spot = made.choices[0].entry.spot("list name") if made.choices[0].entry else Spot()
            error("same-table", spot, name=name, one=first[name].source, other=name)

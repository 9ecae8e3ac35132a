"""The sheet ``entities``: things a form makes or changes elsewhere, and where they fit in.

An entity lives in one group or repeat (or at the top), as deep as the questions that belong to
it; two entities cannot share a place. We keep entities for other programs; a kiosk makes none.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from survey.forms.defaults import is_name
from survey.forms.entity_places import Path, Use, homes, scope, wanted
from survey.forms.problems import Findings, Spot
from survey.forms.read.columns import Columns, Entry
from survey.forms.read.references import found
from survey.forms.read.spelling import nearest
from survey.forms.read.vocabulary import ENTITY_ALIASES, ENTITY_COLUMNS
from survey.forms.read.workbook import Sheet


@dataclass(frozen=True, slots=True)
class _Use:
    at: Use
    spot: Spot
    property: str = ""


@dataclass(slots=True)
class _Entity:
    name: str
    entry: Entry
    needs: set[str]
    uses: list[_Use] = field(default_factory=list)


class Entities:
    """All entities, and the rows of the survey that belong to them."""

    def __init__(self, sheet: Sheet, findings: Findings) -> None:
        self._findings = findings
        self._columns = Columns(sheet, ENTITY_ALIASES, ENTITY_COLUMNS, findings)
        self._by_name: dict[str, _Entity] = {}
        self._met: dict[str, None] = {}
        self.rows: list[dict[str, str]] = []
        for at, tokens in self._columns.tokens.items():
            if tokens[0] not in ENTITY_COLUMNS:
                where = sheet.spot(1, at, sheet.headers[at])
                meant = nearest(where.text, ENTITY_COLUMNS)
                findings.error("entity-column", where, column=where.text, meant=meant)
        for row in sheet.rows:
            self._declare(self._columns.entry(row))

    def _declare(self, entry: Entry) -> None:
        name, id, create, update, label = (
            entry.get(column)
            for column in ("dataset", "entity_id", "create_if", "update_if", "label")
        )
        self.rows.append({tokens[0]: text for tokens, text, _ in entry.items()})
        error = self._findings.error
        spot = entry.spot("dataset")
        if not name:
            error("entity-without-name", spot)
        elif name.startswith("__") or "." in name or not is_name(name):
            error("entity-name", spot, name=name)
        elif name in self._by_name:
            error("doubled-entity", spot, name=name)
        if update and not id:
            error("entity-without-id", entry.spot("update_if"), name=name)
        elif id and create and not update:
            error("entity-without-update", entry.spot("create_if"), name=name)
        elif not id and not label:
            error("entity-without-label", spot, name=name)
        needs = {r.name for text in (id, create, update, label) for r in found(text) if r.name}
        self._by_name.setdefault(name, _Entity(name, entry, needs))

    def meet(self, path: Path, entry: Entry, begin: bool) -> None:
        """Takes a row of the survey that saves to an entity or that an entity reads."""
        saved = entry.get("bind", "entities:saveto")
        spot = entry.spot("bind", "entities:saveto")
        if saved and not self._by_name:
            self._findings.error("save-to-without-entities", spot)
        elif saved:
            self._save(saved, path, spot, begin)
        name = entry.get("name")
        for entity in self._by_name.values():
            if name in entity.needs:
                self._met[entity.name] = None
                entity.uses.append(_Use(Use(path, False), entry.spot("name")))

    def _save(self, saved: str, path: Path, spot: Spot, begin: bool) -> None:
        error = self._findings.error
        if saved.count("#") > 1:
            error("save-to-hashes", spot)
            return
        list_name, _, name = saved.rpartition("#")
        if "#" not in saved:
            if len(self._by_name) > 1:
                error("save-to-which", spot)
                return
            list_name = next(iter(self._by_name))
        entity = self._by_name.get(list_name)
        if entity is None:
            meant = nearest(list_name, self._by_name)
            error("save-to-unknown", spot, list=list_name, meant=meant)
        elif begin:
            error("save-to-group", spot)
        elif name.lower() in ("name", "label") or name.startswith("__") or not is_name(name):
            error("save-to-name", spot, name=name)
        elif any(other.property == name for other in entity.uses):
            error("doubled-save-to", spot, name=name)
        else:
            self._met[list_name] = None
            entity.uses.append(_Use(Use(path, True), spot, name))

    def finish(self) -> None:
        """Finds every entity a place; notes those that have none."""
        for name in self._met:
            around, home = wanted([use.at for use in self._by_name[name].uses])
            self._check_scopes(self._by_name[name], around, scope(home))
        uses = {name: [use.at for use in one.uses] for name, one in self._by_name.items()}
        for name, place in homes(uses, self._met).items():
            if place is None:
                where = self._by_name[name].entry.spot("dataset")
                self._findings.error("entity-without-place", where, name=name)

    def _check_scopes(self, entity: _Entity, deepest: Path, home: Path) -> None:
        for use in entity.uses:
            around = scope(use.at.path)
            if deepest[: len(around)] != around or (use.property and around != home):
                self._findings.error("entity-scopes", use.spot, name=entity.name)
                return

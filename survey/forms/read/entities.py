"""The sheet ``entities``: things a form makes or changes elsewhere, and where they fit in.

An entity lives in one group or repeat (or at the top), as deep as the questions that belong to
it; two entities cannot share a place. We keep entities for other programs; a kiosk makes none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from survey.forms.defaults import is_name
from survey.forms.problems import Findings, Spot
from survey.forms.read.columns import Columns, Entry
from survey.forms.read.references import found
from survey.forms.read.spelling import nearest
from survey.forms.read.vocabulary import ENTITY_ALIASES, ENTITY_COLUMNS
from survey.forms.read.workbook import Sheet

Path = tuple[tuple[str, str], ...]
"""The groups around a question, outermost first: name and ``group``, ``repeat`` or ``loop``."""


def _scope(path: Path) -> Path:
    """The path to the innermost repeat."""
    last = max((at for at, (_, kind) in enumerate(path, 1) if kind == "repeat"), default=0)
    return path[:last]


def _depth(path: Path) -> tuple[int, int]:
    """Repeats around, then groups inside the innermost one."""
    return sum(kind == "repeat" for _, kind in path), len(path) - len(_scope(path))


@dataclass(frozen=True, slots=True)
class _Use:
    path: Path
    spot: Spot
    property: str = ""


@dataclass(slots=True)
class _Entity:
    name: str
    entry: Entry
    needs: set[str]
    uses: list[_Use] = field(default_factory=list)

    def saved(self) -> list[Path]:
        return list(dict.fromkeys(use.path for use in self.uses if use.property))


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
            self._save(saved, _Use(path, spot), begin)
        name = entry.get("name")
        for entity in self._by_name.values():
            if name in entity.needs:
                self._met[entity.name] = None
                entity.uses.append(_Use(path, entry.spot("name")))

    def _save(self, saved: str, use: _Use, begin: bool) -> None:
        error = self._findings.error
        if saved.count("#") > 1:
            error("save-to-hashes", use.spot)
            return
        list_name, _, name = saved.rpartition("#")
        if "#" not in saved:
            if len(self._by_name) > 1:
                error("save-to-which", use.spot)
                return
            list_name = next(iter(self._by_name))
        entity = self._by_name.get(list_name)
        if entity is None:
            meant = nearest(list_name, self._by_name)
            error("save-to-unknown", use.spot, list=list_name, meant=meant)
        elif begin:
            error("save-to-group", use.spot)
        elif name.lower() in ("name", "label") or name.startswith("__") or not is_name(name):
            error("save-to-name", use.spot, name=name)
        elif any(other.property == name for other in entity.uses):
            error("doubled-save-to", use.spot, name=name)
        else:
            self._met[list_name] = None
            entity.uses.append(_Use(use.path, use.spot, name))

    def finish(self) -> None:
        """Finds every entity a place; notes those that have none."""
        by_scope: dict[Path, list[tuple[_Entity, Path]]] = {}
        for entity in [self._by_name[name] for name in self._met]:
            scope, wanted = self._wanted(entity)
            by_scope.setdefault(scope, []).append((entity, wanted))
        for entity in self._by_name.values():
            if entity.name not in self._met:
                by_scope.setdefault((), []).append((entity, ()))
        if len(by_scope) == 1 and len(by_scope.get((), [])) == 1:
            return
        taken: dict[Path, str] = {}
        for scope, wishes in by_scope.items():
            for entity, wanted in sorted(wishes, key=lambda wish: wish[0].entry.row):
                if not self._place(entity, wanted, scope, taken):
                    where = entity.entry.spot("dataset")
                    self._findings.error("entity-without-place", where, name=entity.name)

    def _place(self, entity: _Entity, wanted: Path, scope: Path, taken: dict[Path, str]) -> bool:
        saved = entity.saved()
        for depth in range(len(wanted), len(scope) - 1, -1):
            here = wanted[:depth]
            if here not in taken:
                taken[here] = entity.name
                for path in saved:
                    for size in range(len(path), depth - 1, -1):
                        taken[path[:size]] = entity.name
                return True
            if saved and saved[0] in taken:
                return False
        return False

    def _wanted(self, entity: _Entity) -> tuple[Path, Path]:
        """The scope that all uses share, and the group the entity should stand in."""
        deepest = entity.uses[0]
        saver: _Use | None = None
        container = deepest
        for use in entity.uses:
            scope, top = _scope(use.path), _scope(deepest.path)
            if _depth(scope)[0] > _depth(top)[0]:
                deepest = container = use
                saver = use if use.property else saver
                top = scope
            if scope == top and _depth(use.path)[1] > _depth(container.path)[1]:
                container = use
            if use.property and (
                saver is None or (scope == top and _depth(use.path)[1] > _depth(saver.path)[1])
            ):
                saver = use
        wanted = container.path
        if saver is not None:
            wanted = max(self._candidates(entity.saved(), saver), key=_depth)
        self._check_scopes(entity, _scope(deepest.path), _scope(wanted))
        return _scope(deepest.path), wanted

    @staticmethod
    def _candidates(saved: list[Path], saver: _Use) -> Iterator[Path]:
        first = saved[0]
        if len(saved) == 1:
            yield first
            return
        yield _scope(saver.path)
        shortest = min(len(path) for path in saved)
        differ = [at for at in range(shortest) if any(p[at] != first[at] for p in saved)]
        yield first[: differ[-1]] if differ else first[:shortest]

    def _check_scopes(self, entity: _Entity, deepest: Path, wanted: Path) -> None:
        for use in entity.uses:
            scope = _scope(use.path)
            if deepest[: len(scope)] != scope or (use.property and scope != wanted):
                self._findings.error("entity-scopes", use.spot, name=entity.name)
                return

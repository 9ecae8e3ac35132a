"""Entities in an XForm: the elements that tell what a form makes or changes elsewhere.

An entity stands at the end of the group that holds all that is saved to it, one in each group.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from survey.forms.definition import FormDefinition
from survey.forms.entity_places import Use, homes, plain
from survey.forms.markup import Tag
from survey.forms.read.references import found
from survey.forms.write.xform_markup import element
from survey.forms.write.xform_paths import Paths, Place

_SAVED = "entities:saveto"
_OLD = {"baseVersion": "__version", "trunkVersion": "__trunkVersion", "branchId": "__branchId"}
Steps = tuple[str, ...]


@dataclass(slots=True)
class _Entity:
    row: Mapping[str, str]
    uses: list[Use] = field(default_factory=list)
    home: Steps = ()

    @property
    def name(self) -> str:
        return self.row.get("dataset", "")

    @property
    def needs(self) -> set[str]:
        columns = ("entity_id", "create_if", "update_if", "label")
        return {ref.name for name in columns for ref in found(self.row.get(name, ""))}


class Entities:
    """Finds every entity its place and writes it."""

    def __init__(self, form: FormDefinition, paths: Paths) -> None:
        self._paths = paths
        self._all = [_Entity(row) for row in form.entities]
        met = self._meet()
        uses = {entity.name: entity.uses for entity in self._all}
        places = homes(uses, met)
        for entity in self._all:
            inside = places[entity.name] or ()
            entity.home = (*paths.root.steps, *(name for name, _ in inside))
        self.version = "2024.1.0" if plain(uses) else "2025.1.0"
        self.any = bool(self._all)

    def _meet(self) -> list[str]:
        """Gathers where each entity is used, in the order in which they are met."""
        by_name = {entity.name: entity for entity in self._all}
        met: dict[str, None] = {}
        for place in self._paths.all:
            assert place.node is not None
            saved = place.node.bind.get(_SAVED, "")
            into = saved.rpartition("#")[0] or (next(iter(by_name), "") if saved else "")
            if into in by_name:
                met.setdefault(into)
                by_name[into].uses.append(_use(place, True))
            for entity in self._all:
                if place.node.name in entity.needs:
                    met.setdefault(entity.name)
                    entity.uses.append(_use(place, False))
        return list(met)

    def elements(self) -> dict[Steps, list[Tag]]:
        """``meta`` with the entity inside, by the path of the group it belongs to."""
        return {entity.home: [element("meta", _element(entity))] for entity in self._all}

    def binds(self, home: Steps) -> Iterator[Tag]:
        """The binds of the entity that stands in a group, if one does."""
        for entity in self._all:
            if entity.home == home:
                yield from self._binds(entity)

    def _binds(self, entity: _Entity) -> Iterator[Tag]:
        row = entity.row
        at = self._at(entity)
        for name in ("create", "update"):
            if row.get(f"{name}_if"):
                yield self._calculated(at, f"/@{name}", row[f"{name}_if"])
        id = row.get("entity_id", "")
        if id:
            for name, column in _OLD.items():
                formula = f"instance('{entity.name}')/root/item[name={id}]/{column}"
                yield self._calculated(at, f"/@{name}", formula)
            yield self._calculated(at, "/@id", id)
        else:
            yield element("bind", nodeset=f"{at.path}/@id", readonly="true()", type="string")
            yield _new_id(at, "odk-instance-first-load")
        if row.get("label"):
            yield self._calculated(at, "/label", row["label"])

    def _calculated(self, at: Place, inside: str, formula: str) -> Tag:
        # as other tools count the steps: from inside the entity, whatever attribute it is
        inner = Place(None, (*at.steps, "label"), at.repeats)
        return element(
            "bind", nodeset=at.path + inside, type="string", readonly="true()",
            calculate=self._paths.expression(formula, inner),
        )  # fmt: skip

    def _at(self, entity: _Entity) -> Place:
        place = self._group(entity.home)
        repeats = place.repeats
        if place.is_repeat:
            repeats = (*repeats, len(place.steps))
        return Place(None, (*entity.home, "meta", "entity"), repeats)

    def _group(self, home: Steps) -> Place:
        return next((place for place in self._paths.all if place.steps == home), self._paths.root)

    def added(self, home: Steps) -> Iterator[tuple[Steps, Tag]]:
        """What gives the entity of a group an id in each new instance of its repeat."""
        for entity in self._all:
            at = self._at(entity)
            if entity.home == home and at.repeats and not entity.row.get("entity_id"):
                yield at.steps[: at.repeats[-1]], _new_id(at, "odk-new-repeat")


def _new_id(at: Place, event: str) -> Tag:
    return element("setvalue", ref=f"{at.path}/@id", event=event, value="uuid()")


def _element(entity: _Entity) -> Tag:
    row = entity.row
    id, create, update = (row.get(name, "") for name in ("entity_id", "create_if", "update_if"))
    made = element("entity", dataset=entity.name)
    if create or not id:
        made.attributes["create"] = "1"
    if id and (update or not create):
        made.attributes["update"] = "1"
    if id:
        made.attributes |= dict.fromkeys(_OLD, "")
    made.attributes["id"] = ""
    if row.get("label"):
        made.children.append(element("label"))
    return made


def _use(place: Place, saves: bool) -> Use:
    around = enumerate(place.steps[1:-1], start=2)
    kinds = ((step, "repeat" if size in place.repeats else "group") for size, step in around)
    return Use(tuple(kinds), saves)

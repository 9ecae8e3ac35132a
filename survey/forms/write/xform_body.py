"""The body of an XForm: a control for every question, groups and repeats around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from survey.forms.definition import Node, NodeKind
from survey.forms.definition import Place as Shown
from survey.forms.markup import Tag
from survey.forms.types import RANGE_ATTRIBUTES, type_of
from survey.forms.write.xform_binds import Binds
from survey.forms.write.xform_markup import element, is_attribute, odk_element
from survey.forms.write.xform_paths import Place
from survey.forms.write.xform_tables import Tables
from survey.forms.write.xform_words import Wording

_MEDIA = {
    "image": "image/*", "audio": "audio/*", "video": "video/*", "file": "application/*",
    "osm": "osm/*",
}  # fmt: skip
_SELECT = {"select_one": "select1", "select_multiple": "select"}
_GEO = {"incremental": "incremental"}
_PARAMETERS = {
    "text": {"rows": "rows"},
    "image": {"app": "intent"},
    "geopoint": {
        "capture-accuracy": "accuracyThreshold",
        "warning-accuracy": "unacceptableAccuracyThreshold",
        **_GEO,
    },
    "geotrace": _GEO,
    "geoshape": _GEO,
    "range": RANGE_ATTRIBUTES,
}  # fmt: skip
_USUAL = {"start": "1", "end": "10", "step": "1"}
_TABLE_LABELS = "reserved_name_for_field_list_labels_"
_CHANGED = "xforms-value-changed"


class Controls:
    """Writes what is asked. ``new`` is what is done when an instance of a repeat is added."""

    def __init__(
        self, binds: Binds, tables: Tables, wording: Wording,
        new: Mapping[tuple[str, ...], list[Tag]],
    ) -> None:  # fmt: skip
        self._binds = binds
        self._paths = binds.paths
        self._tables = tables
        self._wording = wording
        self._new = new
        self._told = 0
        self._by_id = {place.node.id: place for place in self._paths.all if place.node is not None}
        self._triggered: dict[tuple[str, ...], list[Place]] = {}
        for place in self._paths.all:
            assert place.node is not None
            for name in place.node.triggers:
                cause = self._paths.named(name, place)
                if cause is not None:
                    self._triggered.setdefault(cause.steps, []).append(place)

    def below(self, nodes: Iterable[Node], at: Place) -> Iterator[Tag]:
        """The controls of ``nodes``, which stand in ``at``."""
        for node in nodes:
            place = at.below(node)
            if node.kind is NodeKind.REPEAT:
                yield self._repeat(place, node)
            elif node.kind is NodeKind.GROUP:
                if _shown(node):
                    yield self._group(place, node)
            elif node.kind is NodeKind.QUESTION:
                yield self._question(place, node)

    def placed(self, places: Iterable[Shown]) -> Iterator[Tag]:
        """The controls in an order of their own, with groups that are only shown."""
        for shown in places:
            at = self._by_id.get(shown.node) if shown.node is not None else None
            inner = list(self.placed(shown.places))
            if at is not None and at.node is not None:
                if at.node.kind is NodeKind.REPEAT:
                    yield self._repeat(at, at.node, inner)
                elif at.node.kind is NodeKind.GROUP:
                    yield self._group(at, at.node, inner)
                else:
                    yield self._question(at, at.node)
            elif shown.node is None:
                made = element("group")
                if shown.appearance:
                    made.attributes["appearance"] = shown.appearance
                self._told += 1
                label = self._wording.elsewhere(f"shown-{self._told}", shown.text)
                made.children += [*label, *inner]
                yield made

    def _group(self, at: Place, node: Node, inner: list[Tag] | None = None) -> Tag:
        made = element("group", ref=at.path, **self._attributes(at, node))
        label = self._wording.label(at, node.text, always=False)
        if label is not None:
            made.children.append(label)
        hint = self._wording.hint(at, node.text) if self._wording.exact else None
        made.children += [] if hint is None else [hint]
        made.children += self.below(node.nodes, at) if inner is None else inner
        made.children += self._actions(at, node)
        return made

    def _repeat(self, at: Place, node: Node, inner: list[Tag] | None = None) -> Tag:
        label = self._wording.label(at, node.text)
        attributes = self._attributes(at, node)
        intent = {"intent": attributes.pop("intent")} if "intent" in attributes else {}
        if node.count:
            attributes["jr:count"] = self._paths.expression(node.count, at)
        repeat = element("repeat", nodeset=at.path, **attributes)
        repeat.children += self.below(node.nodes, at) if inner is None else inner
        repeat.children += self._new.get(at.steps, [])
        repeat.children += self._actions(at, node)
        made = element("group", ref=at.path, **intent)
        hint = self._wording.hint(at, node.text) if self._wording.exact else None
        made.children += [tag for tag in (label, hint, repeat) if tag is not None]
        return made

    def _question(self, at: Place, node: Node) -> Tag:
        made = _control(node)
        made.attributes |= {"ref": at.path, **self._attributes(at, node)}
        label = self._wording.label(at, node.text)
        if label is not None and _heads(node):
            label.children = [" "]
        hint = self._wording.hint(at, node.text)
        made.children += [tag for tag in (label, hint) if tag is not None]
        if node.type == "select_one_external":
            made.attributes["query"] = self._tables.query(at)
        elif node.type == "osm":
            made.children += self._tables.tags(node, self._wording)
        else:
            made.children += self._tables.asked(at)
            made.children += self._tables.geometry(at)
        made.children += self._changes(at)
        made.children += self._actions(at, node)
        return made

    def _attributes(self, at: Place, node: Node) -> dict[str, str]:
        made: dict[str, str] = {}
        if node.appearance:
            made["appearance"] = self._paths.expression(node.appearance, at)
        if node.type in _MEDIA and not (self._wording.exact and node.type == "file"):
            made["mediatype"] = _MEDIA[node.type]
        parameters = {**(_USUAL if node.type == "range" else {}), **node.parameters}
        for name, attribute in _PARAMETERS.get(node.type, {}).items():
            if name in parameters:
                made[attribute] = "true" if name == "incremental" else parameters[name]
        if node.appearance not in ("", "annotate"):
            made.pop("intent", None)
        for name, text in node.body.items():
            if is_attribute(name):
                made[name] = self._paths.expression(text, at)
            else:
                self._binds.dropped(at, name)
        return made

    def _changes(self, at: Place) -> Iterator[Tag]:
        for place in self._triggered.get(at.steps, ()):
            target = place.node
            assert target is not None
            if target.type == "background-geopoint":
                yield odk_element("setgeopoint", ref=place.path, event=_CHANGED)
            else:
                yield self._binds.setting(at, place, _CHANGED, target.calculation)

    def _actions(self, at: Place, node: Node) -> Iterator[Tag]:
        for action in node.actions:
            told = action.target == "." and action.literal
            if not (told and action.event.startswith("odk-instance-first-load")):
                yield self._binds.action(action, at)


def _control(node: Node) -> Tag:
    if node.type in _SELECT:
        return element(_SELECT[node.type])
    if node.type == "rank":
        return odk_element("rank")
    if node.type in _MEDIA:
        return element("upload")
    if node.type == "range":
        return element("range")
    control = type_of(node).control
    return element("trigger" if control == "trigger" or node.type == "trigger" else "input")


def _heads(node: Node) -> bool:
    """Does it only show the choices' labels, for the questions below it, and say nothing itself?"""
    silent = node.appearance == "label" and "label" not in node.text
    return silent or node.name.startswith(_TABLE_LABELS)


def _shown(node: Node) -> bool:
    if node.name != "meta" or node.text or node.appearance or node.body:
        return True
    return any(one.kind is NodeKind.QUESTION for one in node.walk())

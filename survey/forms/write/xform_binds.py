"""The binds of an XForm, and the actions that stand in its model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from survey.forms.defaults import is_dynamic
from survey.forms.definition import Action, Node, NodeKind
from survey.forms.markup import Tag
from survey.forms.types import PRELOADS, type_of
from survey.forms.write.xform_markup import element, is_attribute, odk_element
from survey.forms.write.xform_paths import Paths, Place
from survey.forms.write.xform_words import Wording

FIRST_LOAD = "odk-instance-first-load"
NEW_REPEAT = "odk-new-repeat"
_FORMULAS = {
    "relevant": "relevant", "required": "required", "readonly": "readonly",
    "constraint": "constraint", "calculation": "calculate",
}  # fmt: skip
_BIND_TYPES = {"osm": "binary", "rank": "odk:rank"}
_PARAMETERS = {
    "max-pixels": "orx:max-pixels", "quality": "odk:quality",
    "allow-mock-accuracy": "odk:allow-mock-accuracy", "track-changes": "odk:track-changes",
    "track-changes-reasons": "odk:track-changes-reasons", "identify-user": "odk:identify-user",
    "location-priority": "odk:location-priority", "location-max-age": "odk:location-max-age",
    "location-min-interval": "odk:location-min-interval",
}  # fmt: skip
_ELSEWHERE = {"background-audio", "hidden", "range"}
"""Types whose parameters stand at their control, or at the action that records them."""



class Binds:
    """Writes the bind of one node after another; ``dropped`` is told what XML cannot hold."""

    def __init__(
        self, paths: Paths, wording: Wording, dropped: Callable[[Place, str], None]
    ) -> None:
        self.paths = paths
        self.dropped = dropped
        self._wording = wording

    def of(self, at: Place) -> Iterator[Tag]:
        """The bind of a node and what is done when the form is opened."""
        node = at.node
        assert node is not None
        attributes = self._attributes(node, at)
        if attributes:
            yield element("bind", **{"nodeset": at.path, **attributes})
        yield from self.of_attributes(at, node.bind)
        yield from self._opening(node, at)

    def of_attributes(self, at: Place, bound: Mapping[str, str]) -> Iterator[Tag]:
        """The binds of a node's own attributes: ``@version calculate`` and its like."""
        found: dict[str, dict[str, str]] = {}
        for name, text in bound.items():
            attribute, blank, what = name.partition(" ")
            if attribute.startswith("@") and blank:
                said = self.paths.expression(text, at)
                found.setdefault(attribute, {})[what] = said
        for attribute, given in found.items():
            yield element("bind", **{"nodeset": f"{at.path}/{attribute}", **given})

    def _attributes(self, node: Node, at: Place) -> dict[str, str]:
        made: dict[str, str] = {}
        if node.kind in (NodeKind.QUESTION, NodeKind.VALUE) and node.type != "trigger":
            made["type"] = _bind_type(node, exact=self._wording.exact)
            preload = _preload(node)
            if preload and "jr:preload" not in node.bind:
                made["jr:preload"], made["jr:preloadParams"] = preload
        if node.type not in _ELSEWHERE:
            made |= {_PARAMETERS[k]: v for k, v in node.parameters.items() if k in _PARAMETERS}
        if node.type == "note":
            made["readonly"] = "true()"
        for name, attribute in _FORMULAS.items():
            text = getattr(node, name)
            if text and not (name == "calculation" and node.triggers):
                made[attribute] = self.paths.expression(text, at)
        made |= dict(self._wording.messages(at, node.text))
        for name, text in node.bind.items():
            if name == "type" or name.startswith("@"):
                continue
            if name == "entities:saveto":
                made[name] = text.rpartition("#")[2]
            elif is_attribute(name):
                made[name] = self.paths.expression(text, at)
            else:
                self.dropped(at, name)
        return made

    def _opening(self, node: Node, at: Place) -> Iterator[Tag]:
        if node.type == "start-geopoint":
            yield odk_element("setgeopoint", ref=at.path, event=FIRST_LOAD)
        elif node.type == "background-audio":
            made = odk_element("recordaudio", ref=at.path, event="odk-instance-load")
            if "quality" in node.parameters:
                made.attributes["odk:quality"] = node.parameters["quality"]
            yield made
        if is_dynamic(node.default, node.type):
            yield self.setting(at, at, FIRST_LOAD, node.default)

    def setting(self, at: Place, target: Place, event: str, value: str) -> Tag:
        """Sets ``target`` to the value of an expression that stands at ``at``."""
        made = element("setvalue", ref=target.path, event=event)
        if value:
            made.attributes["value"] = self.paths.expression(value, at)
        return made

    def action(self, action: Action, at: Place) -> Tag:
        """An action as it was read."""
        make = element if action.kind == "setvalue" else odk_element
        made = make(action.kind, event=action.event)
        if action.target:
            made.attributes["ref"] = self.paths.expression(action.target, at).strip()
        self._quality(action, at, made)
        if action.value:
            made.attributes["value"] = self.paths.expression(action.value, at)
        elif action.literal:
            made.children.append(action.literal)
        return made

    def _quality(self, action: Action, at: Place, made: Tag) -> None:
        """The quality of a recording is kept with what is recorded."""
        target = self.paths.at(action.target, at) if action.kind == "recordaudio" else None
        if target is not None and target.node is not None and "quality" in target.node.parameters:
            made.attributes["odk:quality"] = target.node.parameters["quality"]


def _bind_type(node: Node, *, exact: bool) -> str:
    given = node.bind.get("type", "")
    if node.type == "rank" and given == "rank":
        return "odk:rank"
    if node.type in _BIND_TYPES and not given and not exact:
        return _BIND_TYPES[node.type]
    return given or type_of(node).value


def _preload(node: Node) -> tuple[str, str] | None:
    if node.type.startswith("uri:"):
        return "property", node.type
    return PRELOADS.get(node.type)

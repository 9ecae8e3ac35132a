"""The primary instance of an XForm, with its binds and controls, as nodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from survey.forms.defaults import is_dynamic
from survey.forms.definition import Action, Node, NodeKind, Text
from survey.forms.markup import Tag, is_template
from survey.forms.problems import Spot
from survey.forms.read.vocabulary import BIND_FIELDS
from survey.forms.read.xform_body import Asks, Body, actions_of, left_out, readable
from survey.forms.read.xform_choices import Choices
from survey.forms.read.xform_names import plain_key
from survey.forms.read.xform_text import Translations, label_text, message_text, shows
from survey.forms.types import PRELOADS, RANGE_ATTRIBUTES, TYPES

_MESSAGES = {"jr:constraintMsg": "constraint_message", "jr:requiredMsg": "required_message"}
_TOLD_BIND = {
    "nodeset",
    "ref",
    "id",
    "type",
    "relevant",
    "required",
    "readonly",
    "constraint",
    "calculate",
    *_MESSAGES,
}
_TOLD_BODY = {"ref", "nodeset", "bind", "appearance", "jr:count", *RANGE_ATTRIBUTES.values()}
_BY_BIND = {
    "int": "integer",
    "decimal": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "dateTime",
    "geopoint": "geopoint",
    "geotrace": "geotrace",
    "geoshape": "geoshape",
    "barcode": "barcode",
}
_BY_CONTROL = {
    "select": "select_multiple",
    "select1": "select_one",
    "rank": "rank",
    "range": "range",
    "trigger": "acknowledge",
}
_OLDER_CONTROLS = {"textarea": "multiline", "secret": "masked"}
"""Controls of XForms that other tools have as an appearance of an input."""

_OLDER_WORDS = {"alert": "constraint_message", "help": "guidance_hint"}
_BY_MEDIA = {"image/*": "image", "audio/*": "audio", "video/*": "video", "osm/*": "osm"}


@dataclass(slots=True)
class Nodes:
    """Makes nodes of instance elements. ``paths`` are those that were made."""

    form: UUID
    body: Body
    binds: Mapping[str, Tag]
    words: Translations
    choices: Choices
    attributes: Mapping[str, dict[str, str]]
    paths: set[str] = field(default_factory=set)

    def below(self, tag: Tag, path: str) -> tuple[Node, ...]:
        """The nodes inside an instance element."""
        self.paths.add(path)
        found: dict[str, list[Tag]] = {}
        for child in tag.tags:
            found.setdefault(child.name, []).append(child)
        return tuple(
            self._node(self._model(tags), f"{path}/{name}", many=len(tags) > 1)
            for name, tags in found.items()
        )

    @staticmethod
    def _model(tags: list[Tag]) -> Tag:
        return next((tag for tag in tags if is_template(tag)), tags[0])

    def _node(self, tag: Tag, path: str, *, many: bool) -> Node:
        asks = self.body.asks.get(path, Asks())
        bind = self.binds.get(path)
        bound = {} if bind is None else {plain_key(k): v for k, v in bind.attributes.items()}
        formulas, unread = self._formulas(bound, bind)
        inside = self.below(tag, path)
        if asks.control is not None and (inside or many or asks.repeat is not None):
            spot = Spot(row=asks.control.line, column=asks.control.name, text=path)
            self.body.findings.error("xform-group-asked", spot, path=path)
        given: dict[str, Any] = {
            "id": uuid5(self.form, path),
            "name": tag.name,
            "namespace": _space(tag),
            "row": tag.line,
            "nodes": inside,
            **formulas,
            "bind": {k: v for k, v in bound.items() if k not in _TOLD_BIND}
            | unread
            | self.attributes.get(path, {}),
            "instance": {k: v for k, v in tag.attributes.items() if not k.endswith("}template")},
            "actions": tuple(actions_of(asks.actions, self.body)),
        }
        if asks.repeat is not None or many:
            return Node(**given | self._repeat(asks, bound))
        if asks.control is None and (inside or asks.group is not None):
            return Node(**given | self._group(asks, bound))
        return Node(**given | self._value(asks, tag, path, bound, given))

    def _formulas(
        self, bound: Mapping[str, str], bind: Tag | None
    ) -> tuple[dict[str, str], dict[str, str]]:
        """The expressions of a bind by field, and those nobody can read by attribute."""
        found: dict[str, str] = {}
        unread: dict[str, str] = {}
        for attribute, field_name in BIND_FIELDS.items():
            text = bound.get(attribute, "").strip()
            findings = self.body.findings
            if text and bind is not None and not readable(text, bind, attribute, findings):
                unread[attribute], text = text, ""
            found[field_name] = text
        return found, unread

    def _repeat(self, asks: Asks, bound: Mapping[str, str]) -> dict[str, Any]:
        found = self._group(asks, bound)
        repeat = asks.repeat
        found["kind"] = NodeKind.REPEAT
        if repeat is not None:
            found["appearance"] = repeat.get("appearance") or found["appearance"]
            found["count"] = (repeat.any("count") or "").strip()
            found["text"] = {**self._text(repeat, {}), **found["text"]}
            found["body"] = {**found["body"], **_body(repeat)}
        return found

    def _group(self, asks: Asks, bound: Mapping[str, str]) -> dict[str, Any]:
        group = asks.group
        found: dict[str, Any] = {"kind": NodeKind.GROUP, "appearance": "", "body": {}}
        found["text"] = self._text(group, bound)
        if group is not None:
            found["appearance"] = group.get("appearance")
            found["body"] = _body(group)
        return found

    def _value(
        self, asks: Asks, tag: Tag, path: str, bound: Mapping[str, str], given: Mapping[str, Any]
    ) -> dict[str, Any]:
        control = asks.control
        found: dict[str, Any] = {}
        if control is None:
            found["kind"] = NodeKind.VALUE
            found["type"] = _value_type(bound)
            if path in self.body.qualities:
                found["parameters"] = {"quality": self.body.qualities[path]}
        else:
            found["kind"] = NodeKind.QUESTION
            found["type"] = _question_type(control, bound)
            found["appearance"] = _appearance(control)
            found["body"] = _body(control)
            found |= self._asked(control, tag.name)
        found["text"] = self._text(control, bound)
        if found["type"] == "text" and _only_shown(bound) and shows(found["text"]):
            found["type"], found["readonly"] = "note", ""
        stated = bound.get("type", "string").rpartition(":")[2]
        own = TYPES.get(found["type"])
        if own is None or stated != own.value:
            found["bind"] = {**given["bind"], "type": stated}
        text = tag.text if tag.text.strip() else ""
        if text and is_dynamic(text, found["type"]):
            found["actions"] = (*given["actions"], self._literal(path, text))
        else:
            found["default"] = text
        if found["type"] in PRELOADS:
            found["bind"] = {
                k: v
                for k, v in found.get("bind", given["bind"]).items()
                if k not in ("jr:preload", "jr:preloadParams")
            }
        return found

    def _literal(self, path: str, text: str) -> Action:
        steps = path.split("/")
        repeated = any(
            asks.repeat is not None
            for n in range(2, len(steps))
            if (asks := self.body.asks.get("/".join(steps[:n]))) is not None
        )
        event = "odk-instance-first-load" + (" odk-new-repeat" if repeated else "")
        return Action(event=event, target=".", literal=text)

    def _asked(self, control: Tag, name: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        parameters: dict[str, str] = {}
        if control.name == "range":
            given = {plain_key(key): value for key, value in control.attributes.items()}
            names = RANGE_ATTRIBUTES.items()
            parameters = {name: given[key] for name, key in names if given.get(key)}
            labels = self.choices.of(control, name).list
            if labels:
                found["list"] = parameters["tick_labelset"] = labels
        if control.name == "input" and control.first("itemset") is not None:
            asked = self.choices.of(control, name)  # places that a map shows beside the answer
            found["itemset"], found["choice_filter"] = asked.itemset, asked.filter
            parameters = asked.parameters
            if asked.list:
                parameters["reference-geometry"] = asked.list
        if control.name == "upload":
            found["list"] = self.choices.tagged(control, name)
            for item in [item for tag in control.named("tag") for item in tag.named("item")][:1]:
                left_out(item, self.body)
        if control.name in ("select", "select1", "rank"):
            asked = self.choices.of(control, name)
            found["list"] = asked.list
            found["choice_filter"] = asked.filter
            found["itemset"] = asked.itemset
            parameters = asked.parameters
        found["parameters"] = parameters
        return found

    def _text(self, control: Tag | None, bound: Mapping[str, str]) -> Text:
        found: dict[str, Mapping[str, str]] = {}
        if control is not None:
            found |= label_text(control.first("label"), "label", self.words)
            found |= label_text(control.first("hint"), "hint", self.words)
        for attribute, name in _MESSAGES.items():
            found |= message_text(bound.get(attribute, ""), name, self.words)
        for name, meant in _OLDER_WORDS.items():
            tag = None if control is None else control.first(name)
            said = label_text(tag, meant, self.words)
            if meant in said and meant not in found:
                found[meant] = said[meant]
            elif tag is not None:
                left_out(tag, self.body)
        return found


def _space(tag: Tag) -> str:
    return tag.namespace if tag.prefix else ""


def _body(tag: Tag) -> dict[str, str]:
    told = {plain_key(key): value for key, value in tag.attributes.items()}
    if told.get("mediatype") in _BY_MEDIA:
        del told["mediatype"]
    return {key: value for key, value in told.items() if key not in _TOLD_BODY}


def _appearance(control: Tag) -> str:
    given, meant = control.get("appearance"), _OLDER_CONTROLS.get(control.name, "")
    return given if meant in given.split() else f"{given} {meant}".strip()


def _value_type(bound: Mapping[str, str]) -> str:
    preload = (bound.get("jr:preload", ""), bound.get("jr:preloadParams", ""))
    for name, known in PRELOADS.items():
        if preload == known:
            return name
    return "calculate" if bound.get("calculate") else "hidden"


def _question_type(control: Tag, bound: Mapping[str, str]) -> str:
    if control.name == "trigger" and not bound.get("type"):
        return "trigger"
    if control.name in _BY_CONTROL:
        return _BY_CONTROL[control.name]
    if control.name == "upload":
        return _BY_MEDIA.get(control.get("mediatype"), "file")
    stated = bound.get("type", "string").rpartition(":")[2]
    return _BY_BIND.get(stated, "text")


def _only_shown(bound: Mapping[str, str]) -> bool:
    stated = bound.get("type", "string").rpartition(":")[2]
    return stated == "string" and bound.get("readonly", "").strip() == "true()"

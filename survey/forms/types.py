"""The types of nodes: what asks for them and what values they hold."""

from __future__ import annotations

from survey.forms.definition import Node, NodeKind
from survey.late import dataclass


@dataclass(frozen=True, slots=True)
class Type:
    """``control`` is the OpenRosa control (empty: never asked), ``value`` the bind type."""

    control: str
    value: str


_INPUT = {
    "text": "string", "integer": "int", "decimal": "decimal", "date": "date", "time": "time",
    "datetime": "dateTime", "dateTime": "dateTime", "geopoint": "geopoint", "geotrace": "geotrace",
    "geoshape": "geoshape", "barcode": "barcode", "rating": "int", "points": "string",
    "matrix": "string", "percentages": "string", "nki": "string",
}  # fmt: skip
_UPLOAD = ("image", "audio", "video", "file")
_SELECT = ("select_one", "select_multiple")
_VALUES = {
    "calculate": "string", "hidden": "string", "start": "dateTime", "end": "dateTime",
    "today": "date", "deviceid": "string", "phonenumber": "string", "username": "string",
    "email": "string", "subscriberid": "string", "simserial": "string", "audit": "binary",
    "start-geopoint": "geopoint", "background-audio": "binary",
    "background-geopoint": "geopoint", "csv-external": "string", "xml-external": "string",
}  # fmt: skip

TYPES: dict[str, Type] = {
    **{name: Type("input", value) for name, value in _INPUT.items()},
    **{name: Type("upload", "binary") for name in _UPLOAD},
    **{name: Type("select", "string") for name in _SELECT},
    **{name: Type("", value) for name, value in _VALUES.items()},
    "rank": Type("rank", "string"),
    "range": Type("range", "int"),
    "acknowledge": Type("trigger", "string"),
    "trigger": Type("trigger", "string"),
    "note": Type("note", "string"),
}
"""XLSForm type (and ours) → control and bind type."""

PRELOADS = {
    "start": ("timestamp", "start"), "end": ("timestamp", "end"), "today": ("date", "today"),
    "deviceid": ("property", "deviceid"), "phonenumber": ("property", "phonenumber"),
    "username": ("property", "username"), "email": ("property", "email"),
    "subscriberid": ("property", "subscriberid"), "simserial": ("property", "simserial"),
}  # fmt: skip
"""Metadata type → its ``jr:preload`` and ``jr:preloadParams``."""

RANGE_ATTRIBUTES = {
    "start": "start", "end": "end", "step": "step", "tick_interval": "odk:tick-interval",
    "placeholder": "odk:placeholder",
}  # fmt: skip
"""Parameter of a range → its attribute in an XForm."""

_BELOW = {"select_one": "select_one", "range": "range"}
"""What a rating is to others → what holds of its answers."""

_PLAIN = Type("input", "string")
_HIDDEN = Type("", "string")


def type_of(node: Node) -> Type:
    """Control and bind type of a question or value; ``bind["type"]`` overrules the type's own.

    Selects from files and externals count as the selects they are. Unknown types are text.
    """
    name = node.type
    if name == "rating":
        name = _BELOW.get(node.parameters.get("below", ""), name)
    found = TYPES.get(name)
    if found is None:
        known = next((known for known in _SELECT if name.startswith(known)), "")
        found = TYPES.get(known) or (_HIDDEN if node.kind is NodeKind.VALUE else _PLAIN)
    if node.kind is NodeKind.VALUE and found.control:
        found = Type("", found.value)
    if name == "range" and _fractional(node):
        found = Type("range", "decimal")
    stated = node.bind.get("type", "")
    return Type(found.control, value_type(stated)) if stated else found


_VALUE_TYPES = {
    "string", "int", "boolean", "decimal", "date", "time", "dateTime", "geopoint", "geotrace",
    "geoshape", "binary", "barcode", "intent",
}  # fmt: skip


def value_type(stated: str) -> str:
    """A bind's type as it is understood: without its prefix, and text when it is not known."""
    name = stated.rpartition(":")[2]
    if name == "integer":
        return "int"
    return name if name in _VALUE_TYPES else "string"


def _fractional(node: Node) -> bool:
    return any("." in str(node.parameters.get(key, "")) for key in ("start", "end", "step"))

"""Which view asks a question, told by its type and its appearance."""

from __future__ import annotations

from assets.words import Words
from kiosk.forms.scales import is_short
from kiosk.questions.asked import Kind
from survey.forms.engine.plan import Plan

LONG = 24
"""A list with more choices than this is searched instead of shown whole."""

SHORT = 8
"""One that the form would hide in a menu, but that is no longer than this, is shown whole."""

CAMERA, MICROPHONE, PLACE, FILES = "camera", "microphone", "place", "files"
"""What a device may have beside its screen."""

_NEEDS = {
    "image": CAMERA, "video": CAMERA, "audio": MICROPHONE, "file": FILES,
    "background-audio": MICROPHONE,
}
_SEARCHED = ("search", "autocomplete", "minimal")


def kind_of(plan: Plan, choices: int) -> Kind:
    """The view for a question that may be answered; ``SKIPPED`` where the device lacks what
    it takes."""
    node, control, value = plan.node, plan.type.control, plan.type.value
    looks = node.appearance.split()
    if node.type == "rating":
        if control != "select" and not is_short(plan):
            return Kind.RANGE
        agreement = node.parameters.get("scale") == "agreement"
        return Kind.ONE if agreement else Kind.RATING
    if control == "select":
        return _select(node.type, looks, choices)
    if control == "range" and "rating" in looks and is_short(plan):
        return Kind.RATING
    if control in _BY_CONTROL:
        return _BY_CONTROL[control]
    if value == "int" and "counter" in looks:
        return Kind.COUNTER
    return _BY_VALUE.get(value, Kind.TEXT)


_BY_CONTROL = {
    "upload": Kind.SKIPPED, "rank": Kind.RANK, "range": Kind.RANGE, "note": Kind.NOTE,
    "trigger": Kind.ACKNOWLEDGE,
}
_BY_VALUE = {
    "int": Kind.NUMBER, "decimal": Kind.NUMBER, "date": Kind.MOMENT, "time": Kind.MOMENT,
    "dateTime": Kind.MOMENT, "geopoint": Kind.SKIPPED, "geotrace": Kind.SKIPPED,
    "geoshape": Kind.SKIPPED, "binary": Kind.SKIPPED,
}


def _select(type: str, looks: list[str], choices: int) -> Kind:
    searched = any(look.startswith(_SEARCHED) for look in looks)
    if choices > LONG or (searched and choices > SHORT):
        return Kind.SEARCH
    return Kind.MANY if type.startswith("select_multiple") else Kind.ONE


def why_skipped(plan: Plan, words: Words) -> str:
    """Why a question cannot be asked here."""
    need = _NEEDS.get(plan.node.type, PLACE if plan.type.value.startswith("geo") else FILES)
    if need == CAMERA:
        return words("Pictures cannot be taken here, so this question is skipped.")
    if need == MICROPHONE:
        return words("Sound cannot be recorded here, so this question is skipped.")
    if need == PLACE:
        return words("Places cannot be pointed out here, so this question is skipped.")
    return words("Files cannot be handed in here, so this question is skipped.")

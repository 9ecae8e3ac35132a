"""Which view asks a question, told by its type and its appearance."""

from __future__ import annotations

from collections.abc import Collection

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
_TAKEN = {CAMERA: ("image", Kind.PHOTO), MICROPHONE: ("audio", Kind.SOUND)}
_DRAWN = ("draw", "annotate", "signature")
_SEARCHED = ("search", "autocomplete", "minimal")


def need_of(plan: Plan) -> str:
    """What a device must have for a question to be answered with a file; else nothing."""
    node, need = plan.node, _NEEDS.get(plan.node.type, "")
    drawn = any(look.startswith(_DRAWN) for look in node.appearance.split())
    taken = _TAKEN.get(need, ("",))[0] == node.type and plan.type.control == "upload"
    return need if taken and not drawn else ""


def kind_of(plan: Plan, choices: int, able: Collection[str] = ()) -> Kind:
    """The view for a question that may be answered; ``SKIPPED`` where the device lacks what
    it takes: ``able`` is what it has."""
    need = need_of(plan)
    if need and need in able:
        return _TAKEN[need][1]
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


def why_skipped(plan: Plan, words: Words, allowed: bool = True, full: bool = False) -> str:
    """Why a question cannot be asked here; ``allowed`` is whether the survey takes files, and
    ``full`` whether this person has handed in all that can be kept."""
    if need_of(plan) and not allowed:
        return words("This survey takes no photos and no sound, so this question is skipped.")
    if full:
        return words("There is no room for more photos or sounds, so this question is skipped.")
    need = _NEEDS.get(plan.node.type, PLACE if plan.type.value.startswith("geo") else FILES)
    if need == CAMERA:
        return words("Pictures cannot be taken here, so this question is skipped.")
    if need == MICROPHONE:
        return words("Sound cannot be recorded here, so this question is skipped.")
    if need == PLACE:
        return words("Places cannot be pointed out here, so this question is skipped.")
    return words("Files cannot be handed in here, so this question is skipped.")

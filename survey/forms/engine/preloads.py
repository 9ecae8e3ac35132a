"""What a form knows before anybody answers: who, when, where it is run."""

from __future__ import annotations

from uuid import UUID

from survey.forms.definition import Node
from survey.forms.engine.circumstances import Circumstances
from survey.forms.types import PRELOADS

_JR = "{http://openrosa.org/javarosa}"


def preloaded(node: Node, world: Circumstances, *, end: bool = False) -> str | None:
    """What a node holds from the start, or at the ``end``; None when it is no such metadata."""
    kind = _bound(node, "preload")
    parameter = _bound(node, "preloadParams").replace(" ", "")
    if not kind:
        kind, parameter = PRELOADS.get(node.type, ("", ""))
    if (kind == "timestamp" and parameter == "end") is not end:
        return None
    if kind == "uid":
        return f"uuid:{UUID(int=world.random.getrandbits(128), version=4)}"
    if kind == "timestamp":
        return stamp(world)
    if kind == "date":
        return world.clock().astimezone(world.zone).date().isoformat()
    if kind == "property":
        return world.properties.get(parameter, world.properties.get(f"uri:{parameter}"))
    return None


def _bound(node: Node, name: str) -> str:
    for key in (f"jr:{name}", _JR + name, name):
        found = node.bind.get(key)
        if found:
            return found
    return ""


def stamp(world: Circumstances) -> str:
    """Now, as ``dateTime`` with milliseconds and the zone's offset."""
    return world.clock().astimezone(world.zone).isoformat(timespec="milliseconds")

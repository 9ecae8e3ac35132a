"""Actions of an XForm as a workbook says them: defaults to work out, triggers, background types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from survey.forms.defaults import is_dynamic
from survey.forms.definition import Action, FormDefinition, Node, NodeKind
from survey.forms.write.xform_paths import Paths, Place

FIRST_LOAD = "odk-instance-first-load"
_OPENING = {FIRST_LOAD, "odk-new-repeat"}
_CHANGED = "xforms-value-changed"


@dataclass(slots=True)
class _Told:
    """What actions do to one node."""

    default: str = ""
    calculation: str = ""
    triggers: tuple[str, ...] = ()
    type: str = ""


class Acts:
    """Sorts all actions of a form by the node they act on."""

    def __init__(self, form: FormDefinition, paths: Paths, tell: Callable[..., None]) -> None:
        self._paths = paths
        self._tell = tell
        self._told: dict[str, _Told] = {}
        for action in form.actions:
            self._take(action, paths.root)
        for place in paths.all:
            assert place.node is not None
            for action in place.node.actions:
                self._take(action, place)

    def _take(self, action: Action, at: Place) -> None:
        target = at if action.target == "." else self._paths.at(action.target, at)
        if target is None or target.node is None or not self._taken(action, at, target):
            row = at.node.row if at.node is not None else 0
            self._tell("xlsx-action", row, action.target, target=action.target, event=action.event)

    def _taken(self, action: Action, at: Place, target: Place) -> bool:
        events = set(action.event.split())
        told = self._told.setdefault(target.path, _Told())
        value = action.value or _quoted(action.literal)
        node = target.node
        assert node is not None
        if events and events <= _OPENING:
            if action.kind == "setgeopoint":
                told.type = "start-geopoint"
                return node.kind is NodeKind.VALUE
            if action.kind != "setvalue" or told.default not in ("", value):
                return False
            told.default = value if is_dynamic(value, node.type) else f"string({value})"
            return bool(value)
        if action.kind == "recordaudio" and events == {"odk-instance-load"}:
            told.type = "background-audio"
            return node.kind is NodeKind.VALUE
        asks = at.node is not None and at.node.kind is NodeKind.QUESTION
        if events != {_CHANGED} or not asks or node.calculation:
            return False
        if action.kind == "setgeopoint":
            told.type = "background-geopoint"
        elif action.kind != "setvalue" or told.calculation not in ("", value):
            return False
        else:
            told.calculation = value
        told.triggers = (*told.triggers, at.steps[-1])
        return True

    def applied(self, node: Node, at: Place) -> Node:
        """The node with what actions do to it, and without actions of its own."""
        told = self._told.get(at.path, _Told())
        return replace(
            node, actions=(),
            type=told.type or node.type,
            default=told.default or node.default,
            calculation=told.calculation or node.calculation,
            triggers=told.triggers or node.triggers,
        )  # fmt: skip


def _quoted(literal: str) -> str:
    if not literal:
        return ""
    if "'" not in literal:
        return f"'{literal}'"
    if '"' not in literal:
        return f'"{literal}"'
    parts = literal.split("'")
    return "concat(" + ', "\'", '.join(f"'{part}'" for part in parts) + ")"

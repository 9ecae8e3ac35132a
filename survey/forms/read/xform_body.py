"""The body of an XForm: which control asks for which node."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from survey.forms.definition import Action
from survey.forms.markup import Tag
from survey.forms.problems import Findings, Spot
from survey.forms.read.formulas import compiled

CONTROLS = {
    "input",
    "secret",
    "textarea",
    "select",
    "select1",
    "upload",
    "range",
    "trigger",
    "rank",
}
ACTIONS = {"setvalue", "setgeopoint", "recordaudio"}
_WORDS = {"label", "hint", "help", "alert"}
_ABOUT = {*_WORDS, *ACTIONS, "item", "itemset", "value", "tag"}
"""What stands in a control and is read."""


@dataclass(slots=True)
class Asks:
    """What the body says of one node: its control, its group and its repeat, and actions."""

    control: Tag | None = None
    group: Tag | None = None
    repeat: Tag | None = None
    actions: list[Tag] = field(default_factory=list)


@dataclass(slots=True)
class Body:
    """What is asked, by absolute path (``/data/a``), in the order of the body.

    ``ids`` are paths by the id of their bind, ``qualities`` those of recordings by their path.
    """

    findings: Findings
    ids: Mapping[str, str]
    asks: dict[str, Asks] = field(default_factory=dict)
    qualities: dict[str, str] = field(default_factory=dict)

    def at(self, path: str) -> Asks:
        """What is asked of a path; made when nothing was yet."""
        return self.asks.setdefault(path, Asks())


def body_of(body: Tag | None, root: str, binds: dict[str, str], findings: Findings) -> Body:
    """Read a body. ``binds`` are paths by the id of their bind."""
    found = Body(findings, binds)
    if body is not None:
        _read(body, f"/{root}", found, binds)
    return found


def _read(tag: Tag, here: str, body: Body, binds: dict[str, str]) -> None:
    for child in tag.tags:
        if child.name in ACTIONS:
            body.at(here).actions.append(child)
            continue
        path = path_of(child, here, binds)
        if child.name == "group":
            repeat = wrapped(child)
            if child.get("ref"):
                body.at(path).group = child
            elif repeat is not None:
                body.at(path_of(repeat, path, binds)).group = child
            _read(child, path, body, binds)
        elif child.name == "repeat":
            _repeat(child, path, body, binds)
        elif child.name in CONTROLS:
            _control(child, path, body)
        elif child.name not in _WORDS or tag.name == "body":
            left_out(child, body)


def _repeat(tag: Tag, path: str, body: Body, binds: dict[str, str]) -> None:
    body.at(path).repeat = tag
    _read(tag, path, body, binds)


def _control(tag: Tag, path: str, body: Body) -> None:
    if not path or not (tag.get("ref") or tag.get("bind")):
        body.findings.error("xform-no-ref", Spot(row=tag.line, column=tag.name))
        return
    asks = body.at(path)
    if asks.control is None:
        asks.control = tag
    asks.actions.extend(inner for inner in tag.tags if inner.name in ACTIONS)
    for inner in tag.tags:
        if inner.name not in _ABOUT:
            left_out(inner, body)


def left_out(tag: Tag, body: Body) -> None:
    """Tells that an element is not taken over."""
    spot = Spot(row=tag.line, column=tag.name)
    body.findings.warning("xform-left-out", spot, name=tag.name)


def wrapped(group: Tag) -> Tag | None:
    """The repeat that a group without a node of its own only says the label of; else None."""
    if group.get("ref") or group.get("bind"):
        return None
    shown = [tag for tag in group.tags if tag.name not in ("label", "hint")]
    return shown[0] if len(shown) == 1 and shown[0].name == "repeat" else None


def path_of(tag: Tag, here: str, binds: Mapping[str, str]) -> str:
    """The absolute path of what a tag of the body stands for; ``here`` is where it stands."""
    bound = tag.get("bind")
    if bound in binds:
        return binds[bound]
    return absolute(tag.get("ref") or tag.get("nodeset"), here)


def absolute(ref: str, here: str) -> str:
    """A reference as an absolute path without prefixes; ``here`` is where it stands."""
    ref = ref.strip()
    steps = [] if ref.startswith("/") else here.strip("/").split("/")
    for step in ref.split("/"):
        step = step.strip()
        if step in ("", "."):
            continue
        if step in ("..", "current()/.."):
            steps = steps[:-1]
        elif step != "current()":
            mark = "@" if step.startswith("@") else ""
            steps.append(mark + step.lstrip("@").rpartition(":")[2] if "(" not in step else step)
    return "/" + "/".join(steps)


def readable(text: str, tag: Tag, column: str, findings: Findings) -> bool:
    """Are its functions known and asked rightly? When not, that is told; the form does without.

    What is no expression at all is left to refuse the form when it is opened, as elsewhere.
    """
    _, code, fault = compiled(text)
    if fault is not None and code == "expression-left-out":
        return True
    if fault is not None:
        spot = Spot(row=tag.line, column=column, text=text)
        findings.warning(code, spot, offset=min(fault.offset, len(text)), fault=fault.message)
    return fault is None


def actions_of(tags: Iterable[Tag], body: Body) -> Iterator[Action]:
    """The actions that can be read."""
    for tag in tags:
        value = tag.get("value").strip()
        if not value or readable(value, tag, tag.name, body.findings):
            yield action_of(tag, body.ids)


def action_of(tag: Tag, by_id: Mapping[str, str]) -> Action:
    """A ``setvalue`` or its like as an action."""
    value = tag.get("value")
    return Action(
        event=" ".join((tag.any("event") or "").split()),
        target=tag.get("ref") or by_id.get(tag.get("bind"), ""),
        value=value,
        literal="" if value else tag.text,
        kind=tag.name,
    )

"""How large a form may be, the same for every kind of file: what is read can be written and read.

Each kind of file has limits of its own beside these, so that hostile ones are refused early.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from survey.forms.definition import ChoiceList, FormDefinition, Node, Place, Text
from survey.forms.problems import Findings, Spot

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that XML cannot hold."""

LONGEST = 1_000_000
"""Characters of one text."""

LONGEST_TABLE = 16_000_000
"""Characters of XML that is kept as it stands: a table beside the answers, the first instance."""

DEEPEST = 60
"""Groups and repeats inside one another, in the data and on screen."""

MOST_NODES = 20_000
"""Questions, groups and values of one form: each may become an answer."""

MOST_VALUES = 3_000_000
"""Parts, counted roughly: canonical JSON of as many stays below its own limit."""

_OF_NODE, _OF_CELL, _OF_CHOICE = 12, 5, 4


def check(form: FormDefinition, findings: Findings, *, texts: bool) -> None:
    """Notes what is beyond the limits; with ``texts`` each text is looked at too."""
    if sum(1 for _ in form.walk()) > MOST_NODES or _parts(form) > MOST_VALUES:
        findings.error("form-too-large", nodes=MOST_NODES, most=MOST_VALUES)
        return
    deep = _too_deep(form.nodes)
    if deep is not None or _shown_too_deep(form.layout):
        row = deep.row if deep is not None else 0
        findings.error("too-deep", Spot(row=row, text=deep.name if deep else ""), most=DEEPEST)
    for name, xml in ((one.id, one.xml) for one in form.instances):
        if len(xml) > LONGEST_TABLE:
            findings.error("text-too-long", Spot(column="instance", text=name), most=LONGEST_TABLE)
    if len(form.start) > LONGEST_TABLE:
        findings.error("text-too-long", Spot(column="instance"), most=LONGEST_TABLE)
    if texts:
        for row, column, text in _texts(form):
            if len(text) > LONGEST:
                spot = Spot(row=row, column=column, text=text[:100])
                findings.error("text-too-long", spot, most=LONGEST)


def _parts(form: FormDefinition) -> int:
    languages = max(1, len(form.languages))
    rows = sum(
        len(made.choices) * (_OF_CHOICE + len(made.columns) + 2 * languages) for made in form.lists
    )
    nodes = sum(_OF_NODE + languages for _ in form.walk())
    return rows + nodes + _OF_CELL * len(form.kept)


def _too_deep(level: Iterable[Node]) -> Node | None:
    level = tuple(level)
    for _ in range(DEEPEST):
        level = tuple(inner for node in level for inner in node.nodes)
    return next((node for node in level if node.nodes), None)


def _shown_too_deep(level: Iterable[Place]) -> bool:
    level = tuple(level)
    for _ in range(DEEPEST):
        level = tuple(inner for place in level for inner in place.places)
    return any(place.places for place in level)


Told = Iterator[tuple[int, str, str]]
"""Row (0: unknown), what it is, the text."""


def _texts(form: FormDefinition) -> Told:
    for node in form.walk():
        yield from _of_node(node)
    for made in form.lists:
        yield from _of_list(made)
    for text in form.texts.values():
        yield from _words(0, text)
    for cell in form.kept:
        yield cell.row, cell.column[:100], cell.value
        yield cell.row, "", cell.column
    yield from _map(0, form.settings)
    for entity in form.entities:
        yield from _map(0, entity)
    for name in ("name", "version", "title", "root"):
        yield 0, name, getattr(form, name)


def _of_node(node: Node) -> Told:
    for name in (
        "name", "type", "list", "file", "source", "appearance", "relevant", "required", "readonly",
        "constraint", "calculation", "default", "choice_filter", "count",
    ):  # fmt: skip
        yield node.row, name, getattr(node, name)
    yield from _words(node.row, node.text)
    for given in (node.parameters, node.bind, node.body, node.instance):
        yield from _map(node.row, given)
    for action in node.actions:
        yield node.row, action.kind, max(action.value, action.literal, key=len)
    if node.itemset is not None:
        yield node.row, "itemset", node.itemset.nodeset


def _of_list(made: ChoiceList) -> Told:
    for choice in made.choices:
        yield 0, made.name, choice.name
        yield from _words(0, choice.text)
        yield from _map(0, choice.columns)


def _words(row: int, text: Text) -> Told:
    for name, words in text.items():
        for said in words.values():
            yield row, name, said


def _map(row: int, given: Mapping[str, str]) -> Told:
    for name, text in given.items():
        yield row, name[:100], text
        yield row, "", name

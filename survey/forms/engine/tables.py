"""Tables beside the answers: choice lists, trees in the form, and files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import PurePosixPath

from survey.collecting import nothing_collected
from survey.expressions.errors import ExpressionError
from survey.expressions.tree import Document, Element
from survey.forms.definition import Choice, ChoiceList, FormDefinition, Instance
from survey.forms.engine.circumstances import Files
from survey.forms.markup import MarkupError, Tag, read_markup
from survey.forms.tables import LAST_SAVED_SOURCE
from survey.strict import MOST_VALUES, measure

EXTERNAL = "external_choices"

MOST_CELLS = 4_000_000
"""Cells of a table in a file, each row counted as some more, as of a workbook."""

_ROW = 3
_FAULTS = (ValueError, LookupError, AttributeError, RecursionError)


class Item(Element):
    """A row of a table as a node: its ``cells`` are its children, made when they are asked for.

    ``choice`` is given where the form itself holds the row.
    """

    __slots__ = ("_made", "cells", "choice")

    def __init__(self, cells: Mapping[str, str], choice: Choice | None = None) -> None:
        self.name = "item"
        self.namespace = ""
        self.value = ""
        self.relevant = True
        self.attributes = None
        self.cells = cells
        self.choice = choice
        self._made: list[Element] | None = None

    @property
    def children(self) -> list[Element]:  # type: ignore[override]
        """One element for each cell."""
        made = self._made
        if made is None:
            made = self._made = []
            for name, value in self.cells.items():
                child = Element(name, value)
                child.parent = self
                made.append(child)
        return made

    def texts(self, name: str) -> list[str]:
        """As of any element; no child is made for it."""
        found = self.cells.get(name)
        return [] if found is None else [found]


class MissingTable(ExpressionError):
    """A table that a form reads is not there, or cannot be read. ``uri`` names it.

    ``code`` says which, as problems do.
    """

    def __init__(self, uri: str, why: str, *, there: bool = True) -> None:
        super().__init__(f"{uri}: {why}")
        self.uri = uri
        self.code = "table-unreadable" if there else "table-missing"


class Tables(Mapping[str, Document]):
    """Tables by id, each built when it is first read, and then fixed."""

    def __init__(self, form: FormDefinition, files: Files) -> None:
        self._makers: dict[str, Callable[[], Document]] = {}
        self._made: dict[str, Document] = {}
        for list in sorted(form.lists, key=lambda list: list.sheet == EXTERNAL):
            made = partial(_of_list, list, form)
            self._makers.setdefault(list.name, made)
            self._makers[external_id(list.name)] = made
        for one in form.instances:
            read = partial(_of_file, one.source, files) if one.source else partial(_inside, one)
            self._makers[one.id] = read

    def __getitem__(self, id: str) -> Document:
        made = self._made.get(id)
        if made is None:
            with nothing_collected():
                made = self._made[id] = self._makers[id]()
        return made

    def __contains__(self, id: object) -> bool:
        """Does the form have such a table, be it there or not?"""
        return id in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def external_id(list: str) -> str:
    """The id of a list on the sheet of external choices: a plain list may have the same name."""
    return f"{list} ({EXTERNAL})"


def text_id(list: ChoiceList, number: int) -> str:
    """The id under which a choice's words are asked for by ``jr:itext``; ``number`` from 0."""
    return f"{list.name}-{number}"


def _of_list(list: ChoiceList, form: FormDefinition) -> Document:
    root = Element("root")
    items = [
        Item(_cells(list, number, choice, bool(form.languages)), choice)
        for number, choice in enumerate(list.choices)
    ]
    return _filled(root, items)


def _filled(root: Element, items: list[Item]) -> Document:
    for item in items:
        item.parent = root
    root.children.extend(items)
    return Document(root, fixed=True)


def _cells(list: ChoiceList, number: int, choice: Choice, several: bool) -> Mapping[str, str]:
    label = choice.text.get("label")
    cells = {}
    if several or (label and any(label)):
        cells["itextId"] = text_id(list, number)
    cells["name"] = choice.name
    if label and not several:
        cells["label"] = label.get("") or next(iter(label.values()))
    cells.update(choice.columns)
    return cells


def _inside(instance: Instance) -> Document:
    try:
        return _of_xml(instance.xml)
    except MarkupError as error:
        raise MissingTable(instance.id, str(error)) from None


def _of_xml(source: str) -> Document:
    tag = read_markup(source)
    return Document(element_of(tag), fixed=True)


def element_of(tag: Tag) -> Element:
    """A tag and all below it as elements; the text of elements with children is left out."""
    tags = tag.tags
    made = Element(tag.name, "" if tags else tag.text.strip(), namespace=tag.namespace)
    for key, value in tag.attributes.items():
        uri, name = key[1:].split("}", 1) if key.startswith("{") else ("", key)
        made.set(name, value, namespace=uri)
    for child in tags:
        made.add(element_of(child))
    return made


def _of_file(uri: str, files: Files) -> Document:
    data = files(uri)
    if data is None and uri == LAST_SAVED_SOURCE:
        return Document(fixed=True)  # nothing was saved yet
    if data is None:
        raise MissingTable(uri, "the file is not there", there=False)
    try:
        text = data.decode("utf-8-sig")
        suffix = PurePosixPath(uri).suffix.lower()
        if suffix == ".xml" or uri == LAST_SAVED_SOURCE:
            return _of_xml(text)
        if suffix in (".geojson", ".json"):
            if measure(text)[1] > MOST_VALUES:
                raise ValueError(f"more than {MOST_VALUES} values")
            return Document(_of_geojson(json.loads(text)), fixed=True)
        return _of_csv(text)
    except (*_FAULTS, MarkupError, csv.Error) as error:
        raise MissingTable(uri, str(error)) from None


def _of_csv(text: str) -> Document:
    head, _, _ = text.partition("\n")
    delimiter = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [name.strip() for name in next(rows, [])]
    items: list[Item] = []
    cells = 0
    for row in rows:
        if any(row):
            items.append(Item(dict(zip(names, row, strict=False))))
            cells += min(len(row), len(names)) + _ROW
        if cells > MOST_CELLS:
            raise ValueError(f"more than {MOST_CELLS} cells, each row counted as {_ROW} more")
    return _filled(Element("root"), items)


def _of_geojson(found: object) -> Element:
    root = Element("root")
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list):
        raise ValueError("no collection of features")
    for feature in features:
        if not isinstance(feature, dict):
            raise ValueError("a feature is no object")
        item = Element("item")
        geometry = _geometry(feature.get("geometry"))
        if geometry:
            item.add(Element("geometry", geometry))
        if "id" in feature:
            item.add(Element("id", str(feature["id"])))
        properties = feature.get("properties") or {}
        for name, value in properties.items():
            item.add(Element(str(name), "" if value is None else str(value)))
        root.add(item)
    return root


def _geometry(found: object) -> str:
    if not isinstance(found, dict):
        return ""
    points = found.get("coordinates")
    kind = found.get("type")
    if kind == "Point":
        points = [points]
    elif kind == "Polygon" and isinstance(points, list) and points:
        points = points[0]
    elif kind != "LineString":
        raise ValueError("only points, lines and areas are read")
    if not isinstance(points, list):
        raise ValueError("a geometry has no coordinates")
    shown = [f"{point[1]} {point[0]} 0 0" for point in points if isinstance(point, list)]
    return "; ".join(shown)

"""The order in which an XForm's body shows things, where it is not the order of the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from survey.forms.definition import Node, NodeKind, Place
from survey.forms.markup import Tag
from survey.forms.read.xform_body import CONTROLS, Asks, Body, path_of, wrapped
from survey.forms.read.xform_text import Translations, label_text, says


def layout_of(
    tag: Tag | None, root: str, nodes: tuple[Node, ...], body: Body, words: Translations
) -> tuple[Place, ...]:
    """The places of a body; empty when it shows the nodes in their order.

    A group of the data that the body has no group for is not shown as one. Groups that show
    nothing are left out.
    """
    top = f"/{root}"
    ids = dict(_ids(nodes, top))
    shown = tuple(_Shown(ids, body, words).below(tag, top)) if tag is not None else ()
    return () if shown == tuple(_plain(nodes, top, body)) else shown


def _ids(nodes: tuple[Node, ...], above: str) -> Iterator[tuple[str, UUID]]:
    for node in nodes:
        path = f"{above}/{node.name}"
        yield path, node.id
        yield from _ids(node.nodes, path)


def _plain(nodes: tuple[Node, ...], above: str, body: Body) -> Iterator[Place]:
    for node in nodes:
        path = f"{above}/{node.name}"
        if node.kind is NodeKind.QUESTION:
            yield Place(node=node.id)
            continue
        inner = tuple(_plain(node.nodes, path, body))
        asks = body.asks.get(path)
        if asks is None or (asks.group is None and asks.repeat is None):
            yield from inner
        elif inner or asks.repeat is not None:
            yield Place(node=node.id, places=inner)


@dataclass(slots=True)
class _Shown:
    """Reads places from tags of the body. ``ids`` are nodes by path."""

    ids: Mapping[str, UUID]
    body: Body
    words: Translations

    def below(self, tag: Tag, here: str) -> Iterator[Place]:
        for child in tag.tags:
            path = path_of(child, here, self.body.ids)
            if child.name == "group":
                yield from self._group(child, path)
            elif child.name == "repeat" and path in self.ids:
                yield Place(node=self.ids[path], places=tuple(self.below(child, path)))
            elif child.name in CONTROLS and self._first(child, path):
                yield Place(node=self.ids[path])

    def _first(self, control: Tag, path: str) -> bool:
        return path in self.ids and self.body.at(path).control is control

    def _group(self, tag: Tag, path: str) -> Iterator[Place]:
        inner = tuple(self.below(tag, path))
        if not inner:
            return
        asks = self.body.asks.get(path, Asks())
        holds = bool(tag.get("ref")) and asks.control is None  # else it is only shown around them
        if holds and path in self.ids and asks.repeat is None:
            yield Place(node=self.ids[path], places=inner)
            return
        text = label_text(tag.first("label"), "label", self.words)
        told = holds or wrapped(tag) is not None
        if told or not (says(text) or tag.get("appearance")):
            yield from inner
        else:
            yield Place(text=text, appearance=tag.get("appearance"), places=inner)

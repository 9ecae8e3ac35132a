"""The circumstances an expression is worked out in; everything that could vary is handed in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from random import Random
from typing import TYPE_CHECKING

from survey.expressions.references import Reference
from survey.expressions.tree import Element

if TYPE_CHECKING:
    from survey.expressions.verify import Verify

ChoiceName = Callable[[str, Reference, Element], str]
"""Choice value, the question it is a choice of, the node asked from → label in the language."""

Order = Callable[[Element], int]
"""The node asked from → the seed of an order that nobody seeds."""

Itext = Callable[[str], str | list[Element]]
"""Text id → words in the active language, or the nodes that hold them; empty for none."""


def _no_clock() -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC)


class Circumstances:
    """What stays the same from expression to expression while a form is open.

    ``root`` is where absolute paths start: the document node above the root element.
    ``instances`` are by id. ``clock`` gives an aware time; ``zone`` is the device's.
    ``random`` serves ``random()``, ``uuid()`` and ``randomize()`` without a seed; with ``order``
    the last is seeded by it instead.
    ``verify`` checks an Ed25519 signature (key, signature, message); without it
    ``extract-signed`` is an error. ``whole_days``: see :mod:`survey.expressions.moments`. All may
    be set anew at any time. ``effort`` counts what one working-out looks at, ``spent`` what all of
    them have since somebody last set it to 0; with more than ``most`` of that, every further one
    is an error. ``short`` becomes true where either was too much: nobody can tell what it would
    have been. Whoever wants to know sets it to false before.
    """

    __slots__ = (
        "choice_name", "clock", "effort", "instances", "itext", "language", "most", "order",
        "random", "root", "short", "spent", "verify", "whole_days", "zone",
    )

    def __init__(self, root: Element) -> None:
        self.root = root
        self.instances: Mapping[str, Element] = {}
        self.clock: Callable[[], datetime] = _no_clock
        self.zone: tzinfo = UTC
        self.language = ""
        self.choice_name: ChoiceName | None = None
        self.itext: Itext | None = None
        self.random: Random | None = None
        self.order: Order | None = None
        self.verify: Verify | None = None
        self.whole_days = True
        self.effort = 0
        self.spent = 0
        self.most = sys.maxsize
        self.short = False


class Context:
    """One working-out: for which node, and where in a list it stands.

    ``node`` is what ``.`` means and ``current`` what ``current()`` means: they differ inside
    conditions only. ``position`` and ``size`` count from 1.
    """

    __slots__ = ("around", "current", "node", "position", "size")

    def __init__(
        self, around: Circumstances, node: Element, *,
        position: int = 1, size: int = 1, current: Element | None = None,
    ) -> None:
        self.around = around
        self.node = node
        self.position = position
        self.size = size
        self.current = node if current is None else current

"""What an expression reads, told before it is ever worked out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Base(StrEnum):
    """Where a reference starts."""

    ROOT = "root"
    """``/data/a``: the top of the answers."""
    CONTEXT = "context"
    """``../a``, ``.``, ``current()/../a``: the node the expression is worked out for."""
    NAMED = "named"
    """``${a}``: the node of that name; ``Reference.name`` says which."""
    INSTANCE = "instance"
    """``instance('x')/root``: a table beside the answers; ``Reference.name`` is its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One path an expression reads.

    ``steps`` are element names, ``.``, ``..``, ``*`` and ``@name``, with conditions (``[...]``)
    left out. ``/data/rep[a = 1]/b`` gives two references, ``data rep b`` and ``data rep a``: what
    stands in a condition is told from the same base as the path it stands on, and has ``inside``.
    Steps that no plain name can tell (``//a``, ``following-sibling::b``) end the path: ``wide``
    says that anything around the last step's node, in the same tree, may be read.

    ``asked_by`` is the function whose argument the path directly is, or empty: ``position`` and
    ``count`` ask for places and numbers rather than values. For ``indexed-repeat`` it is set on
    the arguments that mean all nodes of a name (the first, and each repeat), not on the numbers.
    ``onward`` says that it is only the head of a path, whose next step has a condition or no plain
    name. ``result`` says that its value is handed on as it stands: by the whole expression, or by
    ``if``, ``coalesce`` and ``once``. ``offset`` and ``end`` are characters in the source.
    """

    base: Base
    name: str = ""
    steps: tuple[str, ...] = ()
    wide: bool = False
    inside: bool = False
    asked_by: str = ""
    onward: bool = False
    result: bool = False
    offset: int = 0
    end: int = 0

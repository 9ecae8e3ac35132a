"""Answers of several versions of a form: one column a question, and what may be counted as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from survey.forms.compare import Kind, compare
from survey.forms.definition import FormDefinition, Node, NodeKind
from survey.forms.meaning import Read
from survey.forms.pairing import pairs

_NO_ANSWER = ("note",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One question over all versions.

    ``nodes`` has one entry a version, None where the question was not in it. ``pools`` are the
    versions (from 0, oldest first) whose answers may be counted as one; several stand side by side.
    """

    id: UUID
    nodes: tuple[Node | None, ...]
    pools: tuple[tuple[int, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Its names over time, each once, oldest first."""
        return tuple(dict.fromkeys(node.name for node in self.nodes if node is not None))

    @property
    def ids(self) -> tuple[UUID, ...]:
        """The ids that its node has had, each once: several only where files gave none."""
        return tuple(dict.fromkeys(node.id for node in self.nodes if node is not None))

    @property
    def node(self) -> Node:
        """The node in the newest version that has it."""
        return next(node for node in reversed(self.nodes) if node is not None)

    def newest_pool(self) -> tuple[int, ...]:
        """The versions whose answers are counted with those of the newest that asks it."""
        newest = max(at for pool in self.pools for at in pool)
        return next(pool for pool in self.pools if newest in pool)


def columns(versions: Sequence[FormDefinition]) -> tuple[Column, ...]:
    """One column per question or value of any version; ``versions`` are oldest first.

    In the newest version's order; questions that are no more come after, in their own.
    """
    reads = [Read(form) for form in versions]
    ids = _followed(reads)
    parted = _parted(versions, ids)
    made = []
    for own, holders in _ordered(reads, ids).items():
        nodes = tuple(
            reads[n].seen[holders[n]].node if n in holders else None for n in range(len(reads))
        )
        made.append(Column(id=own, nodes=nodes, pools=_pools(sorted(holders), parted.get(own, {}))))
    return tuple(made)


def _followed(reads: list[Read]) -> list[dict[UUID, UUID]]:
    """For each version: its ids → the id that the node had when it was first there."""
    found: list[dict[UUID, UUID]] = []
    for at, read in enumerate(reads):
        first = {id: id for id in read.seen}
        left = set(first)
        for earlier in range(at - 1, -1, -1):
            for id, before in pairs(reads[earlier], read).items():
                if id in left:
                    first[id] = found[earlier][before]
                    left.discard(id)
        found.append(first)
    return found


def _ordered(reads: list[Read], ids: list[dict[UUID, UUID]]) -> dict[UUID, dict[int, UUID]]:
    made: dict[UUID, dict[int, UUID]] = {}
    for at in range(len(reads) - 1, -1, -1):
        for id, seen in reads[at].seen.items():
            asks = seen.node.kind in (NodeKind.QUESTION, NodeKind.VALUE)
            if asks and seen.node.type not in _NO_ANSWER:
                made.setdefault(ids[at][id], {})[at] = id
    return made


def _parted(
    versions: Sequence[FormDefinition], ids: list[dict[UUID, UUID]]
) -> dict[UUID, dict[tuple[int, int], bool]]:
    """Pairs of versions in which a question means two things."""
    found: dict[UUID, dict[tuple[int, int], bool]] = {}
    for late in range(len(versions)):
        for early in range(late):
            for id in meaning_changed(versions[early], versions[late]):
                found.setdefault(ids[early][id], {})[early, late] = True
    return found


def meaning_changed(old: FormDefinition, new: FormDefinition) -> set[UUID]:
    """Ids (the old version's) of nodes whose answers may not be counted with the new one's.

    Who is asked is decided by the groups around too, so that theirs counts for all they hold.
    """
    changes = [change for change in compare(old, new) if change.kind is Kind.MEANING]
    found = {change.id for change in changes}
    asked = {change.id for change in changes if change.aspect in ("relevant", "count")}
    for id, seen in Read(old).seen.items():
        if any(node.id in asked for node in seen.above):
            found.add(id)
    return found


def _pools(held: list[int], parted: dict[tuple[int, int], bool]) -> tuple[tuple[int, ...], ...]:
    pools: list[list[int]] = []
    for at in held:
        fits = [pool for pool in pools if not any((early, at) in parted for early in pool)]
        if fits:
            fits[0].append(at)
        else:
            pools.append([at])
    return tuple(tuple(pool) for pool in pools)

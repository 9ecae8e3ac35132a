"""Taking bundles away from a place when nobody needs them there any more.

A bundle is taken away when this very file was taken in here and receipts cover its every
record, so that all of it is here and in a backup. What a person gave back is among it: the
sealed answer leaves the place with its bundle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from storage.errors import StorageError
from storage.values import Receipt
from storage.workspace import Workspace
from survey.problems import Problem
from sync import bundle
from sync.errors import FileGone, PlaceRefuses, TransportError
from sync.transport import Transport

Covered = dict[bytes, dict[bytes, list[tuple[int, int]]]]
"""Stream → epoch → (first place, the one after the last) of each run a receipt covers."""


class Clearing(Transport, Protocol):
    """A place that files may be taken away from."""

    def remove(self, name: str) -> bool:
        """Take a file away; False when it did not lie there."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """``names`` were taken away, ``kept`` bundles stay: not all of them is receipted."""

    names: tuple[str, ...]
    kept: int
    problems: tuple[Problem, ...]


def purge(
    workspace: Workspace, transport: Clearing, *,
    cancelled: Callable[[], bool] = lambda: False,
) -> Purged:
    """Take away every bundle whose records are all receipted; doing it again is harmless.

    Packages, receipts and device files stay. Stops between two files when ``cancelled()``.
    A fault in a file or the place becomes a Problem; StorageError is only the workspace's own.
    """
    covered = _covered(workspace.receipts())
    names: list[str] = []
    problems: list[Problem] = []
    kept = 0
    try:
        for name in transport.list(bundle.SUFFIX):
            if cancelled():
                break
            try:
                if _needless(workspace, transport.get(name), covered):
                    transport.remove(name)
                    names.append(name)
                else:
                    kept += 1
            except FileGone:
                continue
            except (StorageError, PlaceRefuses) as fault:
                kept += 1
                problems.append(_problem(name, fault))
    except TransportError as fault:
        problems.append(_problem("folder", fault))
    return Purged(names=tuple(names), kept=kept, problems=tuple(problems))


def _problem(where: str, fault: StorageError | TransportError) -> Problem:
    return Problem(
        where=where, code=fault.code, message=str(fault),
        hint="What was not taken away still lies there; try again.",
    )


def _covered(receipts: Iterable[Receipt]) -> Covered:
    found: Covered = defaultdict(lambda: defaultdict(list))
    for receipt in receipts:
        for part in receipt.ranges:
            found[receipt.stream][part.epoch].append((part.first, part.first + part.count))
    return found


def _needless(workspace: Workspace, raw: bytes, covered: Covered) -> bool:
    """Whether this very file was taken in, and every record of it has a receipt."""
    hash = sha256(raw).digest()
    if hash not in workspace.arrivals.seen((hash,)):
        return False  # another's, not yet taken in, or something else under the same places
    found = bundle.contents(bundle.peek(raw))
    runs = covered.get(found.stream, {})
    return all(
        any(first <= record.n < end for first, end in runs.get(record.epoch, ()))
        for record in found.records
    )

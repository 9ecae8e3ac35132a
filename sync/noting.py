"""What a kiosk has taken in and handed on, noted where its staff can read it.

Whoever carries or loads does it by way of these: the running kiosk, staff at a stick, a command.
See :mod:`storage.kiosk.noted`.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from storage.errors import StorageError
from storage.kiosk import KioskStore
from storage.kiosk.noted import CODE_LIMIT
from storage.values import Package
from survey.problems import Problem, Severity

SENT, TAKEN_OUT, DELIVERED = "sent", "taken-out", "delivered"
"""Written to a place; written to a stick by staff; receipted, and let go of."""

INSTALLED = "package-installed"


def install(store: KioskStore, new: Package) -> None:
    """What :meth:`storage.kiosk.KioskStore.install` does, noted where anything has changed."""
    before = _held(store)
    store.install(new)
    if new.hash in _held(store) - before:
        note(store, INSTALLED, new.version)


def note(store: KioskStore, code: str, number: int = 1) -> None:
    """Add to this hour's count of ``code``, unless there is nothing to add or no room for it."""
    if number > 0:
        with suppress(StorageError):  # for people; a full disk is told of elsewhere
            store.noted.add(code[:CODE_LIMIT], number)


def note_carried(store: KioskStore, as_what: str, records: int, receipted: int) -> None:
    """Note what an exchange has written, as ``sent`` or ``taken-out``, and had receipted."""
    note(store, as_what, records)
    note(store, DELIVERED, receipted)


def note_troubles(store: KioskStore, problems: Iterable[Problem]) -> None:
    """Note what went wrong, each kind once."""
    for code in sorted({p.code for p in problems if p.severity is Severity.ERROR}):
        note(store, code)


def _held(store: KioskStore) -> set[bytes]:
    return {package.hash for package in store.packages()}

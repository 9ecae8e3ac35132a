"""What came beside answers, and notes of devices, as rows of tables."""

from __future__ import annotations

from collections.abc import Mapping

from storage import beside
from storage.beside_structs import (
    AssignedWire,
    BesideWire,
    HealthWire,
    NoteWire,
    OccasionWire,
    VouchersWire,
)
from storage.unsealed import Rows

_HOURS = 24


Head = tuple[int, bytes]
"""A campaign's number and a row's id."""


def add(rows: Rows, head: Head, wire: BesideWire, numbers: Mapping[bytes, int]) -> None:
    """``wire``, which was checked, of the response ``head`` into ``rows``."""
    rows.beside.append((*head, wire.arm, wire.language_switches))
    rows.flags += [(*head, name) for name in wire.flags]
    rows.screens += [
        (*head, numbers[one.question], one.seconds, one.changes, int(one.helped))
        for one in wire.screens
    ]


def add_note(rows: Rows, head: Head, device: int, note: NoteWire, body: bytes) -> None:
    """A note of ``device`` (its row's number), with its bytes. Raises Damaged.

    Of vouchers only that some came is noted so: nothing may lead from one to who made it.
    """
    beside.check_note(note)
    kind = str(note.__struct_config__.tag)
    if isinstance(note, VouchersWire):
        rows.vouchers += [(*head, hash) for hash in note.hashes]
        body = b""
    rows.notes.append((*head, kind, device, day_of(note), body))


def day_of(note: NoteWire) -> int:
    """In days since 1970; 0 where nothing is said of a day."""
    match note:
        case HealthWire():
            return note.hour // _HOURS
        case AssignedWire() | OccasionWire():
            return note.day
        case VouchersWire():
            return 0

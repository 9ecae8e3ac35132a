"""What comes beside answers, and notes of devices: between the domain's values and what a body
holds. See ``docs/formats/record.md``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from storage.beside_structs import (
    AssignedWire,
    BesideWire,
    HealthWire,
    NoteWire,
    OccasionWire,
    SeenWire,
    VouchersWire,
)
from storage.errors import Damaged
from survey.beside import NOTHING, Beside, Flag, Seen
from survey.device_notes import Assigned, Health, Occasion, Trouble, Vouchers

Note = Health | Assigned | Occasion | Vouchers

_EMPTY = BesideWire(arm=None, flags=(), screens=(), language_switches=0)
_DAY_ZERO = date(1970, 1, 1).toordinal()
_HOUR = timedelta(hours=1)


def to_wire(beside: Beside) -> BesideWire | None:
    """In the one order; None where there is nothing. ValueError when a question is there twice."""
    if beside == NOTHING:
        return None
    screens = tuple(
        SeenWire(
            question=one.question.bytes, seconds=one.seconds, changes=one.changes,
            helped=one.helped,
        )
        for one in sorted(beside.screens, key=lambda one: one.question.bytes)
    )
    if not _rising([one.question for one in screens]):
        raise ValueError("a question's screen is told of twice")
    return BesideWire(
        arm=beside.arm.bytes if beside.arm else None,
        flags=tuple(flag.value for flag in _flags(beside)), screens=screens,
        language_switches=beside.language_switches,
    )


def _flags(beside: Beside) -> list[Flag]:
    return sorted(set(beside.flags))


def to_value(wire: BesideWire) -> Beside:
    """The domain's value. Raises Damaged as :func:`check`."""
    check(wire)
    return Beside(
        arm=UUID(bytes=wire.arm) if wire.arm else None,
        flags=tuple(Flag(name) for name in wire.flags),
        screens=tuple(
            Seen(
                question=UUID(bytes=one.question), seconds=one.seconds, changes=one.changes,
                helped=one.helped,
            )
            for one in wire.screens
        ),
        language_switches=wire.language_switches,
    )


def check(wire: BesideWire) -> None:
    """Raises Damaged for what no field alone can say: order, twice, nothing at all."""
    if wire == _EMPTY:
        raise Damaged("body: it says that something comes beside its answers, and nothing does")
    if not (_rising(wire.flags) and _rising([one.question for one in wire.screens])):
        raise Damaged("body: what comes beside its answers is out of order, or there twice")


def note_to_wire(note: Note) -> NoteWire:
    """As it is written. ValueError when a time is not a whole hour in UTC, or a voucher twice."""
    if isinstance(note, Health):
        return HealthWire(
            version=1, hour=_hour(note.time), program=note.program, waiting=note.waiting,
            free_mb=note.free_mb, battery=note.battery, degrees=note.degrees,
            restarts=note.restarts, vouchers=note.vouchers,
            troubles=tuple(one.value for one in sorted(set(note.troubles))),
        )
    if isinstance(note, Assigned):
        return AssignedWire(
            version=1, arm=note.arm.bytes, unit=note.unit.bytes, day=_days(note.day)
        )
    if isinstance(note, Vouchers):
        if not _rising(note.hashes):
            raise ValueError("vouchers are out of order, or there twice")
        return VouchersWire(version=1, hashes=note.hashes)
    return OccasionWire(
        version=1, id=note.id.bytes, partner=note.partner, audience=note.audience,
        unit=note.unit.bytes, day=_days(note.day), present=note.present, asked=note.asked,
        declined=note.declined, answered=note.answered,
    )


def note_to_value(wire: NoteWire) -> Note:
    """The domain's value. Raises Damaged when what rises is out of order, or there twice."""
    check_note(wire)
    if isinstance(wire, VouchersWire):
        return Vouchers(hashes=wire.hashes)
    if isinstance(wire, HealthWire):
        return Health(
            time=datetime(1970, 1, 1, tzinfo=UTC) + wire.hour * _HOUR, program=wire.program,
            waiting=wire.waiting, free_mb=wire.free_mb, battery=wire.battery,
            degrees=wire.degrees, restarts=wire.restarts, vouchers=wire.vouchers,
            troubles=tuple(Trouble(name) for name in wire.troubles),
        )
    if isinstance(wire, AssignedWire):
        return Assigned(
            arm=UUID(bytes=wire.arm), unit=UUID(bytes=wire.unit), day=_day(wire.day)
        )
    return Occasion(
        id=UUID(bytes=wire.id), partner=wire.partner, audience=wire.audience,
        unit=UUID(bytes=wire.unit), day=_day(wire.day), present=wire.present, asked=wire.asked,
        declined=wire.declined, answered=wire.answered,
    )


def check_note(wire: NoteWire) -> None:
    """Raises Damaged as :func:`note_to_value`."""
    if isinstance(wire, HealthWire) and not _rising(wire.troubles):
        raise Damaged("body: a device's troubles are out of order, or there twice")
    if isinstance(wire, VouchersWire) and not _rising(wire.hashes):
        raise Damaged("body: vouchers are out of order, or there twice")


def _rising(names: Sequence[str] | Sequence[bytes]) -> bool:
    return all(one < next for one, next in pairwise(names))  # type: ignore[operator]


def _hour(time: datetime) -> int:
    hours, rest = divmod(time - datetime(1970, 1, 1, tzinfo=UTC), _HOUR)
    if rest:
        raise ValueError("a device's health is told to the hour")
    return hours


def _days(day: date) -> int:
    return day.toordinal() - _DAY_ZERO


def _day(days: int) -> date:
    return date.fromordinal(days + _DAY_ZERO)

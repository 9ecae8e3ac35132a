"""Where and when an answer was given, between the domain's values and what a body holds."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from storage.body_structs import CircumstancesWire
from storage.seal.epochs import minutes, moment
from survey.records import Circumstances, ClockQuality, Mode

_DAY_ZERO = date(1970, 1, 1).toordinal()


def to_wire(c: Circumstances) -> CircumstancesWire:
    """As it is written."""
    return CircumstancesWire(
        unit=c.unit.bytes,
        place=c.place.bytes if c.place else None,
        mode=c.mode.value,
        language=c.language,
        time=minutes(c.time),
        day=c.day.toordinal() - _DAY_ZERO,
        clock=c.clock.value,
        consent=c.consent,
    )


def to_value(wire: CircumstancesWire) -> Circumstances:
    """The domain's value."""
    return Circumstances(
        unit=UUID(bytes=wire.unit),
        place=UUID(bytes=wire.place) if wire.place else None,
        mode=Mode(wire.mode),
        language=wire.language,
        time=moment(wire.time),
        day=date.fromordinal(wire.day + _DAY_ZERO),
        clock=ClockQuality(wire.clock),
        consent=wire.consent,
    )

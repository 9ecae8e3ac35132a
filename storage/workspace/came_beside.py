"""What came beside answers, as it lies in the tables ``beside``, ``flag`` and ``screen``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from sqlalchemy import Connection

from storage.beside_structs import BesideWire, FlagName, SeenWire
from storage.workspace.erasures import parts

_BESIDE = (
    "SELECT response, arm, language_switches FROM beside"
    " WHERE campaign = ? AND response IN ({marks})"
)
_FLAGS = (
    "SELECT response, flag FROM flag WHERE campaign = ? AND response IN ({marks})"
    " ORDER BY response, flag"
)
_SCREENS = (
    "SELECT s.response, q.id, s.seconds, s.changes, s.helped FROM screen s"
    " JOIN question q ON q.number = s.question"
    " WHERE s.campaign = ? AND s.response IN ({marks})"
)
_FLAGGED = """
SELECT f.flag, r.state, count(*) FROM flag f
JOIN response r ON r.campaign = f.campaign AND r.id = f.response
WHERE f.campaign = ? AND r.complete >= ? GROUP BY f.flag, r.state
"""
_ODD = """
SELECT count(*) FROM response r WHERE r.campaign = ? AND r.complete >= ? AND r.state = 0 AND EXISTS
(SELECT 1 FROM flag f WHERE f.campaign = r.campaign AND f.response = r.id)
"""
_SECONDS = """
SELECT q.id, s.seconds, s.changes, s.helped, count(*) FROM screen s
JOIN question q ON q.number = s.question
JOIN response r ON r.campaign = s.campaign AND r.id = s.response
WHERE s.campaign = ? AND r.state = 0 GROUP BY q.id, s.seconds, s.changes, s.helped
"""
_ASIDE = """
SELECT b.arm, count(*) FROM beside b
JOIN response r ON r.campaign = b.campaign AND r.id = b.response
WHERE b.campaign = ? AND b.arm IS NOT NULL AND r.state <> 0 GROUP BY b.arm
"""
_ARMS = """
SELECT r.id, b.arm, c.unit, c.time, r.complete FROM beside b
JOIN response r ON r.campaign = b.campaign AND r.id = b.response
JOIN circumstance c ON c.number = r.circumstance
WHERE b.campaign = ? AND b.arm IS NOT NULL AND r.state = 0
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A counted response of an arm: where, and when (UTC, as coarse as the campaign's grain)."""

    arm: UUID
    unit: UUID
    time: datetime
    complete: bool


def of_arms(connection: Connection, campaign: int) -> Mapping[bytes, Came]:
    """Every counted response that came of an arm, by its row id (16 bytes)."""
    return {
        bytes(row.id): Came(
            arm=UUID(bytes=bytes(row.arm)), unit=UUID(bytes=bytes(row.unit)),
            time=datetime.fromtimestamp(row.time * 60, UTC), complete=bool(row.complete),
        )
        for row in connection.exec_driver_sql(_ARMS, (campaign,))
    }


def aside(connection: Connection, campaign: int) -> Mapping[UUID, int]:
    """By arm, how many of its responses are held or excluded."""
    rows = connection.exec_driver_sql(_ASIDE, (campaign,))
    return {UUID(bytes=bytes(arm)): int(n) for arm, n in rows}


def of(
    connection: Connection, campaign: int, responses: Sequence[bytes]
) -> Mapping[bytes, BesideWire]:
    """By response (16-byte row id); those that nothing came with are not in it."""
    found: dict[bytes, BesideWire] = {}
    for some in parts(responses):
        marks, wanted = ",".join("?" * len(some)), (campaign, *some)
        flags: dict[bytes, list[FlagName]] = {}
        for response, flag in connection.exec_driver_sql(_FLAGS.format(marks=marks), wanted):
            flags.setdefault(bytes(response), []).append(cast("FlagName", flag))
        screens: dict[bytes, list[SeenWire]] = {}
        for row in connection.exec_driver_sql(_SCREENS.format(marks=marks), wanted):
            screens.setdefault(bytes(row[0]), []).append(SeenWire(
                question=bytes(row[1]), seconds=row[2], changes=row[3], helped=bool(row[4])
            ))
        for row in connection.exec_driver_sql(_BESIDE.format(marks=marks), wanted).all():
            id = bytes(row.response)
            found[id] = BesideWire(
                arm=None if row.arm is None else bytes(row.arm),
                flags=tuple(sorted(flags.get(id, ()))),
                screens=tuple(sorted(screens.get(id, ()), key=lambda one: one.question)),
                language_switches=row.language_switches,
            )
    return found


def flagged(
    connection: Connection, campaign: int, *, partials: bool
) -> tuple[int, Mapping[str, Mapping[int, int]]]:
    """How many counted responses have any flag, and by flag and state how many have it.

    Of unfinished ones nothing is told unless ``partials``.
    """
    which = (campaign, 0 if partials else 1)
    found: dict[str, dict[int, int]] = {}
    for name, state, count in connection.exec_driver_sql(_FLAGGED, which):
        found.setdefault(name, {})[state] = int(count)
    return int(connection.exec_driver_sql(_ODD, which).scalar_one()), found


def screens(connection: Connection, campaign: int) -> Iterator[tuple[bytes, int, int, bool, int]]:
    """(question, seconds, changes, helped, how many) of counted responses."""
    for id, seconds, changes, helped, count in connection.exec_driver_sql(_SECONDS, (campaign,)):
        yield bytes(id), seconds, changes, bool(helped), int(count)

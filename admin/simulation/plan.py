"""What shall happen in a simulation, drawn from its seed before anything happens."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from admin.simulation.people import DIGITS, Person, draw_person


class Fault(StrEnum):
    """Everything that can go wrong, by the name that ``--faults`` takes."""

    LOST = "lost"
    """A delivered bundle disappears."""
    DOUBLED = "doubled"
    """A delivered bundle is there twice, under two names."""
    LATE = "late"
    """A bundle arrives rounds later, after newer ones."""
    TRUNCATED = "truncated"
    FLIPPED = "flipped"
    FORGED = "forged"
    """A bundle that names a known device and is not signed by it."""
    STRANGER = "stranger"
    """A kiosk that nobody has registered; it is registered in the end."""
    LOST_RECEIPT = "lost-receipt"
    BAD_RECEIPT = "bad-receipt"
    OLD_PACKAGE = "old-package"
    GONE = "gone"
    """The place is pulled out while it is used."""
    FULL = "full"
    """There is no room left in the place."""
    LOST_ACK = "lost-ack"
    """A file is delivered, and the kiosk or administrator is told that it was not."""
    KILLED = "killed"
    POWER_CUT = "power-cut"
    DISK_FULL = "disk-full"
    CLOCK = "clock"
    IMAGE = "image"
    """An earlier copy of a kiosk's disk is put back."""
    ADMIN_KILLED = "admin-killed"
    ADMIN_POWER_CUT = "admin-power-cut"


class Means(StrEnum):
    """The kinds of places, that bundles are carried through, by name."""

    FOLDER = "folder"
    """A stick: it loses power with the machine that it is in."""
    OBJECTS = "objects"
    """An object store; a simulated one, behind the real transport."""
    MAILBOX = "mailbox"
    """A blind mailbox on the network: the real server, over TLS."""


ON_THE_ROAD = (Fault.LOST, Fault.DOUBLED, Fault.LATE, Fault.TRUNCATED, Fault.FLIPPED, Fault.FORGED)
IN_THE_PLACE = (Fault.GONE, Fault.FULL, Fault.LOST_ACK)
TO_RECEIPTS = (Fault.LOST_RECEIPT, Fault.BAD_RECEIPT)
ENDINGS = (Fault.KILLED, Fault.POWER_CUT, Fault.DISK_FULL)
ADMIN_ENDINGS = (Fault.ADMIN_KILLED, Fault.ADMIN_POWER_CUT)

RECORDED_MOST = 20_000
"""People after whom the administrator's power is not cut any more, only the program killed:
recording every byte of a large workspace's backup would take more memory than there is."""

ROUNDS_MOST = 4
"""More rounds are more visits that nothing happens to, and those cost the most time."""

DUE_ROUNDS = 8
"""As many faults are drawn for a large simulation as would be due in so many rounds."""

JUMPS = (-30 * 24, -3 * 24, -5, 3, 48, 24 * 400)
"""Hours by which a clock is set wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a simulation is asked for: ``kiosks`` devices with ``responses`` people each.

    ``synchronous`` is the kiosk stores': OFF only in the control that must lose.
    """

    seed: int
    kiosks: int
    responses: int
    faults: frozenset[Fault] = frozenset(Fault)
    synchronous: str = "FULL"
    means: tuple[Means, ...] = tuple(Means)


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskTurn:
    """One kiosk's part in a round: whom it serves, where it goes, and what goes wrong."""

    kiosk: int
    people: tuple[Person, ...]
    place: int
    ending: Fault | None = None
    weather: Fault | None = None
    road: Fault | None = None
    clock: int | None = None
    image: bool = False
    old_package: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminTurn:
    """A visit of the administrator's to a place."""

    place: int
    ending: Fault | None = None
    weather: Fault | None = None
    receipts: Fault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    kiosks: tuple[KioskTurn, ...]
    admin: tuple[AdminTurn, ...]


def draw_for(seed: object, *purpose: object) -> random.Random:
    """Randomness of its own for each purpose, so that one more draw changes nothing elsewhere."""
    text = "/".join(map(str, (seed, *purpose)))
    return random.Random(text)  # noqa: S311  (one seed decides everything)


def places(settings: Settings) -> tuple[Means, ...]:
    """The places there are, which kiosks share: of every kind, as far as their number goes."""
    count = max(2, min(9, (settings.kiosks + 1) // 2))
    first = draw_for(settings.seed, "places").randrange(len(settings.means))
    return tuple(settings.means[(first + at) % len(settings.means)] for at in range(count))


def draw_rounds(settings: Settings) -> tuple[Round, ...]:
    """The whole simulation but for its end, where nothing goes wrong any more."""
    if settings.kiosks * settings.responses >= 5**DIGITS:
        raise ValueError(f"at most {5**DIGITS - 1} people can be told apart")
    count = _rounds(settings)
    shares = [_people(settings, kiosk, count) for kiosk in range(settings.kiosks)]
    return tuple(_round(settings, at, [share[at] for share in shares]) for at in range(count))


def _rounds(settings: Settings) -> int:
    return max(3, min(ROUNDS_MOST, settings.responses // 5))


def _often(settings: Settings) -> float:
    """How much more often a fault happens in a round, because there are fewer rounds."""
    return min(DUE_ROUNDS, max(3, settings.responses // 5)) / _rounds(settings)


def _people(settings: Settings, kiosk: int, rounds: int) -> list[tuple[Person, ...]]:
    draw = draw_for(settings.seed, "people", kiosk)
    first = 1 + kiosk * settings.responses
    count = settings.kiosks * settings.responses
    everybody = [draw_person(first + at, count, draw) for at in range(settings.responses)]
    cuts = sorted(draw.sample(range(settings.responses + 1), k=min(rounds - 1, settings.responses)))
    ends = [*cuts, *([settings.responses] * (rounds - len(cuts)))]
    begins = [0, *ends]
    return [
        tuple(everybody[begin:end]) for begin, end in zip(begins, ends, strict=False)
    ]


def _round(settings: Settings, at: int, people: Sequence[tuple[Person, ...]]) -> Round:
    draw = draw_for(settings.seed, "round", at)
    order = draw.sample(range(settings.kiosks), k=settings.kiosks)
    count = len(places(settings))
    turns = [
        _turn(settings, draw, kiosk, people[kiosk], (kiosk + draw.randint(0, 1)) % count)
        for kiosk in order
    ]
    visited = sorted({turn.place for turn in turns})
    large = at * sum(map(len, people)) > RECORDED_MOST
    chosen = [place for place in visited if draw.random() < 0.8] or visited[:1]
    return Round(
        kiosks=tuple(turns),
        admin=tuple(
            AdminTurn(
                place=place,
                ending=_maybe(settings, draw, 0.25, ADMIN_ENDINGS[: 1 if large else 2]),
                weather=_maybe(settings, draw, 0.15, IN_THE_PLACE),
                receipts=_maybe(settings, draw, 0.3, TO_RECEIPTS),
            )
            for place in chosen
        ),
    )


def _turn(
    settings: Settings, draw: random.Random, kiosk: int, people: tuple[Person, ...], place: int
) -> KioskTurn:
    jump = _maybe(settings, draw, 0.12, (Fault.CLOCK,))
    hours = draw.choice(JUMPS)
    return KioskTurn(
        kiosk=kiosk, people=people, place=place,
        ending=_maybe(settings, draw, 0.25, ENDINGS),
        weather=_maybe(settings, draw, 0.15, IN_THE_PLACE),
        road=_maybe(settings, draw, 0.35, ON_THE_ROAD),
        clock=None if jump is None else hours,
        image=_maybe(settings, draw, 0.06, (Fault.IMAGE,)) is not None,
        old_package=_maybe(settings, draw, 0.06, (Fault.OLD_PACKAGE,)) is not None,
    )


def _maybe(
    settings: Settings, draw: random.Random, chance: float, among: Collection[Fault]
) -> Fault | None:
    """One of the faults that are asked for, or none; always draws the same number of times.

    ``chance`` is what it would be in a simulation of few people.
    """
    happens, which = draw.random() < chance * _often(settings), draw.random()
    wanted = [fault for fault in among if fault in settings.faults]
    return wanted[int(which * len(wanted))] if happens and wanted else None

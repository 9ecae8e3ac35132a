"""A kiosk that saves, one line to standard output after each promise it has made.

Started by ``bench/powercuts.py`` under strace. Each line is written only after the store's
method has returned, so its place among the system calls says what was promised when.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from storage import bodies
from storage.kiosk import Journal, KioskStore
from storage.seal import keys
from storage.values import AcknowledgedRange, Package, Receipt, Recipient, SealedRecord
from survey.records import Circumstances, ClockQuality, Mode, Response

CAMPAIGN = UUID("0d0f4d9c-8a9f-4a53-8a07-1f0a3c1b7e55")
ORGANISATION = keys.Signer(bytes(range(32)))
RECEIVER = keys.ReceivingKey(bytes(range(96)))
START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    """What somebody will do: give ``taps`` answers, then ``ending``."""

    number: int
    taps: int
    ending: str


def people(seed: int, count: int) -> list[Person]:
    """The same people each time for a seed."""
    draw = random.Random(seed)
    endings = ["finish"] * 7 + ["partial", "discard"]
    return [
        Person(number=at, taps=draw.randint(2, 6), ending=draw.choice(endings))
        for at in range(count)
    ]


def question(person: int, tap: int) -> UUID:
    """Its 16 bytes stand nowhere but in the answers."""
    return UUID(bytes=keys.digest("powercut-question", bytes([tap]))[:16], version=4)


def words(person: int, tap: int) -> str:
    """An answer that can be searched for in the files."""
    return f"hemligt svar {person:05} nr {tap:02} åäö"


def response(person: Person, taps: int, *, complete: bool) -> Response:
    """The answers of ``person`` after so many taps: texts and grades in turn."""
    return Response(
        form=UUID(int=7),
        form_version=1,
        answers={
            question(person.number, tap): words(person.number, tap) if tap % 2 else tap % 5 + 1
            for tap in range(1, taps + 1)
        }
        | {question(person.number, 255): person.number},
        circumstances=Circumstances(
            unit=UUID(int=8), place=None, mode=Mode.KIOSK, language="sv", time=START,
            day=date(2026, 3, 2), clock=ClockQuality.OK, consent="1",
        ),
        complete=complete,
    )


def package(version: int) -> Package:
    return Package(
        hash=keys.digest("package", bytes([version])), campaign=CAMPAIGN, version=version,
        issued=START, organisation="Exempelby", signer=ORGANISATION.public, definition=b"{}",
        recipients=(Recipient(id=RECEIVER.id, role="campaign", public=RECEIVER.public),),
        revoked=(), raw=b"",
    )


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


class Kiosk:
    """The store, and who lies in it in which order."""

    def __init__(self, directory: Path, synchronous: str) -> None:
        self._directory = directory
        self._synchronous = synchronous
        self._now = START
        self.order: list[int] = []
        self.store = self._open()

    def _open(self) -> KioskStore:
        return KioskStore.create_or_open(
            self._directory, name="Power cuts", clock=self._clock, random=os.urandom,
            synchronous=self._synchronous,
        )

    def _clock(self) -> datetime:
        self._now += timedelta(seconds=41)
        return self._now

    def reopen(self) -> None:
        self.store.close()
        self.store = self._open()

    def serve(self, person: Person) -> None:
        journal = self.store.journal()
        for tap in range(1, person.taps + 1):
            journal.draft(bodies.encode(response(person, tap, complete=False)))
            say(f"draft {person.number} {tap}")
        self._end(journal, person)

    def _end(self, journal: Journal, person: Person) -> None:
        if person.ending == "finish":
            journal.finish(bodies.encode(response(person, person.taps, complete=True)))
        elif person.ending == "partial":
            journal.seal_partial()
        else:
            say(f"discarding {person.number}")
            journal.discard()
        if person.ending != "discard":
            self.order.append(person.number)
        say(f"{person.ending} {person.number}")

    def forget(self, most: int) -> None:
        """Forget the oldest records, as a receipt would have it."""
        batch = next(self.store.pending(most))
        epoch = batch.records[0].epoch
        taken = [record for record in batch.records if record.epoch == epoch]
        numbers = " ".join(str(number) for number in self.order[: len(taken)])
        say(f"forgetting {numbers}")
        report = self.store.forget(_receipt(batch.stream, taken))
        if report.forgotten != len(taken):
            raise SystemExit("the receipt was not taken")
        self.order = self.order[len(taken) :]
        say(f"forgot {numbers}")


def _receipt(stream: bytes, taken: list[SealedRecord]) -> Receipt:
    part = AcknowledgedRange(
        epoch=taken[0].epoch, first=taken[0].n, count=len(taken),
        digest=keys.digest("range", *(record.hash for record in taken)),
    )
    return Receipt(
        number=1, stream=stream, campaign=CAMPAIGN, issued=START, backup=bytes(16), ranges=(part,)
    )


def every(count: int, total: int) -> Iterator[bool]:
    return (at % count == count - 1 for at in range(total))


def main(directory: Path, synchronous: str, seed: int, count: int) -> None:
    """Serve ``count`` people, with idle moments, receipts, packages and restarts between."""
    kiosk = Kiosk(directory, synchronous)
    say(f"identity {kiosk.store.identity.public.hex()}")
    kiosk.store.install(package(1))
    say("installed 1")
    version = 1
    due = zip(every(5, count), every(11, count), every(17, count), every(23, count), strict=True)
    for person, (idle, receipt, update, restart) in zip(people(seed, count), due, strict=True):
        kiosk.serve(person)
        if idle:
            kiosk.store.journal().prepare()
        if receipt and kiosk.order:
            kiosk.forget(6)
        if update:
            version += 1
            kiosk.store.install(package(version))
            say(f"installed {version}")
        if restart:
            kiosk.reopen()
    kiosk.store.close()
    say("closed")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))

"""A kiosk that saves, one line to standard output after each promise it has made.

Started by ``bench/powercuts.py`` under strace. Each line is written only after the store's
method has returned, so its place among the system calls says what was promised when.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

import assets
from storage import bodies
from storage.kiosk import Journal, KioskStore
from storage.kiosk.sessions import OpenSession, Sessions
from storage.seal import keys
from storage.seal.slots import Cost
from storage.values import AcknowledgedRange, Package, Receipt, Recipient, SealedRecord
from survey.reading import read_campaign, write_campaign
from survey.records import Circumstances, ClockQuality, Mode, Response

CAMPAIGN = UUID("0d0f4d9c-8a9f-4a53-8a07-1f0a3c1b7e55")
ORGANISATION = keys.Signer(bytes(range(32)))
RECEIVER = keys.ReceivingKey(bytes(range(96)))
CHEAP = Cost(memory=32, passes=1, lanes=4)
EVENTS = 10_000
"""From here on numbers are of a session's events, not of people."""

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


@cache
def definition(keep_days: int) -> bytes:
    """A survey that wants covered records kept for so many days."""
    campaign, _ = read_campaign(assets.data("demo", "campaign.json"))
    assert campaign is not None
    return write_campaign(replace(campaign, keep_days=keep_days))


def package(version: int) -> Package:
    """Every second version keeps what a receipt has covered for two days."""
    return Package(
        hash=keys.digest("package", bytes([version])), campaign=CAMPAIGN, version=version,
        issued=START, organisation="Exempelby", signer=ORGANISATION.public,
        definition=definition(2 * (version % 2 == 0)),
        recipients=(Recipient(id=RECEIVER.id, role="campaign", public=RECEIVER.public),),
        revoked=(), raw=b"",
    )


def event(number: int) -> bytes:
    """What is kept in an open session: a response like the others, with a number of its own."""
    return bodies.encode(response(Person(number, 2, "finish"), 2, complete=True))


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


class Kiosk:
    """The store, and who lies in it in which order."""

    def __init__(self, directory: Path, synchronous: str) -> None:
        self._directory = directory
        self._synchronous = synchronous
        self._now = START
        self.order: list[int] = []
        self._session: OpenSession | None = None
        self._events = EVENTS
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
        if self._session is not None:
            self._session = self._sessions().resume(self._code)

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

    def _sessions(self) -> Sessions:
        return Sessions(self.store._database, self.store.watch, os.urandom, CHEAP)

    def meet(self) -> None:
        """An event of the open session: its beginning, another one, or after four its end."""
        journal = self.store.journal()
        if self._session is None:
            self._session = self._sessions().open()
            self._code = " ".join(self._session.code)
            say(f"session {self._code}")
        self._events += 1
        self.order.append(self._events)
        if self._events % 4:
            self._session.keep(journal, event(self._events), os.urandom)
        else:
            say("closing")
            self._session.close(journal, event(self._events))
            self._session = None
        say(f"event {self._events}")

    def forget(self, most: int) -> None:
        """Forget the oldest records, as a receipt would have it."""
        batch = next(self.store.pending(most))
        epoch = batch.records[0].epoch
        taken = [record for record in batch.records if record.epoch == epoch]
        numbers = " ".join(str(number) for number in self.order[: len(taken)])
        say(f"forgetting {numbers}")
        report = self.store.forget(_receipt(batch.stream, taken))
        if report.acknowledged != len(taken):
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
            kiosk.store.prepare()
            kiosk.meet()
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

"""A kiosk that serves people whose every answer is known, and is then killed.

Run by ``bench/forensics.py``: ``python -m bench.forensic.kiosk STORE PEOPLE`` prints what must
be found nowhere, as one JSON object on standard output, and kills itself with all files open.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from bench.power.child import ORGANISATION, package
from kiosk.diary import Diary, HeldSession
from storage.kiosk import KioskStore
from storage.kiosk.sessions import Sessions
from storage.kiosk.watch import seconds_running
from storage.seal import keys, receipt_codes
from storage.seal.ratchet import random_id
from storage.seal.records import draft_key, next_chain, record_key
from storage.seal.slots import DEFAULT_COST, Cost
from storage.values import AcknowledgedRange, Package, Receipt, SealedRecord
from survey.campaign import Campaign
from survey.reading import read_campaign, write_campaign
from survey.records import (
    Circumstances,
    ClockQuality,
    Mode,
    ParticipantJoined,
    Response,
    SessionClosed,
    SessionEvent,
    SessionOpened,
    Withdrawal,
)

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass
class Known:
    """What must not be found: texts as they were answered, keys and codes as bytes."""

    texts: list[str] = field(default_factory=list)
    secrets: list[bytes] = field(default_factory=list)

    def as_json(self) -> str:
        return json.dumps({"texts": self.texts, "secrets": [s.hex() for s in self.secrets]})

    @classmethod
    def from_json(cls, text: str) -> Known:
        told = json.loads(text)
        return cls(texts=told["texts"], secrets=[bytes.fromhex(s) for s in told["secrets"]])


class Drawing:
    """The system's randomness; keys that are drawn are noted. The device's own seed is first."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._first = True

    def __call__(self, length: int) -> bytes:
        drawn = os.urandom(length)
        if length == 32 and not self._first:
            self._known.secrets.append(drawn)
            self._known.secrets += derived(drawn)
        self._first = self._first and length != 32
        return drawn


def derived(secret: bytes) -> list[bytes]:
    """The first keys that come from an epoch's secret."""
    found = []
    for _ in range(4):
        found += [record_key(secret), draft_key(secret)]
        secret = next_chain(secret)
        found.append(secret)
    return found


def text(draw: random.Random) -> str:
    """An answer that no survey's own words have a piece of."""
    return " ".join("".join(draw.choices("bdfgklmnprstvåäö", k=9)) for _ in range(8))


class Kiosk:
    """One device; ``campaign`` None uses the power cuts' package and its organisation."""

    def __init__(self, directory: Path, known: Known, cost: Cost = DEFAULT_COST) -> None:
        self.known = known
        self._now = START
        self._draw = random.Random(11)
        self.random = Drawing(known)
        self.store = KioskStore.create_or_open(
            directory, name="Forensics", clock=self.clock, random=self.random,
            running=seconds_running,
        )
        self._sessions = Sessions(self.store._database, self.store.watch, self.random, cost)
        self.form = UUID(int=7)

    def clock(self) -> datetime:
        return self._now

    def diary(self) -> Diary:
        return Diary(self.store.journal(), self._sessions, self.random)

    def circumstances(self) -> Circumstances:
        return Circumstances(
            unit=UUID(int=8), place=None, mode=Mode.KIOSK, language="sv", time=START,
            day=date(2026, 3, 2), clock=ClockQuality.OK, consent="1",
        )

    def text(self) -> str:
        said = text(self._draw)
        self.known.texts.append(said)
        return said

    def choice(self) -> UUID:
        chosen = random_id(self.random)
        self.known.secrets.append(chosen)
        return UUID(bytes=chosen)

    def response(self, *, complete: bool = False) -> Response:
        answers = {
            UUID(int=101, version=4): self.text(),
            UUID(int=102, version=4): self._draw.randint(1, 5),
            UUID(int=103, version=4): self.choice(),
        }
        return Response(
            form=self.form, form_version=1, answers=answers, circumstances=self.circumstances(),
            complete=complete,
        )

    def serve(self, number: int) -> None:
        """One person: two answers kept on the way, then one of the endings."""
        self._now += timedelta(seconds=20)
        diary = self.diary()
        diary.keep(self.response())
        said = self.response()
        diary.keep(said)
        if number % 13 == 12:
            diary.forget()
        elif number % 9 == 8:
            diary.leave()
        elif number % 4 == 3:
            diary.finish(replace(said, complete=True, code=self._code()))
        else:
            diary.finish(replace(said, complete=True))
        if number % 50 == 49:
            given = os.urandom(receipt_codes.CODE_BYTES)
            self._note(given)
            diary.write(Withdrawal(code=given))

    def _code(self) -> bytes:
        code = self.diary().new_code()
        self._note(receipt_codes.read_code(code.groups))
        return code.hash

    def _note(self, code: bytes) -> None:
        self.known.secrets.append(code)
        groups, words = receipt_codes.write_groups(code), receipt_codes.write_words(code)
        self.known.texts += [groups, groups.replace(" ", ""), " ".join(words)]

    def session(self, *, close: bool) -> None:
        """A facilitated session that could be resumed."""
        held = self.diary().open_session()
        self.known.texts.append(" ".join(held.code))
        id = UUID(bytes=random_id(self.random))
        events = (
            SessionOpened(title=self.text(), method="focus_group"),
            *(ParticipantJoined(participant=n) for n in range(1, 6)),
        )
        for lamport, event in enumerate(events, 1):
            held.write(self._event(id, lamport, event))
        if close:
            self._close(held, id, len(events) + 1)

    def _close(self, held: HeldSession, id: UUID, lamport: int) -> None:
        held.close(self._event(id, lamport, SessionClosed()))

    def _event(self, id: UUID, lamport: int, event: object) -> SessionEvent:
        return SessionEvent(
            session=id, lamport=lamport, event=event,  # type: ignore[arg-type]
            circumstances=self.circumstances(),
        )

    def forget(self, most: int) -> None:
        """A receipt for the oldest records of one epoch."""
        batch = next(self.store.pending(most))
        epoch = batch.records[0].epoch
        taken = [record for record in batch.records if record.epoch == epoch]
        report = self.store.forget(receipt(batch.stream, taken, self._now))
        if report.acknowledged != len(taken):
            raise SystemExit("the receipt was not taken")


def receipt(stream: bytes, taken: Sequence[SealedRecord], now: datetime) -> Receipt:
    part = AcknowledgedRange(
        epoch=taken[0].epoch, first=taken[0].n, count=len(taken),
        digest=keys.digest("range", *(record.hash for record in taken)),
    )
    return Receipt(
        number=1, stream=stream, campaign=package(1).campaign, issued=now, backup=bytes(16),
        ranges=(part,),
    )


def keeping(version: int, days: int) -> Package:
    """The power cuts' package with a survey that keeps covered records for so many days."""
    import assets

    campaign, _ = read_campaign(assets.data("demo", "campaign.json"))
    assert isinstance(campaign, Campaign)
    definition = write_campaign(replace(campaign, keep_days=days))
    return replace(package(version), definition=definition, signer=ORGANISATION.public)


def collect(directory: Path, people: int, cost: Cost = DEFAULT_COST) -> Kiosk:
    """People, sessions and receipts; half-way a package that keeps for two days.

    At the end somebody's draft and a session are open.
    """
    kiosk = Kiosk(directory, Known(), cost)
    kiosk.store.install(keeping(1, 0))
    for number in range(people):
        kiosk.serve(number)
        if number % 100 == 50:
            kiosk.store.prepare()
            kiosk.forget(60)
        if number % max(people // 4, 1) == 10:
            kiosk.session(close=True)
        if number == people // 2:
            kiosk.store.install(keeping(2, 2))
    kiosk.session(close=False)
    kiosk.diary().keep(kiosk.response())
    return kiosk


def main(directory: Path, people: int) -> None:
    kiosk = collect(directory, people)
    sys.stdout.write(kiosk.known.as_json() + "\n")
    sys.stdout.flush()
    os.kill(os.getpid(), 9)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

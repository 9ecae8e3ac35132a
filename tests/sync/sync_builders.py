"""Devices, an organisation and their files, made small and the same every time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import count
from uuid import UUID

from storage.seal.epochs import NO_EPOCH, NO_HEAD, minutes, new_epoch
from storage.seal.keys import ReceivingKey, Signer, stream_id
from storage.seal.records import next_chain, record_key, seal_record
from storage.values import DeviceIdentity, Epoch, Recipient, SealedRecord
from survey.campaign import Campaign, Consent, Factor, Unit
from survey.forms.model import Form, Question, QuestionType, Scale
from survey.records import Circumstances, ClockQuality, Mode, Response
from sync.bundle import Bundle, EpochPart

MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CAMPAIGN = UUID("5f0c2f3a-6c1e-4a52-9a0e-0d9a5b1f7e11")
OTHER_CAMPAIGN = UUID("a7d1e2c4-93b5-4f06-8c55-7e21d0c4b9aa")
FACTOR = UUID("0b9f7a52-7d43-4c8e-b1a6-25f0e7c91d02")
RATING = UUID("c2a40c6b-18de-47bb-93a2-64f1b7e0a903")
UNIT = UUID("e81b7f90-5c2d-4d3f-a6b4-91c7d2e3f504")


def clock() -> datetime:
    """Always the same moment."""
    return MOMENT


def rising() -> Callable[[], datetime]:
    """A clock that goes a minute each time it is read."""
    ticks = count()
    return lambda: MOMENT + timedelta(minutes=next(ticks))


def known_random(seed: str = "sync") -> Callable[[int], bytes]:
    """Bytes that look random and are the same every time."""
    ticks = count()

    def give(length: int) -> bytes:
        out = b""
        while len(out) < length:
            out += sha256(f"{seed}/{next(ticks)}".encode()).digest()
        return out[:length]

    return give


def seed(name: str, length: int = 32) -> bytes:
    """A known secret for ``name``."""
    return known_random(name)(length)


def campaign(id: UUID = CAMPAIGN, title: str = "Hur är det i dag?") -> Campaign:
    """A survey with one factor and one rating."""
    words = {"sv": title, "en": title}
    scale = Scale(low=1, high=5, labels=tuple({"sv": str(n), "en": str(n)} for n in range(1, 6)))
    question = Question(
        id=RATING, name="bemotande", type=QuestionType.RATING, label=words, factor=FACTOR,
        scale=scale,
    )
    return Campaign(
        id=id, version=1, title=words, about=words, organisation="Exempelkommun",
        languages=("sv", "en"), zone="Europe/Stockholm", grain_minutes=60,
        first_day=date(2026, 3, 1), last_day=date(2026, 4, 30),
        units=(Unit(id=UNIT, name=words),), factors=(Factor(id=FACTOR, name=words),),
        form=Form(id=UUID(int=77), version=1, title=words, questions=(question,)),
        consent=Consent(version="1", text=words), group_by=(),
    )


def recipient(name: str = "campaign") -> tuple[Recipient, ReceivingKey]:
    """A recipient with its private key."""
    key = ReceivingKey(seed(f"recipient {name}", 96))
    return Recipient(id=key.id, role=name, public=key.public), key


@dataclass
class Device:
    """A device that seals straight into memory, for tests of what travels."""

    name: str = "Surfplatta 1"
    campaign: UUID = CAMPAIGN
    package_hash: bytes = b"p" * 32
    recipients: tuple[Recipient, ...] = field(default_factory=lambda: (recipient()[0],))
    parent: bytes = NO_EPOCH
    parent_head: bytes = NO_HEAD
    number: int = 0

    def __post_init__(self) -> None:
        self.signer = Signer(seed(f"device {self.name}"))
        self.random = known_random(f"random {self.name}")
        self.identity = DeviceIdentity(public=self.signer.public, name=self.name)
        self.stream = stream_id(self.signer.public, self.campaign)

    def epoch(self, bodies: Sequence[bytes]) -> tuple[Epoch, list[SealedRecord]]:
        """A closed epoch with these bodies."""
        epoch, chain = new_epoch(
            stream=self.stream, campaign=self.campaign, package_hash=self.package_hash,
            parent=self.parent, parent_head=self.parent_head, opened=MOMENT,
            recipients=self.recipients, random=self.random,
        )
        records: list[SealedRecord] = []
        for n, body in enumerate(bodies):
            records.append(seal_record(
                key=record_key(chain), stream=self.stream, epoch=epoch.id, n=n,
                id=self.random(16), previous=records[-1].hash if records else epoch.hash,
                body=body,
            ))
            chain = next_chain(chain)
        self.parent, self.parent_head = epoch.id, records[-1].hash
        return epoch, records

    def bundle(self, *epochs: tuple[Epoch, list[SealedRecord]]) -> Bundle:
        """A bundle of whole epochs."""
        self.number += 1
        return Bundle(
            stream=self.stream, device=self.signer.public, campaign=self.campaign,
            package_hash=self.package_hash, number=self.number, made=MOMENT,
            epochs=tuple(
                EpochPart(epoch=e, first=records[0].n, count=len(records), head=records[-1].hash)
                for e, records in epochs
            ),
            records=tuple(r for _, records in epochs for r in records),
        )


class Organisation:
    """An organisation's keys and package numbers, without a workspace."""

    def __init__(self, name: str = "Exempelkommun") -> None:
        self._signer = Signer(seed(f"organisation {name}"))
        self.packages: list[tuple[UUID, int, bytes, bytes]] = []
        self.revoked: tuple[bytes, ...] = ()

    @property
    def signer_public(self) -> bytes:
        return self._signer.public

    def sign(self, domain: str, *parts: bytes) -> bytes:
        return self._signer.sign(domain, *parts)

    def recipients(self, campaign: UUID) -> tuple[Recipient, ...]:
        return (recipient("campaign")[0], recipient("recovery")[0])

    def revoked_devices(self) -> tuple[bytes, ...]:
        return self.revoked

    def next_package_version(self, campaign: UUID) -> int:
        return 1 + sum(id == campaign for id, *_ in self.packages)

    def record_package(self, campaign: UUID, version: int, hash: bytes, raw: bytes) -> None:
        self.packages.append((campaign, version, hash, raw))


def whole_minutes(moment: datetime) -> datetime:
    """What a time is after it has travelled."""
    return datetime.fromtimestamp(minutes(moment) * 60, UTC)



def response(rating: int = 4) -> Response:
    """One person's answer to the survey of :func:`campaign`."""
    return Response(
        form=UUID(int=77), form_version=1, answers={RATING: rating}, complete=True,
        circumstances=Circumstances(
            unit=UNIT, place=None, mode=Mode.KIOSK, language="sv", time=MOMENT,
            day=MOMENT.date(), clock=ClockQuality.OK, consent="1",
        ),
    )

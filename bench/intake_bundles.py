"""Bundles for measurements: sealed and signed by one device, as a kiosk does it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random
from uuid import UUID

from storage import bodies
from storage.seal import epochs, keys, records
from storage.values import OpenedBundle, Recipient, SealedRecord
from survey.campaign import Campaign, Consent, Factor, Unit
from survey.forms.model import Form, Question, QuestionType, Scale
from survey.records import Circumstances, ClockQuality, Mode, Response
from sync import bundle as wire
from sync.unsealing import checked

NOW = datetime(2025, 9, 3, 8, 0, tzinfo=UTC)
EPOCH_RECORDS = 256
PASSPHRASE = "a passphrase for the bench"
PACKAGE_HASH = keys.digest("package", b"bench")
DEVICE = keys.Signer(bytes(range(32)))
TOGETHER = 40


def clock() -> datetime:
    return NOW


def uuid(kind: int, n: int) -> UUID:
    return UUID(int=kind << 96 | 0x4000 << 64 | 0x8000 << 48 | n)


def the_campaign(items: int) -> Campaign:
    """One factor, ``items`` ratings from 1 to 5."""
    scale = Scale(low=1, high=5, labels=tuple({"sv": str(n)} for n in range(1, 6)))
    factor = Factor(id=uuid(1, 1), name={"sv": "Bemötande"})
    questions = tuple(
        Question(
            id=uuid(2, n + 1), name=f"x{n + 1}", type=QuestionType.RATING,
            label={"sv": f"Fråga {n + 1}"}, factor=factor.id, scale=scale,
        )
        for n in range(items)
    )
    words = {"sv": "Mätning"}
    return Campaign(
        id=uuid(3, 1), version=1, title=words, about=words, organisation="Mätkommunen",
        languages=("sv",), zone="Europe/Stockholm", grain_minutes=15,
        first_day=date(2025, 9, 1), last_day=date(2025, 9, 30),
        units=(Unit(id=uuid(4, 1), name=words),), factors=(factor,),
        form=Form(id=uuid(5, 1), version=1, title=words, questions=questions),
        consent=Consent(version="1", text=words), group_by=(),
    )


def a_response(campaign: Campaign, dice: Random) -> Response:
    when = datetime(2025, 9, 3, 6 + dice.randrange(10), 15 * dice.randrange(4), tzinfo=UTC)
    return Response(
        form=campaign.form.id, form_version=1, complete=True,
        answers={q.id: dice.randint(1, 5) for q in campaign.form.questions},
        circumstances=Circumstances(
            unit=campaign.units[0].id, place=None, mode=Mode.KIOSK, language="sv", time=when,
            day=when.date(), clock=ClockQuality.OK, consent="1",
        ),
    )


Say = Callable[[Campaign, Random], Response]
"""What somebody answers, by chance."""


def sealed(
    campaign: Campaign, recipients: tuple[Recipient, ...], count: int, say: Say = a_response
) -> Iterator[tuple[epochs.Epoch, list[SealedRecord], list[Response]]]:
    """``count`` responses in epochs of at most EPOCH_RECORDS, chained."""
    dice = Random(20_250_903)
    stream = keys.stream_id(DEVICE.public, campaign.id)
    parent, head = epochs.NO_EPOCH, epochs.NO_HEAD
    for start in range(0, count, EPOCH_RECORDS):
        epoch, chain = epochs.new_epoch(
            stream=stream, campaign=campaign.id, package_hash=PACKAGE_HASH, parent=parent,
            parent_head=head, opened=NOW, recipients=recipients, random=os.urandom,
        )
        made: list[SealedRecord] = []
        said = [say(campaign, dice) for _ in range(min(EPOCH_RECORDS, count - start))]
        head = epoch.hash
        for n, response in enumerate(said):
            record = records.seal_record(
                key=records.record_key(chain), stream=stream, epoch=epoch.id, n=n,
                id=os.urandom(16), previous=head, body=bodies.encode(response),
            )
            made.append(record)
            chain, head = records.next_chain(chain), record.hash
        parent = epoch.id
        yield epoch, made, said


@dataclass(frozen=True, slots=True)
class Made:
    """A signed bundle file, and the rows that come of it, sorted as intake sorts them."""

    raw: bytes
    responses: list[tuple[int, bytes, int, int]]
    ratings: list[tuple[int, bytes, int, int]]


def made_bundles(
    campaign: Campaign, recipients: tuple[Recipient, ...], count: int, size: int,
    say: Say = a_response,
) -> Iterator[Made]:
    """Bundles of ``size`` records, as a kiosk writes them."""
    parts: dict[bytes, tuple[epochs.Epoch, int, bytes]] = {}
    waiting: list[tuple[SealedRecord, Response]] = []
    number = 0
    for epoch, made, said in sealed(campaign, recipients, count, say):
        parts[epoch.id] = (epoch, len(made), made[-1].hash)
        waiting += zip(made, said, strict=True)
        while len(waiting) >= size:
            number += 1
            yield _made(campaign, parts, waiting[:size], number)
            del waiting[:size]
    if waiting:
        yield _made(campaign, parts, waiting, number + 1)


def _made(
    campaign: Campaign, parts: dict[bytes, tuple[epochs.Epoch, int, bytes]],
    chosen: list[tuple[SealedRecord, Response]], number: int,
) -> Made:
    first: dict[bytes, int] = {}
    for record, _ in chosen:
        first.setdefault(record.epoch, record.n)
    bundle = wire.Bundle(
        stream=keys.stream_id(DEVICE.public, campaign.id), device=DEVICE.public,
        campaign=campaign.id, package_hash=PACKAGE_HASH, number=number, made=NOW,
        epochs=tuple(
            wire.EpochPart(epoch=parts[id][0], first=n, count=parts[id][1], head=parts[id][2])
            for id, n in first.items()
        ),
        records=tuple(record for record, _ in chosen),
    )
    numbers = {q.id: at for at, q in enumerate(campaign.form.questions, 1)}
    responses, ratings = [], []
    for record, response in sorted(chosen, key=lambda pair: pair[0].id):
        time_ = response.circumstances.time.isoformat().encode()
        circumstance = int.from_bytes(keys.digest("bench", time_)[:8], "big") >> 1
        responses.append((1, record.id, circumstance, 1))
        ratings += [
            (1, record.id, numbers[q], v) for q, v in response.answers.items()
            if isinstance(v, int)
        ]
    return Made(wire.write_bundle(bundle, DEVICE.sign), responses, ratings)  # type: ignore[arg-type]


def opened(raw: bytes) -> OpenedBundle:
    """Read and check a bundle file, as sync does before it hands it over."""
    return checked(wire.peek(raw), raw)

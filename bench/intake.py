"""How fast bundles are taken in, beside bare SQLCipher inserts of the same rows.

    python -m bench.intake [--responses 100000] [--bundle 500] [--json]

Bundles are made first (sealed and signed by one device, as a kiosk does it) and are not
timed. Timed *end to end*, for each bundle: read the signed file, check the signature, hold
every record against the ledger, open, decode, insert, commit durably. Timed *bare*: the
response and rating rows that this gives, by ``executemany`` with tuples that are ready-made,
into the same tables of a new SQLCipher file with the same settings. The two take turns,
40 bundles each, so that both meet the same load; a last passive checkpoint is counted too.

Two pairs are compared, like with like: ``together`` (intake commits every 40 bundles, with
``Workspace.together``; bare commits once, and nothing is faster) and ``each`` (a commit for
every bundle on both sides). ``across`` is the hardest comparison there is, a commit for every
bundle against bare with a single one; it is told and has no aim.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from storage import bodies
from storage.seal import epochs, keys, records
from storage.seal.slots import Cost
from storage.values import DeviceIdentity, OpenedBundle, Recipient, SealedRecord
from storage.workspace import Workspace, create
from storage.workspace.migrations import STEPS
from storage.workspace.sqlcipher import connect
from survey.campaign import Campaign, Consent, Factor, Unit
from survey.forms.model import Form, Question, QuestionType, Scale
from survey.reading import write_campaign
from survey.records import Circumstances, ClockQuality, Mode, Response
from sync import bundle as wire

NOW = datetime(2025, 9, 3, 8, 0, tzinfo=UTC)
EPOCH_RECORDS = 256
PASSPHRASE = "a passphrase for the bench"
PACKAGE_HASH = keys.digest("package", b"bench")
DEVICE = keys.Signer(bytes(range(32)))
AIM = 0.4
TOGETHER = 40

_RESPONSE = "INSERT INTO response (campaign, id, circumstance, complete) VALUES (?,?,?,?)"
_RATING = "INSERT INTO rating (campaign, response, question, value) VALUES (?,?,?,?)"


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


def sealed(
    campaign: Campaign, recipients: tuple[Recipient, ...], count: int
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
        said = [a_response(campaign, dice) for _ in range(min(EPOCH_RECORDS, count - start))]
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
    campaign: Campaign, recipients: tuple[Recipient, ...], count: int, size: int
) -> Iterator[Made]:
    """Bundles of ``size`` records, as a kiosk writes them."""
    parts: dict[bytes, tuple[epochs.Epoch, int, bytes]] = {}
    waiting: list[tuple[SealedRecord, Response]] = []
    number = 0
    for epoch, made, said in sealed(campaign, recipients, count):
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
        ratings += [(1, record.id, numbers[q], v) for q, v in response.answers.items()]
    return Made(wire.write_bundle(bundle, DEVICE.sign), responses, ratings)  # type: ignore[arg-type]


def opened(raw: bytes) -> OpenedBundle:
    """Read and check a bundle file, as sync does before it hands it over."""
    read = wire.read_bundle(raw)
    return OpenedBundle(
        stream=read.stream, device=read.device, campaign=read.campaign,
        package_hash=read.package_hash, number=read.number, made=read.made,
        epochs=tuple((p.epoch, p.count, p.head) for p in read.epochs), records=read.records,
        hash=sha256(raw).digest(),
    )


class Bare:
    """Ready-made rows into the same tables, without anything around them."""

    def __init__(self, path: Path, *, one_commit: bool) -> None:
        path.touch(mode=0o600)
        self._one_commit = one_commit
        self._raw = connect(path, os.urandom(32))
        for step in STEPS:
            for statement in step:
                self._raw.execute(statement)
        if one_commit:
            self._raw.execute("BEGIN IMMEDIATE")

    def insert(self, bundles: list[Made]) -> None:
        for bundle in bundles:
            if not self._one_commit:
                self._raw.execute("BEGIN IMMEDIATE")
            self._raw.executemany(_RESPONSE, bundle.responses)
            self._raw.executemany(_RATING, bundle.ratings)
            if not self._one_commit:
                self._raw.execute("COMMIT")

    def finish(self) -> None:
        if self._one_commit:
            self._raw.execute("COMMIT")
        self._raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def close(self) -> None:
        self._raw.close()


def take_in(workspace: Workspace, bundles: list[Made], together: int) -> None:
    """Read, check and take in, with a durable commit for every ``together`` bundles."""
    for start in range(0, len(bundles), together):
        with workspace.together() if together > 1 else nullcontext():
            for bundle in bundles[start : start + together]:
                workspace.take_in(opened(bundle.raw), actor="bench")


def both(
    directory: Path, workspace: Workspace, bundles: list[Made], together: int
) -> tuple[float, float]:
    """Seconds for bare inserts and for intake, taking turns so that both meet the same load."""
    with closing(Bare(directory / f"{together}.db", one_commit=together > 1)) as bare:
        turns: list[tuple[Callable[[], None], Callable[[], None]]] = [
            (partial(bare.insert, some), partial(take_in, workspace, some, together))
            for some in (bundles[at : at + TOGETHER] for at in range(0, len(bundles), TOGETHER))
        ]
        spent = [0.0, 0.0]
        for turn in (*turns, (bare.finish, workspace.tidy)):
            for at, work in enumerate(turn):
                begun = time.perf_counter()
                work()
                spent[at] += time.perf_counter() - begun
    return spent[0], spent[1]


def a_workspace(directory: Path, campaign: Campaign, seeds: Random) -> Workspace:
    """A workspace with the campaign; one made with the same seeds opens the same bundles."""
    workspace, _ = create(
        directory, name="Mätkommunen", passphrase=PASSPHRASE, clock=clock,
        random=seeds.randbytes, cost=Cost(memory=64, passes=1, lanes=1),
    )
    workspace.add_campaign(campaign, write_campaign(campaign), actor="bench")
    workspace.record_package(campaign.id, 1, PACKAGE_HASH, b"package", actor="bench")
    workspace.register_device(DeviceIdentity(public=DEVICE.public, name="bench"), actor="bench")
    return workspace


def measure(directory: Path, count: int, size: int, items: int) -> dict[str, Any]:
    """All in one run, on the same rows."""
    campaign = the_campaign(items)
    seconds: dict[str, float] = {}
    bundles: list[Made] = []
    for name, together in (("together", TOGETHER), ("each", 1)):
        with a_workspace(directory / name, campaign, Random(1)) as workspace:
            if not bundles:
                recipients = workspace.recipients(campaign.id)
                bundles = list(made_bundles(campaign, recipients, count, size))
            gc.collect()
            found = both(directory, workspace, bundles, together)
            seconds[f"bare_{name}"], seconds[f"intake_{name}"] = found
            begun = time.perf_counter()
            persons = sum(len(person.items) == items for person in workspace.persons(campaign.id))
            seconds["persons"] = time.perf_counter() - begun
            if persons != count or workspace.counts(campaign.id).complete != count:
                raise SystemExit("not everything was taken in: the figures mean nothing")
    ratios = {
        "ratio_together": seconds["bare_together"] / seconds["intake_together"],
        "ratio_each": seconds["bare_each"] / seconds["intake_each"],
        "ratio_across": seconds["bare_together"] / seconds["intake_each"],
    }
    return {
        "responses": count, "ratings_each": items, "records_per_bundle": size,
        **{f"{name}_per_s": round(count / taken) for name, taken in seconds.items()},
        **{name: round(ratio, 3) for name, ratio in ratios.items()}, "aim": AIM,
    }


def main() -> int:
    """Exit 1 when the aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--responses", type=int, default=100_000)
    parser.add_argument("--bundle", type=int, default=500, help="records in a bundle")
    parser.add_argument("--ratings", type=int, default=12, help="ratings in a response")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        found = measure(Path(directory), asked.responses, asked.bundle, asked.ratings)
    if asked.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:28} {value}")
    return 0 if min(found["ratio_together"], found["ratio_each"]) >= AIM else 1


if __name__ == "__main__":
    sys.exit(main())

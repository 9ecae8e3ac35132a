"""Workspaces with cheap passphrases, and devices that seal with the real code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from storage import bodies
from storage.seal import epochs, keys, records
from storage.seal.slots import Cost
from storage.values import DeviceIdentity, Epoch, OpenedBundle, SealedRecord
from storage.workspace import Workspace, create, open_workspace, sealed_columns
from storage.workspace.addresses import Address
from survey.reading import write_campaign
from survey.records import (
    Answer,
    Circumstances,
    ClockQuality,
    Event,
    Mode,
    Response,
    SessionEvent,
)
from tests.builders import AREA, AREAS, CAMPAIGN, FORM, RATINGS, UNITS, small_campaign

PASSPHRASE = "en lång och hemlig mening"
CHEAP = Cost(memory=64, passes=1, lanes=1)
MORNING = datetime(2025, 9, 3, 8, 0, tzinfo=UTC)
PACKAGE_HASH = keys.digest("package", b"version 1")


@dataclass
class World:
    """A clock that a test turns and randomness that can be repeated."""

    now: datetime = MORNING
    seed: bytes = b"workspace tests"
    drawn: int = 0

    def clock(self) -> datetime:
        return self.now

    def random(self, length: int) -> bytes:
        self.drawn += 1
        blocks = (
            sha256(self.seed + self.drawn.to_bytes(4, "big") + bytes([at])).digest()
            for at in range(length // 32 + 1)
        )
        return b"".join(blocks)[:length]

    def wait(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


def new_workspace(
    directory: Path, world: World, server: Address | None = None
) -> tuple[Workspace, str]:
    """A workspace with the small campaign and one package given out; and its recovery code."""
    workspace, code = create(
        directory, name="Exempelkommunen", passphrase=PASSPHRASE, clock=world.clock,
        random=world.random, cost=CHEAP, server=server,
    )
    campaign = small_campaign()
    workspace.add_campaign(campaign, write_campaign(campaign), actor="Kim")
    workspace.record_package(campaign.id, 1, PACKAGE_HASH, b"the signed package", actor="Kim")
    return workspace, code


def reopen(directory: Path, world: World) -> Workspace:
    return open_workspace(
        directory, passphrase=PASSPHRASE, clock=world.clock, random=world.random
    )


def row_ids(workspace: Workspace, device: Device) -> list[bytes]:
    """The rows of all that ``device`` made, as whoever holds the row secret finds them."""
    with workspace._database.reading() as connection:
        row = connection.exec_driver_sql("SELECT id, row_secret FROM campaign").one()
        secret = sealed_columns.open(connection, "campaign", "row_secret", row.id, row.row_secret)
    return [keys.row_id(secret, device.stream, r.epoch, r.n, r.id) for r in device.made()]


def circumstances(**other: object) -> Circumstances:
    values: dict[str, object] = {
        "unit": UNITS[0], "place": None, "mode": Mode.KIOSK, "language": "sv",
        "time": datetime(2025, 9, 3, 7, 45, tzinfo=UTC), "day": date(2025, 9, 3),
        "clock": ClockQuality.OK, "consent": "2025-1",
    }
    return Circumstances(**(values | other))  # type: ignore[arg-type]


def response(
    answers: Mapping[UUID, Answer] | None = None, *, complete: bool = True, **other: object
) -> Response:
    """Everything rated 4 in the north, unless said otherwise."""
    given = answers if answers is not None else dict.fromkeys(RATINGS, 4) | {AREA: AREAS[0]}
    return Response(
        form=FORM, form_version=1, answers=given, circumstances=circumstances(**other),
        complete=complete,
    )


def session_event(session: UUID, lamport: int, event: Event) -> SessionEvent:
    return SessionEvent(
        session=session, lamport=lamport, event=event, circumstances=circumstances()
    )


@dataclass
class MadeEpoch:
    """An epoch as the device has it: its header, its records and its chain key."""

    epoch: Epoch
    chain: bytes
    records: list[SealedRecord] = field(default_factory=list)

    def add(self, body: bytes, id: bytes) -> SealedRecord:
        sealed = records.seal_record(
            key=records.record_key(self.chain), stream=self.epoch.stream, epoch=self.epoch.id,
            n=len(self.records), id=id, previous=self.head, body=body,
        )
        self.chain = records.next_chain(self.chain)
        self.records.append(sealed)
        return sealed

    @property
    def head(self) -> bytes:
        return self.records[-1].hash if self.records else self.epoch.hash

    @property
    def part(self) -> tuple[Epoch, int, bytes]:
        return self.epoch, len(self.records), self.head


class Device:
    """A kiosk without a store: it seals to a workspace's recipients."""

    def __init__(self, workspace: Workspace, world: World, *, name: str = "Kiosk 1") -> None:
        self.workspace = workspace
        self.world = world
        self.signer = keys.Signer(sha256(name.encode()).digest())
        self.identity = DeviceIdentity(public=self.signer.public, name=name)
        self.stream = keys.stream_id(self.signer.public, CAMPAIGN)
        self.epochs: list[MadeEpoch] = []
        self.bundles = 0

    def register(self) -> Device:
        self.workspace.register_device(self.identity, actor="Kim")
        return self

    def open_epoch(self, after: MadeEpoch | None = None) -> MadeEpoch:
        """A new epoch after the newest, or after another one, as a restored disk would do."""
        before = after or (self.epochs[-1] if self.epochs else None)
        epoch, secret = epochs.new_epoch(
            stream=self.stream, campaign=CAMPAIGN, package_hash=PACKAGE_HASH,
            parent=before.epoch.id if before else epochs.NO_EPOCH,
            parent_head=before.head if before else epochs.NO_HEAD,
            opened=self.world.now, recipients=self.workspace.recipients(CAMPAIGN),
            random=self.world.random,
        )
        made = MadeEpoch(epoch, secret)
        self.epochs.append(made)
        return made

    def answer(self, *bodies_: Response | SessionEvent | bytes) -> list[SealedRecord]:
        """Seal bodies in the newest epoch, opening the first."""
        epoch = self.epochs[-1] if self.epochs else self.open_epoch()
        return [
            epoch.add(
                body if isinstance(body, bytes) else bodies.encode(body), self.world.random(16)
            )
            for body in bodies_
        ]

    def bundle(
        self, some: Sequence[SealedRecord] | None = None, **other: object
    ) -> OpenedBundle:
        """A bundle of ``some`` records (everything made, when not said), in order."""
        chosen = list(some) if some is not None else self.made()
        wanted = {record.epoch for record in chosen}
        self.bundles += 1
        values: dict[str, object] = {
            "stream": self.stream, "device": self.signer.public, "campaign": CAMPAIGN,
            "package_hash": PACKAGE_HASH, "number": self.bundles, "made": self.world.now,
            "epochs": tuple(e.part for e in self.epochs if e.epoch.id in wanted),
            "records": tuple(chosen),
            "hash": sha256(b"".join((bytes([self.bundles]), *(r.raw for r in chosen)))).digest(),
        }
        return OpenedBundle(**(values | other))  # type: ignore[arg-type]

    def made(self) -> list[SealedRecord]:
        return [record for epoch in self.epochs for record in epoch.records]

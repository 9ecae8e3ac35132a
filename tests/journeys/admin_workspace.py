"""A real workspace with a survey, and a folder with what two real kiosks have left for it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from storage import bodies
from storage.kiosk import KioskStore
from storage.values import DeviceIdentity
from storage.workspace import create
from survey.reading import write_campaign
from survey.records import (
    Circumstances,
    ClockQuality,
    Mode,
    ParticipantJoined,
    PointsSet,
    Response,
    SessionClosed,
    SessionEvent,
    SessionOpened,
)
from sync import package
from sync.courier import exchange
from sync.folder import FolderTransport
from tests.builders import AREA, AREAS, FACTORS, FORM, RATINGS, UNITS, small_campaign

NOW = datetime(2025, 9, 10, 9, 30, tzinfo=UTC)
PASSPHRASE = "fyra ord som minns"
PEOPLE, SESSIONS = 24, 3


@dataclass(frozen=True)
class Place:
    """Where the workspace and the carried files lie, and the kiosks that made them."""

    workspace: Path
    carried: Path
    backups: Path
    kiosks: tuple[KioskStore, ...]


def clock() -> datetime:
    return NOW


def place_with_answers(folder: Path) -> Place:
    """24 answers and three focus groups on two kiosks, carried; one file of them damaged."""
    carried, backups = folder / "carried", folder / "backups"
    carried.mkdir()
    backups.mkdir()
    campaign = small_campaign()
    workspace, _ = create(
        folder / "workspace", name="Exempelkommunen", passphrase=PASSPHRASE, clock=clock
    )
    with workspace:
        workspace.add_campaign(campaign, write_campaign(campaign))
        signed = package.write_package(workspace, campaign, clock)
        kiosks = []
        for name in ("Entrén", "Filialen"):
            kiosk = KioskStore.create_or_open(
                folder / name, name=name, clock=clock, random=os.urandom
            )
            kiosk.install(package.read_package(signed.raw))
            workspace.register_device(
                DeviceIdentity(public=kiosk.identity.public, name=kiosk.identity.name)
            )
            kiosks.append(kiosk)
    for n in range(PEOPLE):
        kiosks[n % 2].journal().finish(bodies.encode(_answer(n)))
    for n in range(SESSIONS):
        _meet(kiosks[0], n)
    for kiosk in kiosks:
        assert not exchange(kiosk, FolderTransport(carried), clock).problems
    return Place(folder / "workspace", carried, backups, tuple(kiosks))


def damage_one(carried: Path) -> bytes:
    """Cut a bundle short; gives the whole bytes, to put back."""
    file = sorted(carried.glob("*.vbundle"))[0]
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    return whole


def _circumstances() -> Circumstances:
    return Circumstances(
        unit=UNITS[0], place=None, mode=Mode.KIOSK, language="sv", time=NOW,
        day=date(2025, 9, 10), clock=ClockQuality.OK, consent="2025-1",
    )  # fmt: skip


def _answer(n: int) -> Response:
    steps = {RATINGS[k]: 1 + (n + k) % 5 for k in range(4)}
    area = AREAS[2] if n < 2 else AREAS[n % 2]
    return Response(
        form=FORM, form_version=1, answers={**steps, AREA: area},
        circumstances=_circumstances(), complete=True,
    )  # fmt: skip


def _meet(kiosk: KioskStore, number: int) -> None:
    """One focus group of three; the third gives no points."""
    session = UUID(int=900 + number, version=4)
    events = [
        SessionOpened(title=f"Grupp {number + 1}", method="fokusgrupp"),
        *(ParticipantJoined(participant=p) for p in (1, 2, 3)),
        PointsSet(participant=1, points={FACTORS[0]: 6 + number, FACTORS[1]: 4}),
        PointsSet(participant=2, points={FACTORS[0]: 7, FACTORS[1]: 3}),
        SessionClosed(),
    ]
    for at, event in enumerate(events, start=1):
        body = SessionEvent(
            session=session, lamport=at, event=event, circumstances=_circumstances()
        )
        kiosk.journal().append(bodies.encode(body))

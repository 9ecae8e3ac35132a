"""Made-up devices: one well, one with gaps and a wrong clock, one revoked, one copied."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from admin.devices.rows import Arrived, Device, NewDevice
from storage.workspace.revoking import Revoked
from storage.workspace.standing import ClockJump, DeviceStanding, StreamStanding
from storage.workspace.values import Fork, Gap
from survey.device_notes import Health
from sync.deciding import Decided
from tests.admin.example_results import CAMPAIGN

AT = datetime(2026, 11, 18, 14, 5, tzinfo=UTC)
TITLES = {CAMPAIGN: "Framtidens Väsby"}
LIBRARY, HALL, LOST, TWINS = (bytes([n]) * 32 for n in range(1, 5))
NEW = NewDevice(public=b"n" * 32, name="Kiosk 9", number="77E1 02BB 9C4F A610 D3F2")


def stream(made: int, taken: int, **odd: object) -> StreamStanding:
    """A device in the one survey."""
    facts: dict[str, object] = {
        "stream": b"s" * 16, "campaign": CAMPAIGN, "made": made, "taken": taken, "last_bundle": 4,
        "last_seen": AT, "unacknowledged": 0, "unsent": 0, "replays": 0, "unreadable": 0,
        "aside": 0, "gaps": (), "forks": (), "clock": (),
    }
    return StreamStanding(**{**facts, **odd})  # type: ignore[arg-type]


def device(public: bytes, name: str, *streams: StreamStanding, **odd: object) -> Device:
    """A device in use, with what is odd about it."""
    copied, files = bool(odd.pop("copied", False)), int(str(odd.pop("files", 0)))
    told: tuple[Health, ...] = odd.pop("health", ())  # type: ignore[assignment]
    facts: dict[str, object] = {
        "public": public, "name": name, "added": AT, "revoked": None, "revoked_by": "",
        "why_revoked": "", "held": 0, "streams": streams,
    }
    standing = DeviceStanding(**{**facts, **odd})  # type: ignore[arg-type]
    return Device(
        standing=standing, number="3F0A 11C2 9BE4 7D10 55AA", copied=copied, files=files,
        surveys=TITLES, health=told,
    )


def devices() -> tuple[Device, ...]:
    """Four of them."""
    gap = Gap(stream=b"s" * 16, epoch=b"e" * 16, first=3, missing=3)
    fork = Fork(stream=b"s" * 16, parent=b"e" * 16, epochs=(b"f" * 16,))
    jump = ClockJump(bundle=4, made=AT, ahead=7_200, back=0)
    return (
        device(LIBRARY, "Biblioteket, entrén", stream(612, 612, unacknowledged=14)),
        device(HALL, "Kommunhuset", stream(41, 38, gaps=(gap,), forks=(fork,), clock=(jump,),
                                           replays=2)),
        device(LOST, "Surfplatta 3", stream(205, 205), revoked=AT, revoked_by="anna",
               why_revoked="stulen i tisdags", held=12, files=1),
        device(TWINS, "Simhallen", stream(80, 80), copied=True),
    )


@dataclass
class FakeDesk:
    """Remembers what was decided, and revokes in fact."""

    found: tuple[Device, ...] = field(default_factory=devices)
    done: list[tuple[str, bytes, str]] = field(default_factory=list)

    def devices(self) -> tuple[Device, ...]:
        return self.found

    def arrived(self, device: bytes) -> tuple[Arrived, ...]:
        return (Arrived(at=AT, survey="Framtidens Väsby", number=4, new=38, known=2,
                        actor="anna"),)

    def revoke(self, device: bytes, why: str) -> Revoked:
        self.done.append(("revoke", device, why))
        return Revoked(held=14, already=False)

    def restore(self, device: bytes, why: str) -> bool:
        self.done.append(("restore", device, why))
        return True

    def accept(self, device: bytes, why: str) -> Decided:
        self.done.append(("accept", device, why))
        return Decided(12, 1, 9, ())

    def reject(self, device: bytes, why: str) -> Decided:
        self.done.append(("reject", device, why))
        return Decided(12, 1, 0, ())

    def let_in(self, device: bytes) -> bool:
        self.done.append(("let-in", device, ""))
        return True

    def read(self, file: Path) -> NewDevice:
        return NEW

    def register(self, device: NewDevice) -> None:
        self.done.append(("register", device.public, device.name))

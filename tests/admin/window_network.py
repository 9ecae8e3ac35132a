"""A made-up server that a test moves by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

from admin.listening.state import Heard, Offered, Pairing

AT_THE_DOOR = Pairing(
    kiosk="Surfplatta i entrén", number="3F0A 11C2 9BE4 7D10 55AA",
    words=("lampa", "björk", "segel", "tisdag"), stage="comparing",
)


@dataclass
class FakeNetwork:
    """Remembers what it was asked."""

    said: Heard = field(default_factory=Heard)
    done: list[str] = field(default_factory=list)
    offered: tuple[Offered, ...] = ()
    due: int | None = None

    def surveys(self) -> tuple[Offered, ...]:
        return self.offered

    def choose(self, survey: UUID | None) -> None:
        self.done.append(f"survey {survey}")

    def start(self) -> None:
        self.done.append("start")
        self.said = Heard(running=True, address="192.168.1.20:8347",
                          number="77E1 02BB 9C4F A610 D3F2")

    def stop(self) -> None:
        self.done.append("stop")
        self.said = Heard()

    def heard(self) -> Heard:
        return self.said

    def open_door(self) -> None:
        self.done.append("open")
        self.said = replace(self.said, left=300, pairing=None)

    def extend_door(self) -> None:
        self.done.append("extend")
        self.said = replace(self.said, left=300)

    def close_door(self) -> None:
        self.done.append("close")
        self.said = replace(self.said, left=0)

    def back_up(self, folder: Path) -> int | None:
        self.done.append(f"backup {folder}")
        self.said = replace(self.said, unkept=0)
        return self.due

    def decide(self, same: bool, words: tuple[str, ...]) -> None:
        self.done.append(f"{'yes' if same else 'no'} to {' '.join(words)}")
        stage = "paired" if same else "refused"
        self.said = replace(self.said, left=0, pairing=replace(AT_THE_DOOR, stage=stage))

"""Devices as the page shows them, without Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from storage.workspace.standing import DeviceStanding
from survey.device_notes import Health


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A person's latest decision about what was held of a device."""

    accepted: bool
    at: datetime
    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A registered device: how it stands, the number that people compare, and what is to decide.

    ``copied``: two have come over the network as it. ``files`` of it lie in quarantine because it
    is revoked. ``surveys`` gives titles. ``verdict`` is None where nothing was decided since it
    was revoked last. ``health`` is what it told of itself lately, newest first.
    """

    standing: DeviceStanding
    number: str
    copied: bool = False
    files: int = 0
    surveys: Mapping[UUID, str] = field(default_factory=dict)
    verdict: Verdict | None = None
    health: tuple[Health, ...] = ()

    @property
    def undecided(self) -> bool:
        """Whether answers or files of it await a decision."""
        return bool(self.standing.held or self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDevice:
    """A device that asks to be known: its name and number, and its key (32 bytes)."""

    public: bytes
    name: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A bundle that came: when, of which survey, by whose hand, and what it brought."""

    at: datetime
    survey: str
    number: int
    new: int
    known: int
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRow:
    """A device in a survey, in words. ``grave`` is 0 all is well, 1 look at it, 2 decide."""

    public: bytes
    name: str
    survey: str
    said: str
    grave: int
    seen: str
    made: int
    taken: int
    waiting: int

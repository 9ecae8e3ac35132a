"""The set of a simulation: an organisation, its kiosks, and the places between them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from admin.simulation.lives import ACTOR, PASSPHRASE
from admin.simulation.people import START, campaign
from admin.simulation.places import Folder, Mailbox, Place
from admin.simulation.plan import Means, Settings, draw_for, places
from storage.kiosk import KioskStore
from storage.values import DeviceIdentity
from storage.workspace import Cost, Workspace, create, open_workspace
from survey.reading import write_campaign
from sync import package

ROUND = timedelta(hours=6)
CHEAP = Cost(memory=64, passes=1, lanes=1)
"""Guessing a simulated passphrase is worth nothing to anybody."""


@dataclass(slots=True)
class Kiosk:
    """A device: how wrong its clock is, and what it last said of itself."""

    index: int
    name: str
    store: Path
    public: bytes
    offset: timedelta = timedelta(0)
    waiting: int = 0
    put_back: set[str] = field(default_factory=set)
    """Addresses where it was between the copy of its disk and that copy's coming back."""
    shut_out: set[str] = field(default_factory=set)
    """Mailboxes that it is not let in to: somebody else came with its key."""
    met: set[str] = field(default_factory=set)
    """Receipts that lay whole where it came: it may have applied them, and look at none again."""
    unopened: list[str] = field(default_factory=list)
    """Faults after which it has not been started yet."""


class Stage:
    """Everything on disk, below ``scratch``. ``kiosks`` has one more than asked for: a stranger."""

    def __init__(self, settings: Settings, scratch: Path) -> None:
        self.settings = settings
        self.workspace = scratch / "workspace"
        self.backups = scratch / "backups"
        self.places: list[Place] = []
        self.packages: list[str] = []
        self._raw: list[bytes] = []
        self._scratch = scratch
        self._create_workspace()
        self.kiosks = [self._create_kiosk(at) for at in range(settings.kiosks + 1)]

    @property
    def stranger(self) -> Kiosk:
        """The kiosk that nobody has registered."""
        return self.kiosks[-1]

    def register(self, kiosks: list[Kiosk]) -> None:
        """The administrator registers these devices."""
        with open_workspace(self.workspace, passphrase=PASSPHRASE, clock=_start) as workspace:
            for kiosk in kiosks:
                device = DeviceIdentity(public=kiosk.public, name=kiosk.name)
                workspace.register_device(device, actor=ACTOR)
            for place in self.places:
                place.renew(workspace)

    def sweep_backups(self) -> None:
        """Keep the newest two backups: a simulation's disk is not endless."""
        made = sorted(self.backups.glob("backup-*"), key=lambda path: path.stat().st_mtime_ns)
        for path in made[:-2]:
            shutil.rmtree(path)

    def _create_workspace(self) -> None:
        survey = campaign()
        draw = draw_for(self.settings.seed, "workspace")
        workspace, _ = create(
            self.workspace, name=survey.organisation, passphrase=PASSPHRASE, clock=_start,
            random=draw.randbytes, cost=CHEAP,
        )
        with workspace:
            self._open_places(workspace)
            workspace.add_campaign(survey, write_campaign(survey), actor=ACTOR)
            for _ in range(2):
                made = package.write_package(workspace, survey, _start)
                name = package.file_name(made)
                self.packages.append(name)
                self._raw.append(made.raw)
                for place in self.places:
                    place.write(name, made.raw)

    def close(self) -> None:
        """Let go of what the places hold open."""
        for place in self.places:
            place.close()

    def _open_places(self, workspace: Workspace) -> None:
        for number, means in enumerate(places(self.settings)):
            directory = self._scratch / f"place-{number}"
            if means is Means.MAILBOX:
                self.places.append(Mailbox(directory, workspace, str(self.settings.seed)))
            else:
                self.places.append(Folder(directory, means))

    def _create_kiosk(self, index: int) -> Kiosk:
        name, directory = f"Kiosk {index + 1}", self._scratch / f"kiosk-{index}"
        draw = draw_for(self.settings.seed, "kiosk", index)
        store = KioskStore.create_or_open(
            directory, name=name, clock=_start, random=draw.randbytes
        )
        try:
            store.install(package.read_package(self._raw[-1]))
            return Kiosk(index, name, directory, store.identity.public)
        finally:
            store.close()


def _start() -> datetime:
    return START



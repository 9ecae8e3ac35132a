"""The room before the evening: a kiosk that a workspace knows, on a screen, and six phones."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage.kiosk import KioskStore
from storage.values import DeviceIdentity
from storage.workspace import create
from survey.reading import write_campaign
from sync import package
from tests.journeys.escapes import Stage
from tests.journeys.evening import Air, Tablet, air
from tests.journeys.evening_people import Phone, W, phones
from tests.kiosk.package_builders import ONE_UNIT

PIN = "482916"
PASSPHRASE = "fyra ord som minns"


@dataclass
class Evening:
    """The tablet in the room, people's phones, and the workspace that all goes to."""

    tablet: Tablet
    phones: list[Phone]
    where: Air
    around: dict[str, str]
    folder: Path

    def staff(self) -> None:
        """Through the door, to the meetings' desk."""
        self.tablet.ask("knock", door=W("Type the PIN."))
        self.tablet.write(PIN)
        self.tablet.tap(W("Go on"), W("Hold a meeting"))

    def next(self, step: str, *, sure: bool = False) -> None:
        """The moderator goes on, which leads there; ``sure``: somebody has not answered."""
        self.tablet.tap(W("Next: {name}", name=step))
        if sure:
            self.tablet.tap(W("Go on all the same"))

    def let_phones_in(self) -> str:
        """At this network's address; what the code says."""
        at = W("Let phones in at {address}", address=self.where.address)
        self.tablet.tap("Telefoner…", at, W("Back"))
        return str(self.tablet.ask("url"))


def made(folder: Path) -> None:
    """A workspace, a kiosk that it knows with its survey, and a PIN for staff."""
    workspace, _ = create(
        folder / "workspace", name="Exempelkommunen", passphrase=PASSPHRASE,
        clock=lambda: datetime.now(UTC),
    )
    with workspace:
        workspace.add_campaign(ONE_UNIT, write_campaign(ONE_UNIT))
        signed = package.write_package(workspace, ONE_UNIT, lambda: datetime.now(UTC))
        kiosk = KioskStore.create_or_open(
            folder / "kiosk", name="Entrén", clock=lambda: datetime.now(UTC), random=os.urandom
        )
        kiosk.install(package.read_package(signed.raw))
        kiosk.pin.set(PIN)
        workspace.register_device(
            DeviceIdentity(public=kiosk.identity.public, name=kiosk.identity.name)
        )
        kiosk.close()


@contextmanager
def begun(folder: Path) -> Iterator[Evening]:
    """Everything is there and started; nobody has come yet."""
    with ExitStack() as ends:
        stage = Stage()
        ends.callback(stage.close)
        around = stage.around | {"VARDERA_PASSPHRASE": PASSPHRASE}
        made(folder)
        where = ends.enter_context(air(folder))
        tablet = Tablet(where, around, folder / "kiosk", folder)
        ends.callback(tablet.close)
        tablet.start()
        people = ends.enter_context(phones(where.browser))
        yield Evening(tablet, people, where, around, folder)

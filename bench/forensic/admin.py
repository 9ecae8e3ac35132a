"""A workspace that takes in people whose every answer is known, and is then killed.

``python -m bench.forensic.admin FOLDER PEOPLE``; as :mod:`bench.forensic.kiosk`. Below FOLDER lie
``kiosk``, ``carried`` (a stick), ``workspace`` and ``backups``.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import assets
from bench.forensic.kiosk import Drawing, Kiosk, Known
from storage.seal.slots import DEFAULT_COST, Cost
from storage.values import DeviceIdentity
from storage.workspace import Workspace, create
from survey.campaign import Campaign
from survey.reading import read_campaign, write_campaign
from sync import intake
from sync.courier import exchange
from sync.folder import FolderTransport
from sync.package import write_package


class KeepingKeys(Drawing):
    """Also the seeds of receiving keys, and the recovery code."""

    def __call__(self, length: int) -> bytes:
        drawn = super().__call__(length)
        if length in (32, 96):
            self._known.secrets.append(drawn)
        return drawn


def take_in(directory: Path, people: int, cost: Cost = DEFAULT_COST) -> tuple[Workspace, Known]:
    """A workspace, open, with everything a kiosk has collected, and a backup beside it."""
    kiosk = Kiosk(directory / "kiosk", Known(), cost)
    known = kiosk.known
    passphrase = kiosk.text()
    workspace, recovery = create(
        directory / "workspace", name="Exempelby", passphrase=passphrase, clock=kiosk.clock,
        random=KeepingKeys(known), cost=cost,
    )
    known.texts.append(recovery)
    campaign, _ = read_campaign(assets.data("demo", "campaign.json"))
    assert isinstance(campaign, Campaign)
    campaign = replace(campaign, withdrawal=True)
    workspace.add_campaign(campaign, write_campaign(campaign))
    kiosk.store.install(write_package(workspace, campaign, kiosk.clock))
    kiosk.form = campaign.form.id
    workspace.register_device(
        DeviceIdentity(public=kiosk.store.identity.public, name=kiosk.store.identity.name)
    )
    for number in range(people):
        kiosk.serve(number)
    kiosk.session(close=True)
    (directory / "carried").mkdir()
    place = FolderTransport(directory / "carried")
    exchange(kiosk.store, place, kiosk.clock)
    report = intake.take_in(workspace, place, clock=kiosk.clock, actor="Kim")
    if report.quarantined or not report.new:
        raise SystemExit("the intake did not take everything in")
    workspace.backup(directory / "backups")
    kiosk.store.close()
    return workspace, known


def main(directory: Path, people: int) -> None:
    _, known = take_in(directory, people)
    sys.stdout.write(known.as_json() + "\n")
    sys.stdout.flush()
    os.kill(os.getpid(), 9)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

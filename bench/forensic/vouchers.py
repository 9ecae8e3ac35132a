"""People who each finish and take a voucher, at a kiosk whose bundles a workspace takes in.

``python -m bench.forensic.vouchers FOLDER PEOPLE``; as :mod:`bench.forensic.admin`. Everybody
answers before the kiosk's own presenter. Four times all is carried, receipted and forgotten; then
every voucher is redeemed, in an order of its own, and shown once more. What is told on standard
output is who got which, and what could be worked out from all that was kept.
"""

from __future__ import annotations

import json
import os
import random
import sys
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import assets
from bench.forensic.kiosk import START
from bench.forensic.linking import Link, candidates, ordered
from bench.power.checks import opened
from kiosk.citizen import Citizen, Instruments, Pace
from kiosk.health import Machine
from kiosk.opening import Ready, get_ready
from kiosk.screens import ThanksScreen
from kiosk.upkeep import Senses, Upkeep
from storage.kiosk import KioskStore
from storage.seal import voucher_codes
from storage.seal.slots import DEFAULT_COST, Cost
from storage.values import DeviceIdentity, RandomBytes
from storage.workspace import Workspace, create
from storage.workspace.vouchers import Worth
from survey import flow
from survey.campaign import Campaign
from survey.conduct import Conduct, Voucher
from survey.reading import read_campaign, write_campaign
from survey.records import Body
from sync import intake
from sync.courier import exchange
from sync.folder import FolderTransport
from sync.package import write_package

CARRYINGS = 4
QUESTIONS = 3
PACE = timedelta(seconds=70)
PLENTY = 2**33
MACHINE = Machine(battery=lambda: None, degrees=lambda: None)


@dataclass
class Told:
    """``given`` are the codes as people saw them, in the order of those who got them."""

    given: list[str] = field(default_factory=list)
    redeemed: int = 0
    refused_again: int = 0
    batches: int = 0
    may_be_of: list[int] = field(default_factory=list)
    may_just_be_of: list[int] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Told:
        told = json.loads(text)
        told["links"] = [Link(**one) for one in told["links"]]
        return cls(**told)


def giving() -> Campaign:
    """The example's survey, in which whoever finishes may take a voucher."""
    campaign, _ = read_campaign(assets.data("demo", "campaign.json"))
    assert campaign is not None
    text = dict.fromkeys(campaign.languages, "A cup of coffee")
    today = START.date()
    asked = campaign.ratings()[:QUESTIONS]
    factors = {question.factor for question in asked}
    return replace(
        campaign, form=replace(campaign.form, questions=asked), group_by=(),
        factors=tuple(one for one in campaign.factors if one.id in factors),
        conduct=Conduct(voucher=Voucher(text=text)), withdrawal=False,
        units=campaign.units[:1], first_day=today, last_day=today + timedelta(days=30),
    )


class View:
    """What stands on the screen."""

    def present(self, screen: object) -> None:
        self.now = screen


class Kiosk:
    """A kiosk, and those who are at it one after another."""

    BEGINNING = START

    def __init__(self, directory: Path, random: RandomBytes) -> None:
        self._now = START
        self._directory = directory
        self._random = random
        self._view = View()
        self.store = KioskStore.create_or_open(
            directory, name="Forensics", clock=self.clock, random=random,
        )

    def clock(self) -> datetime:
        """Seventy seconds later with each person."""
        return self._now

    def sit(self) -> None:
        """A presenter at the first screen, and what the kiosk does while nobody is there."""
        ready = get_ready(self.store, self._directory, self._random)
        if not isinstance(ready, Ready):
            raise SystemExit(f"the kiosk is not ready: {ready.reason}")
        self._ready = ready
        means = Instruments(clock=self.clock, random=self._random)
        self._who = Citizen(self._view, ready.station, ready.diary, means, Pace(advance=None))
        self._who.begin()
        senses = Senses(clock=self.clock, free=lambda _: PLENTY, machine=MACHINE)
        self._upkeep = Upkeep(self.store, self._directory, senses)
        self._upkeep.see_to(ready)

    def serve(self, draw: random.Random, *, takes: bool = True) -> str:
        """Somebody answers everything; the voucher they got, if they wanted one."""
        self._now += PACE
        campaign = self._ready.station.campaign
        self._who.receive(flow.ChooseLanguage(campaign.languages[0]))
        self._who.receive(flow.Agree())
        while (question := flow.current(self._who._stand.state)) is not None:
            assert question.scale is not None
            self._who.receive(flow.Give(question.id, draw.choice(question.scale.steps)))
            self._who.receive(flow.Next())
        self._who.receive(flow.TakeVoucher() if takes else flow.NoVoucher())
        thanks = self._view.now
        if not isinstance(thanks, ThanksScreen) or bool(thanks.voucher) is not takes:
            raise SystemExit("somebody was not thanked as they wished")
        self._who.receive(flow.Restart())
        return thanks.voucher

    def rest(self) -> None:
        """Nobody is there."""
        self._upkeep.see_to(self._ready)


def serve_all(
    directory: Path, people: int, cost: Cost = DEFAULT_COST
) -> tuple[Workspace, Kiosk, Told]:
    """Everything that happens, the kiosk and the workspace open at the end."""
    told, draw = Told(), random.Random(5)
    kiosk = Kiosk(directory / "kiosk", os.urandom)
    workspace, _ = create(
        directory / "workspace", name="Exempelby", passphrase="a passphrase of some length",
        clock=kiosk.clock, random=os.urandom, cost=cost,
    )
    campaign = giving()
    workspace.add_campaign(campaign, write_campaign(campaign))
    kiosk.store.install(write_package(workspace, campaign, kiosk.clock))
    workspace.register_device(
        DeviceIdentity(public=kiosk.store.identity.public, name=kiosk.store.identity.name)
    )
    (directory / "carried").mkdir()
    place = FolderTransport(directory / "carried")
    kiosk.sit()
    order: list[list[Body]] = []
    for number in range(people):
        told.given.append(kiosk.serve(draw))
        kiosk.rest()
        if (number + 1) % (people // CARRYINGS) == 0:
            faults: list[str] = []
            order.append(list(opened(kiosk.store, workspace.receiving_key(campaign.id), faults)))
            exchange(kiosk.store, place, kiosk.clock)
            report = intake.take_in(workspace, place, clock=kiosk.clock, actor="Kim")
            if faults or report.quarantined or not report.new:
                raise SystemExit("the intake did not take everything in")
            workspace.backup(directory / "backups")
            intake.send_receipts(workspace, place)
            exchange(kiosk.store, place, kiosk.clock)
            if kiosk.store.waiting():
                raise SystemExit("not everything was receipted")
    hashes = [voucher_codes.code_hash(voucher_codes.read(code)) for code in told.given]
    told.may_be_of, told.may_just_be_of, told.batches = candidates(order, hashes)
    _redeem(workspace, campaign, told)
    told.links = ordered(workspace, hashes)
    workspace.backup(directory / "backups")
    return workspace, kiosk, told


def _redeem(workspace: Workspace, campaign: Campaign, told: Told) -> None:
    """Each voucher at the counter, in whatever order people come; and once more."""
    shown = list(told.given)
    random.Random(8).shuffle(shown)
    for code in shown:
        told.redeemed += workspace.vouchers.redeem(campaign.id, code, "Kim") is Worth.REDEEMED
    for code in shown:
        told.refused_again += workspace.vouchers.redeem(campaign.id, code, "Kim") is Worth.USED


def main(directory: Path, people: int) -> None:
    _workspace, _kiosk, told = serve_all(directory, people)  # open when it is killed
    sys.stdout.write(told.as_json() + "\n")
    sys.stdout.flush()
    os.kill(os.getpid(), 9)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

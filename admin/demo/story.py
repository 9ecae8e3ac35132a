"""The main job on the example, step by step, with every hand-over counted."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import assets
from admin.demo import faults, output
from admin.demo.kiosks import KioskProgram
from admin.demo.reconciliation import Line
from admin.demo.source import FACTORS, Respondent, Source, read_source
from admin.demo.telling import Teller
from assets.words import Words
from storage.values import DeviceIdentity
from storage.workspace import Workspace, create
from survey.campaign import Campaign
from survey.reading import read_campaign, write_campaign
from sync import enrolment, intake, package
from sync.folder import FolderTransport

PASSPHRASE = "exempel i Upplands Väsby"  # noqa: S105 - the example's, printed on purpose
ACTOR = "exempel"
KIOSKS = 3
GROUPS = 10
KILLED_AFTER_ANSWERS = 7
GOES_ON = timedelta(days=90)
T = TypeVar("T")


@dataclass
class SettableClock:
    """The example's time: the winter of 2015, and the present when bundles are taken in."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Stage:
    """What the steps share: the folders, the campaign, the kiosks and the workspace."""

    out: Path
    teller: Teller
    clock: SettableClock
    source: Source
    campaign: Campaign
    workspace: Workspace
    recovery_code: str
    kiosks: list[KioskProgram]
    lines: list[Line] = field(default_factory=list)

    @property
    def carried(self) -> Path:
        return self.out / "carried"

    def count(self, place: str, count: int, expected: int) -> None:
        self.lines.append(Line(place=place, count=count, expected=expected))

    def together(self, work: Callable[[int, KioskProgram], T]) -> list[T]:
        """What each kiosk gives for ``work(its place from 0, the kiosk)``, all at once."""
        with ThreadPoolExecutor(max_workers=KIOSKS) as pool:
            return list(pool.map(work, range(KIOSKS), self.kiosks))


def run_demo(args: argparse.Namespace) -> int:
    """Run every step. Exit 0 when all counts agree, 1 when not, 2 when the folder is in use."""
    words = Words(args.language)
    teller = Teller(words, sys.stderr if args.json else sys.stdout)
    out: Path = args.out.resolve()
    if out.exists() and any(out.iterdir()):
        teller.problem(words("The folder is not empty; choose another with --out."), out)
        return 2
    stage = _prepare(out, teller)
    try:
        _collect(stage)
        _carry(stage)
        account = output.publish(stage, words)
    finally:
        stage.workspace.close()
    if args.json:
        print(json.dumps(account.as_json(), ensure_ascii=False))
    output.tell(stage, account, words)
    if account.agrees and not args.no_window:
        output.open_windows(stage, words)
    return 0 if account.agrees else 1


def _prepare(out: Path, teller: Teller) -> Stage:
    teller.step(teller.words("Creating the encrypted workspace and the campaign"))
    source = read_source()
    definition = assets.data("demo", "campaign.json")
    campaign, problems = read_campaign(definition)
    if campaign is None:
        raise ValueError(f"the example campaign is damaged: {problems}")
    clock = SettableClock(source.respondents[0].at - timedelta(days=1))
    out.mkdir(parents=True, exist_ok=True)
    workspace, code = create(
        out / "workspace", name=campaign.organisation, passphrase=PASSPHRASE, clock=clock
    )
    workspace.add_campaign(campaign, definition, actor=ACTOR)
    kiosks = [KioskProgram(out / "kiosks" / f"kiosk-{i + 1}") for i in range(KIOSKS)]
    stage = Stage(out, teller, clock, source, campaign, workspace, code, kiosks)
    stage.carried.mkdir(exist_ok=True)
    _deploy(stage)
    return stage


def _deploy(stage: Stage) -> None:
    file = _give(stage, stage.campaign)
    stage.together(lambda _, kiosk: kiosk.run("--install", str(file)))
    for number, kiosk in enumerate(stage.kiosks, 1):
        (found,) = kiosk.store.glob("*.vdevice")
        device = enrolment.read_device(found.read_bytes())
        stage.workspace.register_device(
            DeviceIdentity(public=device.public, name=f"Kiosk {number}"), actor=ACTOR
        )


def _give(stage: Stage, campaign: Campaign) -> Path:
    """Lay the campaign's next package where kiosks fetch it."""
    signed = package.write_package(stage.workspace, campaign, stage.clock)
    file = stage.carried / package.file_name(signed)
    file.write_bytes(signed.raw)
    return file


def _go_on(stage: Stage) -> None:
    """A later version whose days reach beyond today: in 2015's a kiosk sleeps, and nobody can try
    it."""
    last = (stage.clock.now + GOES_ON).date()
    later = replace(stage.campaign, version=stage.campaign.version + 1, last_day=last)
    stage.workspace.add_campaign(later, write_campaign(later), actor=ACTOR)
    _give(stage, later)


def _collect(stage: Stage) -> None:
    people = stage.source.respondents
    stage.teller.step(stage.teller.words("Three kiosks take the residents' answers"), len(people))
    given = stage.together(
        lambda at, kiosk: _answer(stage, kiosk, people[at::KIOSKS], killed=at == KIOSKS - 1)
    )
    stage.count(stage.teller.words("answered on a kiosk"), sum(given), len(people))
    stage.teller.step(stage.teller.words("Ten focus groups give their points"))
    sessions = [_session(stage, number) for number in range(GROUPS)]
    stage.together(lambda at, kiosk: kiosk.answer(sessions[at::KIOSKS], lambda: None))


def _answer(
    stage: Stage, kiosk: KioskProgram, people: tuple[Respondent, ...], *, killed: bool
) -> int:
    lines = [_person(p) for p in people]
    if not killed:
        return kiosk.answer(lines, stage.teller.tick)
    half = len(lines) // 2
    first = kiosk.killed_in_the_middle(
        lines[:half], lines[half], KILLED_AFTER_ANSWERS, stage.teller.tick
    )
    # The person whose kiosk died starts again on the same kiosk.
    return first + kiosk.answer(lines[half:], stage.teller.tick)


def _person(person: Respondent) -> dict[str, object]:
    return {"at": person.at.isoformat(), "language": "sv", "answers": dict(person.answers)}


def _session(stage: Stage, number: int) -> dict[str, object]:
    members = stage.source.respondents[number::GROUPS]
    ids = dict(zip(FACTORS, (str(f.id) for f in stage.campaign.factors), strict=True))
    participants = [{"points": {ids[n]: v for n, v in m.points.items()}} for m in members]
    title = stage.teller.words("Focus group {number}", number=number + 1)
    session = {"title": title, "method": "focus_group", "participants": participants}
    return {"at": members[-1].at.isoformat(), "session": session}


def _carry(stage: Stage) -> None:
    """Two rounds: the first through faults, the second brings what they took."""
    words = stage.teller.words
    stage.teller.step(words("Bundles are carried: one twice, one cut short, one changed"))
    stage.together(lambda _, kiosk: kiosk.run("--sync", str(stage.carried)))
    hurt = faults.hurt(stage.carried)
    transport = FolderTransport(stage.carried)
    first = _take_in(stage, transport)
    bad = {name for name, _, _ in first.quarantined}
    stage.count(words("damaged bundles quarantined"), len(bad & {hurt.cut, hurt.flipped}), 2)
    stage.count(words("bundles that changed nothing"), first.repeated, 1)
    stage.teller.step(words("Backup, receipts, and what was damaged is sent again"))
    _acknowledge(stage, transport)
    stage.together(lambda _, kiosk: kiosk.run("--sync", str(stage.carried), "--resend"))
    _take_in(stage, transport)
    _acknowledge(stage, transport)
    _go_on(stage)
    told = stage.together(lambda _, kiosk: kiosk.run("--sync", str(stage.carried)))
    waiting = sum(int(one["waiting"]) for one in told)  # type: ignore[call-overload]
    stage.count(words("records still on the kiosks"), waiting, 0)


def _take_in(stage: Stage, transport: FolderTransport) -> intake.IntakeReport:
    # kiosks write their bundles by the real clock, and one in 2015 would call theirs wrong
    stage.clock.now = datetime.now(UTC)
    return intake.take_in(stage.workspace, transport, clock=stage.clock, actor=ACTOR)


def _acknowledge(stage: Stage, transport: FolderTransport) -> None:
    stage.workspace.backup(stage.out / "backups")
    intake.send_receipts(stage.workspace, transport)

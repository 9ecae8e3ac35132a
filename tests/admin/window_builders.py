"""A window on made-up doors: no store, no threads, no dialogs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from admin.background import Failed, Report, Succeeded, Waiting
from admin.campaigns.around_form import NoForm
from admin.campaigns.doors import SurveyDoors
from admin.exports.exporting import Stopped
from admin.exports.folder import NotThere
from admin.ports import Ports
from admin.program import Program
from admin.responses.state import Kept, Missing, Refused, Taken
from admin.results.state import CampaignChoice, QuestionRow, ReportNotMade
from admin.start.state import Overview
from assets import theme
from assets.words import Words
from storage.errors import Conflict, WrongKey
from survey.results import ValueResults
from tests.admin.example_results import CAMPAIGN, example
from tests.admin.window_aside import FakeAside, FakeEraser, FakeKeeper
from tests.admin.window_devices import FakeDesk
from tests.admin.window_forms import FakeForms
from tests.admin.window_network import FakeNetwork
from tests.admin.window_sessions import FakeMeetings
from tests.admin.window_surveys import (
    FakeAnswers,
    FakeConduct,
    FakeConsents,
    FakeSurveys,
    FakeTables,
)

NOW = datetime(2026, 11, 20, 8, 12, tzinfo=UTC)
CODE = "K7QD 2MXA 9TVP 44RW H3CN 8JEF ZB6Y 50GS K7QD 2MXA 9TVP 44RW H3CN 8JEF"
PASSPHRASE = "fyra ord som minns"
CHOICE = CampaignChoice(
    id=CAMPAIGN,
    title="Framtidens Väsby",
    about="Svaren gäller hur väl man instämmer i förslag, inte hur det är i dag.",
    groupings=(("area", "Område"), ("gender", "Kön")),
    steps=("Instämmer inte alls", "Instämmer lite", "Neutral", "Instämmer", "Instämmer helt"),
)


def attempt(work: Callable[[], Any]) -> Succeeded | Failed:
    """As the real program's, but a fault in the code fails the test at once."""
    try:
        return Succeeded(work())
    except (WrongKey, Conflict, OSError, ReportNotMade, NotThere, NoForm, Stopped) as trouble:
        return Failed(trouble)


@dataclass
class FakeDoors:
    """Opens with one passphrase, and remembers what was saved."""

    answers: int = 1038
    backup: str = "2026-11-20 08:12"
    incomplete: int = 0
    sheets: list[tuple[Path, str, str]] = field(default_factory=list)
    renewed: list[tuple[str, str]] = field(default_factory=list)
    looked: int = 0
    title: str = "Framtidens Väsby"
    changes: int = 0

    def open(self, folder: Path, passphrase: str) -> None:
        if passphrase != PASSPHRASE:
            raise WrongKey("the passphrase does not open this workspace")

    def open_with_code(self, folder: Path, code: str) -> None:
        if code != CODE:
            raise WrongKey("the recovery code does not open this workspace")

    def renew(self, code: str, passphrase: str) -> None:
        self.renewed.append((code, passphrase))

    def create(self, folder: Path, name: str, passphrase: str) -> str:
        return CODE

    def overview(self) -> Overview:
        self.looked += 1
        return Overview(
            name="Upplands Väsby",
            folder=Path("/home/anna/vardera/vasby"),
            campaigns=(self.title,),
            answers=self.answers,
            incomplete=self.incomplete,
            devices=3,
            backup=self.backup,
        )

    def mark(self) -> tuple[int, ...]:
        return (self.changes,)

    def save_sheet(self, file: Path, name: str, code: str) -> None:
        self.sheets.append((file, name, code))


@dataclass
class FakeIntake:
    """Takes in 1 038 records in three steps, and sets two files aside."""

    refused: tuple[Refused, ...] = (
        Refused(name="3f0a11c29be47d10-000004.vbundle", code="damaged", why="damaged"),
        Refused(name="9be47d103f0a11c2-000002.vbundle", code="wrong-signer", why="wrong signer"),
    )
    folders: list[Path] = field(default_factory=list)

    def take_in(self, folder: Path, report: Report) -> Taken:
        self.folders.append(folder)
        for step in range(1, 4):
            report.progress(step, 3)
        return Taken(
            files=9,
            new=1038,
            known=346,
            refused=self.refused,
            missing=(Missing(kiosk="Surfplatta 3", records=12),),
        )

    def back_up(self, backups: Path, answers: Path | str | None, report: Report) -> Kept:
        if answers is None:
            return Kept(backup=backups / "2026-11-20", receipts=0, records=0, due=2)
        return Kept(backup=backups / "2026-11-20", receipts=3, records=1038)


@dataclass
class FakeFigures:
    """Gives the example's results, and remembers which reports were saved."""

    saved: list[tuple[UUID, Path, str]] = field(default_factory=list)
    asked: list[tuple[str, ...]] = field(default_factory=list)
    answered: tuple[QuestionRow, ...] = ()

    def campaigns(self, language: str) -> tuple[CampaignChoice, ...]:
        return (CHOICE,)

    def results(self, campaign: UUID, by: tuple[str, ...], language: str) -> ValueResults:
        self.asked.append(by)
        return example(by)

    def questions(self, campaign: UUID, words: Words) -> tuple[QuestionRow, ...]:
        return self.answered

    def save_report(self, campaign: UUID, file: Path, words: Words) -> None:
        self.saved.append((campaign, file, words.language))


@dataclass
class Desk:
    """A program with its fakes; ``picked`` is what the next dialog answers."""

    doors: FakeDoors = field(default_factory=FakeDoors)
    intake: FakeIntake = field(default_factory=FakeIntake)
    desk: FakeDesk = field(default_factory=FakeDesk)
    aside: FakeAside = field(default_factory=FakeAside)
    network: FakeNetwork = field(default_factory=FakeNetwork)
    eraser: FakeEraser = field(default_factory=FakeEraser)
    keeper: FakeKeeper = field(default_factory=FakeKeeper)
    figures: FakeFigures = field(default_factory=FakeFigures)
    surveys: FakeSurveys = field(default_factory=FakeSurveys)
    consents: FakeConsents = field(default_factory=FakeConsents)
    conduct: FakeConduct = field(default_factory=FakeConduct)
    answers: FakeAnswers = field(default_factory=FakeAnswers)
    tables: FakeTables = field(default_factory=FakeTables)
    meetings: FakeMeetings = field(default_factory=FakeMeetings)
    forms: FakeForms = field(default_factory=FakeForms)
    background: Waiting = field(default_factory=lambda: Waiting(attempt))
    picked: Path | None = None
    closed: int = 0

    def program(self, language: str = "sv") -> Program:
        def close() -> None:
            self.closed += 1

        ports = Ports(
            doors=self.doors,
            intake=self.intake,
            desk=self.desk,
            aside=self.aside,
            eraser=self.eraser,
            keeper=self.keeper,
            network=self.network,
            figures=self.figures,
            surveys=SurveyDoors(
                surveys=self.surveys, consents=self.consents, conduct=self.conduct,
                answers=self.answers, tables=self.tables, sessions=self.meetings, forms=self.forms,
            ),
            background=self.background,
            clock=lambda: NOW,
            pick=lambda _parent, _title, _what: self.picked,
            close=close,
        )
        return Program(ports, theme.load(), language)

    def opened(self, language: str = "sv") -> Program:
        """The program with the workspace open and everything that waits done."""
        program = self.program(language)
        program.show()
        program.start.open("/home/anna/vardera/vasby", PASSPHRASE)
        self.background.flush()
        return program

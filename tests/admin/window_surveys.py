"""Made-up doors of the page of surveys: the small campaign, its texts read in Swedish alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from admin.background import Report
from admin.campaigns.answers_presenter import Come, OddAnswer
from admin.campaigns.choosing import SurveyName
from admin.campaigns.conduct_presenter import Kept, Said
from admin.campaigns.conduct_presenter import Standing as Conducted
from admin.campaigns.conduct_source import offers
from admin.campaigns.consent_presenter import Reading
from admin.campaigns.consents import Stand, Standing
from admin.campaigns.tables_presenter import ManifestFile, Written
from admin.exports.exporting import Stopped, Wish
from admin.exports.folder import NotThere
from storage.workspace.reviews import State
from survey.beside import Flag
from survey.campaign import Campaign
from survey.consents import unread
from survey.odd import odd
from survey.problems import Problem
from survey.quotas import Reached
from survey.settings import changed, settings
from survey.shown_texts import shown_texts
from survey.trial_results import ArmResult
from tests.builders import CAMPAIGN, small_campaign
from tests.conducted import ARMS, conducted_campaign

READ = datetime(2026, 11, 20, 8, 12, tzinfo=UTC)
ARABIC = "إجاباتك تُحفظ دون اسمك."


def in_arabic() -> Campaign:
    """The small campaign with a consent in Arabic too, and no other Arabic text."""
    plain = small_campaign()
    consent = replace(plain.consent, text={**plain.consent.text, "ar": ARABIC})
    return replace(plain, languages=("sv", "en", "ar"), consent=consent)


@dataclass
class FakeSurveys:
    """One survey, until a test says otherwise."""

    found: tuple[SurveyName, ...] = (SurveyName(id=CAMPAIGN, title="Så fungerar biblioteket"),)

    def surveys(self, language: str) -> tuple[SurveyName, ...]:
        return self.found


@dataclass
class FakeConsents:
    """Remembers who marked what; a text that was changed meanwhile is not marked."""

    campaign: Campaign = field(default_factory=in_arabic)
    marked: dict[tuple[str, str], str] = field(default_factory=dict)

    def reading(self, survey: UUID) -> Reading:
        campaign, text = self.campaign, self.campaign.consent.text
        return Reading(
            languages=campaign.languages,
            standings=tuple(
                Standing(
                    language=tag, text=text[tag], stand=Stand.READ if by else Stand.UNREAD, by=by,
                    at=READ if by else None,
                )
                for tag in campaign.languages for by in (self.marked.get((tag, text[tag]), ""),)
            ),
            problems=unread(campaign, lambda *marked: marked in self.marked),
            texts=shown_texts(campaign),
        )

    def mark(self, survey: UUID, language: str, text: str, by: str) -> bool:
        if self.campaign.consent.text.get(language) != text:
            return False
        self.marked[language, text] = by
        return True


@dataclass
class FakeConduct:
    """The campaign's settings through the real functions, kept in memory."""

    campaign: Campaign = field(default_factory=conducted_campaign)

    def standing(self, survey: UUID, language: str) -> Conducted:
        return Conducted(
            version=self.campaign.version, settings=settings(self.campaign),
            offers=offers(self.campaign, language),
        )

    def check(self, survey: UUID, said: Said) -> tuple[Problem, ...]:
        return changed(self.campaign, said, uuid4)[1]

    def keep(self, survey: UUID, version: int, said: Said) -> Kept:
        if version != self.campaign.version:
            return Kept(newer=True)
        made, problems = changed(self.campaign, said, uuid4)
        if made is None:
            return Kept(problems=problems)
        before, self.campaign = self.campaign, made
        return Kept(problems=problems, version=made.version, changed=made != before)


@dataclass
class FakeTables:
    """Writes nothing, and remembers what was wished; ``/full`` is a folder with something in it."""

    wishes: list[tuple[Path, Wish]] = field(default_factory=list)

    def languages(self, survey: UUID) -> tuple[str, ...]:
        return ("sv", "en")

    def write(self, survey: UUID, folder: Path, wish: Wish, report: Report) -> Written:
        if folder == Path("/full"):
            raise NotThere(
                "{folder} is not empty, and nothing is ever written over; name a new one",
                folder=folder,
            )
        for made in range(0, 150, 50):
            if report.cancelled():
                raise Stopped
            report.progress(made, 150)
        self.wishes.append((folder, wish))
        return Written(
            folder=folder, lines=("150 of 150 responses.", "  150  responses", "", "Be careful."),
            files=(ManifestFile(name="responses.csv", bytes=12_345, sha256="ab" * 32),),
        )


@dataclass
class FakeAnswers:
    """Six answers of a burst, one of them faster than anybody reads; remembers what was decided.
    The first ``listed`` of them are listed."""

    empty: bool = False
    states: list[State] = field(default_factory=lambda: [State.COUNTED] * 6)
    decided: list[tuple[Flag, State, str]] = field(default_factory=list)
    listed: int = 6

    def come(self, survey: UUID, language: str) -> Come:
        if self.empty:
            return Come()
        n = self.states.count(State.COUNTED)
        return Come(
            quotas=(Reached(question="", choice="", wanted=200, reached=212),
                    Reached(question="Var bor du?", choice="Norra", wanted=50, reached=None)),
            arms=(
                ArmResult(arm=ARMS[0], name="Faces", finished=120, unfinished=4, assigned=130,
                          gone=6, index=71.25, interval=(66.0, 76.4)),
                ArmResult(arm=ARMS[1], name="All", finished=None, unfinished=None),
            ),
            odd=odd(n, {Flag.BURST: n, Flag.TOO_FAST: min(n, 1)}, 5),
            states={
                Flag.BURST: Counter(self.states), Flag.TOO_FAST: Counter(self.states[:1])
            },
        )

    def odd(self, survey: UUID, flag: Flag, language: str) -> tuple[OddAnswer, ...]:
        why = self.decided[-1][2] if self.decided else ""
        return tuple(
            OddAnswer(id=bytes([at] * 16), day=date(2026, 11, 3), unit="Huvudbiblioteket",
                      mode="kiosk", complete=True, state=state, by="Kim" if why else "", why=why)
            for at, state in enumerate(self.states[:1 if flag is Flag.TOO_FAST else self.listed])
        )

    def decide(self, survey: UUID, flag: Flag, to: State, why: str) -> int:
        self.decided.append((flag, to, why))
        changed = sum(state is not to for state in self.states)
        self.states = [to] * len(self.states)
        return changed

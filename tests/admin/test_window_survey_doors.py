"""The page of surveys' real doors on a cheap workspace: what they do is what the commands do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from admin.app import clock
from admin.background import Progress
from admin.campaigns.answers_source import WorkspaceAnswers
from admin.campaigns.conduct_source import WorkspaceConduct
from admin.campaigns.consents import Stand
from admin.campaigns.source import WorkspaceConsents, WorkspaceSurveys
from admin.campaigns.tables_source import WorkspaceTables
from admin.exports.exporting import Wish
from admin.start.held import Held
from storage.workspace.reviews import State
from survey.beside import Beside, Flag
from survey.settings import settings
from tests.admin.window_workspace import words
from tests.builders import CAMPAIGN
from tests.storage.review_builders import Town, rated
from tests.storage.workspace_builders import PASSPHRASE


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    town = Town(tmp_path)
    odd = Beside(flags=(Flag.BURST,))
    town.take(*rated(*[3] * 5), *(replace(one, beside=odd) for one in rated(*[4] * 6)))
    town.workspace.close()
    made = Held(clock, words)
    made.open(tmp_path / "workspace", PASSPHRASE)
    yield made
    made.close()


class Unhurried:
    """Hears how far it has come, and never stops it."""

    def __init__(self) -> None:
        self.told: list[Progress] = []

    def progress(self, made: int, of: int) -> None:
        self.told.append(Progress(made=made, of=of))

    def cancelled(self) -> bool:
        return False


def test_a_mark_is_taken_for_exactly_the_text_and_goes_with_it(held: Held) -> None:
    consents, conduct = WorkspaceConsents(held), WorkspaceConduct(held, "Kim")
    assert [one.id for one in WorkspaceSurveys(held).surveys("sv")] == [CAMPAIGN]
    text = consents.reading(CAMPAIGN).standings[0].text
    assert not consents.mark(CAMPAIGN, "sv", "något annat", "Amal")
    assert consents.mark(CAMPAIGN, "sv", text, "Amal")
    first = consents.reading(CAMPAIGN)
    assert (first.standings[0].stand, first.standings[0].by) == (Stand.READ, "Amal")
    assert {one.where for one in first.problems} == {"consent.text.en"}
    before = conduct.standing(CAMPAIGN, "sv")
    consent = before.settings["consent"]
    other = {"version": "2", "text": {**consent["text"], "sv": "Helt nya ord."}}
    assert conduct.keep(CAMPAIGN, before.version, {"consent": other}).changed
    assert consents.reading(CAMPAIGN).standings[0].stand is Stand.UNREAD


def test_settings_are_checked_and_kept_as_the_command_does(held: Held) -> None:
    conduct = WorkspaceConduct(held, "Kim")
    before = conduct.standing(CAMPAIGN, "sv")
    (problem,) = conduct.check(CAMPAIGN, {"conduct": {"idle": {"seconds": 5}}})
    assert problem.where == "conduct.idle.seconds"
    kept = conduct.keep(CAMPAIGN, before.version, {"conduct": {"idle": {"seconds": 5}}})
    assert kept.version is None and not kept.changed
    kept = conduct.keep(CAMPAIGN, before.version, {"conduct": {"idle": {"seconds": 200}}})
    assert (kept.changed, kept.version) == (True, before.version + 1)
    assert settings(held.workspace.campaign(CAMPAIGN))["conduct"]["idle"]["seconds"] == 200
    assert conduct.keep(CAMPAIGN, before.version, {"conduct": {}}).newer


def test_odd_answers_are_listed_with_who_left_them_out_and_why(held: Held) -> None:
    answers = WorkspaceAnswers(held, "Kim")
    come = answers.come(CAMPAIGN, "sv")
    assert come.flags == (Flag.BURST,) and come.odd is not None and come.odd.answers == 6
    assert come.states == {Flag.BURST: {State.COUNTED: 6}}
    assert answers.decide(CAMPAIGN, Flag.BURST, State.EXCLUDED, "en klass lekte") == 6
    listed = answers.odd(CAMPAIGN, Flag.BURST, "sv")
    assert {(one.state, one.by, one.why) for one in listed} == {
        (State.EXCLUDED, "Kim", "en klass lekte")
    }
    assert answers.come(CAMPAIGN, "sv").odd is None
    assert answers.come(CAMPAIGN, "sv").number(Flag.BURST, State.EXCLUDED) == 6
    assert answers.decide(CAMPAIGN, Flag.BURST, State.COUNTED, "de var många") == 6


def test_tables_come_with_their_manifest_and_tell_how_far_they_are(
    held: Held, tmp_path: Path
) -> None:
    watching = Unhurried()
    tables = WorkspaceTables(held, clock, "Kim")
    written = tables.write(CAMPAIGN, tmp_path / "out", Wish(language="en"), watching)
    assert written.lines[0] == f"11 of 11 responses are in {tmp_path / 'out'}."
    assert {one.name for one in written.files} >= {"responses.csv", "codebook.csv", "README.txt"}
    assert watching.told[0] == Progress(made=0, of=11)

"""A survey's days: counted before anything is erased, asked once; a place written by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from admin.app import clock
from admin.responses.intake import PlaceNotMeant, WorkspaceIntake
from admin.responses.keeping import KeepingState, Staying, WorkspaceKeeper
from admin.responses.wording import steps
from admin.shell.tone import Tone
from storage.workspace.leftovers import Leftovers, Trouble
from storage.workspace.retention import Going, Rule
from tests.admin.example_results import CAMPAIGN
from tests.admin.test_window_doors import Quiet
from tests.admin.window_aside import FakeKeeper
from tests.admin.window_builders import Desk
from tests.admin.window_workspace import held_open, words

OTHER = UUID(int=7)


@dataclass
class Blind(FakeKeeper):
    """Looks once, and then cannot. Remembers whether the card was busy while it erased."""

    looked: int = 0
    busy: list[bool] = field(default_factory=list)
    asked: Callable[[], KeepingState] = lambda: KeepingState(words=words())

    def look(self) -> tuple[Staying, ...]:
        self.looked += 1
        if self.looked > 1:
            raise OSError(5, "the disk does not answer")
        return super().look()

    def erase(self, campaign: UUID, rule: Rule) -> Leftovers:
        self.busy.append(self.asked().busy)
        return super().erase(campaign, rule)


@dataclass
class Two(FakeKeeper):
    def look(self) -> tuple[Staying, ...]:
        return (*super().look(), Staying(campaign=OTHER, survey="Other", rule=None))


@dataclass
class Gone(FakeKeeper):
    def keep(self, campaign: UUID, rule: Rule) -> tuple[Going, ...]:
        raise OSError(5, "the disk does not answer")


def test_what_is_due_is_counted_then_asked_once_then_erased(qapp: Any) -> None:
    desk = Desk()
    program = desk.opened("en")
    keeping = program.units.keeping
    keeping.ask()
    assert not keeping.state.asking
    keeping.keep("365", "")
    desk.background.flush()
    assert "12 answers, 4 free texts" in keeping.state.message and desk.keeper.erased == []
    keeping.agree()
    keeping.ask()
    keeping.decline()
    keeping.agree()
    desk.background.flush()
    assert desk.keeper.erased == []
    keeping.ask()
    keeping.agree()
    keeping.agree()
    desk.background.flush()
    assert desk.keeper.erased == [Rule(answers_days=365, words_days=None)]
    assert not program.units.leaving_view.keeping.erase.isVisibleTo(program.units.leaving_view)


def test_what_was_counted_is_erased_by_the_rule_it_was_counted_by(qapp: Any) -> None:
    desk = Desk()
    keeping = desk.opened("en").units.keeping
    keeping.keep("365", "")
    desk.background.flush()
    desk.keeper.rule = Rule(answers_days=30, words_days=None)  # another window kept another rule
    keeping.refresh()
    desk.background.flush()
    assert keeping.state.survey is not None and keeping.state.survey.rule == desk.keeper.rule
    keeping.ask()
    keeping.agree()
    desk.background.flush()
    assert desk.keeper.erased == [Rule(answers_days=365, words_days=None)]


def test_a_new_count_can_be_agreed_to_although_looking_again_fails(qapp: Any) -> None:
    keeper = Blind()
    desk = Desk(keeper=keeper)
    keeping = desk.opened("en").units.keeping
    keeper.asked = lambda: keeping.state
    for days in ("30", "365"):
        keeping.keep(days, "")
        desk.background.flush()
    assert keeping.state.survey is not None and keeping.state.survey.rule is None
    keeping.refresh()
    keeping.ask()
    keeping.agree()
    desk.background.flush()
    assert keeper.erased == [Rule(answers_days=365, words_days=None)] and keeper.busy == [True]


def test_a_count_that_comes_late_is_not_taken_for_another_surveys(qapp: Any) -> None:
    desk = Desk(keeper=Two())
    keeping = desk.opened("en").units.keeping
    keeping.keep("365", "")
    keeping.choose(OTHER)
    desk.background.flush()
    keeping.ask()
    keeping.agree()
    desk.background.flush()
    assert desk.keeper.erased == [] and keeping.state.due is None and not keeping.state.busy


def test_a_count_goes_with_its_survey(qapp: Any) -> None:
    desk = Desk(keeper=Two())
    keeping = desk.opened("en").units.keeping
    keeping.choose(OTHER)
    keeping.keep("365", "")
    desk.background.flush()
    desk.keeper = keeping._keeper = FakeKeeper(rule=Rule(answers_days=365, words_days=None))
    keeping.refresh()
    desk.background.flush()
    keeping.ask()
    keeping.agree()
    desk.background.flush()
    assert keeping.state.chosen == CAMPAIGN and desk.keeper.erased == []


def test_a_count_that_fails_leaves_nothing_to_erase(qapp: Any) -> None:
    desk = Desk()
    keeping = desk.opened("en").units.keeping
    keeping.keep("365", "")
    desk.background.flush()
    keeping._keeper = Gone()
    keeping.keep("30", "")
    desk.background.flush()
    assert keeping.state.due is None and keeping.state.tone is Tone.TROUBLE


def test_what_erasing_leaves_behind_is_told_and_can_be_done_again(qapp: Any) -> None:
    desk = Desk()
    program = desk.opened("en")
    keeping = program.units.keeping
    desk.keeper.left = Leftovers(log=True, server=True)
    keeping.keep("365", "")
    desk.background.flush()
    for again in (True, False):
        keeping.ask()
        keeping.agree()
        desk.keeper.left = Leftovers(log=again)
        desk.background.flush()
        assert ("still lies in its log" in keeping.state.message) is again
        assert (keeping.state.due is not None) is again
    assert len(desk.keeper.erased) == 2


def test_what_opening_could_not_read_is_told_where_answers_are_taken_back(qapp: Any) -> None:
    desk = Desk()
    desk.eraser.left = Leftovers(server=True, beside=(
        Trouble(file="workspace.withdrawn", code="foreign", text="x"),
    ))
    (told,) = desk.opened("en").units.leaving.state.left
    assert "workspace.withdrawn" in told and "another organisation" in told


def test_days_that_are_none_are_told_and_nothing_is_kept(qapp: Any) -> None:
    desk = Desk()
    keeping = desk.opened("en").units.keeping
    for written in ("0", "-3", "soon", "40000", "1.5"):
        keeping.keep(written, "")
        desk.background.flush()
        assert desk.keeper.rule is None and "whole days" in keeping.state.fault
        keeping.show(keeping.state.words)
        assert keeping.state.fault == ""


def test_a_rule_is_kept_in_the_workspace_and_erases_nothing_by_itself(tmp_path: Path) -> None:
    held = held_open(tmp_path / "workspace")
    keeper = WorkspaceKeeper(held, words, "Kim")
    (survey,) = keeper.look()
    rule = Rule(answers_days=365, words_days=30)
    assert survey.rule is None and keeper.keep(survey.campaign, rule) == ()
    assert keeper.look()[0].rule == rule and keeper.erase(survey.campaign, rule) == Leftovers()
    held.close()


def test_a_place_is_written_by_hand(tmp_path: Path) -> None:
    held = held_open(tmp_path / "workspace")
    intake = WorkspaceIntake(held, clock, "Kim")
    (tmp_path / "stick").mkdir()
    assert intake.take_in((tmp_path / "stick").as_uri(), Quiet()).files == 0
    for place in ("gopher://there", "lan:"):
        with pytest.raises(PlaceNotMeant):
            intake.take_in(place, Quiet())
    held.close()


def test_the_path_says_what_is_left(qapp: Any) -> None:
    desk = Desk()
    program = desk.opened("en")
    responses = program.units.responses
    assert steps(responses._state).count("left to do") == 3
    responses.take_in("  ")
    assert desk.intake.folders == []
    responses.take_in("/media/usb")
    desk.background.flush()
    assert steps(responses._state).count("left to do") == 2
    responses.back_up(Path("/backups"))
    desk.background.flush()
    assert "left to do" not in steps(responses._state)

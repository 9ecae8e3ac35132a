"""What presenters of surveys do when two things happen at once, without a window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from admin.background import Waiting
from admin.campaigns.answers_model import ReasonColumn, ReasonRow, ReasonsModel
from admin.campaigns.answers_presenter import AnswersPresenter
from admin.campaigns.choosing import ChoosingPresenter, SurveyName
from admin.campaigns.conduct_presenter import ConductPresenter
from admin.campaigns.consent_presenter import ConsentPresenter
from admin.campaigns.tables_presenter import TablesPresenter
from admin.exports.exporting import Wish
from admin.shell.rows import SORT_ROLE
from assets.words import Words
from storage.workspace.reviews import State
from survey.beside import Flag
from tests.admin.window_builders import attempt
from tests.admin.window_surveys import (
    FakeAnswers,
    FakeConduct,
    FakeConsents,
    FakeSurveys,
    FakeTables,
)
from tests.builders import CAMPAIGN

OTHER = UUID(int=77)


@dataclass
class Shown:
    """A view that remembers the last state."""

    state: Any = None

    def show_state(self, state: Any) -> None:
        self.state = state


@dataclass
class Stage:
    """A view, and work that waits."""

    view: Shown = field(default_factory=Shown)
    background: Waiting = field(default_factory=lambda: Waiting(attempt))

    def flush(self) -> None:
        self.background.flush()

    def conduct(self, door: FakeConduct) -> ConductPresenter:
        made = ConductPresenter(self.view, door, self.background, lambda: None)
        made.show(Words("sv"))
        made.look(CAMPAIGN)
        self.flush()
        return made

    def tables(self, door: FakeTables) -> TablesPresenter:
        made = TablesPresenter(self.view, door, self.background, lambda: None)
        made.show(Words("sv"))
        made.look(CAMPAIGN)
        self.flush()
        return made


def test_another_language_is_no_other_version_of_what_is_written_upon() -> None:
    stage = Stage()
    conduct = stage.conduct(FakeConduct())
    conduct.check({"conduct": {"idle": {"seconds": 200}}})
    stage.flush()
    filled = stage.view.state.filled
    conduct.show(Words("en"))
    conduct.look(CAMPAIGN)
    stage.flush()
    state = stage.view.state
    assert (state.message, state.edited, state.filled) == ("", True, filled)
    assert state.standing.offers == FakeConduct().standing(CAMPAIGN, "en").offers


def test_a_version_of_another_program_is_told_also_in_another_language() -> None:
    stage, door = Stage(), FakeConduct()
    conduct = stage.conduct(door)
    conduct.check({"conduct": {"idle": {"seconds": 200}}})
    door.campaign = replace(door.campaign, version=7)
    conduct.show(Words("en"))
    conduct.look(CAMPAIGN)
    stage.flush()
    assert stage.view.state.message.startswith("Another program changed this survey")


@pytest.mark.parametrize(("folder", "told"), [
    ("/new", "written"), ("/full", "fault"),
])
def test_what_an_export_came_to_stands_under_its_own_survey(folder: str, told: str) -> None:
    stage = Stage()
    tables = stage.tables(FakeTables())
    tables.write(folder, Wish())
    tables.look(OTHER)
    stage.flush()
    state = stage.view.state
    assert (state.survey, state.working, state.written, state.fault) == (OTHER, None, None, "")
    assert not state.message
    tables.look(CAMPAIGN)
    assert getattr(stage.view.state, told)
    assert tables.working is None


def test_a_home_that_nobody_has_is_refused_beside_the_field() -> None:
    stage, door = Stage(), FakeTables()
    stage.tables(door).write("~nobody-of-this-name/x", Wish())
    stage.flush()
    assert stage.view.state.fault == "Skriv hela mappens namn, utan ~."
    assert (stage.view.state.working, door.wishes) == (None, [])


def test_a_folder_is_refused_in_the_language_of_the_window() -> None:
    stage = Stage()
    stage.tables(FakeTables()).write("/full", Wish())
    stage.flush()
    assert stage.view.state.fault == (
        f"{Path('/full')} är inte tom, och inget skrivs någonsin över. Ange en ny."
    )


def test_a_decision_is_told_under_the_survey_it_was_about() -> None:
    stage = Stage()
    answers = AnswersPresenter(stage.view, FakeAnswers(), stage.background, lambda: None)
    answers.look(CAMPAIGN)
    stage.flush()
    answers.ask(State.EXCLUDED)
    answers.agree("en klass lekte")
    answers.look(OTHER)
    stage.flush()
    assert (stage.view.state.message, stage.view.state.busy) == ("", False)


def test_a_mark_is_told_under_the_survey_it_was_about() -> None:
    stage, door = Stage(), FakeConsents()
    consent = ConsentPresenter(stage.view, door, stage.background)
    consent.look(CAMPAIGN)
    stage.flush()
    consent.mark("Kim")
    consent.look(OTHER)
    stage.flush()
    assert (stage.view.state.message, stage.view.state.busy) == ("", False)
    assert list(door.marked.values()) == ["Kim"]


def choosing(stage: Stage, looked: list[UUID | None], written: Callable[[], bool]) -> (
    ChoosingPresenter
):
    found = tuple(SurveyName(id=id, title=title) for id, title in ((CAMPAIGN, "A"), (OTHER, "B")))
    made = ChoosingPresenter(
        stage.view, FakeSurveys(found), stage.background, looked.append, written
    )
    made.workspace_opened()
    stage.flush()
    return made


def test_what_is_written_goes_only_when_somebody_says_so() -> None:
    stage, looked = Stage(), list[UUID | None]()
    presenter = choosing(stage, looked, lambda: True)
    presenter.choose(OTHER)
    assert (stage.view.state.chosen, stage.view.state.asking) == (CAMPAIGN, OTHER)
    presenter.decline()
    assert (stage.view.state.asking, looked) == (None, [CAMPAIGN])
    presenter.choose(OTHER)
    presenter.agree()
    assert (stage.view.state.chosen, stage.view.state.asking) == (OTHER, None)
    assert looked == [CAMPAIGN, OTHER]


def test_where_nothing_is_written_nothing_is_asked() -> None:
    stage, looked = Stage(), list[UUID | None]()
    choosing(stage, looked, lambda: False).choose(OTHER)
    assert (looked, stage.view.state.asking) == ([CAMPAIGN, OTHER], None)


def test_a_question_about_what_is_kept_by_now_goes_away() -> None:
    stage, written = Stage(), [True]
    presenter = choosing(stage, [], lambda: written[0])
    presenter.choose(OTHER)
    written[0] = False
    presenter.refresh()
    stage.flush()
    assert (stage.view.state.chosen, stage.view.state.asking) == (CAMPAIGN, None)


def test_reasons_are_ordered_by_number_and_not_by_word() -> None:
    model = ReasonsModel()
    rows = tuple(
        ReasonRow(flag=flag, count=said, n=n)
        for flag, said, n in ((Flag.BURST, "12", 12), (Flag.CLOSED, "färre än 5", 1),
                              (Flag.SAME_RUN, "7", 7), (Flag.TOO_FAST, "Inga", 0))
    )
    model.replace(rows, Words("sv"))
    at = [model.index(row, ReasonColumn.COUNT) for row in range(4)]
    by_number = sorted(at, key=lambda one: one.data(SORT_ROLE))
    assert [one.data() for one in by_number] == ["Inga", "färre än 5", "7", "12"]


def test_a_table_with_the_same_rows_stays_as_it_is() -> None:
    model, resets = ReasonsModel(), list[int]()
    model.modelReset.connect(lambda: resets.append(1))
    rows = (ReasonRow(flag=Flag.BURST, count="12", n=12),)
    for language in ("sv", "sv", "en"):
        model.replace((*rows,), Words(language))
    assert len(resets) == 2

"""Results that come late, or not at all, never stand under another survey's name."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

from admin.results.state import CampaignChoice
from admin.shell.tone import Tone
from assets.words import Words
from survey.results import ValueResults
from tests.admin.example_results import CAMPAIGN, example
from tests.admin.test_window_results import Scene
from tests.admin.window_builders import CHOICE, FakeFigures

OTHER = UUID(int=7)


@dataclass
class Two(FakeFigures):
    """Two surveys; what is in ``broken`` cannot be reckoned."""

    broken: set[UUID] = field(default_factory=set)
    reckoned: list[UUID] = field(default_factory=list)
    hidden: str = ""

    def campaigns(self, language: str) -> tuple[CampaignChoice, ...]:
        return (CHOICE, replace(CHOICE, id=OTHER, title="Old"))

    def results(self, campaign: UUID, by: tuple[str, ...], language: str) -> ValueResults:
        if campaign in self.broken:
            raise OSError(5, "the disk does not answer")
        self.reckoned.append(campaign)
        found = example(by)
        rows = tuple(
            replace(row, suppressed=True, n=None) if row.label == self.hidden else row
            for row in found.rows
        )
        return replace(found, campaign=campaign, rows=rows)


def test_another_surveys_figures_are_not_shown_while_this_ones_are_reckoned() -> None:
    scene = Scene(figures=Two())
    assert scene.page.now.sheet is not None
    scene.presenter.choose_campaign(1)
    scene.presenter.choose_grouping(2)
    assert scene.page.now.sheet is None and scene.page.now.rows == () and scene.page.now.busy
    scene.presenter.save_report(Path("/home/anna/rapport.pdf"))
    scene.background.flush()
    assert scene.page.now.sheet is not None and scene.figures.saved == []


def test_figures_that_cannot_be_reckoned_leave_no_other_surveys_on_the_page() -> None:
    scene = Scene(figures=Two(broken={OTHER}))
    scene.presenter.choose_campaign(1)
    scene.background.flush()
    state = scene.page.now
    assert state.sheet is None and not state.busy and state.tone is Tone.TROUBLE


def test_trouble_with_a_survey_that_was_left_is_not_told_under_the_next() -> None:
    scene = Scene(figures=Two(broken={OTHER}))
    scene.presenter.choose_campaign(1)
    scene.presenter.choose_campaign(0)
    scene.background.flush()
    state = scene.page.now
    assert state.sheet is not None and state.message == "" and not state.busy


def test_new_figures_that_fail_do_not_let_a_report_be_made_twice() -> None:
    figures = Two()
    scene = Scene(figures=figures)
    scene.presenter.save_report(Path("/home/anna/rapport.pdf"))
    figures.broken.add(CAMPAIGN)
    scene.presenter.workspace_opened()
    scene.background._queue.pop(1)()
    scene.background._queue.pop(1)()
    scene.presenter.save_report(Path("/home/anna/rapport.pdf"))
    scene.background.flush()
    assert len(figures.saved) == 1


def test_a_list_in_the_language_before_that_comes_last_is_thrown_away() -> None:
    figures = Two()
    scene = Scene(figures=figures)
    scene.presenter.workspace_opened()
    scene.presenter.show(Words("en"))
    first = scene.background._queue.pop(0)
    scene.background.flush()
    asked = len(figures.reckoned), len(scene.page.shown)
    first()
    scene.background.flush()
    assert (len(figures.reckoned), len(scene.page.shown)) == asked


def test_a_group_that_is_hidden_by_now_gives_way_to_everybody() -> None:
    figures = Two()
    scene = Scene(figures=figures)
    scene.presenter.choose_grouping(2)
    scene.presenter.choose_row(1)
    assert scene.page.now.rows[scene.page.now.row] == ("Kvinna", True)
    figures.hidden = "Kvinna"
    scene.presenter.workspace_opened()
    scene.background.flush()
    assert scene.page.now.rows[1] == ("Kvinna", False) and scene.page.now.row == 0
    sheet = scene.page.now.sheet
    assert sheet is not None and sheet.facts.startswith("1\xa0038 personer")


def test_what_changes_while_figures_are_reckoned_is_reckoned_once_after_them() -> None:
    figures = Two()
    scene = Scene(figures=figures)
    before = len(figures.reckoned)
    for _ in range(5):
        scene.presenter.workspace_opened()
        scene.background._queue.pop()()  # the list of surveys
    assert len(scene.background._queue) == 1
    scene.background.flush()
    assert len(figures.reckoned) - before == 2 and not scene.page.now.busy

"""A new survey of a form that comes with the program, in the window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from admin.app import clock
from admin.background import Waiting
from admin.campaigns.around_form import NoForm
from admin.campaigns.choosing import SurveyName
from admin.campaigns.new_presenter import NewPresenter
from admin.campaigns.new_source import WorkspaceForms
from admin.campaigns.new_view import NewView
from admin.shell.places import Place
from admin.start.held import Held
from admin.surveys import Part
from assets.words import Words
from survey.form_method import Step
from tests.admin.window_builders import Desk, attempt
from tests.admin.window_forms import MADE, FakeForms
from tests.admin.window_workspace import words
from tests.storage.review_builders import Town
from tests.storage.workspace_builders import PASSPHRASE


@dataclass
class Page:
    """The page alone, with its presenter and made-up doors."""

    holder: QWidget = field(default_factory=QWidget)
    view: NewView = field(default_factory=NewView)
    forms: FakeForms = field(default_factory=FakeForms)
    background: Waiting = field(default_factory=lambda: Waiting(attempt))
    made: list[UUID] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.holder.resize(1100, 800)
        self.view.setParent(self.holder)
        self.view.resize(self.holder.size())
        made = NewPresenter(self.view, self.forms, self.background, self.made.append)
        self.view.step_chosen.connect(made.choose_step)
        self.view.form_chosen.connect(made.choose)
        self.view.wanted.connect(made.make)
        self.presenter = made


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    page = Page()
    qtbot.addWidget(page.holder)
    page.presenter.show(Words("en"))
    page.presenter.workspace_opened()
    page.background.flush()
    page.holder.show()
    page.holder.activateWindow()
    qtbot.waitExposed(page.holder)
    return page


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    Town(tmp_path).workspace.close()
    made = Held(clock, words)
    made.open(tmp_path / "workspace", PASSPHRASE)
    yield made
    made.close()


def told(view: NewView) -> str:
    return "\n".join(one.text() for one in view.findChildren(QLabel) if one.isVisible())


def names(box: QComboBox) -> list[str]:
    return [box.itemText(at) for at in range(box.count())]


def pick(box: QComboBox, name: str) -> None:
    box.setCurrentText(name)
    box.activated.emit(box.currentIndex())


def test_the_step_of_the_work_narrows_the_forms_that_are_offered(page: Page) -> None:
    view = page.view
    assert names(view.form.box) == ["Formulär goals", "Formulär own", "Formulär report"]
    assert names(view.step.box)[0] == "Anywhere" and view.step.box.count() == len(Step) + 1
    pick(view.step.box, "Culture and structure")
    assert names(view.form.box) == ["Formulär own"] and "Syfte own" in told(view)
    pick(view.step.box, "Focus")
    assert names(view.form.box) == [] and not view.make.isEnabled()
    pick(view.step.box, "Anywhere")
    assert view.form.value == "goals" and view.make.isEnabled()


def test_the_guide_is_read_before_a_survey_is_made(page: Page) -> None:
    view = page.view
    assert "18 questions." in told(view) and "En timme." in told(view)
    assert "agrees in the meeting" not in told(view)
    pick(view.form.box, "Formulär own")
    assert "agrees in the meeting “Enas”" in told(view)


def test_a_survey_is_made_once_however_often_the_button_is_pressed(page: Page) -> None:
    view = page.view
    pick(view.form.box, "Formulär report")
    view.make.click()
    view.make.click()
    page.background.flush()
    assert page.forms.made == [("report", "en")] and page.made == [MADE]
    assert "“Formulär report” is made" in told(view)


def test_what_is_made_is_then_the_survey_that_the_page_is_about(qtbot: QtBot) -> None:
    desk = Desk()
    program = desk.opened("en")
    qtbot.addWidget(program.window)
    program.go(Place.CAMPAIGNS)
    program.surveys.hub.go(Part.NEW)
    desk.background.flush()
    desk.surveys.found = (*desk.surveys.found, SurveyName(id=MADE, title="Formulär goals"))
    program.surveys.new_view.make.click()
    desk.background.flush()
    assert program.surveys.chooser.survey.value == MADE


def test_a_form_that_cannot_be_read_is_told_and_another_can_be_tried(page: Page) -> None:
    view = page.view
    page.forms.broken = frozenset(["goals"])
    view.make.click()
    page.background.flush()
    assert "cannot be read" in told(view) and view.make.isEnabled()
    pick(view.form.box, "Formulär own")
    assert "cannot be read" not in told(view)


def test_all_of_it_is_reached_by_keys_and_has_a_name(page: Page) -> None:
    view = page.view
    for control in (view.step.box, view.form.box, view.make):
        assert control.accessibleName() or (
            isinstance(control, QPushButton) and control.text())
        control.setFocus()
        assert control.hasFocus()
    QTest.keyClick(view.make, " ")  # type: ignore[call-overload]
    assert not view.make.isEnabled()


def test_another_language_asks_for_the_forms_in_it(page: Page) -> None:
    page.presenter.show(Words("sv"))
    page.background.flush()
    assert names(page.view.step.box)[0] == "Var som helst"
    assert "18 frågor." in told(page.view)


def test_the_programs_own_forms_become_surveys_of_the_workspace(held: Held) -> None:
    forms = WorkspaceForms(held, clock, "Kim")
    offers = {one.id: one for one in forms.offers("sv")}
    assert len(offers) == 22
    assert offers["annual-report"].name == "Analys av årsberättelsen"
    assert offers["steering-self-assessment"].session == "Styr- och uppföljningssystemet"
    id, title = forms.make("red-thread-officials", "sv")
    assert title == "Röda tråden: tjänstemän"
    campaign = held.workspace.campaign(id)
    assert [unit.name["sv"] for unit in campaign.units] == [held.workspace.name]
    assert len(campaign.group_by) == 1 and campaign.languages == ("sv", "en")
    with pytest.raises(NoForm):
        forms.make("swot", "sv")

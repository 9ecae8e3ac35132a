"""Forms that come as methods, in the window: by touch and by keys to their end."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

import assets
from assets import theme
from bench.form_hands import Hands, Keys, Touch
from bench.form_walks import Walk
from kiosk.forms.layout import Layout
from kiosk.forms.screen import Answered, FormEnd
from kiosk.forms.trial import FormWindow
from kiosk.questions.asked import Kind
from kiosk.style import load_fonts
from survey.flow import Next
from survey.forms.read.form import read_form
from tests.kiosk.form_person import Open, Person, sit_down

FORMS = assets.path("methods", "forms")


@pytest.fixture
def sit(qtbot: QtBot) -> Open:
    return partial(sit_down, qtbot, size=(1280, 800))


def words(name: str) -> str:
    return (FORMS / f"{name}.md").read_text("utf-8")


def told(person: Person) -> list[str]:
    return [one.text() for one in person.window.findChildren(QLabel) if one.isVisible()]


@pytest.mark.parametrize("hands", [Touch, Keys])
@pytest.mark.parametrize("name", ["annual-report", "goal-clarity", "checklist-resources"])
def test_a_form_is_answered_to_its_end_by_hand(
    qtbot: QtBot, name: str, hands: type[Hands]
) -> None:
    load_fonts()
    window = FormWindow(theme.load())
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    form = read_form(words(name).encode(), name).form
    assert form is not None
    walk = Walk(window, hands(window), form, Path(FORMS), 100)
    walk.run()
    assert isinstance(walk.screen, FormEnd) and walk.answers


def test_the_sums_of_goals_stand_in_a_table_and_are_no_answers_of_anybody(sit: Open) -> None:
    person = sit(words("goal-clarity"))
    for name, value in (("goal_name", "Trygg stad"), ("steering", "all level"),
                        ("follow", "annual")):
        person.filler.receive(Answered(f"/data/goal[1]/{name}", value))
        person.filler.receive(Next())
    assert "Trygg stad har 3 av högst nio kryss." in told(person)
    for _ in range(2):
        person.filler.receive(Next())
    QApplication.processEvents()
    shown = told(person)
    assert "Procent" in shown and "Det riktas till en enda verksamhet" in shown
    assert (shown.count("100"), shown.count("1")) == (3, 3)
    [asked] = [block.asked for block in person.window.page.blocks if block.asked]
    assert {part.kind for part in asked.parts} == {Kind.SHOWN}


def test_the_end_counts_what_the_person_answered_and_not_what_was_reckoned(sit: Open) -> None:
    person = sit(words("influence-of-indicators"))
    person.filler.receive(Answered("/data/indicator[1]/what/indicator_name", "Sjuktal"))
    person.filler.receive(Answered("/data/indicator[1]/influence", "some"))
    for _ in range(5):
        person.filler.receive(Next())
    assert any("2 questions were answered." in one for one in told(person))


def test_a_person_cannot_be_told_of_goals_and_never_have_been(sit: Open) -> None:
    person = sit(words("red-thread-elected"))
    person.filler.receive(Next())
    person.filler.receive(Answered("/data/information/goals_told", "never intranet"))
    person.filler.receive(Next())
    assert any("aldrig har fått någon" in one for one in told(person))
    person.filler.receive(Answered("/data/information/goals_told", "never"))
    person.filler.receive(Next())
    assert any("inom ditt område" in one for one in told(person))


def test_each_step_of_participation_that_is_chosen_is_planned(sit: Open) -> None:
    person = sit(words("checklist-communication"))
    steps = "information consultation dialogue participation co_decision"
    pages = []
    for chosen in ("information", steps):
        person.filler.receive(Answered("/data/check/level", chosen))
        pages.append(len(Layout(person.filler.form).leaves()))
    assert pages == [1 + 4 + 1, 1 + 4 + 3 + 3 + 3 + 4 + 1]

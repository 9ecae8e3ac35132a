"""Backing up from the start page, whenever; receipts go where there is a place for them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from admin.results.state import CampaignChoice
from tests.admin.window_builders import CHOICE, Desk, FakeFigures


def said(program: Any) -> str:
    return str(program._start_view._overview._backed_up.accessibleName())


def pressed(desk: Desk, program: Any) -> None:
    desk.picked = Path("/backups")
    program._start_view._overview.back_up.click()
    desk.background.flush()


def test_with_nothing_taken_in_the_receipts_stay_due_and_it_says_so(qapp: Any) -> None:
    desk = Desk()
    program = desk.opened("en")
    looked = desk.doors.looked
    pressed(desk, program)
    assert "Backed up in" in said(program) and "wait for receipts" in said(program)
    assert desk.doors.looked > looked, "the day of the backup is read anew"


def test_after_a_take_in_the_receipts_go_there_and_that_page_knows(qapp: Any) -> None:
    desk = Desk()
    program = desk.opened("en")
    program.units.responses.take_in(Path("/stick"))
    desk.background.flush()
    assert not program.units.responses_view.back_up.isHidden()
    pressed(desk, program)
    assert "3 receipts lie in the folder of answers" in said(program)
    assert program.units.responses_view.back_up.isHidden()


def test_while_the_network_is_on_the_receipts_go_that_way(qapp: Any) -> None:
    desk = Desk()
    program = desk.opened("en")
    program.units.network.switch(True)
    desk.background.flush()
    pressed(desk, program)
    assert desk.network.done[-1] == "backup /backups" and "over the network" in said(program)


def test_no_folder_chosen_backs_up_nothing(qapp: Any) -> None:
    desk = Desk()
    program = desk.opened("en")
    program._start_view._overview.back_up.click()
    desk.background.flush()
    assert said(program) == ""


class TwoFigures(FakeFigures):
    """A survey that goes on, and one that has ended."""

    def campaigns(self, language: str) -> tuple[CampaignChoice, ...]:
        over = replace(CHOICE, id=type(CHOICE.id)(int=7), title="Old", ended=True)
        return (CHOICE, over)


def test_an_ended_survey_says_so_and_is_not_chosen_first(qapp: Any) -> None:
    program = Desk(figures=TwoFigures()).opened("en")
    program.results.workspace_opened()
    view = program._results_view
    assert view._heading.text() == "Framtidens Väsby"
    choices = view._choices.campaign
    assert [choices.itemText(n) for n in range(choices.count())] == [
        "Framtidens Väsby", "Old (ended)",
    ]
    program.results.choose_campaign(1)
    assert view._heading.text() == "Old (ended)"

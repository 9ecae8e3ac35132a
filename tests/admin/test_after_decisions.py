"""After a decision: what the pages say is what is so now, and a decision can be seen and undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from admin.devices import wording
from admin.devices.asked import question
from admin.devices.rows import Verdict
from admin.devices.state import Asking
from admin.reports.matter import ReportMatter
from admin.reports.opening import _lead
from admin.responses.aside_state import Lying, Totals
from admin.results import sheet
from assets.words import Words
from tests.admin.example_results import example
from tests.admin.report_examples import example_campaign
from tests.admin.test_few_weights import hidden
from tests.admin.window_builders import Desk
from tests.admin.window_devices import AT, LOST

EN = Words("en")
ACCEPTED = Verdict(accepted=True, at=AT, who="anna", why="found behind the desk")


def test_revoking_a_kiosk_renews_the_totals_of_what_has_come(qapp: Any) -> None:
    desk = Desk()
    program = desk.opened("en")
    program.units.devices.choose(LOST)
    program.units.devices.ask(Asking.REVOKE)
    desk.aside.found = Lying(totals=(Totals(
        survey="S", counted=2, held=5, excluded=0, withdrawn=0, incomplete=1
    ),))
    program.units.devices.agree("stolen")
    desk.background.flush()
    shown = program.units.responses_view.aside._totals.text()
    assert "S: 2 count, 5 are held" in shown and "1 was not finished" in shown


def decided(desk: Desk, verdict: Verdict) -> None:
    """The lost kiosk as it stands when nothing is left to decide."""
    desk.desk.found = tuple(
        replace(d, files=0, standing=replace(d.standing, held=0), verdict=verdict)
        if d.standing.public == LOST else d for d in desk.desk.found
    )


def test_an_accepted_kiosk_says_by_whom_and_can_be_held_again(qapp: Any) -> None:
    desk = Desk()
    program = desk.opened("en")
    program.units.devices.choose(LOST)
    program.units.devices.ask(Asking.ACCEPT)
    decided(desk, ACCEPTED)
    program.units.devices.agree("found behind the desk")
    desk.background.flush()
    details = program.units.devices_view.details
    assert "decided by anna: found behind the desk" in details._verdict.text()
    offered = {asking for asking, made in details.buttons.items() if not made.isHidden()}
    assert offered == {Asking.HOLD_AGAIN, Asking.RESTORE}
    program.units.devices.ask(Asking.HOLD_AGAIN)
    program.units.devices.agree("no, it was not")
    desk.background.flush()
    assert desk.desk.done[-1] == ("revoke", LOST, "no, it was not")
    assert "14 answers from Surfplatta 3 are held again" in (
        program.units.devices_view._message.accessibleName()
    )


def test_a_rejected_kiosk_can_still_be_accepted(qapp: Any) -> None:
    desk = Desk()
    decided(desk, replace(ACCEPTED, accepted=False))
    program = desk.opened("en")
    program.units.devices.choose(LOST)
    desk.background.flush()
    details = program.units.devices_view.details
    assert "is left out since" in details._verdict.text()
    assert not details.buttons[Asking.ACCEPT].isHidden()
    assert details.buttons[Asking.HOLD_AGAIN].isHidden()


def test_what_the_question_promises_has_a_button(qapp: Any) -> None:
    desk = Desk()
    program = desk.opened("en")
    program.units.devices.choose(LOST)
    program.units.devices.ask(Asking.ACCEPT)
    asked = question(program.units.devices._state)
    assert asked is not None and "Hold again takes it back" in asked.what
    assert wording.verdict(desk.desk.found[0], EN) == ""


def test_weights_that_nobody_gave_read_as_none_and_not_as_nought() -> None:
    rows = sheet.factor_rows(hidden(), hidden().rows[0], EN)
    assert {(row.weight, row.weight_text) for row in rows} == {(None, "–")}
    given = sheet.factor_rows(example(), example().rows[0], EN)
    assert all(row.weight_text.endswith("%") for row in given)


def test_a_report_made_while_the_survey_runs_says_up_to_today() -> None:
    survey, words = example_campaign(), Words("sv")

    def lead(made: datetime) -> str:
        return _lead(ReportMatter(results=example(), campaign=survey, words=words, made=made))

    early = lead(datetime(2015, 1, 12, 9, tzinfo=UTC))
    assert "12\N{NO-BREAK SPACE}januari 2015" in early
    last = lead(datetime(2015, 4, 4, 9, tzinfo=UTC))
    assert early != last == lead(datetime(2016, 1, 1, tzinfo=UTC))

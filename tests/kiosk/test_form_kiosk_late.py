"""A form that works out more at once than a tap has time for: answers are kept, and it is said."""

from __future__ import annotations

import logging

import pytest

from kiosk import screens
from kiosk.forms.screen import Answered
from survey import flow
from tests.kiosk.form_builders import survey
from tests.kiosk.form_kiosk_builders import Sitting, asks

ENGINE = "survey.forms.engine.running"
SLOW = survey(
    "integer | a | Hur många? | ", "text | b | Något mer? | ",
    *(f"calculate | c{n} | | ${{a}} + {n}" for n in range(40)),
    columns="type | name | label | calculation",
) + "| settings |\n| | form_title | form_id | default_language |\n| | S | s | Svenska (sv) |\n"
LATE = survey(
    "integer | a | Hur många? | | |", "text | b | Något mer? | | |",
    *(f"calculate | c{n} | | ${{a}} + {n} | |" for n in range(40)),
    "text | last | Varför så många? | | ${c39} > 40 | yes",
    columns="type | name | label | calculation | relevant | required",
)


def test_a_page_says_that_something_is_late_until_it_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = Sitting(asks(SLOW)).sit_down()
    monkeypatch.setattr(f"{ENGINE}.MOST_OF_ONE", 60)
    at.wish(Answered("/data/a", "5"))
    assert at.page.notice and at.value("a") == "5"
    assert at.said(at.keeper.kept)["a"] == 5
    at.wish(flow.Next(), Answered("/data/b", "nej"), Answered("/data/b", "ja"))
    at.wish(Answered("/data/b", "jo"))
    assert not at.page.notice
    at.wish(flow.Next())
    (response,) = at.keeper.finished
    assert response.complete and at.said(response)["c39"] == "44"


def test_what_is_only_asked_late_is_asked_before_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = Sitting(asks(LATE)).sit_down()
    monkeypatch.setattr(f"{ENGINE}.MOST_OF_ONE", 40)
    at.wish(Answered("/data/a", "5"), flow.Next())
    assert at.labels == ["Något mer?"] and at.page.last and at.page.notice
    at.wish(flow.Next())
    assert at.labels == ["Varför så många?"]
    at.wish(flow.Next())
    assert at.page.trouble and not at.keeper.finished
    at.wish(Answered("/data/last", "därför"), flow.Next())
    assert at.said(at.keeper.finished[0])["last"] == "därför"


def test_what_is_never_done_is_kept_as_a_partial(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    at = Sitting(asks(SLOW)).sit_down()
    monkeypatch.setattr(f"{ENGINE}.MOST_OF_ONE", 20)
    monkeypatch.setattr(f"{ENGINE}.MOST_WORK", 20)
    at.wish(Answered("/data/a", "5"), flow.Next())
    with caplog.at_level(logging.ERROR):
        at.wish(Answered("/data/b", "nej"), flow.Next())
    assert isinstance(at.now, screens.ThanksScreen)
    assert [at.said(one)["b"] for one in at.keeper.partials] == ["nej"]
    assert not at.keeper.finished
    assert "over a limit" in caplog.text and "nej" not in caplog.text

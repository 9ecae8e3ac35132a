"""Rows of group sessions: of those about value factors alone."""

from __future__ import annotations

import assets
from admin.exports import sessions
from survey.records import SessionEvent
from tests.builders import small_campaign
from tests.survey.session_builders import Player
from tests.survey.test_session import whole_session


def rows(events: list[SessionEvent]) -> int:
    held = small_campaign()
    return len(list(sessions.lines(held, events, "sv")))


def test_a_session_about_something_else_has_no_empty_rows_of_factors() -> None:
    assert rows(Player(assets.text("methods", "swot.toml"), people=3).play()) == 0
    assert rows(Player(assets.text("methods", "focus-group.toml"), people=3).play()) == 3 * 2
    assert rows(whole_session()) == 3 * 2

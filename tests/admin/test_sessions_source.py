"""The page of group meetings on a real workspace: decided, locked and printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from admin.app import clock
from admin.results.state import ReportNotMade
from admin.sessions.source import WorkspaceSessions
from admin.start.held import Held
from assets.words import Words
from storage.errors import Conflict
from storage.workspace.sessions import fingerprint
from survey.facilitation.events import AnyEvent, MethodGiven, ParticipantLeft
from survey.facilitation.harmonising import Kind, Mapped
from survey.records import ParticipantJoined, SessionEvent, Way
from tests.admin import printed
from tests.builders import CAMPAIGN, FACTORS
from tests.storage.focus_groups import focus_group, heading, session
from tests.storage.review_builders import Town
from tests.storage.workspace_builders import PASSPHRASE

A, B = FACTORS


def followed(log: list[SessionEvent], *more: AnyEvent) -> list[SessionEvent]:
    last = log[-1]
    return log + [
        replace(last, event=event, n=last.n + at, lamport=last.lamport + at)
        for at, event in enumerate(more, start=1)
    ]


def test_from_what_came_in_to_locked_weights_and_papers(tmp_path: Path, qapp: Any) -> None:
    town, words = Town(tmp_path), Words("sv")
    given = [{"Värme": 6, "Nära": 4}] * 6
    events = focus_group(1, {"Värme": A, "Nära": None}, given, "Seniorerna", closed=False)
    events = followed(events, *(ParticipantJoined(participant=n, way=Way.PAPER) for n in (7, 8, 9)),
                      ParticipantLeft(participant=9))
    late = replace(events[-1].circumstances, day=date(2025, 9, 9))
    town.take(*events[:-1], replace(events[-1], circumstances=late))
    town.workspace.close()
    held = Held(clock, lambda: words)
    held.open(tmp_path / "workspace", PASSPHRASE)
    door = WorkspaceSessions(held, clock, "Kim")
    try:
        came = door.come(CAMPAIGN)
        seen = fingerprint(came.gathered.draft)
        mapped = Mapped(Kind.WIDER, B)
        assert door.map(CAMPAIGN, session(1), heading(1, 1), mapped)
        assert not door.map(CAMPAIGN, session(1), heading(1, 1), mapped)
        with pytest.raises(Conflict):
            door.lock(CAMPAIGN, seen)
        assert door.choose(CAMPAIGN, session(1), False, "prov")
        assert door.come(CAMPAIGN).gathered.draft.weights.n_groups == 0
        assert door.choose(CAMPAIGN, session(1), True, "")
        assert door.lock(CAMPAIGN, fingerprint(door.come(CAMPAIGN).gathered.draft)) == 1
        protocol, slips = tmp_path / "protocol.pdf", tmp_path / "slips.pdf"
        door.save_protocol(CAMPAIGN, session(1), protocol, words)
        door.save_slips(CAMPAIGN, session(1), slips, words)
        said = printed.flowing(protocol)
        assert "Seniorerna" in said and "3 september 2025" in said and "9 september" not in said
        # two are counted in on paper; who came to a tablet or has left needs no slip
        assert "Deltagare 7" in (said := printed.flowing(slips)) and "Deltagare 8" in said
        assert "Deltagare 1" not in said and "Deltagare 9" not in said
        workspace = held.workspace
        assert "session-protocol" in {one.kind for one in workspace.erasing.exports()}
        assert workspace.verify().faults == ()
    finally:
        held.close()


@pytest.mark.parametrize(("on_paper", "says"), [(0, ""), (201, "201 people take part on paper")])
def test_slips_are_for_those_on_paper_or_have_a_box_for_the_number(
    tmp_path: Path, qapp: Any, on_paper: int, says: str
) -> None:
    town, words, out = Town(tmp_path), Words("en"), tmp_path / "slips.pdf"
    events = focus_group(1, {"Värme": A}, [], "Seniorerna", closed=False)
    town.take(*followed(events, *(
        ParticipantJoined(participant=n, way=Way.PAPER) for n in range(1, on_paper + 1)
    )))
    town.workspace.close()
    held = Held(clock, lambda: words)
    held.open(tmp_path / "workspace", PASSPHRASE)
    door = WorkspaceSessions(held, clock, "Kim")
    try:
        if says:
            with pytest.raises(ReportNotMade, match=says):
                door.save_slips(CAMPAIGN, session(1), out, words)
            assert not out.exists()
        else:
            door.save_slips(CAMPAIGN, session(1), out, words)
            assert printed.text(out).count("Participant no.") == 10
    finally:
        held.close()


def test_slips_of_a_meeting_without_its_way_of_working_are_refused_in_words(
    tmp_path: Path, qapp: Any
) -> None:
    town, words, out = Town(tmp_path), Words("en"), tmp_path / "slips.pdf"
    events = focus_group(1, {"Värme": A}, [], "Seniorerna", closed=False)
    town.take(*(one for one in events if not isinstance(one.event, MethodGiven)))
    town.workspace.close()
    held = Held(clock, lambda: words)
    held.open(tmp_path / "workspace", PASSPHRASE)
    try:
        with pytest.raises(ReportNotMade, match="what slips should ask"):
            WorkspaceSessions(held, clock, "Kim").save_slips(CAMPAIGN, session(1), out, words)
        assert not out.exists()
    finally:
        held.close()

"""Sessions with phases, sealed on a kiosk and taken in: the same state, and weights where due."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import assets
from storage import bodies
from survey.facilitation.events import HeadingMapped, HeadingNamed, MethodGiven, PhaseBegun
from survey.records import ParticipantJoined, PointsSet, SessionEvent, SessionOpened
from survey.session import fold
from tests.builders import CAMPAIGN, FACTORS
from tests.storage.review_builders import Town
from tests.storage.test_bodies import number
from tests.storage.workspace_builders import response
from tests.survey.session_builders import Player, Writer

A, B = FACTORS
ROOM = number(77)


def on_a_kiosk(events: list[SessionEvent], session: UUID = ROOM) -> list[SessionEvent]:
    """The same events as one of the campaign's kiosks would write them."""
    circumstances = response({}).circumstances
    return [replace(one, session=session, circumstances=circumstances) for one in events]


def focus_group() -> list[SessionEvent]:
    writer = Writer(number(900))
    for event in (
        SessionOpened(title="Seniorerna", method="focus-group", version=1),
        MethodGiven(source=assets.text("methods", "focus-group.toml")),
        *(ParticipantJoined(participant=one) for one in (1, 2)),
        HeadingNamed(heading=number(11), phase="headings", title="Värme"),
        HeadingMapped(heading=number(11), factor=A),
        HeadingNamed(heading=B, phase="headings", title="Nära"),
        PhaseBegun(phase="weigh", budgets={"": 10}),
        PointsSet(participant=1, points={number(11): 7, B: 3}, phase="weigh"),
    ):
        writer.write(event)
    return on_a_kiosk(writer.written)


def test_a_session_taken_in_folds_to_the_state_it_had_in_the_room(tmp_path: Path) -> None:
    town, events = Town(tmp_path), focus_group()
    town.take(*events[4:])
    town.take(*events[:4], *events[6:])  # as an assistant's device that was away may send them
    found = town.workspace.session_events(CAMPAIGN)
    assert fold(found) == fold(events) and len(found) == len(events)
    assert fold(found).problems == ()
    weighed, _ = town.workspace.sessions.weights(CAMPAIGN)
    assert dict(weighed.points) == {A: 7, B: 3}
    assert (weighed.n_groups, weighed.n_participants, weighed.excluded) == (1, 1, 1)
    town.sound()


def test_sessions_that_are_not_about_value_factors_give_no_weights(tmp_path: Path) -> None:
    town = Town(tmp_path)
    swot = Player(assets.text("methods", "swot.toml"), people=3).play()
    town.take(*on_a_kiosk(swot, number(78)))
    assert town.workspace.sessions.weights(CAMPAIGN)[1].sessions == ()
    assert fold(town.workspace.session_events(CAMPAIGN)).closed
    town.take(*focus_group())
    assert len(town.workspace.sessions.weights(CAMPAIGN)[1].sessions) == 1


def test_the_largest_method_fits_a_record(tmp_path: Path) -> None:
    sizes = [
        len(bodies.encode(replace(
            focus_group()[1], event=MethodGiven(source=path.read_text("utf-8")),
        )))
        for path in assets.path("methods").glob("*.toml")
    ]
    assert max(sizes) < 16_384  # one padding class of a record, whatever the method

"""Focus groups as a kiosk would send them: headings in the group's own words, points on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import assets
from survey.facilitation.events import HeadingMapped, HeadingNamed, MethodGiven, PhaseBegun
from survey.records import (
    ParticipantJoined,
    PointsSet,
    SessionClosed,
    SessionEvent,
    SessionOpened,
)
from tests.storage.workspace_builders import circumstances
from tests.survey.session_builders import Writer, number


def focus_group(
    room: int, headings: Mapping[str, UUID | None], points: Sequence[Mapping[str, int]],
    title: str = "", *, closed: bool = True,
) -> list[SessionEvent]:
    """Session number ``room``. ``headings``: title → the factor it was mapped to in the room, if
    any; heading ids are :func:`heading`. ``points`` are a participant's each, by title."""
    writer = Writer(number(900 + room))
    say = writer.write
    say(SessionOpened(title=title or f"Grupp {room}", method="focus-group", version=1))
    say(MethodGiven(source=assets.text("methods", "focus-group.toml")))
    for at in range(1, len(points) + 1):
        say(ParticipantJoined(participant=at))
    ids = {name: heading(room, at) for at, name in enumerate(headings)}
    for name, factor in headings.items():
        say(HeadingNamed(heading=ids[name], phase="headings", title=name))
        if factor is not None:
            say(HeadingMapped(heading=ids[name], factor=factor))
    say(PhaseBegun(phase="weigh", budgets={"": 10}))
    for at, given in enumerate(points, start=1):
        mine = {ids[name]: n for name, n in given.items()}
        say(PointsSet(participant=at, points=mine, phase="weigh"))
    if closed:
        say(SessionClosed())
    return [
        replace(one, session=session(room), circumstances=circumstances())
        for one in writer.written
    ]


def session(room: int) -> UUID:
    return number(70_000 + room)


def heading(room: int, at: int) -> UUID:
    return number(80_000 + 100 * room + at)

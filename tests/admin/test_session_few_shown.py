"""What a session's page shows where few gave something in one field, or changed in one round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import pytest

import assets
from admin.reports.session_given import allocated
from admin.reports.session_matter import SessionMatter
from admin.sessions import result, wording
from admin.sessions.state import Section
from assets.words import Words
from survey.facilitation.events import (
    AnyEvent,
    HeadingNamed,
    MethodGiven,
    NoteAdded,
    PhaseBegun,
    PinsSet,
)
from survey.facilitation.rounds import nobody_alone
from survey.facilitation.state import Turn
from survey.records import ParticipantJoined, PointsSet, SessionEvent, SessionOpened
from tests.admin.window_sessions import FakeMeetings
from tests.builders import CAMPAIGN, FACTORS
from tests.storage.focus_groups import focus_group, heading
from tests.survey.session_builders import Writer, number

WORDS = Words("en")
HEADINGS = ("Regn", "Is", "Sol", "Vind")
FIELDS = ("threats", "threats", "opportunities", "opportunities")
THREATS = {"Regn": 2, "Is": 1}
Given = Mapping[str, int]


def ids(given: Given) -> dict[UUID, int]:
    return {number(2_000 + HEADINGS.index(name)): n for name, n in given.items()}


def swot(given: Sequence[Given], *, weighed: bool = False) -> list[SessionEvent]:
    """A SWOT's first pins, a participant each; ``weighed``, they are points that give weights."""
    source, kind = assets.text("methods", "swot.toml"), 'id = "outside-pins"\nkind = "pins"'
    if weighed:
        source = source.replace("[guide]", 'weights = "outside-pins"\n[guide]')
        source = source.replace(kind, kind.replace('"pins"', '"allocate"'))
    events: list[AnyEvent] = [
        SessionOpened(title="Läget", method="swot", version=1),
        MethodGiven(source=source),
    ]
    events += [ParticipantJoined(participant=at) for at in range(1, len(given) + 1)]
    events += [
        HeadingNamed(heading=number(2_000 + at), phase="outside-headings", title=name, field=field)
        for at, (name, field) in enumerate(zip(HEADINGS, FIELDS, strict=True))
    ]
    events.append(PhaseBegun(phase="outside-pins", budgets={"threats": 9, "opportunities": 9}))
    events += [
        PointsSet(participant=at, points=ids(one), phase="outside-pins") if weighed
        else PinsSet(participant=at, pins=ids(one), phase="outside-pins")
        for at, one in enumerate(given, start=1)
    ]
    writer = Writer(number(900))
    for event in events:
        writer.write(event)
    return writer.written


def told(log: list[SessionEvent], name: str) -> Section:
    come = FakeMeetings(logs=[log]).come(CAMPAIGN)
    found = result.sections(come, come.gathered.came[0], WORDS)
    return next(one for one in found if one.heading == name)


PINS = "Pins: the world outside"


def test_one_persons_pins_in_a_field_of_their_own_are_not_shown() -> None:
    alone = {**THREATS, "Vind": 3, "Sol": 1}
    found = told(swot([THREATS] * 4 + [alone]), PINS)
    rows = {line.cells[0]: line.cells[1:] for line in found.lines}
    assert rows["Regn (Threats)"][0] == "10" and "5 of 5" in rows["Regn (Threats)"]
    assert set(rows["Vind (Opportunities)"]) == set(rows["Sol (Opportunities)"]) == {"–"}
    assert list(rows)[2:] == ["Sol (Opportunities)", "Vind (Opportunities)"]  # as on the board
    assert not any("Vind" in says or "Sol" in says for says in found.says)


def test_of_few_in_two_fields_only_the_order_of_two_or_more_is_told() -> None:
    found = told(swot([THREATS, THREATS, {"Sol": 3}]), PINS)
    assert found.says[1] == "In the order of their points: Regn, Is." and not found.lines
    assert len(told(swot([THREATS, {"Sol": 3}]), PINS).says) == 1


def test_headings_whose_fields_are_apart_show_points_where_five_gave_them() -> None:
    log = swot([THREATS] * 4 + [{**THREATS, "Vind": 3}], weighed=True)
    come = FakeMeetings(logs=[log]).come(CAMPAIGN)
    (one,) = come.gathered.came
    assert not one.state.problems
    points = {line.cells[0]: line.cells[3] for line in wording.heading_lines(come, one, WORDS)}
    assert points == {"Regn": "10", "Is": "5", "Sol": "–", "Vind": "–"}


def rounds(changed: int, *, gave: int = 6) -> list[SessionEvent]:
    """Two rounds of points; so many give otherwise in the second, the others the same again."""
    first = {"Bemötande": 6, "Nära hem": 4}
    log = focus_group(
        1, {"Bemötande": None, "Nära hem": None}, [first] * 6, closed=False
    )
    again: list[AnyEvent] = [PhaseBegun(phase="weigh", round=2, budgets={"": 10})]
    for at in range(1, gave + 1):
        points = {heading(1, 0): 10} if at <= changed else {heading(1, 0): 6, heading(1, 1): 4}
        again.append(PointsSet(participant=at, points=points, phase="weigh", round=2))
    last = log[-1]
    return log + [
        replace(last, event=event, n=last.n + at, lamport=last.lamport + at)
        for at, event in enumerate(again, start=1)
    ]


@pytest.mark.parametrize(("changed", "shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_the_first_round_shows_only_where_nobody_or_five_changed_theirs(
    changed: int, shown: bool
) -> None:
    log = rounds(changed)
    head = told(log, "Weigh").head
    assert any("round 1" in one for one in head) is shown
    come = FakeMeetings(logs=[log]).come(CAMPAIGN)
    state = come.gathered.came[0].state
    assert state.rules is not None
    phase = next(one for one in state.rules.phases if one.id == "weigh")
    blocks = [*allocated(SessionMatter(state=state, words=WORDS), phase)]
    said = [one["says"] for one in blocks if "says" in one]
    assert ("The rounds side by side, in points:" in said) is shown
    assert any("changed theirs between two" in str(one) for one in said) is not shown


def test_one_person_who_changed_in_one_field_keeps_the_rounds_apart() -> None:
    two = swot([{**THREATS, "Sol": 1}] * 6, weighed=True)
    state = FakeMeetings(logs=[two]).come(CAMPAIGN).gathered.came[0].state
    assert state.rules is not None
    phase = next(one for one in state.rules.phases if one.id == "outside-pins")
    first = state.inputs.points[Turn(phase.id, 1)]
    threats, sol = number(2_000), number(2_002)
    for changed, alone in ((5, True), (1, False)):
        later = {
            who: {**one, threats: 1, **({sol: 3} if who <= changed else {})}
            for who, one in first.items()
        }
        points = {Turn(phase.id, 1): first, Turn(phase.id, 2): later}
        both = replace(state, inputs=replace(state.inputs, points=points))
        assert nobody_alone(both, phase, (1, 2)) is alone


def test_a_factor_that_only_few_named_has_neither_points_nor_a_weight_if_missing() -> None:
    first = focus_group(1, {"Bemötande": FACTORS[0]}, [{"Bemötande": 10}] * 7)
    second = focus_group(
        2, {"Bemötande": FACTORS[0], "Nära": FACTORS[1]}, [{"Bemötande": 3, "Nära": 7}]
    )
    come = FakeMeetings(logs=[first, second]).come(CAMPAIGN)
    many, few = (line.cells for line in wording.weight_lines(come, WORDS))
    assert (many[3], few[3], few[4], few[5]) == ("73", "–", "1 of 2", "–")
    said = {wording.problem_in_words(one, WORDS) for one in come.gathered.cautions}
    assert any("named only where fewer than five" in one for one in said) and len(said) == 2


def test_notes_stand_in_no_order_that_tells_whose_lie_together() -> None:
    events = focus_group(1, {"Bemötande": None}, [{"Bemötande": 10}] * 5, closed=False)
    notes: list[AnyEvent] = [
        NoteAdded(note=number(3_000 + at), phase="factors", participant=who, text=text)
        for at, (who, text) in enumerate((
            (1, "Vänliga"), (1, "Bra tider"), (0, "Vi alla"), (2, "Öppet"), (2, "Allt är nära"),
        ))
    ]
    last = events[-1]
    events += [
        replace(last, event=event, n=last.n + at, lamport=last.lamport + at)
        for at, event in enumerate(notes, start=1)
    ]
    (loose,) = told(events, "Headings and notes").says
    assert loose == "Under no heading: Vi alla · Allt är nära · Bra tider · Vänliga · Öppet"


def test_where_nobody_ranks_one_thing_before_another_five_are_not_called_fewer() -> None:
    tied = [{"Bemötande": 5, "Nära hem": 5}] * 6
    log = focus_group(1, {"Bemötande": None, "Nära hem": None}, tied)
    (said,) = (one for one in told(log, "Weigh").says if "Agreement" in one)
    assert "or where nobody ranks one thing before another" in said

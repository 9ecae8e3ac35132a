"""What is asked of a participant, in every method and phase, and what their replies become."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import assets
from storage.bodies import encode
from survey.facilitation.asking import Item, Row, Task, TaskKind, left, task
from survey.facilitation.events import (
    AnswersGiven,
    Given,
    HeadingDropped,
    HeadingNamed,
    NoteAdded,
    NoteWithdrawn,
    ParticipantLeft,
    PhaseBegun,
    PinsSet,
    SeatTaken,
)
from survey.facilitation.method import By, Column, PhaseKind
from survey.facilitation.replying import (
    CellsReply,
    NoteChange,
    NoteGone,
    NoteReply,
    NumbersReply,
    Reply,
    SheetReply,
    event_of,
    is_done,
)
from survey.facilitation.state import SessionState, Turn
from survey.problems import Problem
from survey.records import SessionClosed, SessionEvent
from survey.session import fold
from tests.survey.asking_builders import Gathering
from tests.survey.session_builders import Clock, Writer, number, shipped
from tests.survey.test_session_folding import random_log

OF_EACH = {
    PhaseKind.PURPOSE: TaskKind.WAIT, PhaseKind.COLLECT: TaskKind.NOTES,
    PhaseKind.GROUP: TaskKind.WAIT, PhaseKind.ALLOCATE: TaskKind.POINTS,
    PhaseKind.PINS: TaskKind.PINS, PhaseKind.GRADE: TaskKind.GRADES,
    PhaseKind.MATRIX: TaskKind.CELLS, PhaseKind.ROTATE: TaskKind.NOTES,
    PhaseKind.WRITE: TaskKind.NOTES, PhaseKind.PRESENT: TaskKind.WAIT,
    PhaseKind.DECIDE: TaskKind.WAIT, PhaseKind.PLAN: TaskKind.WAIT,
    PhaseKind.EVALUATE: TaskKind.CELLS,
}


def gathered(id: str, people: int = 3) -> Gathering:
    return Gathering(assets.text("methods", f"{id}.toml"), people)


def up_to(id: str, phase: str, people: int = 3) -> Gathering:
    """Everything before ``phase`` done by everybody, and it begun."""
    room = gathered(id, people)
    for one in room.method.phases:
        begun = room.begin(one.id)
        room.lead(begun)
        if one.id == phase:
            return room
        for who in room.people:
            while (reply := room.whole_reply(room.task(who))) is not None:
                assert room.reply(who, reply) is None
                if not isinstance(reply, SheetReply):
                    break
    raise AssertionError(phase)


def code(found: Problem | None) -> str:
    assert found is not None
    return found.code


@pytest.mark.parametrize("id", shipped())
def test_whoever_does_what_is_asked_runs_a_method_to_its_end(id: str) -> None:
    room = gathered(id, people=4)
    for phase in room.method.phases:
        for round in range(1, phase.last_round + 1):
            room.begin(phase.id, round)
            room.lead(phase)
            for one in (0, *room.people):
                asked = room.task(one)
                of_group = phase.kind in (PhaseKind.MATRIX, PhaseKind.EVALUATE)
                if one and phase.by is By.EACH:
                    assert asked.kind is OF_EACH[phase.kind]
                elif of_group:
                    assert (asked.kind is TaskKind.CELLS) == ((one == 0) == (phase.by is By.GROUP))
                assert asked.open == (asked.kind is not TaskKind.WAIT)
                reply = room.whole_reply(asked)
                if isinstance(reply, SheetReply):
                    assert room.reply(one, reply) is None
                    reply = room.whole_reply(room.task(one))
                if reply is not None and (one or of_group):
                    assert room.reply(one, reply) is None
                    assert is_done(room.task(one), reply)
    state = room.state
    assert state.problems == ()
    assert set(state.inputs.answers[Turn(room.method.phases[-1].id)]) == set(room.people)
    room.say(SessionClosed())
    assert room.task(1).kind is TaskKind.DONE


@cache
def a_log(seed: int) -> tuple[SessionEvent, ...]:
    """A room in the middle of something, after a random log of three devices or a method."""
    chance = random.Random(seed)
    if chance.random() < 0.3:
        return random_log(seed)
    room = gathered(chance.choice(shipped()), people=2)
    for phase in room.method.phases[:chance.randint(1, len(room.method.phases))]:
        room.begin(phase.id, chance.randint(1, phase.last_round))
        room.lead(phase)
        for one in room.people:
            reply = room.whole_reply(room.task(one))
            if reply is not None and chance.random() < 0.7:
                room.reply(one, reply)
        seen = room.state
        if seen.headings and chance.random() < 0.3:
            room.say(HeadingDropped(heading=chance.choice(list(seen.headings))))
        if seen.notes and chance.random() < 0.3:
            room.say(NoteWithdrawn(note=chance.choice(list(seen.notes))))
        if chance.random() < 0.3:
            room.say(SeatTaken(
                participant=1, table=chance.randint(1, 3), phase=phase.id,
                round=seen.turn.round if seen.turn else 1,
            ))
    if chance.random() < 0.1:
        room.say(ParticipantLeft(participant=2))
    return tuple(room.writer.written)


@cache
def a_state(seed: int) -> SessionState:
    return fold(a_log(seed))


def any_reply(chance: random.Random, asked: Task, state: SessionState) -> Reply:
    """Often what fits, often not quite, now and then something else altogether."""
    turn = asked.turn if asked.turn and chance.random() < 0.9 else Turn("weigh", 2)
    items = [item.id for item in asked.items]
    ids = [*asked.mine.notes, *state.notes, *state.headings, number(77)]
    if chance.random() < 0.3:
        items += ids
    some = chance.sample(items, min(len(items), chance.randint(0, 3)))
    fields = [one.id for one in asked.fields] or [""]
    if chance.random() < 0.2:
        fields = ["", "odd"]
    text = chance.choice(["ett ord", "två\nrader", " ett", " ", "x" * 2_001, "\udfff"])
    note = chance.choice(ids)
    numbers = NumbersReply(turn=turn, numbers={id: chance.randint(0, 4) for id in some})
    likely: list[Reply] = {
        TaskKind.NOTES: [
            NoteReply(turn=turn, note=chance.choice((note, number(78))), text=text,
                      field=chance.choice(fields),
                      heading=chance.choice((None, note, *(item.id for item in asked.items)))),
            NoteChange(note=note, text=text), NoteGone(note=note),
            SheetReply(turn=turn, sheet=chance.choice((note, number(79))), title=text),
        ],
        TaskKind.CELLS: [CellsReply(turn=turn, cells=some_cells(chance, asked))],
    }.get(asked.kind, [numbers])
    odd: list[Reply] = [
        NumbersReply(turn=turn, numbers={id: chance.choice((-1, True, 2**31, 1)) for id in some}),
        NumbersReply(turn=turn, numbers=dict.fromkeys(some, 5)),
        CellsReply(turn=turn, cells=()), NoteGone(note=note), numbers,
    ]
    return chance.choice(likely if chance.random() < 0.8 else odd)


def some_cells(chance: random.Random, asked: Task) -> tuple[Given, ...]:
    rows = [row.id for row in asked.rows if asked.columns]
    if rows and chance.random() < 0.2:
        rows += [str(number(5)), "odd"]
    found = []
    for row in chance.sample(rows, min(2, len(rows))):
        column = chance.choice(asked.columns)
        values = [None, *(step.id for step in column.steps)] if column.steps else [None, "ord"]
        odd = chance.choice((3, "odd", 2**40, "x" * 2_001, "\ud800"))
        value = chance.choice(values) if chance.random() < 0.9 else odd
        name = column.id if chance.random() < 0.9 else "odd"
        found.append(Given(row=row, column=name, value=value))
    return tuple(found)


def told_of(state: SessionState) -> list[Problem]:
    """All problems but of joinings on their way, which name whichever event is met first."""
    return [problem for problem in state.problems if problem.code != "not-joined"]


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 60), st.randoms(use_true_random=False))
def test_what_is_taken_folds_without_a_problem_and_can_be_kept(
    seed: int, chance: random.Random
) -> None:
    state = a_state(seed)
    asked = task(state, chance.choice((0, 1, 1, 1, 2, 2, 3)))
    event = event_of(asked, any_reply(chance, asked, state))
    if isinstance(event, Problem):
        return
    log = a_log(seed)
    told = Writer(number(999), Clock(max(one.lamport for one in log))).write(event)
    encode(told)
    assert told_of(fold([*log, told])) == told_of(state)


def test_the_random_replies_are_worth_their_name() -> None:
    """Each refusal is met, and enough is taken, or the property says little."""
    met: set[str] = set()
    taken: set[str] = set()
    for at in range(2_500):
        chance = random.Random(at)
        state = a_state(at % 61)
        asked = task(state, chance.randint(0, 3))
        found = event_of(asked, any_reply(chance, asked, state))
        if isinstance(found, Problem):
            met.add(found.code)
        else:
            taken.add(type(found).__name__)
    assert taken >= {
        "PointsSet", "PinsSet", "GradesSet", "AnswersGiven", "NoteAdded", "NoteRewritten",
        "NoteWithdrawn", "HeadingNamed",
    }
    assert met >= {
        "not-now", "turn-over", "wrong-reply", "unknown-item", "bad-points", "bad-grade",
        "over-budget", "unknown-row", "unknown-column", "bad-answer", "empty", "too-long",
        "bad-text", "unknown-field", "same-id", "not-yours",
    }


def test_before_the_first_phase_everybody_waits_and_knows_what_it_is_about() -> None:
    asked = gathered("focus-group").task(1)
    assert (asked.kind, asked.turn, asked.open) == (TaskKind.WAIT, None, False)
    assert (asked.title, asked.question) == ("Prov", "Vad?")


def test_points_are_what_was_told_when_the_turn_began() -> None:
    room = up_to("swot", "outside-pins")
    told = room.task(1).budgets
    assert set(told) == {"opportunities", "threats"} and all(told.values())
    room.say(*(
        HeadingNamed(heading=room.id(), phase="outside-headings", title="Ny", field="threats")
        for _ in range(6)
    ))
    assert room.task(1).budgets == told
    assert len(room.task(1).items) == 10


def test_fields_that_are_apart_are_counted_apart() -> None:
    room = up_to("swot", "outside-pins")
    asked = room.task(1)
    budget = asked.budgets["threats"]
    threat = next(item.id for item in asked.items if item.field == "threats")
    assert left(asked, {threat: budget}) == {**asked.budgets, "threats": 0}
    assert left(asked, {threat: budget + 5})["threats"] == 0
    over = NumbersReply(turn=room.turn, numbers={threat: budget + 1})
    assert code(room.reply(1, over)) == "over-budget"
    assert room.reply(1, NumbersReply(turn=room.turn, numbers={threat: budget})) is None
    assert room.task(1).mine.numbers == {threat: budget}


def test_who_gave_points_in_the_first_round_stands_by_them_until_they_give_others() -> None:
    room = up_to("focus-group", "weigh")
    first = room.whole_reply(room.task(1))
    assert isinstance(first, NumbersReply) and room.reply(1, first) is None
    room.begin("weigh", round=2)
    asked = room.task(1)
    assert asked.round_name is not None
    assert (asked.mine.numbers, asked.mine.stands) == ({}, first.numbers)
    assert code(room.reply(1, first)) == "turn-over"
    assert room.reply(1, NumbersReply(turn=room.turn, numbers=first.numbers)) is None
    assert (room.task(1).mine.numbers, room.task(1).mine.stands) == (first.numbers, {})


def test_what_was_dropped_is_neither_asked_about_nor_sent_back() -> None:
    room = up_to("focus-group", "weigh")
    gone, stays = (item.id for item in room.task(1).items[:2])
    both = NumbersReply(turn=room.turn, numbers={gone: 2, stays: 3})
    assert room.reply(1, both) is None
    room.say(HeadingDropped(heading=gone))
    assert room.task(1).mine.numbers == {stays: 3}
    assert code(room.reply(2, both)) == "unknown-item"


def test_a_reply_that_comes_twice_changes_nothing_more() -> None:
    room = up_to("focus-group", "factors")
    note = NoteReply(turn=room.turn, note=number(7), text="en tanke")
    gone = NoteGone(note=number(7))
    for reply in (note, note, NoteChange(note=number(7), text="en annan"), gone, gone, note):
        assert room.reply(1, reply) is None
    kinds = [type(told.event).__name__ for told in room.writer.written[-4:]]
    assert kinds[1:] == ["NoteAdded", "NoteRewritten", "NoteWithdrawn"]
    assert room.task(1).mine.notes == {} and room.state.problems == ()


@pytest.mark.parametrize(
    "reply", [NoteChange(note=number(7), text="mitt"), NoteGone(note=number(7))]
)
def test_nobody_changes_anothers_note_nor_one_of_a_turn_that_is_over(reply: Reply) -> None:
    room = up_to("swot", "outside")
    assert room.reply(1, NoteReply(
        turn=room.turn, note=number(7), text="min", field=first_field(room)
    )) is None
    assert code(room.reply(2, reply)) == "not-yours"
    assert code(room.reply(2, NoteReply(
        turn=room.turn, note=number(7), text="min", field=first_field(room)
    ))) == "same-id"
    assert room.reply(1, reply) is None
    room.begin("inside")
    assert code(room.reply(1, reply)) == "not-yours"


def first_field(room: Gathering) -> str:
    fields = room.task(1).fields
    return fields[0].id if fields else ""


def test_a_table_sees_its_own_sheets_and_its_notes_say_which_table() -> None:
    room = up_to("idea-priority", "ideas")
    room.say(*(
        SeatTaken(participant=one, table=one, phase="ideas") for one in (1, 2)
    ))
    assert room.reply(1, SheetReply(turn=room.turn, sheet=number(8), title="Idé")) is None
    assert [item.id for item in room.task(1).items] == [number(8)]
    assert room.task(2).items == () and len(room.task(3).items) == 1
    field = first_field(room)
    written = NoteReply(turn=room.turn, note=number(9), text="så", field=field, heading=number(8))
    assert code(room.reply(2, written)) == "unknown-item"
    assert room.reply(1, written) is None
    assert (room.state.notes[number(9)].table, room.state.notes[number(9)].heading) == (
        1, number(8)
    )
    taken = SheetReply(turn=room.turn, sheet=number(8), title="Min")
    assert code(room.reply(2, taken)) == "same-id"
    assert room.reply(1, taken) is None and room.state.headings[number(8)].title == "Idé"


def test_the_group_answers_as_one_where_it_agrees() -> None:
    room = up_to("steering-assessment", "agreed")
    assert room.task(1).kind is TaskKind.WAIT and room.task(0).kind is TaskKind.CELLS
    reply = room.whole_reply(room.task(0))
    assert reply is not None
    assert code(room.reply(1, reply)) == "not-now"
    assert room.reply(0, reply) is None


def test_an_answer_can_be_taken_back_and_one_at_a_time_given() -> None:
    room = up_to("focus-group", "evaluation")
    asked = room.task(1)
    row, column = asked.rows[0].id, asked.columns[0]
    first = Given(row=row, column=column.id, value=column.steps[0].id)
    assert room.reply(1, CellsReply(turn=room.turn, cells=(first,))) is None
    assert room.task(1).mine.cells == {(row, column.id): column.steps[0].id}
    empty = CellsReply(turn=room.turn, cells=(Given(row=row, column=column.id),))
    assert room.reply(1, empty) is None
    assert room.task(1).mine.cells == {}
    twice = CellsReply(turn=room.turn, cells=(first, first))
    assert code(room.reply(1, twice)) == "twice"


def test_whoever_has_left_or_never_came_is_asked_nothing() -> None:
    room = up_to("focus-group", "weigh")
    reply = room.whole_reply(room.task(1))
    assert reply is not None
    room.say(ParticipantLeft(participant=1))
    assert code(room.reply(1, reply)) == "not-now"
    assert code(room.reply(9, reply)) == "not-now"


def test_no_task_tells_what_another_has_given() -> None:
    room = up_to("focus-group", "weigh")
    reply = room.whole_reply(room.task(1))
    assert isinstance(reply, NumbersReply)
    before = room.task(2)
    assert room.reply(1, reply) is None
    assert room.task(2) == before


def test_a_note_that_others_add_changes_nobodys_task() -> None:
    room = up_to("focus-group", "factors")
    before = room.task(2)
    room.say(NoteAdded(note=number(7), phase="factors", participant=1, text="hemligt"))
    assert room.task(2) == before and "hemligt" not in repr(room.task(2))


def test_a_session_without_a_method_asks_nothing() -> None:
    room = gathered("focus-group")
    written = [told for told in room.writer.written if told.n != 2]
    room.say(PhaseBegun(phase="weigh"), PinsSet(participant=1, pins={}, phase="x"))
    state = fold([*written, *room.writer.written[-2:]])
    assert task(state, 1).kind is TaskKind.WAIT


def test_a_problem_says_nothing_of_the_answer() -> None:
    room = up_to("focus-group", "weigh")
    item: UUID = room.task(1).items[0].id
    found = room.reply(1, NumbersReply(turn=room.turn, numbers={item: 987_654}))
    assert found is not None and "987" not in repr(found) and str(item) not in repr(found)


def test_what_would_be_too_much_for_a_record_is_told() -> None:
    asked = up_to("focus-group", "evaluation").task(1)
    words = Column(id="why", name={"sv": "Varför?", "en": "Why?"})
    rows = tuple(Row(f"r{at}", "") for at in range(200))
    wide = replace(asked, rows=rows, columns=(words,))
    assert asked.turn is not None
    cells = tuple(Given(row=row.id, column="why", value="å" * 600) for row in rows)
    found = event_of(wide, CellsReply(turn=asked.turn, cells=cells))
    assert isinstance(found, Problem) and found.code == "too-long"
    some = event_of(wide, CellsReply(turn=asked.turn, cells=cells[:150]))
    assert isinstance(some, AnswersGiven)
    items = tuple(Item(number(at), "", "") for at in range(1, 5_002))
    many = replace(asked, kind=TaskKind.POINTS, items=items)
    numbers = NumbersReply(turn=asked.turn, numbers={item.id: 0 for item in items})
    found = event_of(many, numbers)
    assert isinstance(found, Problem) and found.code == "too-many"

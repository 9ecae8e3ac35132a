"""How much one participant, or one table, may bring in a turn."""

from __future__ import annotations

from survey.facilitation.events import HeadingNamed, NoteAdded, NoteWithdrawn
from survey.facilitation.replying import (
    MOST_NOTES,
    MOST_SHEETS,
    NoteChange,
    NoteGone,
    NoteReply,
    SheetReply,
)
from survey.problems import Problem
from tests.survey.asking_builders import Gathering
from tests.survey.session_builders import number
from tests.survey.test_asking import gathered


def code(problem: Problem | None) -> str:
    return problem.code if problem else ""


def written(room: Gathering, phase: str, notes: range) -> None:
    """Participant 1 has brought notes of these numbers."""
    room.say(*(
        NoteAdded(note=number(n), phase=phase, participant=1, text="en tanke") for n in notes
    ))


def test_a_participants_notes_have_an_end_and_those_there_can_still_be_changed() -> None:
    room = gathered("focus-group")
    room.begin("factors")
    turn = room.task(1).turn
    assert turn is not None
    written(room, "factors", range(100, 100 + MOST_NOTES - 1))
    room.say(NoteWithdrawn(note=number(100)))  # which makes no place for another
    last = NoteReply(turn=turn, note=number(1), text="den sista")
    assert room.reply(1, last) is None
    assert len(room.task(1).mine.notes) == MOST_NOTES - 1
    one_more = NoteReply(turn=turn, note=number(2), text="en till")
    assert code(room.reply(1, one_more)) == "too-many"
    assert room.reply(1, last) is None  # again, after silence
    assert room.reply(1, NoteChange(note=number(1), text="ändrad")) is None
    assert room.reply(1, NoteGone(note=number(101))) is None
    assert code(room.reply(1, one_more)) == "too-many"
    assert room.reply(2, one_more) is None


def test_sheets_have_an_end() -> None:
    room = gathered("top-story")
    phase = next(one.id for one in room.method.phases if one.kind == "write")
    room.begin(phase)
    asked = room.task(1)
    assert asked.sheets and asked.turn is not None
    room.say(*(
        HeadingNamed(heading=number(n), phase=phase, title=f"Blad {n}")
        for n in range(100, 100 + MOST_SHEETS - 1)
    ))
    last = SheetReply(turn=asked.turn, sheet=number(1), title="Det sista")
    assert room.reply(1, last) is None
    assert len(room.task(1).items) == MOST_SHEETS
    more = SheetReply(turn=asked.turn, sheet=number(2), title="Ett till")
    assert code(room.reply(1, more)) == "too-many"
    assert room.reply(1, last) is None

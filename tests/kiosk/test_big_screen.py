"""What everybody in the room sees: nothing of what was given before the moderator shows it."""

from __future__ import annotations

import random
from uuid import UUID

import pytest

import assets
from assets.words import Words
from kiosk.meeting.agenda import following, steps
from kiosk.meeting.big_screen import Beside, BigScreen, big_screen
from kiosk.meeting.host import SessionHost
from survey.facilitation.asking import TaskKind
from survey.facilitation.events import Given, HeadingNamed, ResultShown
from survey.facilitation.method import PhaseKind
from survey.facilitation.replying import CellsReply, NoteReply, NumbersReply, SheetReply
from tests.kiosk.meeting_builders import meeting

METHODS = sorted(path.stem for path in assets.path("methods").glob("*.toml"))
SV = Words("sv")


def _give(host: SessionHost, chance: random.Random, ids: random.Random) -> bool:
    """Everybody answers what the turn asks; whether any of it was figures."""
    figures = False
    for number in (*sorted(host.state.people), 0):
        task = host.task(number)
        if not task.open or task.turn is None:
            continue
        match task.kind:
            case TaskKind.POINTS | TaskKind.PINS:
                figures |= _spread(host, number, chance)
            case TaskKind.GRADES:
                low, high = task.scale
                grades = {item.id: chance.randint(low, high) for item in task.items}
                figures |= bool(grades)
                assert host.reply(number, NumbersReply(turn=task.turn, numbers=grades)) is None
            case TaskKind.CELLS:
                cells = tuple(
                    Given(row=row.id, column=one.id, value=chance.choice(one.steps).id)
                    for row in task.rows for one in task.columns if one.steps
                )
                if cells:
                    figures = True
                    assert host.reply(number, CellsReply(turn=task.turn, cells=cells)) is None
            case TaskKind.NOTES:
                _write(host, number, ids)
    return figures


def _spread(host: SessionHost, number: int, chance: random.Random) -> bool:
    task = host.task(number)
    assert task.turn is not None
    left = dict(task.budgets)
    given: dict[UUID, int] = {}
    for item in sorted(task.items, key=lambda one: chance.random()):
        field = item.field if task.apart else ""
        most = min(left.get(field, 3), task.most or 99, 4)
        given[item.id] = chance.randint(0 if any(given.values()) else min(1, most), max(0, most))
        left[field] = left.get(field, 99) - given[item.id]
    assert host.reply(number, NumbersReply(turn=task.turn, numbers=given)) is None
    return any(given.values())


def _write(host: SessionHost, number: int, ids: random.Random) -> None:
    task = host.task(number)
    assert task.turn is not None
    field = task.fields[0].id if task.fields else ""
    sheet = None
    if task.sheets:
        sheet = UUID(bytes=ids.randbytes(16), version=4)
        host.reply(number, SheetReply(turn=task.turn, sheet=sheet, title=f"Blad {number}"))
    note = UUID(bytes=ids.randbytes(16), version=4)
    host.reply(number, NoteReply(
        turn=task.turn, note=note, text=f"Tanke {ids.random()}", field=field, heading=sheet
    ))


def _headings(host: SessionHost, ids: random.Random) -> None:
    turn = host.state.turn
    phase = host.state.rules.phase(turn.phase) if host.state.rules and turn else None
    if phase is not None and phase.kind is PhaseKind.GROUP:
        names = host.state.rules.fields(phase) if host.state.rules else ()
        for at in range(4):
            field = names[at % len(names)].id if names else ""
            host.happened(HeadingNamed(
                heading=UUID(bytes=ids.randbytes(16), version=4), phase=phase.id,
                title=f"Rubrik {at}", field=field,
            ))


def _held(id: str, seed: int, *, shows: bool) -> tuple[list[BigScreen], bool]:
    """Every screen of a meeting by six, and whether anybody gave figures."""
    host = meeting(id, people=6)
    chance, ids = random.Random(seed), random.Random(7)
    seen = [big_screen(host.state, SV, Beside())]
    figures = False
    while (step := following(host.state, "sv")) is not None:
        assert host.begin(step.turn.phase, step.turn.round) is None
        _headings(host, ids)
        seen.append(big_screen(host.state, SV, Beside()))
        figures |= _give(host, chance, ids)
        seen.append(big_screen(host.state, SV, Beside()))
        if shows:
            host.happened(ResultShown(phase=step.turn.phase, round=step.turn.round))
            seen.append(big_screen(host.state, SV, Beside()))
    assert len(seen) > len(steps(host.state, "sv"))
    return seen, figures


@pytest.mark.parametrize("id", METHODS)
def test_nothing_of_what_was_given_is_seen_before_it_is_shown(id: str) -> None:
    """The same meeting with other figures looks the same from beginning to end."""
    (one, gave), (other, _) = _held(id, 1, shows=False), _held(id, 2, shows=False)
    assert one == other
    assert not any(screen.bars or screen.spots for screen in one)
    if gave:
        (one, _), (other, _) = _held(id, 1, shows=True), _held(id, 2, shows=True)
        assert one != other
        assert any(screen.bars for screen in one)


def test_slips_written_alone_stay_off_the_screen_until_the_turn_is_over() -> None:
    host = meeting("focus-group", people=3)
    host.begin("factors")
    _write(host, 1, random.Random(3))
    assert not big_screen(host.state, SV, Beside()).columns
    host.begin("headings")
    found = big_screen(host.state, SV, Beside()).columns
    assert sum(len(column.lines) for column in found) == 1


def test_under_five_there_are_no_figures_and_of_one_alone_not_even_an_order() -> None:
    for people, bars, figures in ((1, False, False), (4, True, False), (5, True, True)):
        host = meeting("focus-group", people=people)
        host.begin("headings")
        _headings(host, random.Random(1))
        host.begin("weigh")
        _give(host, random.Random(5), random.Random(1))
        host.happened(ResultShown(phase="weigh"))
        screen = big_screen(host.state, SV, Beside())
        assert bool(screen.bars) is bars
        assert bool(screen.notice) is not bars
        found = [bar for panel in screen.bars for bar in panel.bars]
        assert all((bar.low is not None and bar.amount > 0) is figures for bar in found)
        told = " ".join([*(bar.text for bar in found), *(panel.note for panel in screen.bars)])
        assert any(sign.isdigit() for sign in told) is figures
        assert ("intervall" in told) is figures


def test_where_fields_are_apart_five_are_counted_in_each() -> None:
    host = meeting("swot", people=6)
    while (step := following(host.state, "sv")) is not None and step.phase.kind is not (
        PhaseKind.PINS
    ):
        host.begin(step.turn.phase, step.turn.round)
        _headings(host, random.Random(1))
    assert step is not None
    host.begin(step.turn.phase)
    task = host.task(1)
    items = {item.field: item.id for item in task.items}
    one, other = sorted(items)
    assert task.turn is not None
    for number in range(1, 7):
        field = one if number < 6 else other
        reply = NumbersReply(turn=task.turn, numbers={items[field]: 1})
        assert host.reply(number, reply) is None
    host.happened(ResultShown(phase=step.turn.phase))
    bars = [bar for panel in big_screen(host.state, SV, Beside()).bars for bar in panel.bars]
    alone = next(item.title for item in task.items if item.id == items[other])
    assert alone not in [bar.title for bar in bars]
    assert [bar for bar in bars if bar.amount > 0]


def test_rounds_in_which_few_changed_do_not_stand_side_by_side() -> None:
    for changers, panels in ((0, 2), (1, 1), (5, 2)):
        host = meeting("focus-group", people=6)
        host.begin("headings")
        _headings(host, random.Random(1))
        for round in (1, 2):
            host.begin("weigh", round)
            for number in range(1, 7):
                task = host.task(number)
                assert task.turn is not None
                other = round == 2 and number <= changers
                first, second = [item.id for item in task.items][:2]
                host.reply(number, NumbersReply(
                    turn=task.turn, numbers={first: 3 if other else 7, second: 7 if other else 3}
                ))
            host.happened(ResultShown(phase="weigh", round=round))
        assert len(big_screen(host.state, SV, Beside()).bars) == panels


def test_an_address_for_all_to_read_holds_no_key() -> None:
    host = meeting("focus-group", people=2)
    screen = big_screen(host.state, SV, Beside(url="http://10.0.0.1:8350/#1secret", phones=1))
    assert screen.address == "http://10.0.0.1:8350/"


def test_a_picture_of_both_comes_when_both_have_been_shown() -> None:
    host = meeting("focus-group", people=6)
    host.begin("headings")
    _headings(host, random.Random(1))
    chance = random.Random(4)
    for phase in ("weigh", "grade"):
        host.begin(phase)
        _give(host, chance, random.Random(1))
        host.happened(ResultShown(phase=phase))
    host.begin("result")
    assert big_screen(host.state, SV, Beside()).spots is not None
    host.happened(ResultShown(phase="grade", shown=False))
    assert big_screen(host.state, SV, Beside()).spots is None


def test_own_answers_are_seen_when_their_own_turn_is_shown_and_not_with_the_agreed() -> None:
    host = meeting("steering-assessment", people=6)
    rules = host.state.rules
    assert rules is not None
    agreed = next(phase for phase in rules.phases if phase.agrees)
    for phase in (agreed.agrees, agreed.id):
        host.begin(phase)
        _give(host, random.Random(3), random.Random(1))
    host.happened(ResultShown(phase=agreed.id))
    told = [bar.text for panel in big_screen(host.state, SV, Beside()).bars for bar in panel.bars]
    assert not any(sign.isdigit() for text in told for sign in text)
    host.happened(ResultShown(phase=agreed.agrees))
    told = [bar.text for panel in big_screen(host.state, SV, Beside()).bars for bar in panel.bars]
    assert any(sign.isdigit() for text in told for sign in text)

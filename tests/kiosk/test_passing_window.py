"""A tablet goes round in a real window: by touch, by keys, by switches."""

from __future__ import annotations

from itertools import count
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.citizen import Citizen
from kiosk.forms.screen import Answered
from kiosk.frame import Comfort
from kiosk.meeting.task_screens import GoneRound, HandOver
from kiosk.meeting.views.task_view import TaskPage
from kiosk.wishes import Adjust
from survey.facilitation.replying import NumbersReply
from survey.records import Way
from tests.kiosk.hand_people import NEVER_MS, Switches, Visit
from tests.kiosk.passing_builders import FACTORS, Meeting, weighing
from tests.kiosk.passing_table import sit
from tests.kiosk.screen_builders import FakeKeeper

POINTS = (
    (3, 2, 0, 5, 0), (1, 1, 1, 1, 6), (0, 0, 10, 0, 0), (2, 0, 3, 0, 5), (0, 4, 0, 6, 0),
    (5, 5, 0, 0, 0), (1, 2, 3, 4, 0), (4, 0, 0, 0, 6), (7, 0, 0, 3, 0), (2, 2, 2, 2, 2),
)
SUMS = (25, 16, 19, 21, 19)
"""Of each factor, by hand; together the hundred points of ten people."""


def test_ten_people_weigh_by_touch_alone_and_the_sums_are_those_by_hand(qtbot: QtBot) -> None:
    table = sit(qtbot, weighing(people=10, titles=FACTORS[:5]))
    for n, points in enumerate(POINTS, 1):
        table.touch(f"Jag är deltagare {n}")
        for title, given in zip(FACTORS, points, strict=False):
            for _ in range(given):
                table.touch(f"Mer till {title}")
        assert not table.gives_more(FACTORS[0])  # there is no more to give
        table.touch("Klar")
    assert isinstance(table.shown.now, GoneRound)
    assert table.sums() == SUMS
    table.touch("Jag är mötesledare")
    assert table.shown.ended == 1


def test_ten_people_weigh_by_keys_alone_and_the_sums_are_those_by_hand(qtbot: QtBot) -> None:
    table = sit(qtbot, weighing(people=10, titles=FACTORS[:5]))
    for n, points in enumerate(POINTS, 1):
        table.to(f"Jag är deltagare {n}")
        table.press(Qt.Key.Key_Return)
        table.to(f"Mer till {FACTORS[0]}")
        for given in points:
            for _ in range(given):
                table.press(Qt.Key.Key_Plus)
            table.press(Qt.Key.Key_Down)
        table.to("Klar")
        table.press(Qt.Key.Key_Return)
    assert isinstance(table.shown.now, GoneRound)
    assert table.sums() == SUMS


def test_a_point_is_taken_back_by_touch_and_can_be_given_to_another(qtbot: QtBot) -> None:
    table = sit(qtbot, weighing(people=1, titles=FACTORS[:5]))
    table.touch("Jag är deltagare 1")
    for _ in range(10):
        table.touch(f"Mer till {FACTORS[0]}")
    table.touch(f"Mindre till {FACTORS[0]}")
    table.touch(f"Mer till {FACTORS[1]}")
    assert table.sums()[:2] == (9, 1)


def test_digits_give_points_where_one_is_and_typing_too_many_gives_what_there_is(
    qtbot: QtBot,
) -> None:
    table = sit(qtbot, weighing(people=1, titles=FACTORS[:5]))
    table.touch("Jag är deltagare 1")
    table.to(f"Mer till {FACTORS[0]}")
    table.press(Qt.Key.Key_7)
    table.to(FACTORS[1])
    table.press(Qt.Key.Key_9)
    field = QApplication.focusWidget()
    assert field is not None and getattr(field, "text", str)() == "3"
    assert table.sums()[:2] == (7, 3)


@pytest.mark.parametrize("most", [1, 2])
def test_no_more_than_the_rule_lets_lie_on_one(qtbot: QtBot, most: int) -> None:
    meeting = Meeting(source=_pins(most))
    meeting.join()
    meeting.begin("collect")
    meeting.write_notes("collect", FACTORS[:6])
    meeting.begin("pins")
    table = sit(qtbot, meeting)
    table.touch("Jag är deltagare 1")
    for _ in range(most):
        table.touch(f"Mer till {FACTORS[0]}")
    assert not table.gives_more(FACTORS[0])
    assert table.gives_more(FACTORS[1])


def _pins(most: int) -> str:
    head = "\n".join((
        'format = "vardera-method/1"', 'id = "pins"', "version = 1", "people = [2]",
        "minutes = [10]", 'ladder = "dialogue"', 'name = { sv = "P", en = "P" }',
        'purpose = { sv = "P", en = "P" }', "[guide]",
        *(f'{key} = {{ sv = "x", en = "x" }}' for key in ("group", "time", "material")),
        *(f'{key} = [{{ sv = "x", en = "x" }}]' for key in ("tips", "pitfalls")),
    ))
    rest = (
        ("purpose", "purpose", ""), ("collect", "collect", ""),
        ("pins", "pins", f'on = "collect"\nbudget = 4\nmost = {most}'),
        ("end", "evaluate", 'rows = [{ id = "a", name = { sv = "A", en = "A" } }]\n'
                            'columns = [{ id = "b", name = { sv = "B", en = "B" } }]'),
    )
    return head + "".join(
        f'\n[[phases]]\nid = "{id}"\nkind = "{kind}"\nname = {{ sv = "N", en = "N" }}\n'
        f'all = {{ sv = "T", en = "T" }}\n{more}\n' for id, kind, more in rest
    )


def test_whoever_comes_again_after_another_sees_their_own_and_nothing_else(qtbot: QtBot) -> None:
    table = sit(qtbot, weighing(people=2, titles=FACTORS[:5]))
    for n, key in ((1, "7"), (2, "4")):
        table.touch(f"Jag är deltagare {n}")
        table.desk.receive(Answered(table.shown.now.items[0].parts[0].ref, key))
        table.touch("Klar")
        table.touch("Klar")
    table.touch("Någon vill svara eller ändra")
    table.touch("Deltagare 1")
    page = table.window.view(TaskPage)
    assert [part.value for part in table.shown.now.items[0].parts][:2] == ["7", "0"]
    assert "3" in page.left.text() and not page.left.isHidden()


def test_the_other_ways_to_take_part_do_not_disturb_a_finger(qtbot: QtBot) -> None:
    meeting = weighing(people=2, titles=FACTORS[:5])
    phone = meeting.join(Way.PHONE)
    table = sit(qtbot, meeting)
    before = len(table.shown.screens)
    asked = meeting.task(phone)
    assert asked.turn is not None
    assert meeting.reply(phone, NumbersReply(
        turn=asked.turn, numbers={asked.items[0].id: 10},
    )) is None
    assert len(table.shown.screens) == before


def test_somebody_with_two_switches_gives_points_and_is_done(qtbot: QtBot) -> None:
    clock = count()
    meeting = weighing(people=1, titles=FACTORS[:2])
    table = sit(qtbot, meeting, ticks=lambda: float(next(clock)))
    hand = Switches(Visit(table.window, FakeKeeper(), cast(Citizen, None), clock))
    table.window.wished.emit(Adjust(Comfort(switches=2, step_ms=NEVER_MS)))
    QApplication.processEvents()
    hand.take("Jag är deltagare 1")
    for _ in range(3):
        hand.take(f"Mer till {FACTORS[1]}")
    hand.take(f"Mindre till {FACTORS[1]}")
    hand.take("Klar")
    hand.take("Klar")
    assert isinstance(table.shown.now, GoneRound)
    assert table.sums() == (0, 2)


def test_a_page_that_is_left_alone_gives_way_to_the_screen_between_by_itself(
    qtbot: QtBot,
) -> None:
    table = sit(qtbot, weighing(people=2, titles=FACTORS[:5]))
    table.touch("Jag är deltagare 1")
    table.touch(f"Mer till {FACTORS[0]}")
    table.window.idle_after(1)
    qtbot.waitUntil(lambda: isinstance(table.shown.now, HandOver), timeout=5_000)
    assert table.shown.now.to == 1 and table.sums()[0] == 1


def test_large_text_stays_with_whoever_chose_it(qtbot: QtBot) -> None:
    table = sit(qtbot, weighing(people=2, titles=FACTORS[:5]))
    table.touch("Jag är deltagare 1")
    table.touch("Större text")
    assert table.shown.now.frame.percent == 150
    table.touch("Avsluta")
    table.touch("Någon annan")
    table.touch("Deltagare 2")
    assert table.shown.now.frame.percent == 100

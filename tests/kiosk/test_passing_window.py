"""A tablet goes round in a real window: by touch, by keys, and with nothing left behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk.controls import Press
from kiosk.forms.screen import Answered
from kiosk.meeting.passing import PassingRound
from kiosk.meeting.task_screens import GoneRound, HandOver, IAm, TaskScreen
from kiosk.meeting.views.passing import know
from kiosk.meeting.views.task_view import TaskPage
from kiosk.style import load_fonts
from kiosk.views.keyboard import Keyboard
from kiosk.window import Looks, Window
from survey.facilitation.method import PhaseKind
from survey.facilitation.replying import NumbersReply
from survey.flow import Next
from survey.records import Way
from tests.kiosk.passing_builders import FACTORS, Meeting, Shown, means, weighing

POINTS = (
    (3, 2, 0, 5, 0), (1, 1, 1, 1, 6), (0, 0, 10, 0, 0), (2, 0, 3, 0, 5), (0, 4, 0, 6, 0),
    (5, 5, 0, 0, 0), (1, 2, 3, 4, 0), (4, 0, 0, 0, 6), (7, 0, 0, 3, 0), (2, 2, 2, 2, 2),
)
SUMS = (25, 16, 19, 21, 19)
"""Of each factor, by hand; together the hundred points of ten people."""


@dataclass
class Table:
    """People round one tablet; they see what is on show and do what they see."""

    window: Window
    meeting: Meeting
    desk: PassingRound
    shown: Shown

    def button(self, text: str) -> QAbstractButton:
        found = [
            b for b in self.window.findChildren(QAbstractButton)
            if text in (b.text(), b.accessibleName()) and b.isVisible()
        ]
        assert len(found) == 1, f"{len(found)} buttons say {text}"
        return found[0]

    def gives_more(self, title: str) -> bool:
        button = self.button(f"Mer till {title}")
        assert isinstance(button, Press)
        return button.awake

    def touch(self, text: str) -> None:
        button = self.button(text)
        for _ in range(6):
            if button.visibleRegion().boundingRect().height() * 10 >= button.height() * 7:
                break
            self.touch("Ner")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center())

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.window, key)

    def to(self, text: str) -> None:
        """The Tab key, until what is called so has the focus."""
        for _ in range(60):
            at = QApplication.focusWidget()
            if at is not None and text in (at.accessibleName(), getattr(at, "text", str)()):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"the Tab key does not come to {text}")

    def sums(self) -> tuple[int, ...]:
        asked = [self.meeting.task(n) for n in self.meeting.state.people]
        items = [item.id for item in asked[0].items]
        return tuple(sum(one.mine.numbers.get(item, 0) for one in asked) for item in items)


def sit(
    qtbot: QtBot, meeting: Meeting, size: tuple[int, int] = (1024, 768), language: str = "sv",
) -> Table:
    load_fonts(("ar",))
    window = Window(Looks(theme=theme.load(), idle_ms=0, grace_ms=0))
    qtbot.addWidget(window)
    window.resize(*size)
    know(window.stage)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    shown = Shown()
    desk = PassingRound(means(meeting, shown, window.present, language))
    window.wished.connect(desk.receive)
    meeting.listeners.append(desk.changed)
    desk.begin()
    return Table(window, meeting, desk, shown)


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


# --- nothing of one's answer is there for the next


def everything(window: Window) -> list[tuple[str, ...]]:
    """What any program could read out of the window, seen or not; the keys of keyboards, which
    stand for nobody's answer, apart."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    found = []
    for widget in window.findChildren(QWidget):
        if _within(widget, Keyboard):
            continue
        told = QAccessible.queryAccessibleInterface(widget)
        texts = [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        for name in ("text", "toPlainText", "placeholderText", "value"):
            method = getattr(widget, name, None)
            if callable(method):
                texts.append(str(method()))
        if told is not None:
            texts += [told.text(kind) for kind in (
                QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description,
            )]
        found.append((type(widget).__name__, *texts))
    return sorted(found)


def _within(widget: QWidget, kind: type[QWidget]) -> bool:
    at: QWidget | None = widget
    while at is not None:
        if isinstance(at, kind):
            return True
        at = at.parentWidget()
    return False


def between_after(
    qtbot: QtBot, meeting: Meeting, answers: Sequence[tuple[str, ...]],
) -> tuple[list[tuple[str, ...]], bytes]:
    """What stands between people once the first has answered each page so."""
    table = sit(qtbot, meeting)
    table.desk.receive(IAm(1))
    for page in answers:
        items = table.shown.now.items
        refs = [part.ref for item in items for part in (item.parts or (item,))]
        for ref, text in zip(refs, page, strict=False):
            table.desk.receive(Answered(ref, text))
        table.window.grab()
        table.desk.receive(Next())
    while isinstance(table.shown.now, TaskScreen):
        table.desk.receive(Next())
    assert isinstance(table.shown.now, HandOver) and table.shown.now.to == 2
    QCoreApplication.processEvents()
    image = table.window.grab().toImage()
    return everything(table.window), bytes(image.constBits())


def at_phase(kind: PhaseKind) -> Meeting:
    meeting = Meeting(method="swot" if kind is PhaseKind.PINS else "focus-group")
    for _ in range(2):
        meeting.join()
    for phase in meeting.rules.phases if meeting.rules else ():
        meeting.begin(phase.id)
        if phase.kind is kind:
            break
        if phase.kind is PhaseKind.GROUP:
            meeting.name_headings(phase.id)
        elif phase.kind is PhaseKind.COLLECT:
            meeting.write_notes(phase.id)
    return meeting


ANSWERS = {
    PhaseKind.COLLECT: ([("Zebran är randig",)], [("Qvarnen",)]),
    PhaseKind.ALLOCATE: ([("7", "3")], [("0", "1", "9")]),
    PhaseKind.GRADE: ([("5",), ("1",)], [("2",)]),
    PhaseKind.EVALUATE: ([("yes",), ("no",)], [("no",)]),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_what_one_gave_changes_nothing_that_the_next_can_see_or_read(
    qtbot: QtBot, kind: PhaseKind,
) -> None:
    first, other = ANSWERS[kind]
    one, one_image = between_after(qtbot, at_phase(kind), first)
    two, two_image = between_after(qtbot, at_phase(kind), other)
    assert one == two
    assert one_image == two_image
    assert not any(word in text for row in one for text in row for word in ("Zebra", *FACTORS))


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

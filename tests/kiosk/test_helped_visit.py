"""A visit that staff help with says so, quietly and also to a screen reader; the next does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from assets import theme
from assets.words import Words
from kiosk import screens
from kiosk.frame import Comfort
from kiosk.staff.pages import page_for
from kiosk.staff.screens import Confirm
from kiosk.staff.wishes import Deed, Desk, Do, Go
from kiosk.style import load_fonts
from kiosk.views.question import QuestionView
from kiosk.window import Looks, Window
from kiosk.wishes import LeftAlone
from survey import flow
from tests.builders import small_campaign
from tests.kiosk.every_screen import ALL, every_screen
from tests.kiosk.package_builders import ONE_UNIT
from tests.kiosk.staff_builders import staff_at
from tests.kiosk.test_staff_paper import QUESTIONS, enter
from tests.kiosk.test_staff_window import Member, open_kiosk


@pytest.fixture
def member(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Member]:
    found = open_kiosk(qtbot, tmp_path, monkeypatch, ONE_UNIT)
    yield found
    found.kiosk.close()


def helped(member: Member) -> bool:
    """Whether the page says so, in what is seen and in what is read."""
    QApplication.processEvents()
    labels = [label for label in member.window.findChildren(QLabel) if label.isVisible()]
    seen = [label for label in labels if "Med hjälp" in label.text()]
    assert all("Med hjälp" in (label.accessibleName() or label.text()) for label in seen)
    return bool(seen)


def test_a_helped_visit_says_so_on_every_page_and_the_next_on_none(member: Member) -> None:
    wish = member.window.wished.emit
    assert not helped(member)
    member.enter()
    member.press("Hjälp en person")
    way = (flow.ChooseLanguage("sv"), flow.Agree(), flow.Next(), LeftAlone())
    kinds = []
    for step in (None, *way):
        if step is not None:
            wish(step)
        kinds.append(type(member.kiosk.screen))
        assert helped(member), kinds[-1]
    assert kinds[0] is screens.AttractScreen and screens.StillThereScreen in kinds
    wish(LeftAlone())
    assert isinstance(member.kiosk.screen, screens.AttractScreen) and not helped(member)


def test_a_narrow_window_with_large_words_has_room_for_it(qtbot: QtBot) -> None:
    load_fonts(ALL)
    window = Window(Looks(theme=theme.load(), idle_ms=0))
    qtbot.addWidget(window)
    window.setFixedSize(800, 1280)
    window.show()
    for language in ("uk", "fi", "ar"):
        rating = dict(every_screen(language, Comfort(percent=250)))["rating"]
        window.present(replace(rating, frame=replace(rating.frame, helped=True)))
        QApplication.processEvents()
        where = window.view(QuestionView).top._where
        assert where.isVisible() and "·" in where.text()
        assert where.fontMetrics().horizontalAdvance(where.text()) <= where.width(), language


def test_before_staff_help_a_person_they_are_told_what_waits(tmp_path: Path) -> None:
    staff = staff_at(tmp_path, replace(small_campaign(), last_day=date(2099, 12, 31)))
    staff.enter()
    staff.go(Desk.PAPER)
    enter(staff, "7", (1,) * len(QUESTIONS))
    staff.do(Go(Desk.HOME), Do(Deed.ASSIST))
    asked = staff.now(Confirm)
    assert asked == Confirm(of="assist", sheets=1) and staff.corner.inside
    assert Do(Deed.ASSIST) in [button.wish for button in page_for(asked, Words("en")).foot]
    staff.do(Do(Deed.ASSIST))
    assert not staff.corner.inside

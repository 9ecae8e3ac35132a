"""Every kind of question in the largest text and the narrowest window: no word is cut off."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assets import theme
from assets.words import Words
from kiosk.questions.asked import Asked, Kind, Offer
from kiosk.questions.rank import RankView, _Row
from kiosk.style import Style
from kiosk.wishes import ChangeTextSize
from tests.kiosk.form_builders import EVERY_KIND
from tests.kiosk.form_person import sit_down
from tests.kiosk.screen_checks import cut, overlapping, small


@pytest.mark.parametrize("size", [(800, 1280)], ids=str)
def test_no_word_of_any_kind_of_question_is_cut_at_two_hundred_and_fifty_per_cent(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    person = sit_down(qtbot, EVERY_KIND, size)
    for _ in range(3):
        person.filler.receive(ChangeTextSize())
    found = []
    for page in range(person.filler.pages.count):
        person.turn_to(page)
        person.window.page._close_keys()
        QApplication.processEvents()
        for check in (cut, overlapping, small):
            found += [f"page {page + 1}: {fault}" for fault in check(person.window)]
    assert not found, "\n".join(found)


def test_what_is_ranked_keeps_its_longest_word_whole_where_the_buttons_leave_no_room(
    qtbot: QtBot,
) -> None:
    view = RankView()
    qtbot.addWidget(view)
    words = ("Promenerar", "Vilar")
    asked = Asked(ref="/r", kind=Kind.RANK, type="rank", choices=tuple(
        Offer(value=word, label=word) for word in words))
    show = partial(view.present, asked, words=Words("sv"))
    view.resize(560, 600)
    view.show()
    for percent in (100, 250):
        show(style=Style(theme.load(), percent))
        QApplication.processEvents()
        for row in view.findChildren(_Row):
            room = row._words(row.width()).width()
            assert QFontMetrics(row.font()).horizontalAdvance(row.accessibleName()) <= room
            assert row.height() >= row.up.geometry().bottom()

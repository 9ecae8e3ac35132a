"""What large words do to the bars, the codes and the heads of screens: nothing is cut."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk import screens
from kiosk.frame import Comfort
from kiosk.style import load_fonts
from kiosk.views.ask import AskView
from kiosk.views.attract import AttractView
from kiosk.views.plate import PlateView
from kiosk.views.question import QuestionView
from kiosk.views.withdraw import WithdrawView
from kiosk.window import Looks, Window
from tests.kiosk.every_screen import ALL, RATING, attract_in, every_screen, frame_of
from tests.kiosk.screen_checks import cut


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    load_fonts(ALL)
    made = Window(Looks(theme=theme.load(), idle_ms=0))
    qtbot.addWidget(made)
    made.show()
    return made


def _rating(language: str, percent: int) -> screens.QuestionScreen:
    return screens.QuestionScreen(
        frame=frame_of(language, Comfort(percent=percent)), question=RATING, given=False,
        answer=None, number=2, of=6, can_go_back=True, can_go_next=True,
    )


@pytest.mark.parametrize(("language", "percent", "size"), [
    ("so", 200, (800, 1280)), ("so", 250, (800, 1280)), ("fa", 200, (1280, 800)),
    ("se", 250, (800, 1280)),
])
@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_the_bars_have_room_for_their_words_also_when_one_rather_not_says(
    window: Window, language: str, percent: int, size: tuple[int, int]
) -> None:
    window.resize(*size)
    screen = _rating(language, percent)
    for now in (screen, replace(screen, given=True)):
        window.present(now)
        QApplication.processEvents()
        assert not list(cut(window))
    skip = window.view(QuestionView).footer.skip
    assert skip.sizeHint().width() <= skip.width()


def test_a_codes_groups_stand_inside_their_part_whatever_signs_they_have(window: Window) -> None:
    window.resize(1280, 800)
    frame = frame_of("fa", Comfort(percent=200))
    for group in ("0000", "1111", "MMMM", "WWWW"):
        window.present(screens.ThanksScreen(
            frame=frame, kept=True, finished=True, organisation="B", contact="",
            returns_after_ms=0,
            code=screens.ReceiptCode(hash=b"", groups=" ".join([group] * 7), words=("bok",) * 12),
        ))
        QApplication.processEvents()
        body = window.view(PlateView).body
        assert body.groups.x() >= 0, group
        assert body.groups.x() + body.groups.width() <= body.width(), group


def test_what_one_is_asked_to_type_grows_with_the_text(window: Window) -> None:
    window.resize(1280, 800)
    heights = []
    for percent in (100, 250):
        for misread in ("", "length"):
            window.present(screens.WithdrawScreen(
                frame=frame_of("sv", Comfort(percent=percent)), misread=misread
            ))
            QApplication.processEvents()
            view = window.view(WithdrawView)
            asked = next(
                label for label in view.findChildren(QLabel)
                if label.isVisible() and label.wordWrap() and label.text()
            )
            heights.append(asked.font().pixelSize())
            assert not list(cut(window))
    assert heights[2] >= 1.7 * heights[0] and heights[3] > 1.5 * heights[1]


def test_in_the_largest_text_languages_come_before_what_is_only_read(window: Window) -> None:
    window.resize(1280, 800)
    window.present(attract_in(ALL, Comfort(percent=250)))
    QApplication.processEvents()
    view = window.view(AttractView)
    whole = [c for c in view.cards if c.visibleRegion().boundingRect().size() == c.size()]
    assert len(whole) >= 4
    assert view.front.foot.y() > max(card.y() for card in view.cards)


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_two_answers_are_whole_in_a_narrow_window_also_when_it_is_turned(window: Window) -> None:
    window.resize(1280, 800)
    frame = frame_of("fi", Comfort(percent=250))
    for screen in (screens.VoucherScreen(frame=frame, text="x"), screens.CodeScreen(frame=frame)):
        window.present(screen)
        for size in ((800, 1280), (1280, 800)):
            window.resize(*size)
            QApplication.processEvents()
            assert not list(cut(window))


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_the_gaps_between_groups_in_one_row_are_even(window: Window) -> None:
    window.resize(1280, 800)
    window.present(screens.ThanksScreen(
        frame=frame_of("sv", Comfort()), kept=True, finished=True, organisation="B", contact="",
        returns_after_ms=0, voucher="Y1XK-YJJ7-APSW-J5H9",
    ))
    QApplication.processEvents()
    groups = window.view(PlateView).body.groups
    cells = [c for c in groups.findChildren(QLabel) if c.isVisible()]
    assert len(cells) == 4 and len({c.y() for c in cells}) == 1
    drawn = [(c.x(), c.x() + c.fontMetrics().horizontalAdvance(c.text())) for c in cells]
    gaps = {later[0] - earlier[1] for earlier, later in pairwise(drawn)}
    assert len(gaps) == 1


def test_words_to_compare_stand_in_the_middle(window: Window) -> None:
    window.resize(1280, 800)
    window.present(screens.PairScreen(
        frame=frame_of("sv", Comfort(), ()), stage=screens.PairStage.COMPARE,
        words=("bok", "ren", "sol", "tak"), organisation="B", number="A01F",
    ))
    QApplication.processEvents()
    middle = window.view(AskView).middle
    cells = [c for c in middle.grid.findChildren(QLabel) if c.isVisible()]
    lefts = [c.mapTo(middle, c.rect().topLeft()).x() for c in cells]
    ends = [*lefts, *(left + c.width() for left, c in zip(lefts, cells, strict=True))]
    assert abs(min(ends) + max(ends) - middle.width()) <= 4


@pytest.mark.parametrize("percent", [100, 150, 200, 250])
def test_every_group_of_a_code_is_in_sight_or_scrolled_to_at_any_width(
    window: Window, percent: int
) -> None:
    screen = dict(every_screen("sv", Comfort(percent=percent)))["code"]
    window.present(screen)
    body = window.view(PlateView).body
    for width in range(400, 1_100, 7):
        body.resize(width, body.height_for(width))
        body.arrange()
        for grid in (body.groups, body.words):
            shown = [cell for cell in grid.findChildren(QLabel) if not cell.isHidden()]
            assert all(grid.rect().contains(cell.geometry()) for cell in shown), width
            assert body.rect().contains(grid.geometry()), width

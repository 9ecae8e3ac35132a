"""Every screen of a meeting's participants: names, roles, sizes, reach, contrast, both ways to
write, large letters."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk.frame import Comfort
from kiosk.meeting.task_screens import TaskScreen
from kiosk.meeting.views.passing import know
from kiosk.meeting.views.task_view import TaskPage
from kiosk.style import load_fonts
from kiosk.window import Looks, Window
from tests.kiosk.every_meeting_screen import every_screen
from tests.kiosk.screen_checks import faults


@pytest.mark.parametrize(("language", "looks", "percent", "size"), [
    ("sv", "default", 100, (1024, 768)), ("ar", "high", 200, (1024, 768)),
    ("sv", "dark", 200, (800, 1280)), ("ar", "default", 100, (800, 1280)),
    ("sv", "high", 250, (1280, 800)),
])
def test_every_screen_can_be_read_reached_and_pressed(
    qtbot: QtBot, language: str, looks: str, percent: int, size: tuple[int, int]
) -> None:
    load_fonts(("ar",))
    window = Window(Looks(theme=theme.load(), idle_ms=0))
    know(window.stage)
    qtbot.addWidget(window)
    window.setFixedSize(*size)
    window.show()
    least = 7.0 if looks == "high" else 4.5
    for name, screen in every_screen(language, Comfort(percent=percent, theme=looks)):
        window.present(screen)
        if isinstance(screen, TaskScreen):
            window.view(TaskPage).pause()  # keys have sizes and places of their own
        QApplication.processEvents()
        assert list(faults(window, language, least)) == [], name

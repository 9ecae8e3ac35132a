"""Where staff choose a computer, what was found and the field never lie over each other."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk import screens
from kiosk.frame import Comfort, Frame
from kiosk.style import load_fonts
from kiosk.views.address import AddressView
from kiosk.window import Looks, Window
from tests.kiosk.every_screen import every_screen


@pytest.mark.parametrize("percent", [100, 150, 250])
def test_what_was_found_lies_above_the_field(qtbot: QtBot, percent: int) -> None:
    load_fonts()
    window = Window(Looks(theme=theme.load(), idle_ms=0))
    qtbot.addWidget(window)
    window.setFixedSize(1024, 768)
    window.show()
    choose = dict(every_screen("en", Comfort(percent=percent)))["pair_choose"]
    assert isinstance(choose, screens.PairScreen) and isinstance(choose.frame, Frame)
    window.present(choose)
    QApplication.processEvents()
    view = window.view(AddressView)
    shown = [button for button in view.found if button.isVisible()]
    assert shown and all(one.geometry().bottom() < view.field.y() for one in shown)

"""The four tabs of units and kiosks: names, the way of the keyboard, room on a small screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTableView,
    QWidget,
)

from admin.devices.hub import Part
from admin.shell.places import Place
from tests.admin.window_aside import FIRST
from tests.admin.window_builders import Desk
from tests.admin.window_network import AT_THE_DOOR

TAKES_KEYS = (QAbstractButton, QComboBox, QLineEdit)


def shown(page: QWidget, kind: type[QWidget]) -> list[Any]:
    return [w for w in page.findChildren(kind) if w.isVisible()]


@pytest.mark.parametrize(("language", "percent"), [("sv", 100), ("sv", 200), ("en", 200)])
def test_every_tab_is_named_reached_by_keyboard_and_needs_no_room_to_the_side(
    qapp: Any, qtbot: Any, language: str, percent: int
) -> None:
    desk = Desk()
    program = desk.opened(language)
    qtbot.addWidget(program.window)
    window, units = program.window, program.units
    window.resize(1024, 768)
    program.resize_text((percent - 100) // 25)
    program.go(Place.DEVICES)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    desk.network.start()
    desk.network.said = replace(
        desk.network.said, left=300, pairing=AT_THE_DOOR, files=1, new=3, unkept=3
    )
    units.network.look()
    units.responses.take_in(Path("/media/usb"))
    desk.background.flush()
    units.aside.choose(FIRST)
    units.devices.choose(desk.desk.devices()[0].standing.public)
    units.keeping.keep("365", "")
    desk.background.flush()
    for number, part in enumerate(Part):
        units.hub.go(part)
        qtbot.wait(1)
        assert units.hub.tabs.tabRect(number).right() <= units.hub.tabs.width()
        (area,) = shown(units.hub, QScrollArea)
        assert area.horizontalScrollBar().maximum() == 0, part
        wanted = {w for kind in TAKES_KEYS for w in shown(area, kind) if w.isEnabled()}
        for widget in wanted:
            named = widget.accessibleName() or (
                widget.text() if isinstance(widget, QAbstractButton) else ""
            )
            assert named.strip(), widget.objectName() or type(widget).__name__
        for label in shown(area, QLabel):
            if label.wordWrap() and label.text():
                assert label.height() >= label.heightForWidth(label.width()) - 1, label.text()
        for table in shown(area, QTableView):
            for row in range(table.model().rowCount()):
                assert table.rowHeight(row) >= table.sizeHintForRow(row), (part, row)
        units.hub.tabs.setFocus()
        reached = set()
        for _ in range(40):
            QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
            reached.add(window.focusWidget())
        assert wanted and wanted <= reached, {w.objectName() for w in wanted - reached}

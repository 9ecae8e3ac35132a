"""Lines of a script whose own font is not the first asked for: counted as they are drawn."""

from __future__ import annotations

from PySide6.QtGui import QTextLayout
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk.style import Style, load_fonts
from kiosk.views.wrapped import line_count, lines_height, pitch

ASKED = "كيف عاملك الموظفون اليوم؟"


def test_arabic_words_that_fit_a_line_take_one(qtbot: QtBot) -> None:
    load_fonts(("ar",))
    font = Style(theme.load()).heading(40)
    layout = QTextLayout(ASKED, font)
    layout.beginLayout()
    wide = layout.createLine()
    wide.setLineWidth(10_000)
    layout.endLayout()
    width = int(wide.naturalTextWidth()) + 1
    assert line_count(font, ASKED, width) == 1
    assert line_count(font, ASKED, width - 10) == 2
    assert lines_height(font, ASKED, width) == pitch(font)

"""From a theme and a text size to Qt's fonts and colours; loads the vendored fonts."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QLocale
from PySide6.QtGui import QColor, QFont, QFontDatabase, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

import assets
from assets import theme as themes
from assets.theme import Theme

TARGET = 92
"""Smallest side of anything to press, in pixels: 15 mm at the 149 dots per inch of a 10.1-inch
1280 by 800 tablet is 88 px, and a ring needs its place."""

RING = 6
"""Room round every control for the focus ring: 2 px of air and 4 px of ring."""

RADIUS = 12
_FIRST_FONTS = ("NotoSans-Regular", "NotoSans-SemiBold", "NotoSans-Bold", "Raleway-Bold")
_SCRIPT_FONTS = {
    QLocale.Script.ArabicScript: "NotoSansArabic", QLocale.Script.EthiopicScript: "NotoSansEthiopic"
}
_SIBLINGS = ("Noto Sans Arabic", "Noto Sans Ethiopic")
_ARABIC = ("prs", "azb", "bal")
"""Languages in Arabic letters that Qt does not know."""


def font_names(languages: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The vendored fonts that ``languages`` need: of other scripts than Latin and Cyrillic only
    those that one of them is written in."""
    scripts = {QLocale(tag).script() for tag in languages}
    if any(tag.partition("-")[0] in _ARABIC for tag in languages):
        scripts.add(QLocale.Script.ArabicScript)
    further = (font for script, font in _SCRIPT_FONTS.items() if script in scripts)
    return (*_FIRST_FONTS, *(f"{font}-{w}" for font in further for w in ("Regular", "Bold")))


def load_fonts(languages: tuple[str, ...] = ()) -> None:
    """Make the vendored fonts known to Qt; those of a script only when a language needs them."""
    for name in font_names(languages):
        QFontDatabase.addApplicationFont(str(assets.path("fonts", f"{name}.ttf")))


@dataclass(frozen=True)
class Style:
    """Looks at one text size. ``percent`` is 100 to 250."""

    theme: Theme
    percent: int = 100

    def px(self, size: int) -> int:
        """A text size at 100 % in pixels → at this size."""
        return round(size * self.percent / 100)

    def text(self, size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The text font; ``size`` in pixels at 100 %."""
        font = QFont([self.theme.text_font, *_SIBLINGS])
        font.setPixelSize(self.px(size))
        font.setWeight(weight)
        return font

    def heading(self, size: int) -> QFont:
        """The heading font, with figures that stand on the line; ``size`` at 100 %."""
        font = QFont([self.theme.heading_font, self.theme.text_font, *_SIBLINGS])
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight.Bold)
        font.setFeature(QFont.Tag("lnum"), 1)
        return font

    def colour(self, role: str) -> QColor:
        """The colour of a role of the theme, by name."""
        return QColor(str(getattr(self.theme, role)))


def set_text_colour(label: QWidget, colour: QColor) -> None:
    """Give a label's, or a field's, words a colour; cheap when it has it already."""
    palette = label.palette()
    if palette.color(QPalette.ColorRole.WindowText) != colour:
        palette.setColor(QPalette.ColorRole.WindowText, colour)
        palette.setColor(QPalette.ColorRole.Text, colour)
        label.setPalette(palette)


def icon_pixmap(name: str, colour: str, side: int) -> QPixmap:
    """A line icon, ``side`` pixels square, in ``colour`` (``#rrggbb``)."""
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(themes.icon(name, colour))).render(painter)
    painter.end()
    return QPixmap.fromImage(image)



"""One way to draw any picture, whatever it is drawn on."""

from __future__ import annotations

from PySide6.QtGui import QPainter

from admin.pictures import bars, distribution, dots, matrix
from admin.pictures.model import Bars, Distribution, Dots, Matrix, Picture
from admin.pictures.style import Style, load_fonts


def height(picture: Picture, width: float, style: Style) -> float:
    """The height in pixels that the picture needs at ``width`` pixels."""
    load_fonts()
    match picture:
        case Bars():
            return bars.height(picture, width, style)
        case Matrix():
            return matrix.height(picture, width, style)
        case Distribution():
            return distribution.height(picture, width, style)
        case Dots():
            return dots.height(picture, width, style)


def draw(painter: QPainter, picture: Picture, width: float, style: Style) -> None:
    """Paint the picture from the painter's origin, ``width`` pixels wide."""
    load_fonts()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    match picture:
        case Bars():
            bars.draw(painter, picture, width, style)
        case Matrix():
            matrix.draw(painter, picture, width, style)
        case Distribution():
            distribution.draw(painter, picture, width, style)
        case Dots():
            dots.draw(painter, picture, width, style)

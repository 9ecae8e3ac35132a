"""Pictures as bytes: SVG for reports, PNG for whoever needs one; same input, same bytes."""

from __future__ import annotations

import math

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from admin.pictures.drawing import draw, height
from admin.pictures.model import Picture
from admin.pictures.style import Style


def drawing_board() -> QGuiApplication:
    """The running Qt application, or a new one without a screen; fonts need one.

    The caller keeps what is returned for as long as it draws.
    """
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    # said to this application alone: a window started from here later needs a real screen
    return QGuiApplication(["vardera", "-platform", "offscreen"])


def svg(picture: Picture, *, width: int, style: Style, title: str, description: str) -> bytes:
    """The picture as SVG, ``width`` pixels wide, with title and text alternative inside."""
    high = math.ceil(height(picture, width, style))
    made = QBuffer()
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(made)
    generator.setSize(QSize(width, high))
    generator.setViewBox(QRectF(0, 0, width, high))
    generator.setTitle(title)
    generator.setDescription(description)
    # Qt's SVG paint device assumes 72 dpi; at 96 one unit is one pixel of the layout
    generator.setResolution(96)
    _paint(generator, picture, width, style)
    return bytes(made.data().data())


def png(picture: Picture, *, width: int, style: Style, scale: float = 2.0) -> bytes:
    """The picture as PNG on the raised surface; ``scale`` is pixels per unit of ``width``."""
    high = math.ceil(height(picture, width, style))
    image = QImage(
        round(width * scale), round(high * scale), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(scale)
    image.fill(QColor(style.theme.surface_raised))
    _paint(image, picture, width, style)
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(kept.data())


def _paint(device: QImage | QSvgGenerator, picture: Picture, width: int, style: Style) -> None:
    painter = QPainter(device)
    try:
        draw(painter, picture, width, style)
    finally:
        painter.end()

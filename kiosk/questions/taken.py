"""From what a camera and a microphone give to what is kept, and back to sound. All in memory."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage

from survey.files import SIDE_LIMIT, File, photo

_SMALLEST = 200
_DOTS = 2835
_QUALITIES = (85, 70, 55, 40)
_BIAS, _CLIP = 0x84, 32_635


def photo_of(image: QImage, room: int) -> File | None:
    """The picture as a plain JPEG of at most ``room`` bytes; None when none fits, it is none, or
    this machine writes no plain one.

    Everything but the picture is left behind: words, profile, time, place.
    """
    if image.isNull():
        return None
    side = min(SIDE_LIMIT, max(image.width(), image.height()))
    while True:
        plain = _bare(image.scaled(
            side, side, Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        ))
        for quality in _QUALITIES:
            data = _jpeg(plain, quality)
            if len(data) <= room:
                return _checked(data)
        side = side * 3 // 4
        if side < _SMALLEST:
            return None


def _checked(data: bytes) -> File | None:
    try:
        return photo(data)
    except ValueError:
        return None


def _bare(image: QImage) -> QImage:
    """The points alone, copied out: whatever else the image knows of itself stays behind."""
    points = image.convertToFormat(QImage.Format.Format_RGB32)
    made = QImage(
        points.constBits(), points.width(), points.height(), points.bytesPerLine(),
        QImage.Format.Format_RGB32,
    ).copy()
    made.setDotsPerMeterX(_DOTS)
    made.setDotsPerMeterY(_DOTS)
    return made


def _jpeg(image: QImage, quality: int) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", quality)  # type: ignore[call-overload]
    buffer.close()
    return bytes(held.data())


def _coded(sample: int) -> int:
    """One sample by G.711, µ-law."""
    sign = 0x80 if sample < 0 else 0
    level = min(abs(sample), _CLIP) + _BIAS
    exponent = level.bit_length() - 8
    return ~(sign | exponent << 4 | level >> (exponent + 3) & 0x0F) & 0xFF


def _decoded(code: int) -> int:
    bits = ~code & 0xFF
    level = (((bits & 0x0F) << 3) + _BIAS << (bits >> 4 & 7)) - _BIAS
    return -level if bits & 0x80 else level


class Law:
    """Sound as it is kept, a byte for each 16-bit sample; the tables are made once, when needed."""

    def __init__(self) -> None:
        self._codes = bytes(_coded(n if n < 32_768 else n - 65_536) for n in range(65_536))
        self._levels = array("h", (_decoded(code) for code in range(256)))

    def code(self, samples: bytes) -> bytes:
        """16-bit samples of this machine → bytes."""
        whole = memoryview(samples)[: len(samples) // 2 * 2].cast("H")
        return bytes(map(self._codes.__getitem__, whole))

    def decode(self, codes: bytes) -> bytes:
        """Bytes → 16-bit samples of this machine."""
        return array("h", map(self._levels.__getitem__, codes)).tobytes()


def loudness(samples: bytes) -> float:
    """The loudest of 16-bit samples, from 0 to 1."""
    whole = memoryview(samples)[: len(samples) // 2 * 2].cast("h")
    return min(1.0, max(map(abs, whole), default=0) / 32_768)

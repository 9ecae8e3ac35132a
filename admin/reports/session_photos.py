"""Photos of paper boards for a protocol: turned upright, made smaller, nothing left beside pixels.

A photo from a phone tells where and when it was taken and with which phone. Here the pixels are
painted onto a new image and nothing else is taken along.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QImageWriter, QPainter

from admin.pictures.output import drawing_board
from survey.problems import Problem

LONGEST_SIDE = 1_800
MOST_BYTES = 64 * 1024 * 1024
MOST_PHOTOS = 40
_MOST_PIXELS, _MOST_OF_JPEG = 60_000_000, 120_000_000
"""A JPEG is made smaller while it is read; of the others all pixels lie in memory at once."""
_QUALITY = 82
_KINDS = (b"jpeg", b"png", b"webp", b"tiff", b"bmp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture as SVG around a JPEG; ``caption`` is what stands below it, empty for none."""

    svg: str
    caption: str = ""


def read_photos(files: list[Path]) -> tuple[tuple[Photo, ...], tuple[Problem, ...]]:
    """All photos, or all that is wrong with them: then there are none."""
    board = drawing_board()
    problems: list[Problem] = []
    if len(files) > MOST_PHOTOS:
        problems.append(_problem("photos", "too-many", "There are too many photos.",
                                 f"Attach at most {MOST_PHOTOS}."))
        return (), tuple(problems)
    found = []
    for file in files:
        photo = _read(file)
        if isinstance(photo, Problem):
            problems.append(photo)
        else:
            found.append(photo)
    del board
    return (() if problems else tuple(found)), tuple(problems)


def _read(file: Path) -> Photo | Problem:
    where = file.name
    try:
        if not file.is_file():
            return _problem(where, "no-file", "There is no such file.", "Check its name.")
        if file.stat().st_size > MOST_BYTES:
            return _problem(where, "too-large", "The photo is too large a file.",
                            f"It may have {MOST_BYTES // 1024 // 1024} MB.")
        raw = file.read_bytes()
    except OSError:
        return _problem(where, "unreadable", "The file cannot be read.", "Check who may read it.")
    image = _image(raw, where)
    if isinstance(image, Problem):
        return image
    return Photo(svg=_framed(_jpeg(image), image.size()))


def _image(raw: bytes, where: str) -> QImage | Problem:
    """The photo upright and small, or why it is none."""
    broken = _problem(where, "no-photo", "This is no photo that can be read, or it is broken.",
                      "Save it as JPEG or PNG and try again.")
    buffer = QBuffer()
    buffer.setData(QByteArray(raw))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    kind = bytes(reader.format().data())
    if kind not in _KINDS or not _whole(raw):
        return broken
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        return broken
    if size.width() * size.height() > (_MOST_OF_JPEG if kind == b"jpeg" else _MOST_PIXELS):
        return _problem(where, "too-many-pixels", "The photo has too many pixels.",
                        "Make it smaller, or save it as JPEG.")
    if max(size.width(), size.height()) > LONGEST_SIDE:
        reader.setScaledSize(size.scaled(
            QSize(LONGEST_SIDE, LONGEST_SIDE), Qt.AspectRatioMode.KeepAspectRatio
        ).expandedTo(QSize(1, 1)))
    found = reader.read()
    return broken if found.isNull() else _bare(found)


def _whole(raw: bytes) -> bool:
    """A photo that was cut off still opens, with grey where the rest was; but it has no end."""
    if raw.startswith(b"\x89PNG"):
        return b"IEND" in raw[-4096:]
    return not raw.startswith(b"\xff\xd8") or raw.find(b"\xff\xd9", _scan(raw)) >= 0


def _scan(raw: bytes) -> int:
    """Where a JPEG's own picture begins, behind the small one that cameras put before it."""
    at = 2
    while at + 4 <= len(raw) and raw[at] == 0xFF and raw[at + 1] != 0xDA:
        at += 2 + int.from_bytes(raw[at + 2 : at + 4])
    return at


def _bare(found: QImage) -> QImage:
    """The pixels alone, in the colours of every screen, on white."""
    if found.colorSpace().isValid():
        found.convertToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    bare = QImage(found.size(), QImage.Format.Format_RGB32)
    bare.fill(Qt.GlobalColor.white)
    painter = QPainter(bare)
    painter.drawImage(0, 0, found)
    painter.end()
    return bare


def _jpeg(image: QImage) -> bytes:
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"jpeg"))
    writer.setQuality(_QUALITY)
    writer.write(image)
    return bytes(kept.data())


def _framed(jpeg: bytes, size: QSize) -> str:
    """The typesetter takes text; a JPEG inside an SVG goes into the page as it is."""
    wide, high = size.width(), size.height()
    held = b64encode(jpeg).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}"><image width="{wide}" height="{high}" '
        f'href="data:image/jpeg;base64,{held}"/></svg>'
    )


def _problem(where: str, code: str, message: str, hint: str) -> Problem:
    return Problem(where=where, code=code, message=message, hint=hint)

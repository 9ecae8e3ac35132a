"""Files that somebody hands in as an answer: a photo or a sound, in the one shape each may have.

A photo is a baseline JPEG of at most 1600 pixels a side with nothing in it but the picture: no
EXIF, no colour profile, no comment. A sound is µ-law at 8 kHz, one channel, at most a minute. What
has any other shape is refused, so that nothing about place, time or device comes along unseen.
"""

from __future__ import annotations

import re
import struct
from dataclasses import field
from enum import StrEnum
from hashlib import sha256

from survey.late import dataclass

PHOTO_LIMIT = 300 * 1024
"""Bytes of one photo."""

SIDE_LIMIT = 1600
"""Pixels of a photo's longer side."""

SECONDS_LIMIT = 60
SAMPLES_A_SECOND = 8000
TOGETHER_LIMIT = 480 * 1024
"""Bytes of all the files of one person: what one record holds beside the other answers."""

_HEADER = struct.Struct("<4sI4s4sIHHIIHHH4sII4sI")
SOUND_LIMIT = _HEADER.size + SECONDS_LIMIT * SAMPLES_A_SECOND
_MU_LAW = 7
_JFIF = re.compile(rb"\xff\xd8\xff\xe0\0\x10JFIF\0\x01.[\0-\x02].{4}\0\0", re.DOTALL)
"""How a photo begins: with its density, and no smaller picture."""

_SCAN, _FRAME, _CODES, _TABLES, _RESTARTS = 0xDA, 0xC0, 0xC4, 0xDB, 0xDD
_ENDS = re.compile(rb"\xff[^\x00\xd0-\xd7]")


class FileType(StrEnum):
    """What may be handed in."""

    PHOTO = "image/jpeg"
    SOUND = "audio/wav"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A photo or a sound of ``size`` bytes. ``data`` is empty where only that was asked for."""

    type: FileType
    size: int
    data: bytes = field(default=b"", repr=False)

    @property
    def hash(self) -> bytes:
        """SHA-256 of the bytes."""
        return sha256(self.data).digest()


def photo(data: bytes) -> File:
    """The file of a photo. ValueError for anything but a plain JPEG within the limits."""
    return _checked(FileType.PHOTO, data)


def sound(samples: bytes) -> File:
    """The file of µ-law ``samples``, a byte each. ValueError for none, or more than a minute."""
    even = samples[: len(samples) // 2 * 2]  # so that no padding is needed
    return _checked(FileType.SOUND, _header(len(even)) + even)


def samples_of(file: File) -> bytes:
    """The µ-law samples of a sound."""
    return file.data[_HEADER.size :]


def fault(type: str, data: bytes) -> str:
    """What is wrong with a file's bytes, never what is in them; empty when nothing is."""
    if type == FileType.PHOTO:
        return _photo_fault(data)
    return _sound_fault(data) if type == FileType.SOUND else "a file of a type nobody may hand in"


def _checked(type: FileType, data: bytes) -> File:
    wrong = fault(type, data)
    if wrong:
        raise ValueError(wrong)
    return File(type=type, size=len(data), data=data)


def _photo_fault(data: bytes) -> str:
    if len(data) > PHOTO_LIMIT:
        return "a photo is larger than allowed"
    begun = _JFIF.match(data)
    if begun is None:
        return "a photo does not begin as a plain JPEG does"
    at, parts = begun.end(), 0
    while data[at : at + 1] == b"\xff" and at + 4 <= len(data):
        mark, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        held, at = data[at + 4 : at + 2 + length], at + 2 + length
        if length < 2 or not _is_plain(mark, held, parts):
            return "a photo holds more than its picture"
        if mark == _FRAME:
            parts = held[5]
        if mark == _SCAN:
            last = _ENDS.search(data, at)
            whole = last is not None and last.group() == b"\xff\xd9" and last.end() == len(data)
            return "" if whole else "a photo does not end as a JPEG does"
    return "a photo is cut off"


def _is_plain(mark: int, held: bytes, parts: int) -> bool:
    """Whether a mark is one of a plain photo. Its frame, when that has been, has so many
    ``parts``: one for grey, three for colours."""
    if mark == _FRAME:
        return not parts and _is_frame(held)
    if mark == _SCAN:
        return parts > 0 and held[:1] == bytes([parts]) and len(held) == 2 * parts + 4
    if mark == _RESTARTS:
        return len(held) == 2
    return _are_codes(held) if mark == _CODES else mark == _TABLES and len(held) % 65 == 0


def _are_codes(held: bytes) -> bool:
    """Whole tables and nothing behind them."""
    at = 0
    while at < len(held):
        at += 17 + sum(held[at + 1 : at + 17])
    return at == len(held)


def _is_frame(held: bytes) -> bool:
    """One frame with sides within the limit: what a reader makes room for is what was checked."""
    if len(held) < 6 or held[0] != 8 or held[5] not in (1, 3) or len(held) != 6 + 3 * held[5]:
        return False
    return all(1 <= side <= SIDE_LIMIT for side in struct.unpack_from(">HH", held, 1))


def _sound_fault(data: bytes) -> str:
    samples = len(data) - _HEADER.size
    if not 2 <= samples <= SECONDS_LIMIT * SAMPLES_A_SECOND:
        return "a sound is empty, or longer than allowed"
    if samples % 2 or data[: _HEADER.size] != _header(samples):
        return "a sound has another shape than allowed"
    return ""


def _header(samples: int) -> bytes:
    rate = SAMPLES_A_SECOND
    return _HEADER.pack(
        b"RIFF", _HEADER.size - 8 + samples, b"WAVE", b"fmt ", 18, _MU_LAW, 1, rate, rate, 1, 8, 0,
        b"fact", 4, samples, b"data", samples,
    )

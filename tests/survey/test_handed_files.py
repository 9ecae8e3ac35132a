"""Photos and sounds are kept in one shape each, and whatever hides in another is refused."""

from __future__ import annotations

import wave
from io import BytesIO

import pytest

from survey.files import (
    PHOTO_LIMIT,
    SAMPLES_A_SECOND,
    SECONDS_LIMIT,
    fault,
    photo,
    samples_of,
    sound,
)
from tests.files import SMALL_PHOTO, SMALL_SOUND, large_photo

JPEG = SMALL_PHOTO.data
EXIF = b"\xff\xe1\x00\x0aExif\0\0GPS"[:12]


@pytest.mark.parametrize("data", [
    b"", b"\x89PNG\r\n\x1a\n", JPEG[:-1], JPEG[:-2], JPEG + b"more", JPEG[:40],
    JPEG[:2] + EXIF + JPEG[2:], JPEG[:2] + b"\xff\xfe\x00\x07hello" + JPEG[2:],
    JPEG.replace(b"\xff\xc0", b"\xff\xc2"),
    JPEG.replace(b"\x08\x00\x08\x00\x0c", b"\x08\x08\0\0\x0c"),
    JPEG.replace(b"\x08\x00\x08\x00\x0c", b"\x08\x00\x00\x00\x0c"), JPEG[:-2] + JPEG,
    JPEG + bytes(PHOTO_LIMIT),
], ids=range(13))  # fmt: skip
def test_what_is_no_plain_photo_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="photo"):
        photo(data)


FRAME = JPEG.index(b"\xff\xc0")
CODES = JPEG.index(b"\xff\xc4")


def with_sides(high: int, wide: int) -> bytes:
    """The frame of the photo alone, with other sides."""
    frame = JPEG[FRAME : FRAME + 19]
    return frame[:5] + high.to_bytes(2, "big") + wide.to_bytes(2, "big") + frame[9:]


@pytest.mark.parametrize("data", [
    JPEG[:FRAME] + with_sides(65_500, 65_500) + JPEG[FRAME:],
    JPEG[:FRAME] + with_sides(65_500, 8) + JPEG[FRAME + 19 :],
    JPEG[:FRAME] + JPEG[FRAME : FRAME + 19] + JPEG[FRAME:],
    JPEG[:FRAME] + JPEG[FRAME + 19 :],
    JPEG.replace(b"\0H\0H\0\0", b"\0H\0H\x01\x01"),
    JPEG[:20] + b"\xff\xe0\x00\x08JFXX\0\x10" + JPEG[20:],
    JPEG[:20] + JPEG[2:20] + JPEG[20:],
    JPEG[:2] + JPEG[20:],
    JPEG[:CODES] + b"\xff\xc4\x00\x12" + bytes(15) + b"\x09" + JPEG[CODES:],
    JPEG[:20] + b"\xff\xdb\x00\x0bplace: 59" + JPEG[20:],
    JPEG[:20] + b"\xff\xdd\x00\x0bplace: 59" + JPEG[20:],
    JPEG.replace(b"\xff\xda\0\x0c", b"\xff\xda\0\x0d"),
], ids=(
    "a frame before", "high sides", "its frame twice", "no frame", "a smaller picture",
    "more of JFIF", "JFIF twice", "no JFIF", "codes", "tables", "restarts", "scan",
))  # fmt: skip
def test_a_photo_has_one_small_frame_and_no_place_to_hide_anything(data: bytes) -> None:
    assert data != JPEG
    with pytest.raises(ValueError, match="photo"):
        photo(data)


def test_a_photo_may_have_its_limit_and_no_byte_more() -> None:
    assert large_photo().size == PHOTO_LIMIT
    with pytest.raises(ValueError, match="larger"):
        large_photo(PHOTO_LIMIT + 1)


def test_no_cut_or_flipped_header_of_a_photo_raises_anything_else() -> None:
    for at in range(len(JPEG)):
        assert fault("image/jpeg", JPEG[:at])
        fault("image/jpeg", JPEG[:at] + b"\xff" + JPEG[at + 1 :])


def test_a_sound_is_read_by_others_and_gives_its_samples_back() -> None:
    assert samples_of(SMALL_SOUND) == bytes(range(256))
    # the standard library knows no µ-law, and says so after reading the header
    with pytest.raises(wave.Error, match="unknown format: 7"), wave.open(BytesIO(SMALL_SOUND.data)):
        pass
    assert fault("audio/wav", SMALL_SOUND.data) == ""


def test_a_sound_has_an_end() -> None:
    assert sound(bytes(SECONDS_LIMIT * SAMPLES_A_SECOND)).size < 512 * 1024
    for samples in (b"", bytes(SECONDS_LIMIT * SAMPLES_A_SECOND + 2)):
        with pytest.raises(ValueError, match="sound"):
            sound(samples)


@pytest.mark.parametrize("at", [0, 4, 20, 24, 40, 54])
def test_a_header_of_another_sound_is_refused(at: int) -> None:
    data = bytearray(SMALL_SOUND.data)
    data[at] ^= 1
    assert fault("audio/wav", bytes(data))


def test_files_of_other_types_are_refused_and_none_shows_its_bytes() -> None:
    assert fault("text/html", JPEG)
    assert "xff" not in repr(SMALL_PHOTO)

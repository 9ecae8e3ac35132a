"""How it stands with a photo or a sound, in words. Loads nothing of forms: others tell it too."""

from __future__ import annotations

from math import ceil

from assets.words import Words
from survey.files import SAMPLES_A_SECOND, SECONDS_LIMIT, SOUND_LIMIT, File, samples_of

_HEADER = SOUND_LIMIT - SECONDS_LIMIT * SAMPLES_A_SECOND


def photo_told(file: File | None, words: Words) -> str:
    """How it stands with a photo: what there is, or what will be done."""
    if file is not None:
        return words("A photo is taken")
    return words("The camera is off until you start it. Only the photo you keep is handed in.")


def sound_told(file: File | None, room: int, words: Words) -> str:
    """How it stands with a sound that may have ``room`` bytes."""
    if file is not None:
        length = ceil(len(samples_of(file)) / SAMPLES_A_SECOND)
        return words.many(
            "Your recording is {n} second long.", "Your recording is {n} seconds long.", length)
    return words("The microphone is off until you start it. You can record up to {n} "
                 "seconds.", n=seconds_in(room))


def seconds_in(room: int) -> int:
    """How long a sound may last that has ``room`` bytes, its header among them."""
    return min(SECONDS_LIMIT, max(0, (room - _HEADER) // SAMPLES_A_SECOND))

"""What was wrong with a kiosk in plain words, and what to do: the same at the kiosk and afar."""

from __future__ import annotations

from collections.abc import Callable

from survey.device_notes import Trouble

_SAID = (
    (Trouble.CRASHED, "The program fell, and began again by itself."),
    (Trouble.FROZE, "The program stood still, and was started anew."),
    (Trouble.SAFE_MODE,
     "It fell three times in a row and asks nobody. Go there and open the staff's corner."),
    (Trouble.DISK_LOW, "Little room is left on its disk. Take out its answers."),
    (Trouble.DISK_FULL,
     "Its disk is full, so it takes no answers. Take out its answers and make room."),
    (Trouble.CLOCK_JUMPED, "Its clock jumped. See that it is right."),
    (Trouble.CLOCK_UNSET, "Its clock was not set. Set it."),
    (Trouble.BATTERY_LOW, "Its battery was low. See that it is plugged in."),
    (Trouble.HOT, "It was hot. Let air come to it, and keep it out of the sun."),
    (Trouble.WRONG_PIN, "Somebody tried wrong PINs in the staff's corner."),
)
"""English message ids, for every trouble one."""


def befell(trouble: Trouble, words: Callable[[str], str]) -> str:
    """The trouble in a language; ``words`` is :class:`assets.words.Words`."""
    return words(dict(_SAID)[trouble])

"""How one listens, told to whoever begins to."""

from __future__ import annotations

from assets.words import Words
from kiosk.aloud.keys import Key
from kiosk.aloud.lines import Line
from kiosk.aloud.volume import Volume


def how_to_listen(words: Words, *, explore: bool) -> list[Line]:
    """Said once to a person, after the first screen they hear."""
    said = [words("Press the arrow keys to hear what you can do here, and Enter to do it.")]
    if explore:
        said.append(words(
            "Or touch the screen to hear what is there, and touch it again to choose it."
        ))
    said.append(words("Zero repeats. Plus and minus change the volume."))
    return [Line(text, words.language) for text in said]


def how_to_begin(words: Words) -> list[Line]:
    """Said at the start to somebody who presses a key there."""
    return [Line(words("Press the space bar to listen."), words.language)]


def turned_to(volume: Volume, key: Key, words: Words) -> list[Line]:
    """What ``key`` made of the volume, said in the new one."""
    text = (
        words("Volume {n}", n=volume.loudness) if key in (Key.LOUDER, Key.QUIETER)
        else words("Speed {n}", n=volume.pace)
    )
    return [Line(text, words.language)]

"""What is said aloud: lines, each in its language, with the recordings that say the same."""

from __future__ import annotations

import re

from survey.late import dataclass

_SILENT = dict.fromkeys((*range(8206, 8208), *range(8234, 8239), *range(8294, 8298)))
"""Signs that turn the direction of the words; nobody hears them."""

_TWICE = re.compile(r"([.?!:;؟።])\.(?=\s|$)")
"""A label that ends with a sign of its own, put into a sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence. ``recording`` is the name of a campaign's sound without its ending, or empty.

    ``spelled`` is a code, said sign by sign. ``still`` is said with its whole screen alone, and not
    because it has just changed: where it was typed says that already.
    """

    text: str
    language: str
    recording: str = ""
    spelled: bool = False
    still: bool = False


def recording_of(language: str, *parts: object) -> str:
    """The name a campaign gives to the recording of a text: ``aloud-sv-consent``."""
    return "-".join(("aloud", language, *(str(part) for part in parts)))


def said_as(line: Line) -> str:
    """The words for a speaking engine. A code gets a pause after each sign.

    Signs that steer an engine, or that it would read out by their names, become blanks.
    """
    text = " ".join(line.text.translate(_SILENT).split())
    if line.spelled:
        return ", ".join(sign for sign in text if sign.isalnum()) + "."
    plain = "".join(" " if sign in "<>[]{}|\\^~_*#…•" else sign for sign in text)
    plain = _TWICE.sub(r"\1", " ".join(plain.split()))
    return plain if not plain or plain[-1] in ".?!:;؟።" else plain + "."

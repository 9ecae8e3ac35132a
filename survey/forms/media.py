"""Pictures and sounds that a form names, as a campaign carries them to where it is asked.

A medium's name is only ever compared with what the form says; it is never part of a path.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field

from survey.forms.definition import FormDefinition, Text
from survey.forms.problems import Findings, Spot
from survey.late import dataclass
from survey.strict import Node

LARGEST = 4 * 1024 * 1024
"""Bytes of one picture or sound."""

ALTOGETHER = 8 * 1024 * 1024
"""Bytes of all of a form's; with the form itself they fit into a package."""

MOST = 500
LONGEST_NAME = 200

_RIFF = rb"RIFF....%s"
_BEGINNINGS = {
    "png": rb"\x89PNG\r\n\x1a\n", "jpg": rb"\xff\xd8\xff", "jpeg": rb"\xff\xd8\xff",
    "gif": rb"GIF8[79]a", "bmp": rb"BM", "webp": _RIFF % b"WEBP", "wav": _RIFF % b"WAVE",
    "mp3": rb"ID3|\xff[\xe0-\xff]", "ogg": rb"OggS", "oga": rb"OggS", "m4a": rb"....ftyp",
    "webm": rb"\x1a\x45\xdf\xa3", "mp4": rb"....ftyp",
}  # fmt: skip
_STARTS = {end: re.compile(start, re.DOTALL) for end, start in _BEGINNINGS.items()}
FILMS = ("webm", "mp4")
"""Kinds that a campaign may carry since format 4."""

PICTURES = ("png", "jpg", "jpeg", "webp", "gif", "bmp")
SOUNDS = ("ogg", "oga", "mp3", "wav", "m4a")
"""Kinds of the others, in the order in which they are looked for."""

_CARRIED = ("image", "big-image", "audio")
_NAME = re.compile(r"[^/\\\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """A file that a form names (``crossing.png``): its name and what is in it."""

    name: str
    data: bytes = field(repr=False)


def plain_name(said: str) -> str:
    """The file's name in what a form says (``jr://images/a.png`` is ``a.png``)."""
    return said.strip().rpartition("/")[2]


def ending(name: str) -> str:
    """The kind of file, by its name, in small letters: ``png``."""
    return name.rpartition(".")[2].lower()


def is_sound(medium: Medium) -> bool:
    """Whether the name is one that can be carried and the content begins as its kind does."""
    start = _STARTS.get(ending(medium.name))
    named = len(medium.name) <= LONGEST_NAME and _NAME.fullmatch(medium.name) is not None
    return named and start is not None and start.match(medium.data) is not None


def named(form: FormDefinition) -> Iterator[tuple[str, str, Spot]]:
    """Every file of a picture, sound or film that the form names: its kind, name and place."""
    seen: set[str] = set()
    for node in form.walk():
        yield from _in(node.text, Spot(sheet="survey", row=node.row), seen)
    for made in form.lists:
        for choice in made.choices:
            yield from _in(choice.text, Spot(sheet=made.sheet, text=choice.name), seen)


def _in(text: Text, spot: Spot, seen: set[str]) -> Iterator[tuple[str, str, Spot]]:
    for property in (*_CARRIED, "video"):
        for said in text.get(property, {}).values():
            name = plain_name(said)
            if name and name != "-" and name not in seen:
                seen.add(name)
                yield property, name, Spot(
                    sheet=spot.sheet, row=spot.row, column=f"media::{property}", text=said
                )


def gathered(
    form: FormDefinition, read: Callable[[str], bytes | None], findings: Findings
) -> tuple[Medium, ...]:
    """What the form names, by name. ``read`` gives a file's bytes, or None when it is not there.

    What is left out is told: missing, of a kind that no kiosk shows, or too large (an error).
    """
    found: list[Medium] = []
    total = 0
    for property, name, spot in named(form):
        if property == "video" or ending(name) not in _STARTS or ending(name) in FILMS:
            findings.warning("medium-kind", spot, name=name)
            continue
        data = read(name)
        if data is None:
            findings.warning("medium-missing", spot, name=name)
            continue
        medium = Medium(name=name, data=data)
        total += len(data)
        if not is_sound(medium):
            findings.warning("medium-damaged", spot, name=name)
        elif len(data) > LARGEST:
            findings.error("medium-large", spot, name=name, most=LARGEST // 2**20)
        elif total > ALTOGETHER or len(found) >= MOST:
            findings.error("media-large", spot, most=ALTOGETHER // 2**20, number=MOST)
            break
        else:
            found.append(medium)
    return tuple(sorted(found, key=lambda medium: medium.name))


def plain(media: Sequence[Medium]) -> list[dict[str, str]]:
    """For JSON: the content in base64."""
    return [
        {"data": base64.b64encode(one.data).decode("ascii"), "name": one.name} for one in media
    ]


def has_films(media: Sequence[Medium]) -> bool:
    """Whether any of them moves."""
    return any(ending(one.name) in FILMS for one in media)


def read_media(node: Node, *, films: bool = True) -> tuple[Medium, ...]:
    """What :func:`plain` wrote, with ``films`` or without; faults are noted at their place."""
    found: list[Medium] = []
    total = 0
    for item in node.items(0, MOST):
        at = item.fields(("data", "name"))
        medium = Medium(name=at["name"].text(LONGEST_NAME), data=_content(at["data"]))
        total += len(medium.data)
        if found and medium.name <= found[-1].name:
            item.wrong("out-of-order", "These must be by name, each once.", "Sort them.")
        elif medium.data and not (is_sound(medium) and (films or not has_films([medium]))):
            item.wrong("not-a-medium", "This is no picture or sound of the kind it is called.",
                       "Give the survey's form anew.")
        found.append(medium)
    if total > ALTOGETHER:
        node.wrong("too-big", f"These are over {ALTOGETHER} bytes.", "Make pictures smaller.")
    return tuple(found)


def _content(node: Node) -> bytes:
    if not isinstance(node.value, str):
        node.text()
        return b""
    try:
        data = base64.b64decode(node.value, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    # one way to write: what is read and written again is the same text
    if not 0 < len(data) <= LARGEST or base64.b64encode(data).decode("ascii") != node.value:
        node.wrong("bad-data", f"This must be 1 to {LARGEST} bytes in base64.",
                   "Give the survey's form anew.")
    return data

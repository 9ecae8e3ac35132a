"""Colours by role, and the fonts: data that kiosk and admin share, without Qt.

A theme is a file in ``assets/theme/``; another municipality swaps the file, not the code.
Code says what a colour is *for* (``theme.action``) and never writes a hex value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import assets

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


class BadTheme(ValueError):
    """A theme file lacks a role, has an unknown one, or holds something that is no colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Every colour is ``#rrggbb``. Pairs named ``x_soft``/``x_text`` go together.

    ``surface`` is the page, ``surface_raised`` a card, ``surface_sunken`` a track or a
    disabled field. ``outline`` only decorates; ``outline_strong`` (>= 3:1) draws controls.
    ``faces`` runs from worst to best; on each of them ``face_ink`` draws the features, and
    ``face_light`` what shines. ``track`` is what a bar of ``action`` runs on. ``diverging`` runs
    from low to high and is always drawn with a pattern or a figure as well; ``series`` are at most
    four in a picture.
    """

    name: str
    heading_font: str
    text_font: str
    surface: str
    surface_raised: str
    surface_sunken: str
    surface_tint: str
    text: str
    text_soft: str
    text_quiet: str
    text_on_action: str
    outline: str
    outline_soft: str
    outline_strong: str
    action: str
    action_hover: str
    action_pressed: str
    action_soft: str
    action_softer: str
    action_outline: str
    good: str
    good_soft: str
    good_text: str
    caution: str
    caution_soft: str
    caution_text: str
    bad: str
    bad_soft: str
    bad_text: str
    dialogue: str
    dialogue_soft: str
    highlight: str
    highlight_soft: str
    focus: str
    shadow: str
    face_ink: str
    face_light: str
    track: str
    faces: tuple[str, ...]
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]
    series: tuple[str, ...]


_NOT_ROLES = {
    "name",
    "heading_font",
    "text_font",
    "faces",
    "sequential",
    "diverging",
    "series",
}
ROLES = tuple(f.name for f in fields(Theme) if f.name not in _NOT_ROLES)
"""The names of the single-colour roles, in the order they are declared."""

_PARTS = ("name", "fonts", "roles", "faces", "data")
_FONTS = ("heading", "text")
_DATA = {"sequential": 3, "diverging": 5, "series": 1}
_LEAST = {"faces": 2, **_DATA}
"""So many colours each row has at least."""


@cache
def load(name: str = "default") -> Theme:
    """The theme in ``assets/theme/<name>.json``. Raises BadTheme or FileNotFoundError."""
    return read(assets.text("theme", f"{name}.json"))


def read(text: str) -> Theme:
    """A theme from JSON text; strict, so that a missing role is found here and not on screen.

    Raises BadTheme where something is missing, unknown or no colour, or where a row is too short.
    """
    found = json.loads(text)
    _exactly(found, _PARTS, "parts")
    _exactly(found["roles"], ROLES, "roles")
    _exactly(found["fonts"], _FONTS, "fonts")
    _exactly(found["data"], _DATA, "colours of data")
    roles = found["roles"]
    data = {name: tuple(colours) for name, colours in found["data"].items()}
    faces = tuple(found["faces"])
    for name, colours in (("faces", faces), *data.items()):
        if len(colours) < _LEAST[name]:
            raise BadTheme(f"theme: {name} need {_LEAST[name]} colours and have {len(colours)}")
    for colour in (*roles.values(), *faces, *(c for colours in data.values() for c in colours)):
        if not _HEX.fullmatch(colour):
            raise BadTheme(f"theme {found['name']!r}: {colour!r} is no #rrggbb colour")
    return Theme(
        name=found["name"],
        heading_font=found["fonts"]["heading"],
        text_font=found["fonts"]["text"],
        faces=faces,
        sequential=data["sequential"],
        diverging=data["diverging"],
        series=data["series"],
        **roles,
    )


def _exactly(found: Mapping[str, object], wanted: Iterable[str], what: str) -> None:
    if set(found) != set(wanted):
        wrong = ", ".join(sorted(set(found) ^ set(wanted)))
        raise BadTheme(f"theme: missing or unknown {what}: {wrong}")


def font_files() -> tuple[Path, ...]:
    """Every font that is carried along, for the program and for printed matter."""
    return tuple(sorted(assets.path("fonts").glob("*.ttf")))


def icon(name: str, colour: str) -> bytes:
    """A line icon as SVG bytes (24 by 24, 2 px stroke) drawn in ``colour`` (``#rrggbb``)."""
    return assets.text("icons", f"{name}.svg").replace("currentColor", colour).encode()

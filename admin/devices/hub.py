"""Units and kiosks: one place with a few parts."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtWidgets import QWidget

from admin.shell.hub import PlaceHub
from admin.shell.places import Place
from assets.words import Words


class Part(StrEnum):
    """The parts, in the order of the tabs."""

    TAKING = "taking"
    DEVICES = "devices"
    NETWORK = "network"
    LEAVING = "leaving"


def part_name(part: Part, words: Words) -> str:
    """What the tab is called."""
    return {
        Part.TAKING: words("Take in"),
        Part.DEVICES: words("Kiosks"),
        Part.NETWORK: words("Network"),
        Part.LEAVING: words("Erase"),
    }[part]


class Hub(PlaceHub[Part]):
    """Shows one part at a time."""

    def __init__(self, pages: dict[Part, QWidget]) -> None:
        super().__init__(Place.DEVICES, pages, part_name)

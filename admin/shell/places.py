"""The six places of the program, their names and icons, and what the ones to come will do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assets.words import Words


class Place(StrEnum):
    """A place in the left rail, in the rail's order."""

    START = "start"
    CAMPAIGNS = "campaigns"
    DEVICES = "devices"
    RESULTS = "results"
    DIALOGUE = "dialogue"
    ACTIONS = "actions"


ICONS = {
    Place.START: "house",
    Place.CAMPAIGNS: "clipboard-list",
    Place.DEVICES: "tablet-smartphone",
    Place.RESULTS: "chart-column",
    Place.DIALOGUE: "messages-square",
    Place.ACTIONS: "list-checks",
}


def name_of(place: Place, words: Words) -> str:
    """What the place is called."""
    return {
        Place.START: words("Start"),
        Place.CAMPAIGNS: words("Surveys"),
        Place.DEVICES: words("Units & kiosks"),
        Place.RESULTS: words("Results"),
        Place.DIALOGUE: words("Dialogue"),
        Place.ACTIONS: words("Actions"),
    }[place]


def coming(place: Place, words: Words) -> str:
    """One honest line about a place that is not built yet."""
    return {
        Place.DIALOGUE: words(
            "Here you will prepare meetings where people talk about the results: the questions, "
            "the material and what was decided. It is not built yet."
        ),
        Place.ACTIONS: words(
            "Here you will plan actions, who does what and when, and see whether they helped. "
            "It is not built yet."
        ),
    }.get(place, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """Long work under way: what it is, how far (``of`` 0 when unknown), and time left in words."""

    what: str
    made: int
    of: int
    left: str
    can_cancel: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellState:
    """What the frame around the pages shows."""

    words: Words
    current: Place
    workspace: str = ""
    note: str = ""
    percent: int = 100
    working: Working | None = None

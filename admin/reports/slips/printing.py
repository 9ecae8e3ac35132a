"""Paper slips for a group meeting: one sheet holds a whole participant, and is entered after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from admin.campaigns.tongues import from_right
from admin.reports.keeping import keep
from admin.reports.matter import Content
from admin.reports.session_matter import drawn
from admin.reports.slips.asked import Asking, sections
from admin.reports.typeset import pages, set_pdf
from assets.words import Words
from survey.facilitation.method import Method
from survey.facilitation.state import SessionState
from survey.records import Way

MOST = 200
"""So many slips are printed at once."""


UNSAID = 10
"""So many unless somebody says how many, or is counted in on paper."""


class Room(NamedTuple):
    """Blank lines for items, and lines for own words."""

    lines: int
    notes: int


_ROOMS = (Room(12, 6), Room(12, 4), Room(10, 4), Room(8, 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slips:
    """``numbers`` are participants' numbers, a slip each; None leaves a box for it, to be filled
    in when somebody is counted in. With a ``state`` the lines hold what the group has named so
    far; without, they are blank and numbered."""

    method: Method
    title: str
    numbers: Sequence[int | None]
    question: str = ""
    state: SessionState | None = None


def numbers_of(state: SessionState | None) -> tuple[int | None, ...]:
    """Those who are counted in on paper and are still here, all of them; where nobody is, slips
    with a box for the number."""
    people = state.people.items() if state else ()
    on_paper = tuple(
        number for number, person in people if person.way is Way.PAPER and not person.left
    )
    return on_paper or (None,) * UNSAID


def write_slips(slips: Slips, out: Path, *, words: Words, made: datetime) -> int:
    """Write the slips to ``out`` and give how many pages each takes.

    One page, or two printed on both sides; each slip begins on a sheet of its own. Raises
    ValueError with no numbers or more than ``MOST``, ReportFailed, OSError.
    """
    if not 0 < len(slips.numbers) <= MOST:
        raise ValueError(f"print between 1 and {MOST} slips at a time")
    room, each = _fitting(slips, words)
    matter = content(slips, words, room=room, both_sides=each > 1)
    keep(set_pdf("session_slips", matter, made), out)
    return each


def _fitting(slips: Slips, words: Words) -> tuple[Room, int]:
    """The lines that leave a slip on both sides of a sheet, or on one page where no line for an
    item is lost by it; and its pages."""
    tried = {
        room: pages("session_slips", content(slips, words, room=room, first=True))
        for room in _ROOMS
    }
    one_page = [room for room in _ROOMS if tried[room] == 1 and room.lines == _ROOMS[0].lines]
    one_sheet = [room for room in _ROOMS if tried[room] <= 2]
    room = [*one_page, *one_sheet, _ROOMS[0]][0]
    return room, tried[room]


def content(
    slips: Slips, words: Words, *, room: Room, both_sides: bool = False, first: bool = False
) -> Content:
    """Everything the template sets, each slip's number apart from what all share; ``first``
    leaves the other slips out."""
    asking = Asking(
        method=slips.method, words=words, state=slips.state, lines=room.lines, notes=room.notes,
    )
    return {
        "language": words.language,
        "from_right": from_right(words.language),
        "title": drawn(slips.title) or words("Group meeting"),
        "organisation": "Värdera",
        "description": words("Slips for a group meeting"),
        "page": {"left": "", "right": "", "foot": "", "method_on": ""},
        "question": slips.question,
        "advice": words(
            "Use a pen. Do not write your name. If you change your mind, cross out and write "
            "beside it."
        ),
        "sections": sections(asking),
        "slips": [
            words("Participant {n}", n=n) if n is not None else ""
            for n in slips.numbers[: 1 if first else None]
        ],
        "to_number": words("Participant no."),
        "both_sides": both_sides,
    }

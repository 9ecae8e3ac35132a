"""What the moderator's window can show, and what can be wished for there. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from kiosk.frame import Frame
from kiosk.meeting.copies import Standing
from kiosk.staff.wishes import StaffWish
from survey.facilitation.state import SessionState


class Place(StrEnum):
    """Where in the window the moderator is."""

    NOW = "now"
    WORDS = "words"
    AGENDA = "agenda"
    TIPS = "tips"
    PEOPLE = "people"
    WALL = "wall"
    NOTE = "note"
    NOTE_FIELD = "note-field"
    HEADING = "heading"
    NEW_HEADING = "new-heading"
    FACTOR = "factor"
    RESULT = "result"
    PURPOSE = "purpose"
    DECISIONS = "decisions"
    DECISION = "decision"
    PLAN = "plan"
    LINE = "line"
    REMARKS = "remarks"
    REMARK = "remark"
    PHONES = "phones"
    COPIES = "copies"
    SURE = "sure"
    CLOSE = "close"
    CLOSED = "closed"


class Deed(StrEnum):
    """What a button of the window does; what it is done to stands in :class:`Act`."""

    GO = "go"
    NEXT = "next"
    BEGIN = "begin"
    SHOW = "show"
    HIDE = "hide"
    UNDO = "undo"
    CLOCK = "clock"
    COUNT_IN = "count-in"
    LEAVES = "leaves"
    SEAT = "seat"
    CHOOSE = "choose"
    GROUP = "group"
    LOOSEN = "loosen"
    MOVE = "move"
    OPEN = "open"
    NEW = "new"
    DROP = "drop"
    MAP = "map"
    REMOVE = "remove"
    ROUND = "round"
    ENTER = "enter"
    SLIPS = "slips"
    BIG = "big"
    STILL = "still"
    SERVE = "serve"
    NEW_CODE = "new-code"
    FORM = "form"
    COPY = "copy"
    MERGE = "merge"
    CLOSE = "close"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Act(StaffWish):
    """A button of the moderator's; ``value`` says to which of what is shown."""

    deed: Deed
    value: str = ""


class Says(StrEnum):
    """What the window tells about what was done last."""

    NOTHING = ""
    NOT_KEPT = "not-kept"
    EMPTY = "empty"
    NO_NUMBER = "no-number"
    NOBODY_CHOSEN = "nobody-chosen"
    UNDONE = "undone"
    MERGED = "merged"
    NO_COPY = "no-copy"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phones:
    """``url`` is empty while phones are not let in. ``form``: each may answer
    the survey's own form. ``trouble``: ``refused``."""

    addresses: tuple[str, ...] = ()
    url: str = ""
    count: int = 0
    form: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copying:
    """``folders``: sticks and the like that can take copies. ``standing``: how they go."""

    folders: tuple[str, ...] = ()
    standing: Standing = field(default_factory=Standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands beside the session. ``big``: the big screen is open; ``elsewhere``: it has a
    screen of its own; ``still``: its bars do not move. ``factors`` are the campaign's, by name."""

    phones: Phones = field(default_factory=Phones)
    copying: Copying = field(default_factory=Copying)
    big: bool = False
    elsewhere: bool = True
    still: bool = False
    factors: tuple[tuple[UUID, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeratorAt:
    """One page. ``chosen`` are notes, ``about`` what the page is about, ``lies_in`` a field's
    key; ``fault`` is a problem's
    code where ``says`` is REFUSED, ``number`` what is counted."""

    place: Place
    state: SessionState
    language: str
    missing: tuple[int, ...] = ()
    can_undo: bool = False
    says: Says = Says.NOTHING
    fault: str = ""
    number: int = 0
    code: tuple[str, ...] = ()
    chosen: frozenset[UUID] = frozenset()
    about: UUID | None = None
    lies_in: str = ""
    around: Around = field(default_factory=Around)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeratorScreen:
    """The moderator's own page; nothing of it goes away by itself."""

    frame: Frame
    at: ModeratorAt
    clock: str = ""
    leaving_ms: int = 0

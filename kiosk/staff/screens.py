"""What can stand in the staff's corner: frozen values, worded by :mod:`kiosk.staff.pages`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.frame import Comfort, Frame
from kiosk.staff.page import Page
from kiosk.staff.sheet_screens import Differs as Differs
from kiosk.staff.sheet_screens import SheetCompared as SheetCompared
from kiosk.staff.sheet_screens import SheetQuestion as SheetQuestion
from kiosk.staff.sheet_screens import SheetStart as SheetStart

ALONE_MS = 100_000
"""Nobody has touched anything for so long: the count down begins."""

COUNTDOWN_MS = 20_000


class PadSays(StrEnum):
    """Why a PIN is asked for, or what was wrong with the last one."""

    ENTER = "enter"
    LOOKING = "looking"
    WRONG = "wrong"
    TOO_SOON = "too-soon"
    NO_PIN = "no-pin"
    TROUBLE = "trouble"
    NEW = "new"
    REPEAT = "repeat"
    DIFFERENT = "different"
    SHORT = "short"
    LONG = "long"
    SIMPLE = "simple"
    LETTERS = "letters"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pad:
    """A PIN is asked for. ``wait`` is in seconds. ``attempt`` tells one wrong one from the next;
    ``within``: staff are in already, and the way back leads to the overview."""

    says: PadSays
    wait: int = 0
    attempt: int = 0
    within: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the kiosk stands. ``version`` 0: no survey. ``free_mb`` is -1 where it is not known."""

    name: str
    number: str
    survey: str = ""
    place: str = ""
    organisation: str = ""
    version: int = 0
    waiting: int = 0
    delivered: datetime | None = None
    trouble: str = ""
    free_mb: int = -1
    clock: datetime
    jumped: bool = False
    copied: bool = False
    occasion: str = ""
    answered: int = 0
    assisted: bool = False
    locked: bool = False
    sheets: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The desk that leads to all others. ``asks``: there is a survey; ``paper``: sheets of it can
    be entered here."""

    status: Status
    asks: bool = False
    paper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """One of ``names`` is chosen, or several; ``of`` says what it is about: places, languages."""

    of: str
    names: tuple[str, ...]
    keys: tuple[str, ...]
    chosen: tuple[str, ...]
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comforts:
    """Sound and brightness in per cent; ``by`` says what dims: ``screen`` or ``program``."""

    sound: int
    brightness: int
    by: str
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """How the kiosk meets each person who comes."""

    comfort: Comfort
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """Where a stick was found. ``of``: what it is wanted for, ``take-out`` or ``load``."""

    of: str
    folders: tuple[str, ...]
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """Long work goes on; ``moved`` files are done."""

    of: str
    moved: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOut:
    """What taking out came to. ``problems`` are stable codes."""

    records: int
    bundles: int
    forgotten: int
    packages: int
    cancelled: bool
    problems: tuple[str, ...] = ()
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A package that lies there: what it is and whose, before anything is installed.

    ``stands`` says what would come of it: ``first`` (the kiosk would belong to that organisation),
    ``ours``, ``older``, ``same``, ``other-survey``, ``stranger``, ``ends``, or a code of a fault.
    ``wordless`` are its languages that the kiosk has no words of its own in.
    """

    key: str
    title: str
    organisation: str
    number: str
    version: int
    issued: datetime
    stands: str
    wordless: tuple[str, ...] = ()

    @property
    def may_install(self) -> bool:
        """Whether anything comes of it."""
        return self.stands in ("first", "ours", "other-survey", "ends")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What lies in a folder; ``expected`` is the number that a code told, if one did."""

    offers: tuple[Offer, ...]
    expected: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """``trouble`` is empty when it went well."""

    offer: Offer
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEntry:
    """A short code is typed, or a scanner types it. ``misread`` says what was wrong."""

    misread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One part of the self-test: ``good`` is None where it cannot be told here."""

    what: str
    good: bool | None
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTested:
    """What has been done so far; ``over`` when there is no more to come."""

    checks: tuple[Checked, ...]
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """``hour`` is in the survey's zone."""

    hour: datetime
    code: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    lines: tuple[LogLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OccasionEntry:
    """``goes_on``: names and how many have answered; then it is ended, else begun."""

    goes_on: bool
    partner: str = ""
    audience: str = ""
    answered: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """``of``: ``lock``, ``unlock``, ``leave``, ``assist`` or ``end``; ``sheets`` of paper wait in
    memory."""

    of: str
    sheets: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A message with a way back; ``code`` says which."""

    code: str
    name: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A page that its desk has worded itself."""

    page: Page


At = (
    Worded | Pad | Home | Choices | Comforts | Usual | Folders | Working | TakenOut | Offers
    | Loaded | CodeEntry | SelfTested | Log | OccasionEntry | Confirm | Told | SheetStart
    | SheetQuestion | SheetCompared
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffScreen:
    """``leaving_ms`` above 0 counts down and then asks for ``Leave``; any touch stops it."""

    frame: Frame
    at: At
    leaving_ms: int = 0

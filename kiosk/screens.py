"""What can stand on the kiosk's screen: frozen values that a view shows and forgets.

They hold survey texts already in the right language; the program's own words are the
view's matter. ``Frame`` is what every screen has round it.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from kiosk.first_screens import AsleepScreen as AsleepScreen
from kiosk.first_screens import AttractScreen as AttractScreen
from kiosk.first_screens import OneTapThanksScreen as OneTapThanksScreen
from kiosk.first_screens import StaffThereScreen as StaffThereScreen
from kiosk.frame import TEXT_SIZES as TEXT_SIZES
from kiosk.frame import THEMES as THEMES
from kiosk.frame import Comfort as Comfort
from kiosk.frame import Frame as Frame
from survey.forms.model import Question
from survey.late import dataclass
from survey.records import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageScreen:
    """The choice of a language, in the words of the first screen. ``titles`` holds its sentence
    for each of ``frame.languages``, ``not_for`` what the kiosk is not for (see
    :class:`AttractScreen`).

    ``may_give_back``: the survey hands out codes, so there is a way to :class:`WithdrawScreen`.
    """

    frame: Frame
    titles: tuple[str, ...]
    place: str
    organisation: str
    questions: int
    contact: str
    not_for: tuple[str, ...] = ()
    may_give_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentScreen:
    frame: Frame
    title: str
    organisation: str
    text: str
    questions: int
    must_answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionScreen:
    """One question. ``given`` tells an answer of ``None`` (rather not say) from no answer.

    ``advance_after_ms`` is set when the person has just answered: the view then asks to go
    on by itself after that time.
    """

    frame: Frame
    question: Question
    given: bool
    answer: Answer
    number: int
    of: int
    can_go_back: bool
    can_go_next: bool
    advance_after_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeScreen:
    """Asked after the last question: does the person want a code, to take the answers back later?

    Wishes: ``flow.TakeCode``, ``flow.NoCode``, ``flow.Back``.
    """

    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptCode:
    """A person's code, shown once and kept nowhere: seven groups of four signs, or twelve words.

    ``hash`` (32 bytes) is what is sealed with the answers.
    """

    hash: bytes = field(repr=False)
    groups: str = field(repr=False)
    words: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThanksScreen:
    """``kept`` is false when the person declined or answered nothing: nothing was stored.

    ``finished`` is false when they stopped on the way. ``code`` is there for whoever wanted one:
    it must be possible to copy it, and *Done* brings the start back. ``voucher`` is what the person
    may redeem, once; it is told nowhere else.
    """

    frame: Frame
    kept: bool
    finished: bool
    organisation: str
    contact: str
    returns_after_ms: int
    code: ReceiptCode | None = None
    voucher: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherScreen:
    """The answers are kept; does the person want a voucher? ``text`` says what it is worth; where
    it is empty ``organisation``, which gives it, stands there.

    Wishes: ``flow.TakeVoucher``, ``flow.NoVoucher``.
    """

    frame: Frame
    text: str
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawScreen:
    """Somebody wants their answers back and types the code. Wishes: ``GiveBackCode``, ``Restart``.

    ``misread`` tells what was wrong with the code as typed: ``empty``, ``length``, ``letter``,
    ``word`` or ``check``; ``place`` which group or word, from 1, or 0. What was typed stays in
    the view alone, and goes with it.
    """

    frame: Frame
    misread: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnScreen:
    """The code was taken; the answers go when it reaches the administrator."""

    frame: Frame
    organisation: str
    contact: str
    returns_after_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StillThereScreen:
    """Nobody has touched the screen for a while: a countdown, which any touch or key stops.

    At its end the view wishes ``LeftAlone``. ``saves`` is whether what was answered is then kept.
    """

    frame: Frame
    returns_after_ms: int
    saves: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StopScreen:
    """Asked before a person who has answered something stops."""

    frame: Frame


class Reason(StrEnum):
    """Why the kiosk takes no answers, or could not keep one."""

    STARTING = "starting"
    NO_PACKAGE = "no-package"
    SEVERAL = "several-surveys"
    NO_KEY = "no-key"
    ENDED = "ended"
    UNREADABLE = "unreadable"
    NO_UNIT = "no-unit"
    NO_ZONE = "no-zone"
    NO_ROOM = "no-room"
    STORE = "store"
    SAFE = "safe-mode"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotReadyScreen:
    """No answers are taken. ``device`` and ``fingerprint`` help staff to name this kiosk.

    ``organisation`` is the number of the organisation that it serves, if any; ``may_pair`` when
    it can be connected to an administrator's computer from here; ``units`` to choose one of.
    """

    frame: Frame
    reason: Reason
    device: str = ""
    fingerprint: str = ""
    organisation: str = ""
    may_pair: bool = False
    units: tuple[str, ...] = ()


class PairStage(StrEnum):
    """How far connecting to the administrator's computer has come."""

    LOOKING = "looking"
    CHOOSE = "choose"
    CONNECTING = "connecting"
    COMPARE = "compare"
    WAITING = "waiting"
    PAIRED = "paired"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairScreen:
    """``found`` are addresses to choose from, ``words`` are to be compared.

    ``trouble`` says why nothing came of it: ``none-found``, ``address``, or a refusal's code.
    """

    frame: Frame
    stage: PairStage
    found: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    organisation: str = ""
    number: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberScreen:
    """Who this kiosk is, to register it where there is no network. ``card`` is a QR code's text."""

    frame: Frame
    device: str
    number: str
    card: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotKeptScreen:
    """The answer just given could not be saved; the person may try again or stop."""

    frame: Frame
    reason: Reason


Screen = (
    AttractScreen
    | OneTapThanksScreen
    | AsleepScreen
    | StaffThereScreen
    | VoucherScreen
    | LanguageScreen
    | ConsentScreen
    | QuestionScreen
    | CodeScreen
    | ThanksScreen
    | WithdrawScreen
    | WithdrawnScreen
    | StillThereScreen
    | StopScreen
    | NotReadyScreen
    | NotKeptScreen
    | PairScreen
    | NumberScreen
)

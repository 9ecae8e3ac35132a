"""What stands on the kiosk while nobody has said yet what they want, and right after one tap."""

from __future__ import annotations

from datetime import datetime

from kiosk.frame import Frame
from survey.conduct import Way
from survey.forms.model import Question
from survey.hours import Shut as Shut
from survey.late import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AttractScreen:
    """The first screen, which invites from a distance.

    ``sentences`` and ``not_for`` (what the kiosk is not for and where that goes; empty where the
    program's own words stand) have one text for each of ``frame.languages``. ``question`` is the
    rating whose faces stand here, where the ``way`` is one tap. ``questions`` is how many a person
    meets, about; 0 where that cannot be said. ``may_give_back``: codes are handed out.
    ``occasion`` is the name of the one that goes on here; empty without.

    Wishes: ``flow.ChooseLanguage`` leads to who we are, and so does ``flow.Touched`` (a touch
    elsewhere, any key) in the language that the survey begins with; ``flow.TapFace``;
    ``GiveBack``; ``Adjust``. Nothing is wished for by the passing of time here.
    """

    frame: Frame
    sentences: tuple[str, ...]
    place: str
    organisation: str
    way: Way = Way.QUESTIONNAIRE
    question: Question | None = None
    questions: int = 0
    not_for: tuple[str, ...] = ()
    contact: str = ""
    may_give_back: bool = False
    occasion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTapThanksScreen:
    """A tap on a face is kept. ``follow_up``: there are ``questions`` more for whoever wants.

    Wishes: ``flow.FollowUp``, ``flow.Restart`` (also after ``returns_after_ms`` without a touch);
    ``ChooseLanguage`` and ``Adjust`` as everywhere.
    """

    frame: Frame
    organisation: str
    returns_after_ms: int
    follow_up: bool = False
    questions: int = 0
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsleepScreen:
    """Nobody can answer now. ``opens`` is when they can (aware, local), None where unknown.

    Whoever has a code can give it back here too (``may_give_back``): wish ``GiveBack``.
    """

    frame: Frame
    why: Shut
    place: str
    organisation: str
    opens: datetime | None = None
    contact: str = ""
    may_give_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffThereScreen:
    """Staff are at the kiosk; what they see is theirs (``kiosk/staff``). Ends with LeaveStaff."""

    frame: Frame

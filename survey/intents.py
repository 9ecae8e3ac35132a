"""What a person can mean by a tap, on the way through a campaign; see :mod:`survey.flow`."""

from __future__ import annotations

from uuid import UUID

from survey.late import dataclass
from survey.records import Answer


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody has come to the first screen, and has chosen nothing there: they meet the survey in
    the language that it begins with, and find the others there."""


@dataclass(frozen=True, slots=True)
class TapFace:
    """The answer to the question of a first screen that asks."""

    answer: int


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Whoever has tapped would answer more."""


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """On the language step, and on a first screen that does not ask, it also goes on to consent;
    elsewhere only the words change."""

    tag: str


@dataclass(frozen=True, slots=True)
class Agree:
    """Accept the consent text."""


@dataclass(frozen=True, slots=True)
class Decline:
    """Do not accept the consent text; ends the visit."""


@dataclass(frozen=True, slots=True)
class Give:
    """Answer the question shown, or change its answer; stays on the step."""

    question: UUID
    answer: Answer


@dataclass(frozen=True, slots=True)
class Clear:
    """Take the answer to the question shown away again; stays on the step."""

    question: UUID


@dataclass(frozen=True, slots=True)
class Next:
    """Go on; an unanswered question is skipped unless it is required."""


@dataclass(frozen=True, slots=True)
class Back:
    """To the question before, or from consent to the languages; answers are kept."""


@dataclass(frozen=True, slots=True)
class Begun:
    """Something of the whole form has been answered."""


@dataclass(frozen=True, slots=True)
class AllAsked:
    """The whole form has been gone through to its end."""


@dataclass(frozen=True, slots=True)
class TakeCode:
    """Yes to a code with which the answers can be taken back; ends the visit."""


@dataclass(frozen=True, slots=True)
class NoCode:
    """No to the code, so that none is made; ends the visit."""


@dataclass(frozen=True, slots=True)
class TakeVoucher:
    """Yes to a voucher; ends the visit."""


@dataclass(frozen=True, slots=True)
class NoVoucher:
    """No to the voucher; ends the visit."""


@dataclass(frozen=True, slots=True)
class Stop:
    """The person ends here: answers so far stay as a partial response."""


@dataclass(frozen=True, slots=True)
class Discard:
    """The person takes back what they answered; ends the visit as if they had declined."""


@dataclass(frozen=True, slots=True)
class Restart:
    """A fresh visit, from any step; nothing of the last one remains."""


Intent = (
    Touched | TapFace | FollowUp | ChooseLanguage | Agree | Decline | Give | Clear | Next | Back
    | Begun | AllAsked | TakeCode | NoCode | TakeVoucher | NoVoucher | Stop | Discard | Restart
)

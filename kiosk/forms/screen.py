"""What a running form puts on the screen, and what a person can wish for there."""

from __future__ import annotations

from dataclasses import field

from kiosk.questions.asked import Asked
from kiosk.screens import Frame, Screen
from kiosk.wishes import Adjust, AskToStop, ChangeTextSize, Wish
from survey.files import File
from survey.flow import Back, ChooseLanguage, Next
from survey.late import dataclass

QUICK_MS = 350
"""How long a question that goes on by itself shows its answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormScreen:
    """One page. ``heading`` is what several questions have in common; ``above`` the part of the
    form it belongs to. ``trouble`` is set when somebody wanted to go on and something is not
    right yet. ``left_out`` tells of questions near by that cannot be asked here, and why.
    ``notice`` says in one line that this is only a try, or that something is late.
    """

    frame: Frame
    items: tuple[Asked, ...]
    number: int
    of: int
    heading: str = ""
    above: str = ""
    notice: str = ""
    can_go_back: bool = False
    last: bool = False
    trouble: bool = False
    left_out: tuple[str, ...] = ()
    advance_after_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormEnd:
    """All has been asked; *Back* leads to the last page again. ``answered`` counts questions."""

    frame: Frame
    notice: str = ""
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a question as it was typed or tapped; empty takes it away."""

    ref: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RatherNot:
    """The person would rather not say; wished for again, it is taken back."""

    ref: str


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A photo or a sound for a question; None when it turned out that none can be taken here."""

    ref: str
    file: File | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class AddOne:
    """One more of a repeat."""

    ref: str


@dataclass(frozen=True, slots=True)
class RemoveOne:
    """An instance of a repeat shall go."""

    ref: str


@dataclass(frozen=True, slots=True)
class OpenOne:
    """Go back into an instance of a repeat."""

    ref: str


@dataclass(frozen=True, slots=True)
class StartOver:
    """Begin with an empty form again."""


FormWish = (
    Answered | RatherNot | HandedIn | AddOne | RemoveOne | OpenOne | StartOver | Next | Back
    | ChooseLanguage | ChangeTextSize | Adjust | AskToStop
)

Shown = Screen | FormScreen
"""All that can stand on the kiosk's screen."""

AnyWish = Wish | Answered | RatherNot | HandedIn | AddOne | RemoveOne | OpenOne
"""All that can be wished for there."""

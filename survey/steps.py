"""What a person can be shown on the way through a campaign; :mod:`survey.flow` leads there."""

from __future__ import annotations

from enum import StrEnum

from survey.campaign import Consent
from survey.forms.model import Question
from survey.late import dataclass
from survey.records import Answer


class Outcome(StrEnum):
    """How a visit ended. Only ``FINISHED`` is a complete response; ``DECLINED`` left no answer."""

    FINISHED = "finished"
    STOPPED = "stopped"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class AttractStep:
    """The first screen; ``question`` stands on it where one tap is the way."""

    question: Question | None


@dataclass(frozen=True, slots=True)
class TappedStep:
    """The first screen's question is answered; ``follow_up`` is whether more is offered."""

    follow_up: bool


@dataclass(frozen=True, slots=True)
class LanguageStep:
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConsentStep:
    consent: Consent


@dataclass(frozen=True, slots=True)
class QuestionStep:
    """``number`` runs from 1 to ``of``; ``has_answer`` tells *rather not say* from no answer."""

    question: Question
    answer: Answer
    number: int
    of: int
    can_go_back: bool
    can_go_next: bool
    has_answer: bool


@dataclass(frozen=True, slots=True)
class FormStep:
    """The pages of the whole form that the campaign asks."""


@dataclass(frozen=True, slots=True)
class CodeStep:
    """Asks whether the person wants a code; all questions are behind."""


@dataclass(frozen=True, slots=True)
class VoucherStep:
    """Asks whether the person wants a voucher; the answers are kept by now."""


@dataclass(frozen=True, slots=True)
class ThanksStep:
    outcome: Outcome


Step = (
    AttractStep | TappedStep | LanguageStep | ConsentStep | QuestionStep | FormStep | CodeStep
    | VoucherStep | ThanksStep
)

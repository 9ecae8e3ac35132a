"""Where one person's visit stands; :mod:`survey.flow` leads from one such state to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from uuid import UUID

from survey.campaign import Campaign
from survey.conduct import Arm, Way
from survey.forms.model import Question
from survey.late import dataclass
from survey.records import Answer
from survey.steps import Outcome


class At(StrEnum):
    """The kinds of step, in the order they are met. ``TAPPED`` only where the first screen asks,
    ``CODE`` and ``VOUCHER`` only where the campaign offers them."""

    ATTRACT = "attract"
    TAPPED = "tapped"
    LANGUAGE = "language"
    CONSENT = "consent"
    QUESTION = "question"
    CODE = "code"
    VOUCHER = "voucher"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowState:
    """Where a visit stands. ``place`` counts questions from 0; ``answers`` holds only the given.

    ``wants_code`` is whether the finished response is to carry the hash of a fresh code, and
    ``wants_voucher`` whether the person takes a voucher. ``begun`` tells of a whole form, whose
    answers are not here, that there are some. ``arm`` is the candidate model that was drawn.
    ``tapped`` is whether the first screen's question has been answered there.
    """

    campaign: Campaign
    unit: UUID
    language: str
    at: At = At.ATTRACT
    place: int = 0
    answers: Mapping[UUID, Answer] = field(default_factory=dict)
    outcome: Outcome | None = None
    wants_code: bool = False
    wants_voucher: bool = False
    begun: bool = False
    arm: Arm | None = None
    tapped: bool = False

    @property
    def way(self) -> Way:
        """What the first screen leads to."""
        return self.campaign.conduct.way if self.arm is None else self.arm.way

    @property
    def one_tap(self) -> Question | None:
        """The question that the first screen asks; None where it asks nothing."""
        asks = self.campaign.conduct.one_tap
        if asks is None or self.way is not Way.ONE_TAP:
            return None
        return next((q for q in self.campaign.form.questions if q.id == asks.question), None)

    @property
    def follow_up(self) -> bool:
        """Whether there is more to answer for whoever has tapped."""
        asks = self.campaign.conduct.one_tap
        return asks is not None and asks.follow_up and bool(self.questions)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked one by one, in this order: the arm's, without what was answered first."""
        asked = self.campaign.form.questions
        if self.arm is not None and self.arm.questions:
            known = {question.id: question for question in asked}
            asked = tuple(known[id] for id in self.arm.questions if id in known)
        first = self.one_tap
        return asked if first is None else tuple(q for q in asked if q.id != first.id)


def start(campaign: Campaign, unit: UUID, arm: Arm | None = None) -> FlowState:
    """A visit at the first screen, in the campaign's first language until one is chosen.

    ``arm`` is known by now where it is the first screen that differs.
    """
    return FlowState(campaign=campaign, unit=unit, language=campaign.languages[0], arm=arm)

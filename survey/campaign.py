"""A campaign (*undersökning*): what is asked, of whom, in which words, and by which rules.

A campaign is written in admin, carried in a signed package and run by the kiosk.
Its canonical JSON is read by :mod:`survey.reading`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from survey.conduct import USUAL, Conduct
from survey.forms.definition import FormDefinition
from survey.forms.media import Medium
from survey.forms.model import Form, Question, Texts
from survey.late import dataclass


class WeightRule(StrEnum):
    """How points become weights; see ``docs/guide`` and :mod:`survey.weighting`."""

    MEAN_OF_SHARES = "mean-of-shares"
    SHARE_OF_SUMS = "share-of-sums"


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A value factor (*värdefaktor*): something that creates value in a unit's deliveries."""

    id: UUID
    name: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """The service or area that is rated (*enhet*)."""

    id: UUID
    name: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What a person agrees to before answering; ``version`` is stored with each response.

    ``reviewed`` are the languages whose text somebody who reads it has found right; a campaign is
    deployed in no other.
    """

    version: str
    text: Texts
    reviewed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """All a kiosk needs to ask and all admin needs to count.

    ``group_by`` names the select_one questions whose choices are groups in results.
    ``grain_minutes`` is what times are rounded down to before they are stored.
    ``threshold`` (>= 5) is the smallest group that is shown.
    ``about`` says what the figures are, and what they are not; it opens every report.
    ``withdrawal`` offers each person a code with which they can take their answers back.
    ``keep_days`` (0-365) is how long a kiosk keeps sealed what a receipt has covered.
    ``definition`` is the whole form that is asked, where there is one; ``form`` is then what
    results see of it (:mod:`survey.forms.simple`), and has its id. ``media`` are the pictures and
    sounds that it names, by name. ``photos_and_sound`` lets a form ask for photos and voices, which
    are personal data; without it such questions are skipped. ``conduct`` is how the kiosk behaves.
    """

    id: UUID
    version: int
    title: Texts
    about: Texts
    organisation: str
    languages: tuple[str, ...]
    zone: str
    grain_minutes: int
    first_day: date
    last_day: date
    units: tuple[Unit, ...]
    factors: tuple[Factor, ...]
    form: Form
    consent: Consent
    group_by: tuple[UUID, ...]
    threshold: int = 5
    use_partials: bool = False
    weight_rule: WeightRule = WeightRule.MEAN_OF_SHARES
    contact: str = ""
    withdrawal: bool = False
    keep_days: int = 0
    definition: FormDefinition | None = None
    media: tuple[Medium, ...] = ()
    photos_and_sound: bool = False
    conduct: Conduct = USUAL

    def ratings(self) -> tuple[Question, ...]:
        """The rating questions that belong to a factor, in asking order."""
        return tuple(q for q in self.form.questions if q.factor is not None)

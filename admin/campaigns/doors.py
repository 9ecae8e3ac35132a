"""What the page of surveys needs from outside it, as one value."""

from __future__ import annotations

from dataclasses import dataclass

from admin.campaigns.answers_presenter import Answers
from admin.campaigns.choosing import Surveys
from admin.campaigns.conduct_presenter import Conducting
from admin.campaigns.consent_presenter import Reader
from admin.campaigns.new_presenter import Forms
from admin.campaigns.tables_presenter import Writer
from admin.sessions.presenter import Meetings


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyDoors:
    """Every door may take long, and is called in the background."""

    surveys: Surveys
    consents: Reader
    conduct: Conducting
    answers: Answers
    tables: Writer
    sessions: Meetings
    forms: Forms

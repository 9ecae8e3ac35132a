"""The surveys of the open workspace, for the page."""

from __future__ import annotations

from uuid import UUID

from admin.campaigns import consents
from admin.campaigns.choosing import SurveyName
from admin.campaigns.consent_presenter import Reading
from admin.start.held import Held
from survey.consents import shown_in
from survey.forms.model import said
from survey.shown_texts import shown_texts


class WorkspaceSurveys:
    """Every call may take long."""

    def __init__(self, held: Held) -> None:
        self._held = held

    def surveys(self, language: str) -> tuple[SurveyName, ...]:
        """Every survey, the ended ones last."""
        workspace = self._held.workspace
        ended = workspace.keys.retired()
        found = sorted(workspace.campaigns(), key=lambda campaign: campaign.id in ended)
        return tuple(
            SurveyName(id=one.id, title=said(one.title, language), ended=one.id in ended)
            for one in found
        )


class WorkspaceConsents:
    """Every call may take long."""

    def __init__(self, held: Held) -> None:
        self._held = held

    def reading(self, survey: UUID) -> Reading:
        """The survey's texts, and how each language's consent stands."""
        workspace = self._held.workspace
        campaign = workspace.campaign(survey)
        return Reading(
            languages=campaign.languages, standings=consents.standings(workspace, campaign),
            problems=consents.problems(workspace, campaign), texts=shown_texts(campaign),
        )

    def mark(self, survey: UUID, language: str, text: str, by: str) -> bool:
        """Mark exactly this text as read; False when the survey says something else by now."""
        workspace = self._held.workspace
        campaign = workspace.campaign(survey)
        if language not in campaign.languages or shown_in(campaign, language)[1] != text:
            return False
        consents.mark(workspace, campaign, language, by)
        return True

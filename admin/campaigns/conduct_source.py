"""How the open workspace's surveys are conducted, through what ``campaign change`` uses."""

from __future__ import annotations

from uuid import UUID, uuid4

from admin.campaigns.conduct_presenter import Kept, Offers, Said, Standing
from admin.start.held import Held
from survey.campaign import Campaign
from survey.forms.model import QuestionType, said
from survey.problems import Problem
from survey.reading import write_campaign
from survey.settings import changed, settings


class WorkspaceConduct:
    """Every call may take long."""

    def __init__(self, held: Held, actor: str) -> None:
        self._held, self._actor = held, actor

    def standing(self, survey: UUID, language: str) -> Standing:
        """The survey as it is now."""
        campaign = self._held.workspace.campaign(survey)
        return Standing(
            version=campaign.version, settings=settings(campaign),
            offers=offers(campaign, language),
            ended=survey in self._held.workspace.keys.retired(),
        )

    def check(self, survey: UUID, said: Said) -> tuple[Problem, ...]:
        """What would be wrong with these settings."""
        return changed(self._held.workspace.campaign(survey), said, uuid4)[1]

    def keep(self, survey: UUID, version: int, said: Said) -> Kept:
        """Make a later version of ``version`` with these settings, or say why not."""
        workspace = self._held.workspace
        before = workspace.campaign(survey)
        if before.version != version:
            return Kept(newer=True)
        made, problems = changed(before, said, uuid4)
        if made is None:
            return Kept(problems=problems)
        if made != before:
            workspace.add_campaign(made, write_campaign(made), self._actor)
        return Kept(problems=problems, version=made.version, changed=made != before)


def offers(campaign: Campaign, language: str) -> Offers:
    """What the survey has to choose from, in a language."""
    questions = campaign.form.questions
    grouping = [q for q in questions if q.id in campaign.group_by]
    return Offers(
        ratings=tuple(
            (q.name, said(q.label, language)) for q in questions if q.type is QuestionType.RATING
        ),
        choices=tuple(
            (q.name, choice.name, f"{said(q.label, language)} {said(choice.label, language)}")
            for q in grouping for choice in q.choices
        ),
        whole_form=campaign.definition is not None,
    )

"""Where the results page gets its figures from: the open workspace, and the report's writer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

from admin.reports.typeset import ReportFailed
from admin.reports.value_report import write_report
from admin.results import figures
from admin.results.beside import odd_answers
from admin.results.form_results import form_results, table_rows
from admin.results.reckoning import value_results
from admin.results.state import CampaignChoice, QuestionRow, ReportNotMade
from admin.results.worked_out import worked_out
from admin.start.held import Held
from assets.words import Words
from storage.values import Clock
from storage.workspace.exports import Made
from survey.campaign import Campaign
from survey.forms.model import said
from survey.results import ValueResults


class WorkspaceFigures:
    """Results of the campaigns in the open workspace."""

    def __init__(self, held: Held, clock: Clock, actor: str) -> None:
        self._held, self._clock, self._actor = held, clock, actor

    def campaigns(self, language: str) -> tuple[CampaignChoice, ...]:
        """Every campaign with what its people can be divided by; the ended ones last."""
        workspace = self._held.workspace
        ended = workspace.keys.retired()
        found = sorted(workspace.campaigns(), key=lambda campaign: campaign.id in ended)
        return tuple(
            replace(_choice(campaign, language), ended=campaign.id in ended) for campaign in found
        )

    def results(self, campaign: UUID, by: tuple[str, ...], language: str) -> ValueResults:
        """Reckon now, with all that is taken in."""
        return value_results(self._held.workspace, campaign, by, language)

    def questions(self, campaign: UUID, words: Words) -> tuple[QuestionRow, ...]:
        """What people answered in a whole form; nothing where the survey asks none."""
        workspace = self._held.workspace
        found = workspace.campaign(campaign)
        answered = form_results(workspace, found, words.language)

        def number(value: float) -> str:
            return figures.decimal(value, 1, words.language)

        return table_rows(answered, words, number, worked_out(found, words))

    def save_report(self, campaign: UUID, file: Path, words: Words) -> None:
        """Write the report on everybody and every grouping, as PDF."""
        workspace = self._held.workspace
        found = workspace.campaign(campaign)
        by = tuple(name for name, _ in _choice(found, words.language).groupings)
        results = value_results(workspace, campaign, by, words.language)
        made = Made(
            kind="report", path=str(file.absolute()), records=workspace.counts(campaign).records
        )
        # before it is written: a withdrawal must be able to name it
        workspace.erasing.note_export(campaign, made, self._actor)
        try:
            write_report(
                results, found, file, words=words, made=self._clock(),
                answered=form_results(workspace, found, words.language),
                odd=odd_answers(workspace, found),
            )
        except ReportFailed as trouble:
            raise ReportNotMade(str(trouble)) from trouble


def _choice(campaign: Campaign, language: str) -> CampaignChoice:
    questions = [campaign.form.question(id) for id in campaign.group_by]
    rated = next((q for q in campaign.ratings() if q.scale is not None), None)
    labels = rated.scale.labels if rated and rated.scale else ()
    return CampaignChoice(
        id=campaign.id,
        title=said(campaign.title, language),
        about=said(campaign.about, language),
        groupings=tuple((q.name, said(q.label, language)) for q in questions if q is not None),
        steps=tuple(said(label, language) for label in labels),
    )

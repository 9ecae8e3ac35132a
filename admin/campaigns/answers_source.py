"""How far the open workspace's surveys have come, through what the commands use."""

from __future__ import annotations

from uuid import UUID

from admin.campaigns.answers_presenter import MOST_LISTED, Come, OddAnswer
from admin.results import beside
from admin.start.held import Held
from storage.workspace.reviews import State, Which
from survey.beside import Flag
from survey.forms.model import said


class WorkspaceAnswers:
    """Every call may take long."""

    def __init__(self, held: Held, actor: str) -> None:
        self._held, self._actor = held, actor

    def come(self, survey: UUID, language: str) -> Come:
        """Quotas, arms and what looks odd; small groups are hidden as in results."""
        workspace = self._held.workspace
        campaign = workspace.campaign(survey)
        flags = tuple(workspace.kiosks.odd(survey)[1])
        return Come(
            quotas=beside.quotas(workspace, campaign, language),
            arms=beside.arms(workspace, campaign), odd=beside.odd_answers(workspace, campaign),
            states={
                flag: workspace.inbox.states(survey, Which(flag=flag.value)) for flag in flags
            }, threshold=campaign.threshold,
        )

    def odd(self, survey: UUID, flag: Flag, language: str) -> tuple[OddAnswer, ...]:
        """At most MOST_LISTED responses with this reason, where and when; no answers."""
        workspace = self._held.workspace
        units = {u.id: said(u.name, language) for u in workspace.campaign(survey).units}
        listed = workspace.inbox.listed(survey, Which(flag=flag.value), 0, MOST_LISTED)
        decided = workspace.inbox.decided(survey, [one.id for one in listed])
        return tuple(
            OddAnswer(
                id=one.id, day=one.day, unit=units.get(one.unit, str(one.unit)[:8]),
                mode=one.mode, complete=one.complete, state=one.state,
                by=decided[one.id].actor if one.id in decided else "",
                why=decided[one.id].reason if one.id in decided else "",
            )
            for one in listed
        )

    def decide(self, survey: UUID, flag: Flag, to: State, why: str) -> int:
        """Leave out those with this reason that count, or use those again that were left out."""
        from_ = State.EXCLUDED if to is State.COUNTED else State.COUNTED
        which = Which(flag=flag.value, state=from_)
        return self._held.workspace.inbox.review(survey, which, to, why, self._actor)

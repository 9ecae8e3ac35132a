"""Points and grades of group sessions: a row for each participant and value factor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from survey.campaign import Campaign
from survey.exporting.rows import Row
from survey.forms.model import said
from survey.records import SessionEvent
from survey.session import SessionRules, fold_all, gives_weights

NAME = "sessions"
HEADER = ("_session", "participant", "factor", "factor_name", "points", "grade")


def lines(campaign: Campaign, events: Iterable[SessionEvent], language: str) -> Iterator[Row]:
    """What each participant gave last; who gave nothing at all has rows without points.

    Sessions about something else than value factors have none.
    """
    rules = SessionRules(factors=frozenset(factor.id for factor in campaign.factors))
    for session, state in fold_all(events, rules).items():
        if not gives_weights(state):
            continue
        for participant in state.participants:
            points = state.points.get(participant, {})
            grades = state.grades.get(participant, {})
            for factor in campaign.factors:
                yield [
                    str(session), participant, str(factor.id), said(factor.name, language),
                    points.get(factor.id), grades.get(factor.id),
                ]

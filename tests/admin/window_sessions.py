"""A made-up door of the page of group sessions: real sessions and decisions, kept in memory."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from admin.sessions.state import Come
from assets.words import Words
from storage.errors import Conflict
from storage.workspace import came_sessions
from storage.workspace.came_sessions import CameSession
from storage.workspace.session_decisions import Decision, Gathered, LeftOut
from storage.workspace.sessions import fingerprint
from survey import weight_sets
from survey.campaign import Campaign
from survey.facilitation.harmonising import Mapped
from survey.facilitation.rules import SessionRules
from survey.records import SessionEvent
from survey.weight_sets import Session, WeightSet
from tests.builders import CAMPAIGN, FACTORS, small_campaign
from tests.storage.focus_groups import focus_group

AT = datetime(2026, 11, 20, 8, 12, tzinfo=UTC)
A, B = FACTORS
SENIORS = [{"Bemötande": 6, "Nära hem": 4}, {"Bemötande": 2, "Nära hem": 8}, {"Bemötande": 9}]
YOUNG = [{"Bemötande": 5, "Nära hem": 5}, {"Bemötande": 7, "Nära hem": 3}]


def two_groups() -> list[list[SessionEvent]]:
    """Three seniors and two young people; only the first heading was mapped, in one room."""
    return [
        focus_group(1, {"Bemötande": A, "Nära hem": None}, SENIORS, "Seniorerna"),
        focus_group(2, {"Bemötande": None, "Nära hem": None}, YOUNG, "Fritidsgården"),
    ]


@dataclass
class FakeMeetings:
    """Sessions that come one after another, and what was decided about them."""

    logs: list[list[SessionEvent]] = field(default_factory=two_groups)
    campaign: Campaign = field(default_factory=small_campaign)
    decisions: dict[UUID, tuple[Decision, ...]] = field(default_factory=dict)
    left: dict[UUID, LeftOut] = field(default_factory=dict)
    locked: tuple[WeightSet, ...] = ()
    saved: list[tuple[str, UUID, Path]] = field(default_factory=list)

    def come(self, survey: UUID) -> Come:
        factors = [factor.id for factor in self.campaign.factors]
        rules = SessionRules(factors=frozenset(factors))
        came = tuple(came_sessions.came(log[0].session, log, rules) for log in self.logs)
        here = {one.id: self._session(one) for one in came}
        draft = weight_sets.reckoned(
            CAMPAIGN, factors, self.campaign.weight_rule, here.values(),
            version=len(self.locked) + 1, left_out=self.left,
        )
        return Come(campaign=self.campaign, gathered=Gathered(
            came=came, decisions=dict(self.decisions), left=dict(self.left), draft=draft,
            locked=self.locked, cautions=weight_sets.cautions(draft, here),
            since=weight_sets.since(self.locked[-1], draft, here) if self.locked else None,
        ))

    def map(self, survey: UUID, session: UUID, heading: UUID, mapped: Mapped | None) -> bool:
        before = self.decisions.get(session, ())
        made = Decision(heading=heading, mapped=mapped, actor="Kim", at=AT)
        self.decisions[session] = (*before, made)
        return True

    def choose(self, survey: UUID, session: UUID, counts: bool, why: str) -> bool:
        if counts:
            return self.left.pop(session, None) is not None
        self.left[session] = LeftOut(reason=why, actor="Kim", at=AT)
        return True

    def lock(self, survey: UUID, seen: bytes) -> int:
        draft = self.come(survey).gathered.draft
        if fingerprint(draft) != seen:
            raise Conflict("the sessions changed meanwhile; look again before you lock")
        self.locked = (*self.locked, replace(
            draft, locked=int(AT.timestamp()) // 60, by="Kim"
        ))
        return draft.version

    def save_protocol(self, survey: UUID, session: UUID, file: Path, words: Words) -> None:
        if file == Path("/full/protocol.pdf"):
            raise PermissionError("no")
        self.saved.append(("protocol", session, file))

    def save_slips(self, survey: UUID, session: UUID, file: Path, words: Words) -> None:
        self.saved.append(("slips", session, file))

    def _session(self, one: CameSession) -> Session:
        newest = {d.heading: d.mapped for d in self.decisions.get(one.id, ())}
        decided = {at: mapped for at, mapped in newest.items() if mapped is not None}
        return Session(
            id=one.id, state=one.state, hash=one.hash, events=one.events, decided=decided
        )

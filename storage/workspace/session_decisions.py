"""What was decided about a campaign's sessions, and the sets of weights: read in one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Connection

from storage.errors import Damaged, TooNew
from storage.workspace import came_sessions, campaigns
from storage.workspace.came_sessions import CameSession
from survey import weight_files, weight_sets
from survey.facilitation.harmonising import Kind, Mapped
from survey.problems import Problem
from survey.weight_sets import Session, Since, WeightSet

_MAPPED = """
SELECT m.session, m.heading, m.kind, m.factor, m.at, a.name who FROM heading_map m
JOIN actor a ON a.number = m.actor WHERE m.campaign = ? ORDER BY m.number
"""
_CHOICES = """
SELECT c.session, c.counts, c.reason, c.at, a.name who FROM session_choice c
JOIN actor a ON a.number = c.actor WHERE c.campaign = ? ORDER BY c.number
"""
SETS = "SELECT version, raw, hash FROM weight_set WHERE campaign = ? ORDER BY version"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision about a heading; ``mapped`` None takes those before it back."""

    heading: UUID
    mapped: Mapped | None
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Why a session does not count in the weights, and who says so."""

    reason: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Everything about a campaign's sessions at one moment. ``draft`` follows them; ``locked`` are
    the sets in order, the last of them the one that results use, and ``since`` what happened after
    it (None without one). ``left`` has sessions left out, ``decisions`` every mapping ever made."""

    came: tuple[CameSession, ...]
    decisions: Mapping[UUID, tuple[Decision, ...]]
    left: Mapping[UUID, LeftOut]
    draft: WeightSet
    locked: tuple[WeightSet, ...]
    since: Since | None
    cautions: tuple[Problem, ...]


def gathered(connection: Connection, campaign: UUID) -> Gathered:
    number = campaigns.number(connection, campaign)
    came = came_sessions.every(connection, campaign)
    decisions, left = decided(connection, number), left_out(connection, number)
    locked = locked_sets(connection, number)
    holding = holds_now(decisions)
    here = {one.id: _session(one, holding) for one in came}
    draft = _reckoned(connection, campaign, here, left, locked)
    return Gathered(
        came=came, decisions=decisions, left=left, draft=draft, locked=locked,
        since=weight_sets.since(locked[-1], draft, here) if locked else None,
        cautions=weight_sets.cautions(draft, here),
    )


def draft(connection: Connection, campaign: UUID, before: tuple[WeightSet, ...]) -> WeightSet:
    number = campaigns.number(connection, campaign)
    holding = holds_now(decided(connection, number))
    here = {one.id: _session(one, holding) for one in came_sessions.every(connection, campaign)}
    return _reckoned(connection, campaign, here, left_out(connection, number), before)


def _reckoned(
    connection: Connection, campaign: UUID, here: Mapping[UUID, Session],
    left: Mapping[UUID, LeftOut], before: tuple[WeightSet, ...],
) -> WeightSet:
    survey = campaigns.one(connection, campaign)
    return weight_sets.reckoned(
        campaign, [factor.id for factor in survey.factors], survey.weight_rule, here.values(),
        version=before[-1].version + 1 if before else 1,
        left_out=[id for id in left if id in here],
    )


def _session(one: CameSession, holding: Mapping[UUID, Mapping[UUID, Mapped]]) -> Session:
    return Session(
        id=one.id, state=one.state, hash=one.hash, events=one.events,
        decided=holding.get(one.id, {}),
    )


def decided(connection: Connection, campaign: int) -> dict[UUID, tuple[Decision, ...]]:
    found: dict[UUID, tuple[Decision, ...]] = {}
    for row in connection.exec_driver_sql(_MAPPED, (campaign,)).all():
        session = UUID(bytes=bytes(row.session))
        mapped = None
        if row.kind:
            factor = None if row.factor is None else UUID(bytes=bytes(row.factor))
            mapped = Mapped(Kind(row.kind), factor)
        found[session] = (*found.get(session, ()), Decision(
            heading=UUID(bytes=bytes(row.heading)), mapped=mapped, actor=row.who,
            at=datetime.fromtimestamp(row.at, UTC),
        ))
    return found


def holds_now(
    decisions: Mapping[UUID, tuple[Decision, ...]]
) -> dict[UUID, dict[UUID, Mapped]]:
    found: dict[UUID, dict[UUID, Mapped]] = {}
    for session, some in decisions.items():
        newest = {one.heading: one.mapped for one in some}
        found[session] = {at: mapped for at, mapped in newest.items() if mapped is not None}
    return found


def left_out(connection: Connection, campaign: int) -> dict[UUID, LeftOut]:
    found: dict[UUID, LeftOut] = {}
    for row in connection.exec_driver_sql(_CHOICES, (campaign,)).all():
        session = UUID(bytes=bytes(row.session))
        if row.counts:
            found.pop(session, None)
        else:
            found[session] = LeftOut(
                reason=row.reason, actor=row.who, at=datetime.fromtimestamp(row.at, UTC)
            )
    return found


def locked_sets(connection: Connection, campaign: int) -> tuple[WeightSet, ...]:
    found = []
    for row in connection.exec_driver_sql(SETS, (campaign,)).all():
        made, problems = weight_files.read(bytes(row.raw))
        if any(problem.code == "too-new" for problem in problems):
            raise TooNew(f"version {row.version} of the weights was locked by a later program")
        if made is None or sha256(bytes(row.raw)).digest() != bytes(row.hash):
            raise Damaged(f"version {row.version} of the weights was changed")
        found.append(made)
    return tuple(found)

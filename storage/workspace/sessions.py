"""What people decide about group sessions: mapping, leaving out, and locking sets of weights."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Connection

from storage.errors import Conflict
from storage.values import Clock
from storage.workspace import actors, came_sessions, campaigns, happenings, session_decisions
from storage.workspace.actors import UNNAMED
from storage.workspace.came_sessions import CameSession
from storage.workspace.database import Database
from storage.workspace.session_decisions import Gathered
from survey import weight_files, weight_sets
from survey.facilitation.harmonising import Kind, Mapped
from survey.weight_sets import WeightSet, one_line
from survey.weighting import Weights

REASON_LIMIT = 500
_MAP = (
    "INSERT INTO heading_map (campaign, session, heading, kind, factor, actor, at)"
    " VALUES (?,?,?,?,?,?,?)"
)
_CHOOSE = (
    "INSERT INTO session_choice (campaign, session, counts, reason, actor, at)"
    " VALUES (?,?,?,?,?,?)"
)
_LOCK = (
    "INSERT INTO weight_set (campaign, version, raw, hash, actor, at) VALUES (?,?,?,?,?,?)"
)


class Sessions:
    """``workspace.sessions``. Each method is one transaction; may raise WrongCampaign, Damaged.

    Nothing here changes an event: what is decided lies beside the sessions' logs.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def came(self, campaign: UUID) -> tuple[CameSession, ...]:
        """Every session that has come, by its first day."""
        with self._database.reading() as connection:
            return came_sessions.every(connection, campaign)

    def one(self, campaign: UUID, session: UUID) -> CameSession:
        """One session. Raises Conflict when nothing of it is here."""
        for found in self.came(campaign):
            if found.id == session:
                return found
        raise Conflict("no events of this session are here")

    def mapped(self, campaign: UUID) -> dict[UUID, dict[UUID, Mapped]]:
        """What holds now: by session and heading."""
        with self._database.reading() as connection:
            decided = session_decisions.decided(connection, campaigns.number(connection, campaign))
            return session_decisions.holds_now(decided)

    def gathered(self, campaign: UUID) -> Gathered:
        """All of it, as one moment sees it."""
        with self._database.reading() as connection:
            return session_decisions.gathered(connection, campaign)

    def weights(self, campaign: UUID) -> tuple[Weights, WeightSet]:
        """What results take, over the campaign's factors, and the set it comes from: the last that
        was locked, or as the sessions stand now (its ``locked`` is 0)."""
        with self._database.reading() as connection:
            number = campaigns.number(connection, campaign)
            factors = [factor.id for factor in campaigns.one(connection, campaign).factors]
            locked = session_decisions.locked_sets(connection, number)
            used = locked[-1] if locked else session_decisions.draft(connection, campaign, ())
        return weight_sets.for_factors(used, factors), used

    def file(self, campaign: UUID, version: int) -> bytes:
        """The exact bytes of a locked set. Raises Conflict when there is none."""
        with self._database.reading() as connection:
            number = campaigns.number(connection, campaign)
            for row in connection.exec_driver_sql(session_decisions.SETS, (number,)).all():
                if row.version == version:
                    return bytes(row.raw)
        raise Conflict(f"no version {version} of the weights was locked")

    def map(
        self, campaign: UUID, session: UUID, heading: UUID, mapped: Mapped | None,
        actor: str = UNNAMED,
    ) -> bool:
        """Decide what a heading stands for; None takes decisions back. False when it is so already.

        Conflict when the session, its heading or the factor is not here.
        """
        with self._database.writing() as connection:
            number = campaigns.number(connection, campaign)
            _check(connection, campaign, session, heading, mapped)
            here = session_decisions.holds_now(session_decisions.decided(connection, number))
            if here.get(session, {}).get(heading) == mapped:
                return False
            kind = mapped.kind.value if mapped else ""
            factor = mapped.factor.bytes if mapped and mapped.factor else None
            connection.exec_driver_sql(_MAP, (
                number, session.bytes, heading.bytes, kind, factor,
                actors.number(connection, actor), int(self._clock().timestamp()),
            ))
            what = f"session {session.hex[:8]}, heading {heading.hex[:8]}: {kind or 'as it came'}"
            self._note(connection, number, "heading-mapped", actor, what)
            return True

    def choose(
        self, campaign: UUID, session: UUID, *, counts: bool, reason: str, actor: str = UNNAMED
    ) -> bool:
        """Leave a session out of the weights, or take it in again; False when it is so already.

        Conflict when it is not here; ValueError without a reason of 1-500 characters for leaving
        it out.
        """
        said = one_line(reason.strip(), REASON_LIMIT + 1)
        if len(said) > REASON_LIMIT or not (said or counts):
            raise ValueError(f"leaving a session out needs a reason of 1-{REASON_LIMIT} characters")
        with self._database.writing() as connection:
            number = campaigns.number(connection, campaign)
            if all(one.id != session for one in came_sessions.every(connection, campaign)):
                raise Conflict("no events of this session are here")
            if (session not in session_decisions.left_out(connection, number)) == counts:
                return False
            connection.exec_driver_sql(_CHOOSE, (
                number, session.bytes, int(counts), said, actors.number(connection, actor),
                int(self._clock().timestamp()),
            ))
            kind = "session-counts" if counts else "session-left-out"
            self._note(connection, number, kind, actor, f"session {session.hex[:8]} {said}".strip())
            return True

    def lock(self, campaign: UUID, seen: bytes, actor: str = UNNAMED) -> WeightSet:
        """Lock the set as it stands; results use it from now on.

        ``seen`` is the :func:`fingerprint` of the draft that somebody looked at. Conflict when it
        is another by now, when nobody has given points, when the last locked one says the same, or
        when it is beyond what a set's file may hold.
        """
        with self._database.writing() as connection:
            number, now = campaigns.number(connection, campaign), self._clock()
            before = session_decisions.locked_sets(connection, number)
            draft = session_decisions.draft(connection, campaign, before)
            if fingerprint(draft) != seen:
                raise Conflict("the sessions changed meanwhile; look again before you lock")
            if not draft.weights.n_groups:
                raise Conflict("no session has given points on this survey's factors")
            if before and fingerprint(replace(before[-1], version=draft.version)) == seen:
                raise Conflict(f"version {before[-1].version} says exactly this already")
            made = replace(
                draft, locked=int(now.timestamp()) // 60, by=one_line(actor).strip() or UNNAMED
            )
            raw = weight_files.written(made)
            if weight_files.read(raw)[0] != made:  # never lock what nobody can read again
                raise Conflict("these weights cannot be kept: too many sessions, or too large")
            connection.exec_driver_sql(_LOCK, (
                number, made.version, raw, sha256(raw).digest(), actors.number(connection, actor),
                int(now.timestamp()),
            ))
            self._note(connection, number, "weights-locked", actor, f"version {made.version}")
            return made

    def _note(
        self, connection: Connection, campaign: int, kind: str, actor: str, detail: str
    ) -> None:
        happenings.note(
            connection, kind, actor=actor, now=self._clock(), campaign=campaign, detail=detail
        )


def fingerprint(found: WeightSet) -> bytes:
    """SHA-256 of what a set says, whoever locked it and when: 32 bytes."""
    return sha256(weight_files.written(replace(found, locked=1, by=UNNAMED))).digest()


def _check(
    connection: Connection, campaign: UUID, session: UUID, heading: UUID, mapped: Mapped | None
) -> None:
    factors = {factor.id for factor in campaigns.one(connection, campaign).factors}
    came = {one.id: one.state for one in came_sessions.every(connection, campaign)}
    if session not in came:
        raise Conflict("no events of this session are here")
    state = came[session]
    if mapped is None:
        return
    if heading not in state.headings and heading not in state.notes:
        raise Conflict("the session has no such heading")
    if (mapped.kind is Kind.NEW) != (mapped.factor is None) or (
        mapped.factor is not None and mapped.factor not in factors
    ):
        raise Conflict("the survey has no such factor")

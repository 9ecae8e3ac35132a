"""What the workspace answers: persons, group sessions, devices, history and totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection, Row

from storage import bodies
from storage.errors import Damaged
from storage.workspace import campaigns, corrections, erasures, gaps, quarantine, withdrawals
from storage.workspace.correction_values import Value
from storage.workspace.pooled import Pooled
from storage.workspace.reviews import State
from storage.workspace.values import Arrival, CampaignCounts, StreamSeen
from survey.campaign import Campaign
from survey.forms.model import Question
from survey.records import SessionEvent
from survey.tally import Person

_PERSONS = """
SELECT r.id, (SELECT string_agg(t.question || ':' || t.value, ',') FROM rating t
              WHERE t.campaign = r.campaign AND t.response = r.id) ratings
FROM response r WHERE r.campaign = ? AND r.complete >= ? AND r.state = 0 ORDER BY r.id
"""
_CHOICES = """
SELECT c.response, c.question, c.choice FROM choice c
WHERE c.campaign = ? AND c.question IN ({numbers}) ORDER BY c.response
"""
_STATES = """
SELECT r.state, r.complete, count(*) FROM response r WHERE r.campaign = ?
GROUP BY r.state, r.complete
"""
_EVENT_STATES = "SELECT state, count(*) FROM session_event WHERE campaign = ? GROUP BY state"
_REST = """
SELECT (SELECT count(*) FROM kept x WHERE x.campaign = c.number) kept,
       (SELECT count(*) FROM withdrawal x WHERE x.campaign = c.number) places,
       (SELECT count(*) FROM review x WHERE x.campaign = c.number)
       + (SELECT count(*) FROM correction x WHERE x.campaign = c.number)
       + (SELECT count(*) FROM erasure x WHERE x.campaign = c.number)
       + (SELECT count(*) FROM heading_map x WHERE x.campaign = c.number)
       + (SELECT count(*) FROM session_choice x WHERE x.campaign = c.number) decisions
FROM campaign c WHERE c.number = ?
"""
_HISTORY = """
SELECT b.*, a.name who, d.name device, c.id campaign FROM batch b
JOIN actor a ON a.number = b.actor JOIN stream s ON s.number = b.stream
JOIN device d ON d.number = s.device JOIN campaign c ON c.number = s.campaign
WHERE b.new > 0 ORDER BY b.number
"""
_STREAMS = """
SELECT s.*, d.public, d.name, c.id campaign_id,
       (SELECT coalesce(max(b.bundle_number), 0) FROM batch b WHERE b.stream = s.number)
           last_bundle,
       (SELECT coalesce(sum(e.made), 0) FROM epoch e WHERE e.stream = s.number) made,
       (SELECT count(*) FROM epoch e JOIN ledger l ON l.campaign = e.campaign
        AND l.epoch = e.number WHERE e.stream = s.number) taken
FROM stream s JOIN device d ON d.number = s.device JOIN campaign c ON c.number = s.campaign
ORDER BY s.number
"""


def persons(connection: Connection, id: UUID) -> Iterator[Person]:
    """Everybody who answered, in the order of their hashed ids, as results see them.

    Only what is counted, as it reads after corrections. Partial responses come along only where
    the campaign uses them. Answers to questions that the campaign's newest version does not have,
    or that meant something else in the version they were given to, and steps off the scale, are
    left out.
    """
    partials = campaigns.one(connection, id).use_partials
    for _, person in identified(connection, id, partials=partials):
        yield person


def identified(
    connection: Connection, id: UUID, *, partials: bool
) -> Iterator[tuple[bytes, Person]]:
    """As :func:`persons`, with or without partial responses, each with its row id (16 bytes)."""
    campaign = campaigns.one(connection, id)
    number = campaigns.number(connection, id)
    questions = _questions(connection)
    pooled = Pooled(connection, campaign, number)
    scales = {
        str(questions[id]): (q.id, q.scale.low, q.scale.high)
        for q in campaign.ratings() if q.scale is not None
        for id in pooled.ids(q.id) if id in questions
    }
    groups = _groups(connection, campaign, number, questions, pooled)
    corrected = corrections.overlay(connection, number)
    rows = connection.exec_driver_sql(
        _PERSONS, (number, 0 if partials else 1),
        execution_options={"yield_per": 1_000},
    )
    for id_, ratings in rows:
        items = {}
        for pair in ratings.split(",") if ratings else ():
            question, _, value = pair.partition(":")
            found = scales.get(question)
            if (
                found is not None and found[1] <= int(value) <= found[2]
                and pooled.counts(found[0], id_)
            ):
                items[found[0]] = int(value)
        person = Person(groups=groups.get(bytes(id_), {}), items=items)
        over = corrected.get(bytes(id_)) if corrected else None
        mine = {
            field: value for field, value in (over or {}).items()
            if isinstance(field, UUID) and pooled.counts(field, bytes(id_))
        }
        yield bytes(id_), _as_corrected(campaign, person, mine) if mine else person


def _as_corrected(
    campaign: Campaign, person: Person, over: Mapping[UUID, Value]
) -> Person:
    items, groups = dict(person.items), dict(person.groups)
    for field, value in over.items():
        question = campaign.form.question(field)
        if question is None:
            continue
        items.pop(question.id, None)
        if isinstance(value, int) and question.scale is not None and question.factor is not None:
            if question.scale.low <= value <= question.scale.high:
                items[question.id] = value
        elif question.id in campaign.group_by:
            groups.pop(question.name, None)
            chosen = next((c.name for c in question.choices if c.id == value), None)
            if chosen is not None:
                groups[question.name] = chosen
    return Person(groups=groups, items=items)


def session_events(connection: Connection, id: UUID) -> Iterator[SessionEvent]:
    """The counted events of the campaign's sessions, by (session, Lamport time, device).

    What two devices sent of one writer's events, because one took over from the other, is here
    once: as it came first in this order.
    """
    rows = connection.exec_driver_sql(
        "SELECT body FROM session_event WHERE campaign = ? AND state = 0"
        " ORDER BY session, lamport, device, id",
        (campaigns.number(connection, id),),
    )
    here: dict[tuple[UUID, UUID, int], list[SessionEvent]] = {}
    for (body,) in rows:
        event = bodies.decode(bytes(body))
        if not isinstance(event, SessionEvent):
            raise Damaged("a session event in the workspace cannot be read")
        if event.writer is not None:
            same = here.setdefault((event.session, event.writer, event.n), [])
            if any((one.lamport, one.event) == (event.lamport, event.event) for one in same):
                continue
            same.append(event)
        yield event


def counts(connection: Connection, id: UUID) -> CampaignCounts:
    """The campaign's totals. Raises WrongCampaign."""
    number = campaigns.number(connection, id)
    states = connection.exec_driver_sql(_STATES, (number,)).all()
    of_events = connection.exec_driver_sql(_EVENT_STATES, (number,)).all()
    events: dict[int, int] = {state: int(count) for state, count in of_events}
    responses = {(state, complete): int(count) for state, complete, count in states}
    rest = connection.exec_driver_sql(_REST, (number,)).one()
    erased = erasures.counted(connection, number)

    def of(state: State) -> int:
        both = sum(responses.get((int(state), complete), 0) for complete in (0, 1))
        return both + events.get(int(state), 0)

    return CampaignCounts(
        complete=responses.get((0, 1), 0), partial=responses.get((0, 0), 0),
        session_events=events.get(0, 0), kept=rest.kept, held=of(State.HELD),
        excluded=of(State.EXCLUDED), withdrawn=withdrawals.of_campaign(connection, number),
        gone=rest.places + sum(erased.get(what, 0) for what in erasures.OF_THE_LEDGER),
        decisions=rest.decisions, quarantined=quarantine.by_reason(connection),
    )


def arrivals(connection: Connection) -> tuple[Arrival, ...]:
    """The intake history, oldest first."""
    return tuple(
        Arrival(
            at=_time(row.at), actor=row.who, device=row.device,
            campaign=UUID(bytes=row.campaign), bundle=row.bundle, number=row.bundle_number,
            made=_time(row.made), new=row.new, known=row.known,
        )
        for row in connection.exec_driver_sql(_HISTORY)
    )


def streams(connection: Connection) -> tuple[StreamSeen, ...]:
    """How far each device has come in each campaign, with what is missing and forked."""
    return tuple(
        _seen(connection, row) for row in connection.exec_driver_sql(_STREAMS).all()
    )


def _seen(connection: Connection, row: Row[tuple[object, ...]]) -> StreamSeen:
    return StreamSeen(
        stream=row.id, device=row.public, name=row.name,
        campaign=UUID(bytes=row.campaign_id), made=row.made, taken=row.taken,
        last_bundle=row.last_bundle, last_seen=_time(row.last_seen),
        gaps=gaps.gaps(connection, row.number), forks=gaps.forks(connection, row.number),
    )


def _questions(connection: Connection) -> dict[UUID, int]:
    rows = connection.exec_driver_sql("SELECT id, number FROM question")
    return {UUID(bytes=id): number for id, number in rows}


def _groups(
    connection: Connection, campaign: Campaign, number: int, questions: Mapping[UUID, int],
    pooled: Pooled,
) -> dict[bytes, dict[str, str]]:
    """Question name → choice name of everybody who chose, for the grouping questions."""
    names: dict[int, tuple[Question, dict[bytes, str]]] = {}
    for id in campaign.group_by:
        question = campaign.form.question(id)
        if question is not None:
            choices = {choice.id.bytes: choice.name for choice in question.choices}
            for one in pooled.ids(id):
                if one in questions:
                    names[questions[one]] = (question, choices)
    query = _CHOICES.format(numbers=",".join(map(str, names)) or "NULL")
    found: dict[bytes, dict[str, str]] = {}
    for response, question_number, choice in connection.exec_driver_sql(query, (number,)):
        question, choices = names[question_number]
        if choice in choices and pooled.counts(question.id, response):
            found.setdefault(response, {})[question.name] = choices[choice]
    return found


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)

"""Opened records as rows of the workspace's tables, in the order of their hashed ids.

The one hot path: raw statements and tuples. A response's ratings go in by one statement with a
row of values for each, in a third of the time of one statement for each.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from storage import bodies
from storage.bodies import CodedWire, PartialWire, ResponseWire, SessionEventWire, WithdrawalWire
from storage.errors import Conflict
from storage.seal import coding, keys

_CIRCUMSTANCE = (
    "INSERT OR IGNORE INTO circumstance (number, campaign, form, form_version, unit, place,"
    " mode, language, time, day, clock, consent) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
)
_RESPONSE = "INSERT INTO response (campaign, id, circumstance, complete) VALUES (?,?,?,?)"
# OR FAIL: what fails is undone by the bundle's transaction or savepoint. The default, ABORT, would
# keep a journal for each statement, which within a savepoint costs more the longer the bundle.
_RATING = "INSERT OR FAIL INTO rating (campaign, response, question, value) VALUES "
_RATINGS_AT_ONCE = 60
_CHOICE = "INSERT INTO choice (campaign, response, question, choice) VALUES (?,?,?,?)"
_WORDS = "INSERT INTO words (campaign, response, question, text) VALUES (?,?,?,?)"
_DECLINED = "INSERT INTO declined (campaign, response, question) VALUES (?,?,?)"
_EVENT = (
    "INSERT INTO session_event (campaign, id, session, lamport, device, body)"
    " VALUES (?,?,?,?,?,?)"
)


class Rows:
    """Collects one bundle's rows, then writes them all with :meth:`write`."""

    def __init__(self, connection: Connection, campaign: int, device: int) -> None:
        self._connection = connection
        self._campaign = campaign
        self._device = device
        found = connection.exec_driver_sql("SELECT id, number FROM question")
        self._questions: dict[bytes, int] = {row.id: row.number for row in found}
        self._circumstances: dict[tuple[object, ...], int] = {}
        self._responses: list[tuple[int, bytes, int, int]] = []
        # by how many ratings there are: each count has a statement of its own
        self._ratings: dict[int, list[tuple[object, ...]]] = {}
        self._choices: list[tuple[int, bytes, int, bytes]] = []
        self._words: list[tuple[int, bytes, int, str]] = []
        self._declined: list[tuple[int, bytes, int]] = []
        self._events: list[tuple[int, bytes, bytes, int, int, bytes]] = []

    def add(self, id: bytes, body: bytes) -> bodies.Unknown | None:
        """Take the opened ``body`` for row ``id``; hand it back when its kind is unknown.

        Raises Damaged when the body does not follow its format.
        """
        wire = bodies.read(body)
        if isinstance(wire, bodies.Unknown):
            return wire
        if isinstance(wire, WithdrawalWire):
            return bodies.Unknown(kind="withdrawal", version=1, raw=body)
        if isinstance(wire, SessionEventWire):
            row = (self._campaign, id, wire.session, wire.lamport, self._device, body)
            self._events.append(row)
        else:
            self._add_response(id, wire)
        return None

    def write(self) -> None:
        """Write all rows. Conflict when one is here already and the ledger does not say so."""
        # sorted by id, so that where a row lies tells nothing of when it came
        statements: tuple[tuple[str, list[tuple[object, ...]]], ...] = (
            (_CIRCUMSTANCE, [(n, self._campaign, *f) for f, n in self._circumstances.items()]),
            (_RESPONSE, sorted(self._responses)),
            *((_rating(count), sorted(rows)) for count, rows in self._ratings.items()),
            (_CHOICE, sorted(self._choices)),
            (_WORDS, sorted(self._words)),
            (_DECLINED, sorted(self._declined)),
            (_EVENT, sorted(self._events)),
        )
        try:
            for statement, rows in statements:
                if rows:
                    self._connection.exec_driver_sql(statement, rows)
        except IntegrityError:
            raise Conflict(
                "bundle: it has an answer that is here already, though its place is not. "
                "Check the workspace with verify"
            ) from None

    def _add_response(self, id: bytes, wire: ResponseWire | PartialWire | CodedWire) -> None:
        campaign = self._campaign
        circumstance = self._circumstance(wire)
        complete = 0 if type(wire) is PartialWire else 1
        self._responses.append((campaign, id, circumstance, complete))
        questions = self._questions
        ratings: list[int] = []
        for question, answer in wire.answers.items():
            number = questions.get(question) or self._new_question(question)
            if isinstance(answer, int):
                ratings += (number, answer)
            elif isinstance(answer, bytes):
                self._choices.append((campaign, id, number, answer))
            else:
                self._declined.append((campaign, id, number))
        for question, text in wire.texts.items():
            number = questions.get(question) or self._new_question(question)
            self._words.append((campaign, id, number, text))
        for start in range(0, len(ratings), 2 * _RATINGS_AT_ONCE):
            some = ratings[start : start + 2 * _RATINGS_AT_ONCE]
            self._ratings.setdefault(len(some) // 2, []).append((campaign, id, *some))

    def _circumstance(self, wire: ResponseWire | PartialWire | CodedWire) -> int:
        c = wire.circumstances
        fields = (
            wire.form, wire.form_version, c.unit, c.place, c.mode, c.language, c.time, c.day,
            c.clock, c.consent,
        )
        number = self._circumstances.get(fields)
        if number is None:
            # a hash, not a count: numbers given in turn would tell the order of arrival
            hashed = keys.digest("circumstance", coding.pack((self._campaign, *fields)))
            number = int.from_bytes(hashed[:8], "big") >> 1
            self._circumstances[fields] = number
        return number

    def _new_question(self, id: bytes) -> int:
        made = self._connection.exec_driver_sql(
            "INSERT INTO question (id) VALUES (?) RETURNING number", (id,)
        )
        number = int(made.scalar_one())
        self._questions[id] = number
        return number


@cache
def _rating(count: int) -> str:
    """The statement for ``count`` (1 to _RATINGS_AT_ONCE) ratings of one response."""
    values = (f"(?1,?2,?{at},?{at + 1})" for at in range(3, 3 + 2 * count, 2))
    return _RATING + ",".join(values)

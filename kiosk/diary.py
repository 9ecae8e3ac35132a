"""What the presenters ask of the store: keep this body, now, so that it is there tomorrow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from kiosk.screens import ReceiptCode
from storage.bodies import decode, encode
from storage.errors import Damaged
from storage.kiosk.journal import Along
from storage.kiosk.open_sessions import OpenSession
from storage.kiosk.sessions import Sessions
from storage.seal import receipt_codes
from storage.values import Package, RandomBytes
from survey.records import Body, ParticipantJoined, Response, SessionEvent, Withdrawal

RANGE = 1_000
"""How many numbers of participants a device has for itself in a session that several lead: see
``docs/formats/open-session.md``. Who opened it has the first, without 0."""


class Journal(Protocol):
    """The part of the kiosk store's journal that is used here; every call is durable."""

    @property
    def package(self) -> Package: ...
    def draft(self, body: bytes) -> None: ...
    def finish(self, body: bytes) -> None: ...
    def seal_partial(self) -> bool: ...
    def discard(self) -> None: ...
    def append(self, body: bytes, along: Along | None = None) -> None: ...
    def append_all(self, bodies: Sequence[bytes], along: Along | None = None) -> None: ...


class Diary:
    """Writes bodies into a journal. Raises StorageError; what raised is not kept."""

    def __init__(self, journal: Journal, sessions: Sessions, random: RandomBytes) -> None:
        self._journal = journal
        self._sessions = sessions
        self._random = random

    def keep(self, so_far: Response) -> None:
        """The answers so far of the person at the screen replace the earlier ones."""
        self._journal.draft(encode(so_far))

    def finish(self, response: Response) -> None:
        """The person is done; the draft becomes the record."""
        self._journal.finish(encode(response))

    def leave(self) -> bool:
        """The person left; what was kept becomes a partial. False when there was nothing."""
        return self._journal.seal_partial()

    def forget(self) -> None:
        """Remove what was kept of the person at the screen; harmless when there is nothing."""
        self._journal.discard()

    def write(self, body: Body) -> None:
        """A record of its own, such as an event of a session."""
        self._journal.append(encode(body))

    def new_code(self) -> ReceiptCode:
        """A fresh code for one person. Nothing of it is kept here."""
        code = self._random(receipt_codes.CODE_BYTES)
        return ReceiptCode(
            hash=receipt_codes.code_hash(code),
            groups=receipt_codes.write_groups(code),
            words=receipt_codes.write_words(code),
        )

    def read_code(self, text: str) -> bytes | tuple[str, int]:
        """The code somebody typed; or what is wrong with it and in which group or word."""
        try:
            return receipt_codes.read_code(text)
        except receipt_codes.MisreadCode as fault:
            return fault.reason.value, fault.place

    def withdraw(self, code: bytes) -> None:
        """Record that the answers that went with ``code`` are to go."""
        self.write(Withdrawal(code=code))

    def open_session(self) -> HeldSession:
        """A session that can be resumed; its words are in ``code``. Takes a second: Argon2id."""
        return HeldSession(self._sessions.open(), self._journal, self._random)

    def resume_session(self, code: str) -> HeldSession:
        """The session that the moderator's words open. WrongKey, or MissingKey without any."""
        return HeldSession(self._sessions.resume(code), self._journal, self._random)

    def take_over_session(self, copy: bytes, code: str) -> HeldSession:
        """Another device's session, from its copy and the moderator's words: here it goes on.

        WrongKey, Damaged or TooNew; WrongCampaign for another survey's, MissingKey when it is
        over, Conflict when it is open here already.
        """
        taken = self._sessions.open_copy(copy, code, self._journal.package.campaign.bytes)
        share = _range(_events(taken.bodies), self._random)
        opened = self._sessions.take_up(taken, self._journal, share)
        return HeldSession(opened, self._journal, self._random)

    def sessions_waiting(self) -> int:
        """How many sessions can be resumed."""
        return self._sessions.waiting()


class OverLimit(ValueError):
    """Something is larger than what can be kept; its text says nothing of it."""


class HeldSession:
    """An open session's events, kept so that it can go on after a restart."""

    def __init__(self, session: OpenSession, journal: Journal, random: RandomBytes) -> None:
        self.code = session.code
        self._session = session
        self._journal = journal
        self._random = random

    @property
    def secret(self) -> bytes:
        """32 bytes that belong to the session, the same after a restart."""
        return self._session.secret

    @property
    def share(self) -> int:
        """Which range of participants' numbers this device has; 0 where the session was opened."""
        return self._session.share

    def events(self) -> tuple[SessionEvent, ...]:
        """What has happened so far. Damaged when the store holds something else."""
        return _events(self._session.bodies())

    def write(self, *events: SessionEvent) -> None:
        """Keep the events here and for the organisation, both or neither.

        OverLimit for an event that could not be read again, such as one with too long a text.
        """
        try:
            bodies = [encode(event) for event in events]
        except ValueError:
            raise OverLimit("an event is over a limit of its format") from None
        if len(bodies) == 1:
            self._session.keep(self._journal, bodies[0], self._random)
        else:
            self._session.keep_all(self._journal, bodies, self._random)

    def close(self, event: SessionEvent) -> None:
        """Keep the last event for the organisation and erase what is here.

        Forms that people have not finished on their phones become partial ones.
        """
        for number, body in self._session.sittings().items():
            self._session.end_sitting(self._journal, number, body)
        self._session.close(self._journal, encode(event))

    def copy(self) -> bytes:
        """All events so far, sealed to the moderator's words, for a second device."""
        return self._session.copy(self._journal.package.campaign.bytes, self._random)

    def read_copy(self, copy: bytes) -> tuple[SessionEvent, ...]:
        """What another device wrote of this session. WrongKey, Damaged or TooNew."""
        return _events(self._session.read_copy(copy))

    def sittings(self) -> tuple[int, ...]:
        """The forms that are being filled in by phone."""
        return tuple(self._session.sittings())

    def sitting(self, number: int) -> Sitting:
        """Where the answers of one of them are kept; numbered from 1."""
        return Sitting(self._session, self._journal, self._random, number)


class Sitting:
    """One person's form by phone, durable at every answer; as :class:`Diary` for who stands here.

    Nothing leads from it to a participant of the meeting.
    """

    def __init__(
        self, session: OpenSession, journal: Journal, random: RandomBytes, number: int
    ) -> None:
        self._session = session
        self._journal = journal
        self._random = random
        self._number = number

    def so_far(self) -> Response | None:
        """What they have answered, after a restart too; None when nothing is kept."""
        body = self._session.sittings().get(self._number)
        found = decode(body) if body is not None else None
        return found if isinstance(found, Response) else None

    def keep(self, so_far: Response) -> None:
        """The answers so far replace the earlier ones."""
        self._session.keep_sitting(self._number, encode(so_far), self._random)

    def finish(self, response: Response) -> None:
        """The person is done: a record for the organisation, and nothing here."""
        self._session.end_sitting(self._journal, self._number, encode(response))

    def leave(self) -> bool:
        """The person left; what was kept becomes a partial. False when there was nothing."""
        body = self._session.sittings().get(self._number)
        if body is not None:
            self._session.end_sitting(self._journal, self._number, body)
        return body is not None

    def forget(self) -> None:
        """Remove what was kept; harmless when there is nothing."""
        self._session.forget_sitting(self._number)


def _range(events: Iterable[SessionEvent], random: RandomBytes) -> int:
    """A range of participants' numbers, 1-99, that nobody has yet as far as is known here: drawn,
    for another device may go on from the same copy."""
    taken = {
        told.event.participant // RANGE for told in events
        if isinstance(told.event, ParticipantJoined)
    }
    free = [share for share in range(1, 100) if share not in taken] or [99]
    return free[int.from_bytes(random(4), "big") % len(free)]


def _events(bodies: tuple[bytes, ...]) -> tuple[SessionEvent, ...]:
    found = tuple(decode(body) for body in bodies)
    events = tuple(event for event in found if isinstance(event, SessionEvent))
    if len(events) != len(found):
        raise Damaged("the open session holds what is no event")
    return events

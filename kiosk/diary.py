"""What the presenters ask of the store: keep this body, now, so that it is there tomorrow."""

from __future__ import annotations

from typing import Protocol

from kiosk.screens import ReceiptCode
from storage.bodies import decode, encode
from storage.errors import Damaged
from storage.kiosk.journal import Along
from storage.kiosk.sessions import OpenSession, Sessions
from storage.seal import receipt_codes
from storage.values import RandomBytes
from survey.records import Body, Response, SessionEvent, Withdrawal


class Journal(Protocol):
    """The part of the kiosk store's journal that is used here; every call is durable."""

    def draft(self, body: bytes) -> None: ...
    def finish(self, body: bytes) -> None: ...
    def seal_partial(self) -> bool: ...
    def discard(self) -> None: ...
    def append(self, body: bytes, along: Along | None = None) -> None: ...


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

    def sessions_waiting(self) -> int:
        """How many sessions can be resumed."""
        return self._sessions.waiting()


class HeldSession:
    """An open session's events, kept so that it can go on after a restart."""

    def __init__(self, session: OpenSession, journal: Journal, random: RandomBytes) -> None:
        self.code = session.code
        self._session = session
        self._journal = journal
        self._random = random

    def events(self) -> tuple[SessionEvent, ...]:
        """What has happened so far. Damaged when the store holds something else."""
        found = tuple(decode(body) for body in self._session.bodies())
        events = tuple(event for event in found if isinstance(event, SessionEvent))
        if len(events) != len(found):
            raise Damaged("the open session holds what is no event")
        return events

    def write(self, event: SessionEvent) -> None:
        """Keep the event here and for the organisation, both or neither."""
        self._session.keep(self._journal, encode(event), self._random)

    def close(self, event: SessionEvent) -> None:
        """Keep the last event for the organisation and erase what is here."""
        self._session.close(self._journal, encode(event))

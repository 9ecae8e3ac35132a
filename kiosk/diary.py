"""What the presenters ask of the store: keep this body, now, so that it is there tomorrow."""

from __future__ import annotations

from typing import Protocol

from storage.bodies import encode
from survey.records import Body, Response


class Journal(Protocol):
    """The part of the kiosk store's journal that is used here; every call is durable."""

    def draft(self, body: bytes) -> None: ...
    def finish(self, body: bytes) -> None: ...
    def seal_partial(self) -> bool: ...
    def discard(self) -> None: ...
    def append(self, body: bytes) -> None: ...


class Diary:
    """Writes bodies into a journal. Raises StorageError; what raised is not kept."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

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

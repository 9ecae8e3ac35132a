"""Many bundles at once: what :mod:`sync.intake` works with, beside ``Workspace.take_in``."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from storage.errors import StorageError
from storage.unsealed import Keyring, Unsealed
from storage.values import Clock, OpenedBundle
from storage.workspace import campaigns, intake, writing
from storage.workspace.actors import UNNAMED
from storage.workspace.database import Database
from storage.workspace.rows import known_questions, new_question
from storage.workspace.values import TakenIn


class Arrivals:
    """``workspace.arrivals``; each method is one transaction, durable when it returns."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keyring(self) -> Keyring:
        """What opens bundles of this workspace. Secret: in memory only, and not for long.

        The questions of all surveys get their numbers first, so that opened rows have them.
        """
        with self._database.reading() as connection:
            known = known_questions(connection)
            missing = [
                question.id.bytes for campaign in campaigns.every(connection)
                for question in campaign.form.questions if question.id.bytes not in known
            ]
        with self._database.writing() if missing else self._database.reading() as connection:
            for id in missing:
                new_question(connection, id)
            return intake.keyring(connection)

    def seen(self, hashes: Collection[bytes]) -> frozenset[bytes]:
        """Which of these files, by SHA-256, were taken in before."""
        with self._database.reading() as connection:
            return intake.seen(connection, hashes)

    def take_in_all(
        self, bundles: Sequence[OpenedBundle | Unsealed], actor: str = UNNAMED
    ) -> tuple[TakenIn | StorageError, ...]:
        """Take in many bundles with one durable commit; each is all or nothing by itself.

        What a bundle brought (without gaps and forks: see ``Workspace.streams``), or why it was
        refused, in the order given. A bundle sees the ones before it. After a power cut
        either all of them happened or none. Random ids spread over all pages, so forty
        bundles together go in many times as fast as one by one.
        """
        try:
            with self._database.writing() as connection:
                return intake.take_in_all(connection, bundles, actor=actor, now=self._clock())
        except writing.Clash:
            return tuple(self._alone(bundle, actor) for bundle in bundles)

    def _alone(self, bundle: OpenedBundle | Unsealed, actor: str) -> TakenIn | StorageError:
        fault: StorageError | None = None
        with self._database.writing() as connection:
            try:
                with connection.begin_nested():
                    return intake.take_in(connection, bundle, actor=actor, now=self._clock())
            except StorageError as refused:
                fault = refused
        return fault

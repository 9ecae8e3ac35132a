"""The administrator's inbox: what people decide about devices, answers and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from storage.errors import NoRoom
from storage.seal.keys import Signer
from storage.values import Clock, Receipt
from storage.workspace import (
    campaigns,
    corrections,
    exports,
    file_rows,
    happenings,
    newer,
    projecting,
    quarantine,
    remembering,
    reviews,
    revoking,
    shown,
    standing,
    unreadable,
)
from storage.workspace.actors import UNNAMED
from storage.workspace.corrections import Correcting
from storage.workspace.database import Database
from storage.workspace.endings import Endings
from storage.workspace.exports import Made
from storage.workspace.happenings import Happening
from storage.workspace.newer import NewerReceipt
from storage.workspace.reviews import Decision, Listed, Reviewed, State, Which
from storage.workspace.revoking import Revoked
from storage.workspace.shown import ShownResponse
from storage.workspace.standing import DeviceStanding
from storage.workspace.unreadable import UnreadableRecord
from storage.workspace.values import DecidedFile, QuarantinedFile
from survey.files import File
from survey.records import Further

PROGRAM = "vardera"
"""The actor of what the program does by itself."""


class Inbox:
    """``workspace.inbox``. Each method is one transaction; ``actor`` names who decided."""

    def __init__(self, database: Database, clock: Clock, signer: Signer) -> None:
        self._database = database
        self._clock = clock
        self._endings = Endings(database, clock, signer)

    def devices(self) -> tuple[DeviceStanding, ...]:
        """How each device stands: what came, is missing, is held, looks odd."""
        with self._database.reading() as connection:
            return standing.devices(connection)

    def bundles(self, stream: bytes) -> tuple[tuple[int, datetime], ...]:
        """(number, when it was written) of each bundle that came of a stream, rising."""
        with self._database.reading() as connection:
            return standing.bundles(connection, stream)

    def newer_receipts(self, receipts: Iterable[Receipt]) -> tuple[NewerReceipt, ...]:
        """Which of these receipts, signed by this organisation, are unknown here.

        After a backup was restored: what devices may have forgotten that is no longer here.
        """
        with self._database.reading() as connection:
            return newer.newer(connection, receipts)

    def revoked_devices(self) -> tuple[bytes, ...]:
        """Public keys of revoked devices, rising, for the next package."""
        with self._database.reading() as connection:
            return revoking.revoked_devices(connection)

    def revoke(self, device: bytes, why: str, actor: str = UNNAMED) -> Revoked:
        """Trust a lost device no more; hold what came lately. WrongSigner, ValueError."""
        with self._database.writing() as connection:
            done = revoking.revoke(connection, device, why, actor=actor, now=self._clock())
            self._endings.turn(connection, device, revoked=True)
        self._endings.settle()
        return done

    def fresh_hours(self) -> int:
        """How long at least it is remembered which bundle brought an answer."""
        with self._database.reading() as connection:
            return remembering.hours(connection)

    def keep_fresh(self, hours: int, actor: str = UNNAMED) -> None:
        """Remember it that long: what revoking a device can hold. 0 to 720, or ValueError."""
        with self._database.writing() as connection:
            remembering.keep(connection, hours, actor=actor, now=self._clock())

    def restore_device(self, device: bytes, why: str, actor: str = UNNAMED) -> bool:
        """Trust it again; what is held stays held until decided. False: it was not revoked."""
        with self._database.writing() as connection:
            done = revoking.restore(connection, device, why, actor=actor, now=self._clock())
            if done:
                self._endings.turn(connection, device, revoked=False)
        self._endings.settle()
        return done

    def decide_device(
        self, device: bytes, *, accept: bool, reason: str, actor: str = UNNAMED
    ) -> int:
        """Count or exclude all that is held of a device; how many that were.

        Its files in quarantine are for :mod:`sync.deciding`, which calls this too.
        """
        with self._database.writing() as connection:
            return revoking.decide(
                connection, device, accept=accept, reason=reason, actor=actor, now=self._clock()
            )

    def files_of(self, device: bytes) -> tuple[QuarantinedFile, ...]:
        """Files of a device that lie in quarantine because it is revoked, oldest first."""
        with self._database.reading() as connection:
            mine = revoking.streams(connection, device)
            return tuple(
                file for file in quarantine.listed(connection)
                if file.code == revoking.CODE and file.stream in mine
            )

    def let_go(self, file: bytes, decision: str, actor: str = UNNAMED) -> bool:
        """Take a file (by its SHA-256) off the list by a person's ``decision``; its bytes go."""
        if not decision.strip():
            raise ValueError("letting a file go needs a reason")
        with self._database.writing() as connection:
            return quarantine.release(
                connection, file, actor=actor, now=self._clock(), decision=decision.strip()
            )

    def decided_files(self) -> tuple[DecidedFile, ...]:
        """Files that people decided about, oldest first."""
        with self._database.reading() as connection:
            return quarantine.decided(connection)

    def unreadable(self) -> tuple[UnreadableRecord, ...]:
        """Records that could not be opened or read; a resend is wanted."""
        with self._database.reading() as connection:
            return unreadable.listed(connection)

    def give_up(self, record: int, reason: str, actor: str = UNNAMED) -> bool:
        """Wait no longer for an unreadable record (by its number)."""
        with self._database.writing() as connection:
            return unreadable.give_up(
                connection, record, reason, actor=actor, now=self._clock()
            )

    def review(
        self, campaign: UUID, which: Which, state: State, reason: str, actor: str = UNNAMED
    ) -> int:
        """Decide about responses; how many changed. ValueError without a reason, Conflict."""
        decision = Decision(state=state, reason=reason, actor=actor, now=self._clock())
        with self._database.writing() as connection:
            number = campaigns.number(connection, campaign)
            return reviews.decide(connection, number, which, decision)

    def listed(
        self, campaign: UUID, which: Which, first: int = 0, most: int = 100
    ) -> tuple[Listed, ...]:
        """Responses that fit, without answers, in the order of their hashed ids."""
        with self._database.reading() as connection:
            number = campaigns.number(connection, campaign)
            return reviews.listed(connection, number, which, first, most)

    def states(self, campaign: UUID, which: Which) -> Mapping[State, int]:
        """How many responses that fit are in each state; a state that none is in is absent."""
        with self._database.reading() as connection:
            return reviews.states(connection, campaigns.number(connection, campaign), which)

    def decided(self, campaign: UUID, ids: Sequence[bytes]) -> Mapping[bytes, Reviewed]:
        """The last decision on each of these responses; those nobody decided on are absent."""
        with self._database.reading() as connection:
            return reviews.latest(connection, campaigns.number(connection, campaign), ids)

    def begins(self, campaign: UUID, digits: str) -> tuple[bytes, ...]:
        """Ids of responses that begin with these 1 to 32 hexadecimal digits: none, one or two.

        Two stand for any more. ValueError for other digits.
        """
        low, high = (bytes.fromhex(digits.ljust(32, filler)) for filler in "0f")
        with self._database.reading() as connection:
            return reviews.between(connection, campaigns.number(connection, campaign), low, high)

    def response(self, campaign: UUID, id: bytes) -> ShownResponse | None:
        """One response with its answers and history; None when it is not here (any more)."""
        with self._database.reading() as connection:
            return shown.response(connection, campaigns.number(connection, campaign), id)

    def hand_out(
        self, campaign: UUID, id: bytes, one: Further, path: str, actor: str = UNNAMED
    ) -> File:
        """The photo or sound of an answer, to be saved at ``path``, which is listed as an export
        and stands in the log. Damaged when its bytes are not those that came."""
        with self._database.writing() as connection:
            number, now = campaigns.number(connection, campaign), self._clock()
            file = file_rows.of(connection, number, id, one)
            made = Made(
                kind="file", path=path, records=1, happening="file-saved", holds=str(file.type)
            )
            exports.note(connection, number, made, actor=actor, now=now)
            return file

    def correct(self, campaign: UUID, what: Correcting, actor: str = UNNAMED) -> None:
        """Lay a correction over one field. ValueError when the survey has no such thing."""
        with self._database.writing() as connection:
            corrections.correct(
                connection, campaigns.one(connection, campaign),
                campaigns.number(connection, campaign), what, actor=actor, now=self._clock(),
            )

    def happenings(self) -> tuple[Happening, ...]:
        """The log of what people did, oldest first."""
        with self._database.reading() as connection:
            return happenings.listed(connection)

    def project_kept(self, actor: str = PROGRAM) -> int:
        """Give records of kinds that this program has learnt their place; how many.

        Stops on a full disk: the rest stays kept and is for the next time.
        """
        with self._database.reading() as connection:
            waiting = projecting.waiting(connection)
        done = 0
        with suppress(NoRoom):
            for campaign, epoch in waiting:
                with self._database.writing() as connection:
                    done += projecting.project(
                        connection, campaign, epoch, actor=actor, now=self._clock()
                    )
        return done

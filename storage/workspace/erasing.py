"""What goes for good: withdrawn answers and old ones; and what they may still lie in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection

from storage.errors import NoRoom, StorageError, WrongSigner
from storage.seal.keys import Signer
from storage.values import Clock
from storage.workspace import (
    campaigns,
    ended_file,
    exports,
    happenings,
    others_lists,
    retention,
    tombstones,
    withdrawals,
)
from storage.workspace.actors import UNNAMED
from storage.workspace.database import Database
from storage.workspace.endings import Endings
from storage.workspace.erasures import ANSWERS, Because
from storage.workspace.exports import Export, Made
from storage.workspace.leftovers import UNNOTED, Leftovers, Trouble
from storage.workspace.retention import Going, Rule
from storage.workspace.tombstones import WithdrawnList
from storage.workspace.traces import Traces, find

BACKUP = "backup"
"""The kind of happening that says where a backup was put."""
PROGRAM = "vardera"
LISTS_LIMIT = 500_000
"""So many codes may wait for their answers before others' lists add no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalDone:
    """``erased`` answers went from here now; ``waiting``: the answers have not come (yet).

    ``traces`` is what the program cannot reach. ``backups`` were made before and hold the answers,
    encrypted, until they are destroyed; to those ``unreached`` no note of it could be put.
    ``left`` is what stands in the way on this computer or server.
    """

    erased: int
    waiting: bool
    traces: Traces
    backups: tuple[str, ...]
    unreached: tuple[str, ...]
    left: Leftovers = field(default_factory=Leftovers)


class Erasing:
    """``workspace.erasing``. What it erases is cut from the log and overwritten on disk."""

    def __init__(self, database: Database, clock: Clock, signer: Signer) -> None:
        self._database = database
        self._clock = clock
        self._signer = signer
        self._endings = Endings(database, clock, signer)

    def leftovers(self) -> Leftovers:
        """What a person must see to after what was erased since opening, and by opening."""
        return self._database.leftovers()

    def withdraw(self, code: bytes, actor: str = UNNAMED) -> WithdrawalDone:
        """Do as the giver of a 16-byte code wants. ValueError for another length.

        Nothing of the answers is shown. Twice is harmless, and tells the same.
        """
        hash = withdrawals.code_hash(code)
        self._write_beside((hash,))  # first: what is interrupted here is done at opening
        erased = self._apply((hash,), actor)
        if not erased:  # the same once more clears a log that was held the first time
            self._database.expunge()
        unreached = self.settle()
        with self._database.reading() as connection:
            campaign = withdrawals.campaign_of(connection, hash)
            return WithdrawalDone(
                erased=erased, waiting=campaign is None, traces=find(connection, campaign),
                backups=tuple(str(place) for place in _backups(connection)),
                unreached=unreached, left=self.leftovers(),
            )

    def withdraw_hashes(self, hashes: Collection[bytes], actor: str = UNNAMED) -> int:
        """As :meth:`withdraw` for codes of which only the hashes (32 bytes) are known."""
        hashes = self._with_room(hashes)
        self._write_beside(hashes)
        erased = self._apply(hashes, actor)
        self.settle()
        return erased

    def apply_list(self, found: WithdrawnList, trusted: bytes, actor: str = UNNAMED) -> int:
        """Withdraw all that a list names; how many answers were here.

        WrongSigner unless ``trusted`` (an organisation's public key) signed it.
        """
        if found.signer != trusted:
            raise WrongSigner("withdrawn: signed by another organisation than the one you trust")
        return self.withdraw_hashes(found.codes, actor)

    def obey(self, found: WithdrawnList, actor: str = UNNAMED) -> int:
        """As :meth:`apply_list` for a list of this, a lead or a partner organisation.

        Of another organisation's list only answers in surveys that are shared with it go. After
        those, WrongSigner where the list names others, or nothing is shared with its signer.
        What it names and is known here already changes nothing.
        """
        with self._database.reading() as connection:
            sorted_ = others_lists.sort(connection, found, self._signer.public)
        erased = self.withdraw_hashes(sorted_.wanted, actor) if sorted_.wanted else 0
        sorted_.refuse_rest()
        return erased

    def list_file(self, campaign: UUID | None = None) -> bytes:
        """A signed list for other recipients: of all, or of one campaign and what still waits."""
        with self._database.reading() as connection:
            number = None if campaign is None else campaigns.number(connection, campaign)
            codes = withdrawals.every(connection, number)
        return tombstones.write_list(codes[: tombstones.CODES_LIMIT], self._signer, self._clock())

    def waiting(self) -> int:
        """How many codes were given back whose answers have not come."""
        with self._database.reading() as connection:
            return withdrawals.waiting(connection)

    def reapply(self) -> None:
        """At opening: withdraw and end again what the files beside the database name.

        So a restored backup loses what was withdrawn after it was made, whatever becomes of the
        rest. On a full disk nothing can be erased, and :meth:`leftovers` says so; as of a file
        that cannot be believed.
        """
        for file, again in (
            (tombstones.FILE, self._withdraw_again), (ended_file.FILE, self._endings.reapply),
        ):
            try:
                again()
            except NoRoom as fault:
                self._database.remains.failed(file, fault)

    def _withdraw_again(self) -> None:
        found = self._beside()
        there = frozenset(found.codes if found else ())
        with self._database.reading() as connection:
            known = withdrawals.every(connection)
        new = there.difference(known)
        if new:
            self._apply(sorted(new), PROGRAM)
        if not there.issuperset(known[: tombstones.CODES_LIMIT]):
            self._try_beside()

    def settle(self) -> tuple[str, ...]:
        """See to it that the list beside the database, and those in all backups that can be
        reached, name every withdrawal; the backups that could not be written come back.
        """
        self._endings.settle()
        codes = self._try_beside()
        if not codes:
            return ()
        with self._database.reading() as connection:
            places = _backups(connection)
        return tuple(
            str(place) for place in places
            if tombstones.reachable(place) is False or not self._put(place, codes)
        )

    def backed_up(self, path: Path, actor: str = UNNAMED) -> None:
        """Remember where a backup lies, and give it and those before it the list."""
        with self._database.writing() as connection:
            happenings.note(
                connection, BACKUP, actor=actor, now=self._clock(), detail=str(path.absolute())
            )
        self.settle()

    def note_export(self, campaign: UUID, made: Made, actor: str = UNNAMED) -> int:
        """Remember a readable file made of a campaign's answers; its number."""
        with self._database.writing() as connection:
            number = campaigns.number(connection, campaign)
            return exports.note(connection, number, made, actor=actor, now=self._clock())

    def exports(self) -> tuple[Export, ...]:
        """Every readable file that was made, oldest first."""
        with self._database.reading() as connection:
            return exports.listed(connection)

    def export_destroyed(self, number: int, actor: str = UNNAMED) -> bool:
        """A person saw to it that an export is gone; False when it was so marked before."""
        with self._database.writing() as connection:
            return exports.destroyed(connection, number, actor=actor, now=self._clock())

    def rule(self, campaign: UUID) -> Rule | None:
        """The campaign's retention rule, or None: everything stays."""
        with self._database.reading() as connection:
            return retention.rule(connection, campaigns.number(connection, campaign))

    def set_rule(self, campaign: UUID, rule: Rule, actor: str = UNNAMED) -> None:
        """Keep a retention rule; nothing is erased by that."""
        with self._database.writing() as connection:
            number = campaigns.number(connection, campaign)
            retention.set_rule(connection, number, rule, actor=actor, now=self._clock())

    def due(self, campaign: UUID, rule: Rule) -> tuple[Going, ...]:
        """Exactly what :meth:`apply_rule` would erase now."""
        with self._database.reading() as connection:
            number = campaigns.number(connection, campaign)
            return retention.due(connection, number, rule, self._today())

    def apply_rule(self, campaign: UUID, rule: Rule, actor: str = UNNAMED) -> tuple[Going, ...]:
        """Erase what is due, in steps that are each durable; what went comes back."""
        today = self._today()
        why = Because(what=ANSWERS, actor=actor, now=self._clock())
        with self._database.reading() as connection:
            number = campaigns.number(connection, campaign)
            going = retention.due(connection, number, rule, today)
        more = 1
        while more:
            with self._database.writing() as connection:
                more = retention.step(connection, number, rule, today, why)
        self._database.expunge()
        return going

    def _today(self) -> date:
        return self._clock().astimezone(UTC).date()

    def _apply(self, hashes: Collection[bytes], actor: str) -> int:
        with self._database.writing() as connection:
            erased = withdrawals.apply(connection, hashes, actor=actor, now=self._clock())
        if erased:
            self._database.expunge()
        return erased

    def _beside(self) -> WithdrawnList | None:
        try:
            found = tombstones.read_beside(self._database.directory)
        except StorageError as fault:
            self._database.remains.failed(tombstones.FILE, fault)
            return None
        if found is not None and found.signer != self._signer.public:
            self._database.remains.foreign(tombstones.FILE)
            return None
        return found

    def _write_beside(self, more: Collection[bytes] = ()) -> tuple[bytes, ...]:
        with self._database.reading() as connection:
            codes = (*more, *withdrawals.every(connection))
        if codes:
            directory = self._database.directory
            tombstones.put_beside(directory, codes, self._signer, self._clock())
        return codes

    def _try_beside(self) -> tuple[bytes, ...]:
        """As :meth:`_write_beside`; what cannot be written is told, and tried at each opening."""
        try:
            return self._write_beside()
        except StorageError as fault:
            self._database.remains.failed(tombstones.FILE, fault)
            with self._database.reading() as connection:
                return withdrawals.every(connection)

    def _with_room(self, hashes: Collection[bytes]) -> tuple[bytes, ...]:
        """Of others' codes all whose answers are here, and as many more as there is room for.

        Nobody's list may fill ours, or what is given back here would have no place in it.
        """
        with self._database.reading() as connection:
            here = withdrawals.here(connection, hashes)
            room = max(0, LISTS_LIMIT - withdrawals.waiting(connection))
        rest = [code for code in hashes if code not in here]
        if len(rest) > room:
            self._database.remains.tell(Trouble(file=tombstones.FILE, code=UNNOTED, text=(
                f"{len(rest) - room} codes of a list were not noted: more wait for their answers "
                "than the workspace keeps"
            )))
        return (*sorted(here), *rest[:room])

    def _put(self, place: Path, codes: Collection[bytes]) -> bool:
        try:
            tombstones.put_beside(place, codes, self._signer, self._clock())
        except StorageError:
            return False
        return True


def _backups(connection: Connection) -> list[Path]:
    return [Path(what.detail) for what in happenings.listed(connection) if what.kind == BACKUP]

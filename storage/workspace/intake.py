"""Taking in bundles: each is checked, opened and noted whole, or changes nothing.

Rows of answers are written once for all bundles of a transaction, in the order of their ids:
random ids lie all over the tables, so this touches far fewer pages than bundle by bundle.
Whatever could refuse a bundle is looked at before its rows are kept for that.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from storage.errors import Conflict, StorageError, TooMuchAside
from storage.unsealed import CampaignKeys, Keyring, Outline, Rows, Unsealed
from storage.unsealing import Unsealer, outline
from storage.values import OpenedBundle
from storage.workspace import (
    actors,
    aside,
    campaign_keys,
    gaps,
    odd_records,
    receipts,
    withdrawals,
    writing,
)
from storage.workspace.erasures import parts
from storage.workspace.odd_records import Found
from storage.workspace.places import EpochPlaces, place_epochs, write_ledger
from storage.workspace.rows import known_questions, with_numbers
from storage.workspace.senders import Sender, Senders
from storage.workspace.values import ClockNote, TakenIn

CLOCK_MARGIN = timedelta(minutes=10)

_BATCH = (
    "INSERT INTO batch (stream, bundle, bundle_number, package_hash, made, new, known, actor, at)"
    " VALUES (?,?,?,?,?,?,?,?,?) RETURNING number"
)
_BEFORE = (
    "SELECT made FROM batch WHERE stream = ? AND bundle_number < ?"
    " ORDER BY bundle_number DESC, number DESC LIMIT 1"
)

def take_in(
    connection: Connection, bundle: OpenedBundle | Unsealed, *, actor: str, now: datetime,
    despite_revoked: bool = False,
) -> TakenIn:
    """Take in what is new of ``bundle``, exactly once on (stream, epoch, place).

    A stream is one device in one campaign, so no device can take the places of another. A
    record that cannot be opened or read is kept aside and not noted as taken in.

    Must run inside a transaction that an exception undoes. Raises WrongCampaign,
    WrongSigner (the device is not registered here), RevokedDevice (unless asked not to look at
    that), MissingKey (not sealed to us, or Retired), Conflict (it contradicts what was taken in
    before) or Damaged.
    """
    work = _Intake(connection, actor, now, alone=True, despite_revoked=despite_revoked)
    taken = work.take(bundle)
    try:
        work.finish()
    except writing.Clash as clash:
        raise Conflict(f"bundle: {clash}. Check the workspace with verify") from None
    return taken


def take_in_all(
    connection: Connection, bundles: Sequence[OpenedBundle | Unsealed], *, actor: str,
    now: datetime,
) -> tuple[TakenIn | StorageError, ...]:
    """As :func:`take_in` for each, in one go; what is refused tells why and changes nothing.

    Gaps and forks are left out: who takes in many looks at them once at the end.

    Raises writing.Clash when they must be taken in one by one.
    """
    work = _Intake(connection, actor, now, alone=False)
    done: list[TakenIn | StorageError] = []
    for bundle in bundles:
        try:
            with connection.begin_nested():
                done.append(work.take(bundle))
        except StorageError as fault:
            if not isinstance(fault, TooMuchAside):  # many such may come one after another
                work.room.reckon_anew()
            done.append(fault)
    work.finish()
    return tuple(done)


def seen(connection: Connection, hashes: Collection[bytes]) -> frozenset[bytes]:
    """Which of these files, by SHA-256, were taken in before."""
    found: set[bytes] = set()
    for some in parts(hashes):
        marks = ",".join("?" * len(some))
        rows = connection.exec_driver_sql(
            f"SELECT bundle FROM batch WHERE bundle IN ({marks})", some  # noqa: S608
        )
        found.update(bytes(hash) for (hash,) in rows)
    return frozenset(found)


def keyring(connection: Connection) -> Keyring:
    """All that opening bundles of this workspace needs; none of campaigns that were retired."""
    campaigns = connection.exec_driver_sql(
        "SELECT number, id FROM campaign WHERE retired IS NULL"
    ).all()
    devices = connection.exec_driver_sql("SELECT public, number FROM device").all()
    return Keyring(
        campaigns={bytes(id): _campaign_keys(connection, number) for number, id in campaigns},
        devices={bytes(public): number for public, number in devices},
        questions=known_questions(connection),
    )


def _campaign_keys(connection: Connection, number: int) -> CampaignKeys:
    return CampaignKeys(
        number=number, row_secret=campaign_keys.row_secret(connection, number),
        seeds=campaign_keys.receiving_seeds(connection, number),
    )


class _Intake:
    """The work of one transaction. :meth:`take` checks and notes, :meth:`finish` writes rows."""

    def __init__(
        self, connection: Connection, actor: str, now: datetime, *, alone: bool,
        despite_revoked: bool = False,
    ) -> None:
        self._connection = connection
        self._actor = actor
        self._now = now
        self._alone = alone
        self._despite_revoked = despite_revoked
        self._at = int(now.timestamp())
        # here, for what is made within a bundle goes when the bundle is refused
        self._who = actors.number(connection, actor)
        self._senders = Senders(connection, self._at)
        self.room = aside.Room(connection)
        self._unsealers: dict[tuple[int, int], Unsealer] = {}
        self._questions = known_questions(connection)
        self._taken: list[tuple[Rows, dict[bytes, int]]] = []
        self._withdrawn: list[bytes] = []

    def take(self, bundle: OpenedBundle | Unsealed) -> TakenIn:
        """Check a bundle and note it; its rows wait. After an exception nothing of it stays."""
        sender = self._senders.of(bundle.outline if isinstance(bundle, Unsealed) else bundle)
        shape = bundle.outline if isinstance(bundle, Unsealed) else outline(bundle)
        epochs = place_epochs(self._connection, shape, sender.campaign, sender.stream)
        new = frozenset((at, n) for at, places in enumerate(epochs) for n in places.new)
        if new:
            sender.refuse_new(despite_revoked=self._despite_revoked)
        known = sum(len(part.places) for part in shape.parts) - len(new)
        clock = self._clock_note(shape, sender)
        earlier = self._earlier_batch(shape)
        found = Found(sender.stream, sender.campaign, epochs, seen=earlier is not None)
        opened = self._open(bundle, sender, new) if new else None
        if opened is not None:
            found.sort(self._connection, opened, self.room, self._now)
        stored = len(new) - len(found.unreadable)
        if stored or earlier is None:  # a file that still lies there tells nothing
            batch = self._new_batch(shape, sender, (stored, known), earlier)
            found.write(self._connection, batch)
            write_ledger(
                self._connection, epochs, sender.campaign, batch, frozenset(found.unreadable)
            )
            if known and not sender.revoked:
                receipts.want_again(self._connection, sender.stream, _partly_known(epochs))
        self._taken.append((found.rows, found.questions))
        self._withdrawn += found.withdrawals
        numbers = [places.number for places in epochs]
        return TakenIn(
            new=stored, known=known, unreadable=found.waiting, clock=clock,
            gaps=gaps.gaps(self._connection, sender.stream, numbers) if self._alone else (),
            forks=gaps.forks(self._connection, sender.stream, numbers) if self._alone else (),
        )

    def finish(self) -> None:
        """Write the rows of all that was taken, then do as withdrawals among it say. Or Clash."""
        rows = Rows()
        for some, used in self._taken:
            rows.merge(with_numbers(self._connection, some, used, self._questions))
        writing.write(self._connection, rows)
        self._taken = []
        if self._withdrawn:
            withdrawals.apply(
                self._connection, self._withdrawn, actor=self._actor, now=self._now
            )

    def _open(
        self, bundle: OpenedBundle | Unsealed, sender: Sender, new: frozenset[tuple[int, int]]
    ) -> Unsealed:
        if isinstance(bundle, Unsealed):
            return odd_records.trimmed(bundle, new)
        key = (sender.campaign, sender.device)
        if key not in self._unsealers:
            campaign = _campaign_keys(self._connection, sender.campaign)
            self._unsealers[key] = Unsealer(Keyring(
                campaigns={bundle.campaign.bytes: campaign},
                devices={bundle.device: sender.device}, questions=self._questions,
            ))
        return self._unsealers[key].unseal(bundle, new)

    def _earlier_batch(self, shape: Outline) -> int | None:
        """The batch that this very file made when it came before."""
        found = self._connection.exec_driver_sql(
            "SELECT number FROM batch WHERE bundle = ?", (shape.hash,)
        ).first()
        return None if found is None else int(found.number)

    def _new_batch(
        self, shape: Outline, sender: Sender, counts: tuple[int, int], earlier: int | None
    ) -> int:
        hash = shape.hash
        if earlier is not None:
            hash = odd_records.hash_of_another_time(self._connection, hash)
        made = self._connection.exec_driver_sql(
            _BATCH,
            (
                sender.stream, hash, shape.number, shape.package_hash, shape.made, *counts,
                self._who, self._at,
            ),
        )
        return int(made.scalar_one())

    def _clock_note(self, shape: Outline, sender: Sender) -> ClockNote:
        """Held against our time, and against the bundle that the device numbered before this one.

        Not against the highest number of all: a copied device key could set that out of reach.
        """
        margin = int(CLOCK_MARGIN.total_seconds())
        if shape.made > self._at + margin:
            return ClockNote.AHEAD
        before = self._connection.exec_driver_sql(_BEFORE, (sender.stream, shape.number)).first()
        back = before is not None and shape.made < before.made - margin
        return ClockNote.BACK if back else ClockNote.OK


def _partly_known(epochs: tuple[EpochPlaces, ...]) -> list[int]:
    return [p.number for p in epochs if len(p.new) < len(p.part.places)]

"""A new recovery sheet, when the old one was lost or seen: with it a new database key."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from storage.seal import place, recovery, slots
from storage.seal.columns import ColumnSealer
from storage.seal.slots import KEY_BYTES, Slots
from storage.values import Clock, RandomBytes
from storage.workspace import addresses, happenings, recovery_keys, rekeying
from storage.workspace.actors import UNNAMED
from storage.workspace.leftovers import Leftovers
from storage.workspace.opening import on_server, open_workspace
from storage.workspace.passphrases import unlock


def new_sheet(
    directory: Path, *, keep: Callable[[str], None], clock: Clock, passphrase: str,
    database_password: str | None = None, random: RandomBytes = os.urandom, actor: str = UNNAMED,
) -> Leftovers:
    """Let a new recovery code open the workspace, and what is collected with later packages.

    ``keep`` is given the code before anything changes: it puts it where it lasts, or raises,
    and then all is as before. The database gets a new key: afterwards neither the old sheet nor
    an old slots file opens it. A power cut leaves the old sheet or the new one valid; the
    passphrase opens it either way. The old sheet still opens backups made before, and every
    bundle that was sealed to it. What could not be read or cleared comes back. Raises what
    opening does, and InUse while it is open elsewhere.
    """
    with open_workspace(  # it is whole, and of this program's version
        directory, passphrase=passphrase, clock=clock, random=random,
        database_password=database_password,
    ) as workspace:
        left = workspace.erasing.leftovers()
    found, key = unlock(directory, passphrase=passphrase, recovery_code=None)
    new, code = random(KEY_BYTES), random(recovery.CODE_BYTES)
    keep(recovery.write_code(code))
    wrapped = _wrapped(found, new, (passphrase, code), random)

    def begin(connection: Connection) -> None:
        now, secret = clock(), recovery.recovery_secret(code)
        recovery_keys.begin_sheet(connection, secret, actor=actor, now=now)
        happenings.note(connection, "new-sheet", actor=actor, now=now)

    if not found.address:
        rekeying.rekey_file(directory, (key, new), wrapped, begin)
        return replace(left, log=False)  # it was open to nobody else, and its log is gone
    server = addresses.read_stored(found.address, database_password)
    with closing(on_server(directory, server, key, found.workspace, random)) as database:
        sealer = ColumnSealer(new, found.workspace, random)
        rekeying.rekey_server(database, sealer, wrapped, begin)
        return replace(left, log=database.leftovers().log)


def _wrapped(
    found: Slots, key: bytes, secrets: tuple[str, bytes], random: RandomBytes
) -> Slots:
    passphrase, code = secrets
    # the rows stay where they are; only the key that says so is new
    where = None if found.place is None else place.make(
        key, found.workspace, found.generation, found.address
    )
    cost = next(slot.cost for slot in found.slots if slot.kind == slots.PASSPHRASE)
    return replace(found, place=where, slots=(
        slots.passphrase_slot(found.workspace, key, passphrase, cost=cost, random=random),
        slots.recovery_slot(found.workspace, key, code, random=random),
    ))

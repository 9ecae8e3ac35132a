"""A workspace's secrets: trying one, and giving another passphrase."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from storage.seal import calibration, recovery, slots
from storage.seal.slots import Cost, Slots
from storage.values import RandomBytes
from storage.workspace import files, rekeying

SHORTEST = 12
"""Characters of a new passphrase; four everyday words are longer and easy to remember."""


def unlock(
    directory: Path, *, passphrase: str | None, recovery_code: str | None
) -> tuple[Slots, bytes]:
    """The slots of the workspace here and its database key; only the slots file is read.

    Raises WrongKey, MissingKey, Damaged or TooNew; ValueError unless exactly one secret is given.
    """
    if (passphrase is None) == (recovery_code is None):
        raise ValueError("give either a passphrase or a recovery code")
    if recovery_code is not None:
        recovery.read_code(recovery_code)  # a typing error is told before anything is looked at
    rekeying.finish(directory)
    found = files.read_slots(directory)
    return found, open_slots(found, passphrase=passphrase, recovery_code=recovery_code)


def open_slots(found: Slots, *, passphrase: str | None, recovery_code: str | None) -> bytes:
    """The database key that ``found`` wrap. Raises WrongKey or MissingKey."""
    if recovery_code is not None:
        return slots.open_with_recovery(found, recovery.read_code(recovery_code))
    return slots.open_with_passphrase(found, passphrase or "")


def change_passphrase(
    directory: Path, *, new: str, passphrase: str | None = None,
    recovery_code: str | None = None, random: RandomBytes = os.urandom,
    cost: Cost | None = None,
) -> None:
    """Let ``new`` open the workspace instead of its earlier passphrases.

    Opened with exactly one of the present ``passphrase`` and the ``recovery_code``. Only the
    slots change, never the database. Without ``cost`` it is measured anew. Raises
    WrongKey, MissingKey, Damaged or TooNew, NotInPlace while a new key waits, and
    ValueError for an empty ``new``; nothing has changed then. Backups made before keep the
    passphrase they were made with.
    """
    rekeying.check_settled(directory)
    found, key = unlock(directory, passphrase=passphrase, recovery_code=recovery_code)
    cost = cost or calibration.calibrated()
    renewed = slots.passphrase_slot(found.workspace, key, new, cost=cost, random=random)
    kept = tuple(slot for slot in found.slots if slot.kind != slots.PASSPHRASE)
    data = slots.write_slots(replace(found, slots=(renewed, *kept)))
    files.write_new(directory / files.SLOTS, data)

"""Giving a workspace another passphrase; the database and the recovery code stay as they are."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from storage.seal import recovery, slots
from storage.seal.slots import DEFAULT_COST, Cost
from storage.values import RandomBytes
from storage.workspace import files


def change_passphrase(
    directory: Path, *, new: str, passphrase: str | None = None,
    recovery_code: str | None = None, random: RandomBytes = os.urandom,
    cost: Cost = DEFAULT_COST,
) -> None:
    """Let ``new`` open the workspace instead of its earlier passphrases.

    Opened with exactly one of the present ``passphrase`` and the ``recovery_code``. Raises
    WrongKey, MissingKey, Damaged or TooNew, and ValueError for an empty ``new``; nothing has
    changed then. Backups made before keep the passphrase they were made with.
    """
    if (passphrase is None) == (recovery_code is None):
        raise ValueError("give either a passphrase or a recovery code")
    code = None if recovery_code is None else recovery.read_code(recovery_code)
    found = files.read_slots(directory)
    if code is None:
        key = slots.open_with_passphrase(found, passphrase or "")
    else:
        key = slots.open_with_recovery(found, code)
    renewed = slots.passphrase_slot(found.workspace, key, new, cost=cost, random=random)
    kept = tuple(slot for slot in found.slots if slot.kind != slots.PASSPHRASE)
    data = slots.write_slots(replace(found, slots=(renewed, *kept)))
    files.write_new(directory / files.SLOTS, data)

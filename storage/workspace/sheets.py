"""A new recovery sheet, when the old one was lost or seen."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from storage.seal import recovery, slots
from storage.seal.slots import Slots
from storage.values import Clock, RandomBytes
from storage.workspace import files
from storage.workspace.actors import UNNAMED
from storage.workspace.opening import open_workspace
from storage.workspace.passphrases import unlock


def new_sheet(
    directory: Path, *, keep: Callable[[str], None], clock: Clock, passphrase: str | None = None,
    recovery_code: str | None = None, random: RandomBytes = os.urandom, actor: str = UNNAMED,
) -> None:
    """Let a new recovery code open the workspace, and what is collected with later packages.

    ``keep`` is given the code before anything changes: it puts it where it lasts, or raises,
    and then all is as before. From there on a power cut leaves both sheets open the workspace;
    do it once more. Afterwards the old sheet opens it no longer, but it still opens backups
    made before, and every bundle that was sealed to it. Raises what opening does.
    """
    secrets = {"passphrase": passphrase, "recovery_code": recovery_code}
    found, key = unlock(directory, **secrets)
    code = random(recovery.CODE_BYTES)
    fresh = slots.recovery_slot(found.workspace, key, code, random=random)
    others = tuple(slot for slot in found.slots if slot.kind != slots.RECOVERY)
    before = tuple(slot for slot in found.slots if slot.kind == slots.RECOVERY)
    with open_workspace(directory, **secrets, clock=clock, random=random) as workspace:
        keep(recovery.write_code(code))
        # one earlier sheet is enough: more of them are what power cuts have left
        _write(directory, replace(found, slots=(*others, fresh, *before[:1])))
        workspace.keys.begin_sheet(recovery.write_code(code), actor)
        _write(directory, replace(found, slots=(*others, fresh)))


def _write(directory: Path, changed: Slots) -> None:
    files.write_new(directory / files.SLOTS, slots.write_slots(changed))

"""``vardera responses file``: a photo or a sound that somebody handed in, saved on purpose."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from admin.commands import correcting, terminal, which
from admin.commands.form_fields import FormFields
from admin.exports import folder
from sync.naming import printable

if TYPE_CHECKING:
    from storage.workspace import Workspace


def file(args: argparse.Namespace) -> int:
    """Save one file; it is noted before anything is written."""
    from survey.files import File

    if args.out.exists() or args.out.is_symlink():
        raise terminal.WrongUsage(f"{args.out} is there already; name a new file")
    try:
        folder.outside(args.out, args.workspace)
    except folder.NotThere as fault:
        raise terminal.WrongUsage(str(fault)) from None
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        id = which.one_id(workspace, campaign, args.id)
        shown = workspace.inbox.response(campaign.id, id)
        if shown is None:
            raise terminal.WrongUsage("this answer is not here (it may have been withdrawn)")
        asked = workspace.forms.asked(campaign.id)
        spot = FormFields(tuple(reversed(asked.definitions))).find(args.field)
        found = [one for one in shown.further_reads if (one.node, one.at) == spot]
        if not found or not isinstance(found[0].value, File):
            raise terminal.WrongUsage(f"no photo or sound was handed in for {args.field}")
        path = str(args.out.resolve())
        made = workspace.inbox.hand_out(campaign.id, id, found[0], path, correcting.ACTOR)
        try:
            terminal.written(lambda: _write(args.out, made.data), args.out)
        except terminal.WrongUsage:
            _note_gone(workspace, path)
            raise
    if args.json:
        terminal.say_json({"file": path, "type": made.type.value, "size": made.size})
    else:
        terminal.say(
            f"Saved {made.type.value}, {made.size} bytes, as {printable(str(args.out))}.",
            "It is readable now: a withdrawal cannot reach it. Erase it when it is not needed.",
        )
    return 0


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, for its owner alone; a file that is there is not touched."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        path.unlink()
        raise


def _note_gone(workspace: Workspace, path: str) -> None:
    """What was noted before it was written is not there after all."""
    for one in workspace.erasing.exports():
        if (one.path, one.destroyed) == (path, None) and not os.path.lexists(path):
            workspace.erasing.export_destroyed(one.number, correcting.ACTOR)

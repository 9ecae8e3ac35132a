"""What erasing left behind, in words: the same in the window and at every command."""

from __future__ import annotations

from typing import Any

from assets.words import Words
from storage.errors import Damaged, NoRoom, TooNew
from storage.workspace.leftovers import FOREIGN, UNNOTED, Leftovers, Trouble

SCREEN = "standard output of vardera results"
"""What is noted of figures that a command showed, where the path of a file would stand."""


def left_to_do(left: Leftovers, words: Words) -> tuple[str, ...]:
    """What a person must see to, each a sentence or two; empty when there is nothing."""
    lines = []
    if left.log:
        lines.append(words(
            "Another program is using the workspace, so what was erased still lies in its log. "
            "Close other programs and do the same again."
        ))
    if left.server:
        lines.append(words(
            "The database server's own log, backups and copies may still hold what was erased. "
            "Ask whoever keeps the server to let them go."
        ))
    return (*lines, *(_beside(trouble, words) for trouble in left.beside))


def _beside(trouble: Trouble, words: Words) -> str:
    file, code = trouble.file, trouble.code
    if code == NoRoom.code:
        return words(
            "The disk is full, so not everything that {file} names is erased. Free some space and "
            "open the workspace again.", file=file,
        )
    if code == UNNOTED:
        return words(
            "Another organisation's list of withdrawn answers was not noted whole: more codes "
            "wait for their answers than there is room for."
        )
    if code in (FOREIGN, Damaged.code, TooNew.code):
        what = words("is another organisation's") if code == FOREIGN else words("cannot be read")
        return words(
            "The file {file} in the workspace's folder {what}, and was not obeyed. If a backup was "
            "restored, put the newest backup's file there and open the workspace again.",
            file=file, what=what,
        )
    return words(
        "The file {file} in the workspace's folder cannot be read or written. See to the folder's "
        "rights and open the workspace again.", file=file,
    )


def told(left: Leftovers) -> dict[str, Any]:
    """The same for programs."""
    return {
        "log_held": left.log, "server_keeps_copies": left.server,
        "beside": [{"file": one.file, "code": one.code} for one in left.beside],
    }

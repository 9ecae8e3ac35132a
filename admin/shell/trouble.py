"""Trouble in the reader's words: what went wrong and what to do."""

from __future__ import annotations

from admin.results.state import ReportNotMade
from assets.words import Words
from storage.errors import StorageError
from sync.errors import TransportError


def trouble_in_words(trouble: Exception, words: Words) -> str:
    """What went wrong and what to do, in the reader's language where the trouble is a known one."""
    code = getattr(trouble, "code", "")
    said = {
        "wrong-key": words(
            "That does not open the workspace. Check Caps Lock and try again. If the passphrase "
            "is forgotten, choose to open with the recovery code."
        ),
        "missing-key": words("There is no workspace in that folder."),
        "in-use": words("Another program has the workspace open. Close it there and try again."),
        "key-not-in-place": words(
            "The workspace got a new key that is not in place yet. Open the workspace once, then "
            "try again."
        ),
        "place-gone": words("The folder is not there any more. Put the stick back and try again."),
        "place-refuses": words("The folder may not be read. Choose another, or ask for access."),
        "place-full": words("There is no room left in that folder."),
        "damaged": words("The files are damaged or incomplete. Restore the latest backup."),
        "too-new": words(
            "This was written by a newer version of the program. Install the newest version."
        ),
        "no-room": words("The disk is full. Free some space and try again."),
    }.get(code)
    if said is not None:
        return said
    if isinstance(trouble, PermissionError):
        return words("The folder may not be read. Choose another, or ask for access.")
    if isinstance(trouble, StorageError | TransportError | OSError | ReportNotMade):
        return str(trouble)
    return words("Something went wrong in the program itself. What you have is not changed.")

"""What happened to a take-in, in sentences."""

from __future__ import annotations

from admin.responses.state import Kept, Refused, Taken
from admin.results.figures import whole
from assets.words import Words


def summary(taken: Taken, words: Words) -> str:
    """One or two sentences: how many are new, how many were here already."""
    language = words.language
    parts = [
        words.many(
            "{count} new record taken in.",
            "{count} new records taken in.",
            taken.new,
            count=whole(taken.new, language),
        )
    ]
    if taken.known:
        parts.append(
            words.many(
                "{count} was here already and changes nothing.",
                "{count} were here already and change nothing.",
                taken.known,
                count=whole(taken.known, language),
            )
        )
    if taken.stopped:
        parts.append(words("You stopped before everything was taken in; go on whenever you like."))
    return " ".join(parts)


def set_aside(taken: Taken, words: Words) -> str:
    """That files were set aside, and what that means."""
    return words.many(
        "{n} file was set aside. Nothing in it is lost: the kiosk keeps its answers and sends "
        "them again.",
        "{n} files were set aside. Nothing in them is lost: the kiosks keep their answers and "
        "send them again.",
        len(taken.refused),
    )


def why(refused: Refused, words: Words) -> str:
    """Why a file was set aside, in the reader's language where the reason is a known one."""
    return {
        "damaged": words("Damaged or incomplete; it will be sent again."),
        "wrong-signer": words("Signed by a kiosk that does not belong to this workspace."),
        "wrong-campaign": words("Belongs to a survey that is not in this workspace."),
        "missing-key": words("Sealed to a key that is not here."),
        "too-new": words("Written by a newer version of the program; install the newest here."),
        "too-old": words("Older than what has already been accepted."),
    }.get(refused.code, refused.why)


def kept_line(kept: Kept, words: Words) -> str:
    """That the backup is made and what the receipts do."""
    return words.many(
        "Backed up in {folder}. {n} receipt lies in the folder of answers; with it the kiosk "
        "knows what it may forget.",
        "Backed up in {folder}. {n} receipts lie in the folder of answers; with them the kiosks "
        "know what they may forget.",
        kept.receipts,
        folder=str(kept.backup),
    )

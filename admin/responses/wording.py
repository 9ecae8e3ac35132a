"""What happened to a take-in, in sentences."""

from __future__ import annotations

from admin.responses.state import Gone, Kept, Missing, Refused, ResponsesState, Taken
from admin.results.figures import whole
from assets.words import Words


def summary(taken: Taken, words: Words) -> str:
    """How many are new and how many were here already, and what else is good to know."""
    language = words.language
    if not (taken.files or taken.refused or taken.troubles or taken.stopped):
        return words("There are no files from kiosks in that folder.")
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
    if taken.resolved:
        parts.append(
            words.many(
                "The records of {n} file that was set aside earlier have come.",
                "The records of {n} files that were set aside earlier have come.",
                len(taken.resolved),
            )
        )
    if taken.stopped:
        parts.append(words("You stopped before everything was taken in; go on whenever you like."))
    return " ".join(parts)


def still_out(taken: Taken, words: Words) -> str:
    """What has not come yet, what looks odd, and trouble with the folder; a line each."""
    lines = [_missing(missing, words) for missing in taken.missing]
    lines += [
        words(
            "{kiosk} has gone back to an older copy of itself. Everything is taken in, nothing "
            "twice; find out whether its disk was restored.",
            kiosk=kiosk,
        )
        for kiosk in taken.forked
    ]
    lines += [_trouble(trouble, words) for trouble in taken.troubles]
    return "\n".join(lines)


def _missing(missing: Missing, words: Words) -> str:
    if missing.records is None:
        return words(
            "{kiosk} has made records that have not come yet. They come with its next files.",
            kiosk=missing.kiosk,
        )
    return words.many(
        "{kiosk} has made {count} record that has not come yet. It comes with its next files.",
        "{kiosk} has made {count} records that have not come yet. They come with its next files.",
        missing.records,
        kiosk=missing.kiosk,
        count=whole(missing.records, words.language),
    )


def _trouble(trouble: Gone, words: Words) -> str:
    return {
        "place-gone": words("The folder is not there any more. Put the stick back and try again."),
        "file-gone": words("A file was taken away while it was read. Take the folder in again."),
        "place-refuses": words("The folder may not be read. Choose another, or ask for access."),
        "place-full": words("There is no room left in that folder."),
    }.get(trouble.code, trouble.what)


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
        "unknown-device": words("Signed by a kiosk that does not belong to this workspace."),
        "wrong-campaign": words("Belongs to a survey that is not in this workspace."),
        "missing-key": words("Sealed to a key that is not here."),
        "too-new": words("Written by a newer version of the program; install the newest here."),
        "too-old": words("Older than what has already been accepted."),
        "too-much-aside": words(
            "Holds more records that cannot be read here than are laid aside; its kiosk keeps "
            "them all."
        ),
    }.get(refused.code, refused.why)


def steps(state: ResponsesState) -> str:
    """The path of three steps, a line each, with what is done and what is left."""
    words, taken, kept = state.words, state.taken, state.kept
    done, left = words("done"), words("left to do")
    receipted = kept is not None and not kept.troubles
    marks = (taken is not None, kept is not None, receipted)
    names = (words("Take in"), words("Back up"), words("Receipt to the kiosks"))
    return "\n".join(
        f"{at}. {name} – {done if mark else left}"
        for at, (name, mark) in enumerate(zip(names, marks, strict=True), 1)
    )


def kept_line(kept: Kept, words: Words) -> str:
    """That the backup is made, what the receipts do, and which could not be written."""
    said = words.many(
        "Backed up in {folder}. {n} receipt lies in the folder of answers; with it the kiosk "
        "knows what it may forget.",
        "Backed up in {folder}. {n} receipts lie in the folder of answers; with them the kiosks "
        "know what they may forget.",
        kept.receipts,
        folder=str(kept.backup),
    )
    return " ".join((said, *kept.troubles))

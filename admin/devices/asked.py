"""The questions about a device, and what is said when the answer is done."""

from __future__ import annotations

from admin.devices.rows import Device, NewDevice
from admin.devices.state import Asking, DevicesState
from admin.shell.ask import Question
from assets.words import Words
from storage.workspace.revoking import Revoked
from sync.deciding import Decided


def question(state: DevicesState) -> Question | None:
    """The question that is open, in words."""
    words, device = state.words, state.device
    if state.asking is Asking.REGISTER and state.register is not None:
        return _register(state.register, words)
    if device is None or state.asking in (Asking.NOTHING, Asking.REGISTER):
        return None
    heading, what, yes = _about(device, state.asking, words)
    return Question(
        heading=heading, what=what, yes=yes, no=words("Cancel"), fault=state.fault,
        reason="" if state.asking is Asking.LET_IN else words("Reason (kept for ever)"),
    )


def _about(device: Device, asking: Asking, words: Words) -> tuple[str, str, str]:
    name = device.standing.name
    return {
        Asking.REVOKE: (
            words("Revoke {kiosk}?", kiosk=name),
            words(
                "Nothing more is accepted from it. Answers that came after its last receipt are "
                "held until you decide about them: whoever has the kiosk could have made them up. "
                "Earlier answers stay as they are. Make a new package of each survey afterwards, "
                "so that the other kiosks know."
            ),
            words("Revoke now"),
        ),
        Asking.ACCEPT: (
            words("Count what came from {kiosk}?", kiosk=name),
            words("The held answers count from now on, and its files that lie aside are taken in. "
                  "Hold again takes it back, as long as it is remembered which came last."),
            words("Accept"),
        ),
        Asking.REJECT: (
            words("Leave out what came from {kiosk}?", kiosk=name),
            words("The held answers count in no result, and its files that lie aside are let go. "
                  "The held answers can be accepted later; the files are gone."),
            words("Reject"),
        ),
        Asking.HOLD_AGAIN: (
            words("Hold again what came from {kiosk}?", kiosk=name),
            words("What came from it last counts in no result until you decide anew. Files that "
                  "were taken in stay taken in."),
            words("Hold again"),
        ),
    }.get(asking) or _about_trust(name, asking, words)


def _about_trust(name: str, asking: Asking, words: Words) -> tuple[str, str, str]:
    return {
        Asking.RESTORE: (
            words("Trust {kiosk} again?", kiosk=name),
            words("Do this only when you have the kiosk in your hand. What is held stays held "
                  "until you decide. Pair it anew under Network, and make a new package."),
            words("Trust again"),
        ),
        Asking.LET_IN: (
            words("Is the right {kiosk} here?", kiosk=name),
            words("The next device that comes with this number is let in and is the right one "
                  "from then on. Make sure that it is the one in your hand."),
            words("Let it in"),
        ),
    }[asking]


def _register(device: NewDevice, words: Words) -> Question:
    return Question(
        heading=words("Does {kiosk} show this number?", kiosk=device.name),
        what=words(
            "{number}\nCompare it with the number on the kiosk's own screen. Is it the same, "
            "answers are accepted from it.", number=device.number,
        ),
        yes=words("Same number: register"), no=words("Cancel"),
    )


def revoked(name: str, done: Revoked, words: Words, *, again: bool = False) -> str:
    """That it is revoked, or held ``again``, and what is held."""
    said = words.many(
        "{n} answer from {kiosk} is held again until you decide.",
        "{n} answers from {kiosk} are held again until you decide.", done.held, kiosk=name,
    ) if again else words.many(
        "{kiosk} is revoked. {n} answer is held until you decide.",
        "{kiosk} is revoked. {n} answers are held until you decide.", done.held, kiosk=name,
    )
    if done.cannot_tell:
        said += " " + words(
            "Up to {n} more that came lately cannot be told apart and still count: "
            "decide about those from {first} to {last}.",
            n=done.cannot_tell, first=done.first, last=done.last,
        )
    if done.earlier:
        said += " " + words(
            "{n} came before the last {hours} hours and count: which they are nobody can say "
            "any more. If it was lost earlier, decide by unit and day.",
            n=done.earlier, hours=done.hours,
        )
    return said


def decided(name: str, asking: Asking, done: Decided, words: Words) -> str:
    """What a decision did."""
    if asking is Asking.REJECT:
        said = words("{kiosk}: {answers} answers are left out and {files} files let go.",
                     kiosk=name, answers=done.answers, files=done.files)
    else:
        said = words(
            "{kiosk}: {answers} held answers count, and {records} records from {files} files were "
            "taken in.", kiosk=name, answers=done.answers, records=done.records, files=done.files,
        )
    if done.left:
        said += " " + words.many(
            "{n} file could not be opened and lies aside still.",
            "{n} files could not be opened and lie aside still.", len(done.left),
        )
    return said

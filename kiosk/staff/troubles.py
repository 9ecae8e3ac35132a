"""What is in the way, said so that staff know what to do. No Qt."""

from __future__ import annotations

from assets.words import Words
from survey.device_notes import Trouble


def explained(code: str, words: Words) -> str:
    """A stable code in words; the code itself where there are none."""
    match code:
        case "place-gone":
            return words("The place to deliver to cannot be reached.")
        case "place-not-here":
            return words("The stick or folder is not here.")
        case "place-full":
            return words("There is no room left where the answers should go.")
        case "place-refuses":
            return words("It may not be written to.")
        case "no-room":
            return words("This kiosk's disk is full.")
        case "store" | "damaged":
            return words("Something is damaged: {code}. Tell the administrator.", code=code)
        case "wrong-signer" | "stranger":
            return words("It is signed by another organisation than this kiosk serves.")
        case "not-expected":
            return words("It is signed by another organisation than the code says.")
        case "too-old" | "older":
            return words("It is older than what is installed.")
        case "too-new":
            return words("It needs a newer program than this.")
        case "same":
            return words("It is installed already.")
        case "no-survey":
            return words("It ends a survey that this kiosk does not have.")
        case "several-campaigns":
            return words("Several surveys lie there: choose one under Load a survey.")
        case "revoked":
            return words("This kiosk has been blocked: ask the administrator.")
        case "no-unit":
            return words("First choose where the kiosk stands.")
        case "unpaired" | "expired" | "not-admitted" | "no-space":
            return words("The administrator's computer does not let this kiosk in: pair it again.")
        case _ if code in set(Trouble):
            return _befell(Trouble(code), words)
        case _:
            return words("Tell the administrator: {code}", code=code)


def _befell(trouble: Trouble, words: Words) -> str:
    """As the administrator reads it of a kiosk's health."""
    return {
        Trouble.CRASHED: words("The program fell, and began again by itself."),
        Trouble.FROZE: words("The program stood still, and was started anew."),
        Trouble.SAFE_MODE: words(
            "It fell three times in a row and asks nobody. Go there and open the staff's corner."
        ),
        Trouble.DISK_LOW: words("Little room is left on its disk. Take out its answers."),
        Trouble.DISK_FULL: words(
            "Its disk is full, so it takes no answers. Take out its answers and make room."
        ),
        Trouble.CLOCK_JUMPED: words("Its clock jumped. See that it is right."),
        Trouble.CLOCK_UNSET: words("Its clock was not set. Set it."),
        Trouble.BATTERY_LOW: words("Its battery was low. See that it is plugged in."),
        Trouble.HOT: words("It was hot. Let air come to it, and keep it out of the sun."),
        Trouble.WRONG_PIN: words("Somebody tried wrong PINs in the staff's corner."),
    }[trouble]

"""What is in the way, said so that staff know what to do. No Qt."""

from __future__ import annotations

from assets.words import Words
from survey.device_notes import Trouble
from survey.wording_troubles import befell


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
        case "storage" | "damaged":
            return words("Something is damaged: {code}. Tell the administrator.", code=code)
        case "revoked":
            return words("This kiosk has been blocked: ask the administrator.")
        case "cloned":
            return words("Another device comes in this kiosk's name: tell the administrator.")
        case "server-unknown" | "server-expired":
            return words("Another computer answers than the paired one: tell the administrator.")
        case "busy":
            return words("The administrator's computer is busy.")
        case "stopped":
            return words("Carrying has stopped: start the program again.")
        case "no-unit":
            return words("First choose where the kiosk stands.")
        case "unpaired" | "expired" | "not-admitted" | "no-space":
            return words("The administrator's computer does not let this kiosk in: pair it again.")
        case _ if code in set(Trouble):
            return befell(Trouble(code), words)
        case _:
            return _of_packages(code, words)


def _of_packages(code: str, words: Words) -> str:
    match code:
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
        case _:
            return words("Tell the administrator: {code}", code=code)

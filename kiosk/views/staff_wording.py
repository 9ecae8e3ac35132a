"""What a kiosk in trouble says to the staff: the other languages have these words in Swedish."""

from __future__ import annotations

from assets.words import Words
from kiosk.screens import NotKeptScreen, NotReadyScreen, Reason

_NAMES = 12


def what_to_mend(screen: NotKeptScreen, words: Words) -> str:
    """What helps when an answer could not be saved."""
    if screen.reason is Reason.NO_ROOM:
        return words("For staff: the kiosk's disk is full. Free some room, then try again.")
    return words("For staff: the kiosk cannot write to its store. Start it again.")


def what_to_do(screen: NotReadyScreen, words: Words) -> str:
    """Why no answers are taken, and what helps."""
    return {
        Reason.NO_PACKAGE: words(
            "This kiosk is paired with the organisation with the number {number}. The survey "
            "comes by itself when the administrator deploys it.", number=screen.organisation,
        ) if screen.organisation else words(
            "There is no survey here yet. Pair the kiosk with the administrator's computer; "
            "then the survey comes by itself."
        ),
        Reason.SEVERAL: words(
            "Several surveys lie where this kiosk fetches its own, and it cannot know which one "
            "it is to have. Ask the administrator to choose one of them for the kiosks; then it "
            "comes by itself."
        ),
        Reason.NO_KEY: words(
            "The survey names nobody who may read the answers here, or this kiosk has been "
            "blocked. Ask the administrator for a new package."
        ),
        Reason.ENDED: words(
            "The administrator has ended the survey. What was answered and not fetched yet is "
            "still here and is delivered as before. The next survey comes by itself when it is "
            "deployed to this kiosk."
        ),
        Reason.UNREADABLE: words(
            "The survey cannot be read. Ask the administrator to deploy it again, or update "
            "this program."
        ),
        Reason.NO_UNIT: words(
            "The survey has several units. Say which one this kiosk stands at: press For staff, "
            "then Place. The names: {names}", names=_some(screen.units),
        ),
        Reason.NO_ZONE: words(
            "The survey's time zone is not known here. Install time zone data (tzdata)."
        ),
        Reason.NO_ROOM: words("The kiosk's disk is full. Free some room, then try again."),
        Reason.STORE: _store(words),
        Reason.SAFE: _safe(words),
    }[screen.reason]


def _store(words: Words) -> str:
    return words(
        "The kiosk's store cannot be opened. Is the program already running? If not, "
        "keep the folder as it is and ask the administrator."
    )


def _safe(words: Words) -> str:
    return words(
        "The program fell several times within a short while, so it asks nobody anything for "
        "now. What was answered is safe and is delivered as before. It tries again by itself; "
        "or try again now."
    )


def _some(names: tuple[str, ...]) -> str:
    """As many names as fit on the page with the largest text."""
    shown = " · ".join(names[:_NAMES])
    return f"{shown} …" if len(names) > _NAMES else shown


def which_device(screen: NotReadyScreen, words: Words) -> str:
    """What names this kiosk; nothing before it has an identity."""
    if not screen.fingerprint:
        return ""
    return words("This kiosk: {name}, {code}", name=screen.device, code=screen.fingerprint)

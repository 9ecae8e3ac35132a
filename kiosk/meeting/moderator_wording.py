"""What the moderator's pages have in common: the way back, and what was done last."""

from __future__ import annotations

from assets.words import Words
from kiosk.meeting.moderator_screens import Act, Deed, ModeratorAt, Place, Says
from kiosk.meeting.moderator_writing import back_from
from kiosk.staff.page import Button, Item, Said, Sign

SHORT, SHORTER = 60, 44
"""Signs of a note or heading that a button shows, alone and after other words."""


def back(at: ModeratorAt, words: Words) -> Button:
    """To the page before."""
    return go(words("Back"), back_from(at.place), "arrow-left")


def go(text: str, place: Place, icon: str = "") -> Button:
    """A button that leads to another page."""
    return Button(text=text, wish=Act(Deed.GO, place.value), icon=icon)


def short(text: str, most: int = SHORT) -> str:
    """One line that fits a button."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def said_last(at: ModeratorAt, words: Words) -> list[Item]:
    """A line about what was done last, where there is something to tell."""
    text = _said(at, words)
    if not text:
        return []
    good = at.says in (Says.UNDONE, Says.MERGED)
    return [Said(text=text, sign=Sign.GOOD if good else Sign.CAUTION)]


def _said(at: ModeratorAt, words: Words) -> str:
    match at.says:
        case Says.NOTHING:
            return ""
        case Says.NOT_KEPT:
            return words("That could not be kept. The disk may be full; try again.")
        case Says.EMPTY:
            return words("Nothing was written.")
        case Says.NO_NUMBER:
            return words("Write a number from 1 to 100.")
        case Says.NOBODY_CHOSEN:
            return words("Choose notes first.")
        case Says.UNDONE:
            return words("Taken back: {what}", what=_undone(at.fault, words))
        case Says.MERGED:
            return words.many(
                "{n} thing from the other device was taken in.",
                "{n} things from the other device were taken in.", at.number,
            )
        case Says.NO_COPY:
            return words("No copy of this meeting that can be read lies there.")
        case _:
            return _refused(at.fault, words)


def _refused(fault: str, words: Words) -> str:
    match fault:
        case "too-long":
            return words("The text is too long. Write it shorter.")
        case "after-closing":
            return words("The meeting is closed.")
        case _:
            return words("That cannot be done in this step.")


def _undone(kind: str, words: Words) -> str:
    match kind:
        case "PhaseBegun":
            return words("a step was begun")
        case "PurposeAgreed":
            return words("the purpose was written")
        case "NoteAdded" | "NoteRewritten" | "NoteMoved" | "NoteWithdrawn":
            return words("a note was written, moved or taken away")
        case "NotesGrouped":
            return words("notes came under a heading")
        case "HeadingNamed" | "HeadingDropped" | "HeadingMapped":
            return words("a heading was named, dropped or said to stand for something")
        case "DecisionMade":
            return words("a decision was written")
        case "PlanLineSet":
            return words("a line of the plan was written")
        case "ResultShown":
            return words("a result was shown or hidden")
        case "ParticipantLeft":
            return words("somebody went home")
        case "SeatTaken":
            return words("people were seated")
        case _:
            return words("something was written")

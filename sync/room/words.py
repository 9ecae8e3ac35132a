"""The words of the page, and of what a reply may be refused with, in one language."""

from __future__ import annotations

from assets.words import Words

FROM_RIGHT = ("ar", "fa")


def page_words(words: Words) -> dict[str, str]:
    """Key → words. ``{n}`` and the like are filled by the page."""
    return {**_around(words), **_tasks(words), **_forms(words), **_refused(words)}


def _around(words: Words) -> dict[str, str]:
    return {
        "language": words("Language"),
        "you": words("You are participant {n}"),
        "table": words("Table {n}"),
        "joining": words("Connecting to the meeting"),
        "code_over": words("This code no longer counts. Scan the one on the screen again."),
        "no_code": words("Scan the code on the screen to take part."),
        "full": words("The meeting has as many phones as it can take. Ask the moderator."),
        "sent": words("Sent"),
        "sending": words("Sending"),
        "waiting": words("Waiting for the network; nothing is lost"),
        "question": words("The question"),
        "purpose": words("What we are here for"),
        "somebody_else": words("Somebody else uses this phone now"),
        "sure_else": words("Take part as a new participant? What was sent stays."),
        "yes": words("Yes"),
        "no": words("No"),
    }


def _tasks(words: Words) -> dict[str, str]:
    return {
        "wait": words("Nothing to do here just now. Follow on the big screen."),
        "done": words("The meeting is closed. Thank you. You can close this page."),
        "closed_step": words("This step is not open now."),
        "left": words("Points left: {n}"),
        "left_pins": words("Pins left: {n}"),
        "left_in": words("{field}: {n} left"),
        "more": words("One more on {name}"),
        "less": words("One less on {name}"),
        "most": words("At most {n} on each"),
        "stands": words("You have given nothing in this round, so what you gave before counts."),
        "again": words("Start from what you gave before"),
        "row": words("{n} of {most}"),
        "next": words("Next"),
        "back": words("Back"),
        "all_seen": words("That was the last one. You can go back and change."),
        "write": words("Your note"),
        "field": words("Where does it belong?"),
        "sheet": words("On which sheet?"),
        "new_sheet": words("Name of a new sheet"),
        "add_sheet": words("Add the sheet"),
        "add": words("Hand in the note"),
        "change": words("Change the note"),
        "save": words("Save"),
        "take_back": words("Take back"),
        "cancel": words("Cancel"),
        "yours": words("Your notes"),
        "nothing_here": words("There is nothing to answer about yet."),
    }


def _forms(words: Words) -> dict[str, str]:
    return {
        "form_open": words("Answer: {name}"),
        "form_leave": words("To the meeting"),
        "form_done": words("Your answers are handed in. Thank you."),
        "form_gone": words("The form had to begin anew."),
        "unshown": words("This question can only be answered on the tablet."),
        "required": words("Needs an answer"),
        "hand_in": words("Hand in"),
    }


def _refused(words: Words) -> dict[str, str]:
    """What the codes of :func:`survey.facilitation.replying.event_of` mean to whoever replied."""
    return {
        "refused": words("This could not be saved. Look at what is asked now."),
        "turn-over": words("The step ended before your last change came. It was not counted."),
        "not-now": words("The step ended before your last change came. It was not counted."),
        "over-budget": words("There are not that many points left. Take something away first."),
        "too-long": words("The text is too long. Write it shorter."),
        "unknown-item": words("What you chose has been changed. Look at what is there now."),
    }

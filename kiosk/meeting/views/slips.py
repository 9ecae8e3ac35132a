"""Slips of paper in words: a number, its boxes, what differs, what is in doubt. No Qt."""

from __future__ import annotations

from assets.words import Words
from kiosk.meeting.slip_screens import SlipDiffers, SlipDoubt, SlipSheet, SlipStart
from kiosk.meeting.slip_stack import DIGITS, Box
from kiosk.meeting.task_screens import NotNow, OneMore
from kiosk.staff.page import Button, Buttons, Fact, Field, Item, Keys, Page, Said, Sign
from kiosk.staff.wishes import Deed, Do, StaffWish
from survey.forms.model import said

SlipAt = SlipStart | SlipSheet | SlipDiffers | SlipDoubt


def slip_page(at: SlipAt, words: Words) -> Page:
    """What stands there in words."""
    match at:
        case SlipStart():
            return _start(at, words)
        case SlipSheet():
            return _sheet(at, words)
        case SlipDiffers():
            return _differs(at, words)
        case SlipDoubt():
            return _doubt(at, words)


def _back(words: Words, wish: StaffWish) -> Button:
    return Button(text=words("Back"), wish=wish, icon="arrow-left")


def _start(at: SlipStart, words: Words) -> Page:
    items: list[Item] = [*_told(at, words)]
    if at.doubts:
        items.append(Buttons(tuple(
            Button(text=words("Slip {n}: decide", n=slip), wish=Do(Deed.CHOOSE, str(slip)),
                   icon="triangle-alert")
            for slip in at.doubts
        )))
    waiting = ", ".join(map(str, at.waiting)) or "0"
    items += [
        Field(name=words("The slip's number"), keys=Keys.DIGITS, most=2 * DIGITS),
        Fact(name=words("Slips that count"), value=str(at.kept)),
        Fact(name=words("Waiting for the second time"), value=waiting),
        Buttons((Button(text=words("Count one more in on paper"), wish=OneMore()),)),
    ]
    foot = [_back(words, NotNow())]
    if at.waiting:
        other = words("Now the second time") if at.entry == 1 else words("Back to the first time")
        foot.append(Button(text=other, wish=Do(Deed.AGAIN)))
    foot.append(Button(text=words("Go on"), wish=Do(Deed.BEGIN), main=True, gathers=True))
    title = words("Slips of paper, second time") if at.entry == 2 else words("Slips of paper")
    return Page(title=title, items=tuple(items), foot=tuple(foot))


def _told(at: SlipStart, words: Words) -> list[Item]:
    if at.counted:
        return [Said(sign=Sign.GOOD, text=words(
            "Participant {n} is counted in. Write {n} on their slip.", n=at.counted
        ))]
    good = {
        "noted": words("Entered a first time."),
        "kept": words("The slip counts now."),
        "same": words("Both times the same. The slip counts now."),
        "left-out": words("The slip is left out."),
    }
    caution = {
        "number": words("Write the number that stands on the slip."),
        "unknown": words(
            "Nobody on paper has that number. Count them in first, or look at the slip again."
        ),
        "not-first": words("That slip has not been entered a first time."),
        "full": words("Many slips wait already: first enter them the second time."),
        "changed": words(
            "Another step has begun. Slips that were not entered twice do not count in it."
        ),
        "nothing": words("In this step nothing is entered from slips."),
        "doubt": words("The slip breaks a rule. It does not count before you decide."),
        "not-kept": words("The slip could not be kept. The disk may be full; try again."),
    }
    if at.trouble in good:
        return [Said(text=good[at.trouble], sign=Sign.GOOD)]
    if at.trouble in caution:
        return [Said(text=caution[at.trouble], sign=Sign.CAUTION)]
    return [Said(text=words("Enter each slip twice: what differs is shown."))]


def _sheet(at: SlipSheet, words: Words) -> Page:
    told: list[Item] = []
    if at.wrong:
        told.append(Said(sign=Sign.CAUTION, text=words(
            "{line}: that is no whole number. Leave it empty where nothing can be read.",
            line=called(at.boxes[at.wrong - 1], words),
        )))
    elif at.again:
        told.append(Said(sign=Sign.INFO, text=words(
            "This slip counts already. What you enter now replaces it."
        )))
    for names in dict.fromkeys(_steps(box, words) for box in at.boxes):
        if names:
            told.append(Said(text=names))
    typed = at.typed or ("",) * len(at.boxes)
    fields = [
        Field(name=called(box, words), keys=Keys.DIGITS, most=DIGITS, value=text)
        for box, text in zip(at.boxes, typed, strict=True)
    ]
    title = words("Slip {n}, second time", n=at.slip) if at.entry == 2 else (
        words("Slip {n}", n=at.slip)
    )
    return Page(title=title, items=(*told, *fields), foot=(
        _back(words, Do(Deed.BACK)),
        Button(text=words("Done"), wish=Do(Deed.FINISH), main=True, gathers=True),
    ))


def called(box: Box, words: Words) -> str:
    """A box by where it stands on the slip: its field or question, its line and its title."""
    title = box.title if isinstance(box.title, str) else said(box.title, words.language)
    under = said(box.under, words.language) if box.under else ""
    steps = f" (1–{len(box.steps)})" if box.steps else ""
    return " ".join(filter(None, (under and f"{under}:", f"{box.number}. {title}{steps}")))


def _steps(box: Box, words: Words) -> str:
    """What the numbers of a matrix stand for."""
    return " · ".join(
        f"{n} {said(name, words.language)}" for n, name in enumerate(box.called, 1)
    )


def _differs(at: SlipDiffers, words: Words) -> Page:
    none = words("empty")
    look = words("That is neither of the two. Look once more.") if at.neither else (
        words("Look at the slip: what stands there?")
    )
    items: list[Item] = [
        Said(text=called(at.box, words), large=True),
        Fact(name=words("First time"), value=at.first or none),
        Fact(name=words("Second time"), value=at.second or none),
        Said(text=look, sign=Sign.CAUTION),
        Field(name=words("On the slip"), keys=Keys.DIGITS, most=DIGITS),
    ]
    if at.left:
        items.append(Said(text=words.many("{n} more after this", "{n} more after this", at.left)))
    return Page(
        title=words("Slip {n}: the two entries differ", n=at.slip), items=tuple(items),
        foot=(
            _back(words, Do(Deed.BACK)),
            Button(text=words("Leave the slip out"), wish=Do(Deed.CANCEL)),
            Button(text=words("Go on"), wish=Do(Deed.ANSWER), main=True, gathers=True),
        ),
    )


def _doubt(at: SlipDoubt, words: Words) -> Page:
    match at.code:
        case "over-budget":
            why = words("{given} are given out, but there are {of}.", given=at.given, of=at.of)
        case "too-many":
            why = words("More than {most} are on one of them.", most=at.most)
        case _:
            why = words("A number on it is none of the steps.")
    return Page(
        title=words("Slip {n} is in doubt", n=at.slip),
        items=(
            Said(text=why, sign=Sign.CAUTION, large=True),
            Said(text=words(
                "Nothing of it counts now. Ask whoever wrote it, without telling the others, and "
                "enter the slip anew; or leave it out."
            )),
        ),
        foot=(
            _back(words, Do(Deed.BACK)),
            Button(text=words("Leave the slip out"), wish=Do(Deed.CANCEL)),
            Button(text=words("Enter it anew"), wish=Do(Deed.AGAIN), main=True),
        ),
    )

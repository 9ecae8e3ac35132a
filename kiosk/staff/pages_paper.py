"""Paper sheets in words: a number, one question after another, what differs. No Qt."""

from __future__ import annotations

from assets.words import Words
from kiosk.staff import screens
from kiosk.staff.page import Button, Buttons, Fact, Field, Item, Keys, Page, Said, Sign
from kiosk.staff.pages_desks import back
from kiosk.staff.screens import At
from kiosk.staff.wishes import Deed, Do, StaffWish

FIRST, SECOND = "1", "2"


def paper_page(at: At, words: Words) -> Page:
    """TypeError for what is no sheet."""
    match at:
        case screens.SheetStart():
            return _start(at, words)
        case screens.SheetQuestion():
            return _question(at, words)
        case screens.SheetCompared():
            return _compared(at, words)
        case _:
            raise TypeError(f"no page for {type(at).__name__}")


def _start(at: screens.SheetStart, words: Words) -> Page:
    twice, once = words("Each sheet twice"), words("Each sheet once")
    items: list[Item] = [*_start_says(at, words)]
    if at.entry == 1 and not at.waiting and not at.sealed:
        items.append(Buttons((
            Button(text=twice, wish=Do(Deed.CHOOSE, "twice"), chosen=at.twice),
            Button(text=once, wish=Do(Deed.CHOOSE, "once"), chosen=not at.twice),
        )))
    items += [
        Fact(name=words("Sheets kept"), value=str(at.sealed)),
        *([Fact(name=words("Waiting for the second time"), value=str(len(at.waiting)))]
          if at.twice else []),
        Field(name=words("The sheet's number"), keys=Keys.DIGITS, most=20),
    ]
    foot = [back(words)]
    if at.entry == 1 and at.waiting:
        foot.append(Button(text=words("Now the second time"), wish=Do(Deed.AGAIN)))
    foot.append(Button(text=words("Go on"), wish=Do(Deed.BEGIN), main=True, gathers=True))
    title = words("Paper sheets, second time") if at.entry == 2 else words("Paper sheets")
    return Page(title=title, items=tuple(items), foot=tuple(foot))


def _start_says(at: screens.SheetStart, words: Words) -> list[Item]:
    match at.trouble:
        case "known":
            said = words("That sheet has been entered already.")
        case "full":
            said = words("Many sheets wait already: first enter them the second time.")
        case "unknown":
            said = words("That sheet has not been entered a first time.")
        case "changed":
            said = words("The survey is another one now. Sheets that were not kept are to be "
                         "entered anew, both times.")
        case "no-unit":
            said = words("First choose where the kiosk stands.")
        case "number":
            said = words("Write the number that stands on the sheet.")
        case "kept":
            return [Said(text=words("The sheet is kept."), sign=Sign.GOOD)]
        case "same":
            return [Said(text=words("Both times the same. The sheet is kept."), sign=Sign.GOOD)]
        case "noted":
            return [Said(text=words("Entered a first time."), sign=Sign.GOOD)]
        case "empty":
            return [Said(text=words("Nothing was answered on it: nothing is kept."),
                         sign=Sign.INFO)]
        case "":
            return [Said(text=words(
                "Sheets that wait for the second time lie in memory only: if the power goes, they "
                "are entered again."
            ))]
        case _:
            said = words("The sheet could not be kept. The disk may be full; try again.")
    return [Said(text=said, sign=Sign.CAUTION)]


def _question(at: screens.SheetQuestion, words: Words) -> Page:
    skip = Button(text=words("Not answered"), wish=Do(Deed.SKIP))
    before = Button(text=words("Back"), wish=Do(Deed.BACK), icon="arrow-left")
    head = words("Sheet {sheet}, question {at} of {of}", sheet=at.sheet, at=at.at, of=at.of)
    answers = Buttons(tuple(
        Button(text=f"{at.least + n}  {text}", wish=Do(Deed.ANSWER, str(n)),
               chosen=at.given == str(n))
        for n, text in enumerate(at.choices)
    ))
    none = "0" if at.least > 0 else "x"
    keys: tuple[tuple[str, StaffWish], ...] = (
        *((str(at.least + n), Do(Deed.ANSWER, str(n))) for n in range(len(at.choices))
          if 0 <= at.least + n < 10),
        (none, Do(Deed.SKIP)), ("-", Do(Deed.BACK)),
    )
    hint = Said(text=words(
        "Keys: the number of the answer, {skip} not answered, - back", skip=none
    ))
    return Page(title=head, items=(Said(text=at.text, large=True), answers, hint),
                foot=(before, skip), shortcuts=keys)


def _compared(at: screens.SheetCompared, words: Words) -> Page:
    none = words("not answered")
    first, second = at.differs.first or none, at.differs.second or none
    left = words.many("{n} more after this", "{n} more after this", at.left)
    return Page(
        title=words("Sheet {sheet}: the two entries differ", sheet=at.sheet),
        items=(
            Said(text=at.differs.text, large=True),
            Fact(name=words("First time"), value=first),
            Fact(name=words("Second time"), value=second),
            Said(text=words("Look at the sheet: which is right?"), sign=Sign.CAUTION),
            Buttons((
                Button(text=words("The first: {answer}", answer=first),
                       wish=Do(Deed.CHOOSE, FIRST)),
                Button(text=words("The second: {answer}", answer=second),
                       wish=Do(Deed.CHOOSE, SECOND)),
            )),
            *([Said(text=left)] if at.left else []),
        ),
        foot=(back(words), Button(text=words("Let the sheet be"), wish=Do(Deed.CANCEL))),
        shortcuts=((FIRST, Do(Deed.CHOOSE, FIRST)), (SECOND, Do(Deed.CHOOSE, SECOND))),
    )

"""The staff's corner in words: which page a screen is."""

from __future__ import annotations

from assets.words import Words
from kiosk.staff import screens
from kiosk.staff.page import Button, Buttons, Fact, Facts, Field, Item, Keys, Page, Said, Sign
from kiosk.staff.pages_desks import back, desk_page
from kiosk.staff.pages_paper import paper_page
from kiosk.staff.pages_sticks import stick_page
from kiosk.staff.pages_usual import usual_page
from kiosk.staff.screens import At, PadSays
from kiosk.staff.troubles import explained
from kiosk.staff.wishes import Deed, Desk, Do, Go, Leave

PIN_MOST = 12


def page_for(at: At, words: Words) -> Page:
    """The page for what stands at a desk."""
    match at:
        case screens.Worded():
            return at.page
        case screens.Pad():
            return _pad(at, words)
        case screens.Home():
            return _home(at, words)
        case screens.Confirm():
            return _confirm(at, words)
        case screens.Told():
            return _told(at, words)
        case screens.Usual():
            return usual_page(at, words)
        case screens.SheetStart() | screens.SheetQuestion() | screens.SheetCompared():
            return paper_page(at, words)
        case (
            screens.Folders() | screens.Working() | screens.TakenOut() | screens.Offers()
            | screens.Loaded() | screens.CodeEntry()
        ):
            return stick_page(at, words)
        case _:
            return desk_page(at, words)


def _leave(words: Words) -> Button:
    return Button(text=words("Back to the survey"), wish=Leave(), icon="arrow-left")


def _pad(at: screens.Pad, words: Words) -> Page:
    said = _pad_says(at, words)
    leave = back(words) if at.within else _leave(words)
    if at.says is PadSays.KEPT:
        on = Button(text=words("Go on"), wish=Go(Desk.HOME), main=True)
        return Page(title=words("The PIN is set"), items=(said,), foot=(on,))
    choosing = at.says in (
        PadSays.NEW, PadSays.REPEAT, PadSays.DIFFERENT, PadSays.SIMPLE, PadSays.LONG
    )
    title = words("A new PIN for staff") if choosing else words("For staff")
    shut = at.says is PadSays.WRONG and at.wait > 0
    if shut or at.says in (PadSays.NO_PIN, PadSays.TOO_SOON, PadSays.LOOKING, PadSays.TROUBLE):
        return Page(title=title, items=(said,), foot=(leave,))
    take = Button(
        text=words("Go on"), wish=Do(Deed.PIN), main=True, gathers=True, icon="arrow-right"
    )
    field = Field(name=words("PIN, 6 to 12 digits"), keys=Keys.HIDDEN, most=PIN_MOST)
    return Page(title=title, items=(said, field), foot=(leave, take))


def _pad_says(at: screens.Pad, words: Words) -> Said:
    bad, info = Sign.CAUTION, Sign.INFO
    match at.says:
        case PadSays.ENTER:
            return Said(text=words("Type the PIN."))
        case PadSays.LOOKING:
            return Said(text=words("One moment …"), sign=info)
        case PadSays.WRONG if at.wait > 0:
            return Said(text=_wait(words("That was not the PIN."), at.wait, words), sign=bad)
        case PadSays.WRONG:
            return Said(text=words("That was not the PIN. Try again."), sign=bad)
        case PadSays.TOO_SOON:
            told = words("A wrong PIN was typed several times.")
            return Said(text=_wait(told, at.wait, words), sign=bad)
        case PadSays.NO_PIN:
            return Said(text=words(
                "No PIN has been set on this kiosk, so nobody comes in here. Set one from the "
                "kiosk's own account: vardera-kiosk --set-pin"
            ), sign=info)
        case PadSays.NEW:
            return Said(text=words(
                "Choose 6 to 12 digits: no row such as 123456, and not one digit only."
            ))
        case PadSays.REPEAT:
            return Said(text=words("Type the same PIN once more."))
        case PadSays.KEPT:
            return Said(text=words("The new PIN holds from now on."), sign=Sign.GOOD)
        case _:
            return Said(text=_pad_fault(at.says, words), sign=bad)


def _pad_fault(says: PadSays, words: Words) -> str:
    match says:
        case PadSays.DIFFERENT:
            return words("They were not the same. Choose a PIN again.")
        case PadSays.SHORT:
            return words("A PIN has at least 6 digits.")
        case PadSays.LONG:
            return words("A PIN has at most 12 digits.")
        case PadSays.SIMPLE:
            return words("That one is guessed first. Take digits that are not in a row.")
        case PadSays.LETTERS:
            return words("A PIN has digits only.")
        case _:
            return words(
                "The PIN could not be looked at: the disk may be full. Nothing was changed."
            )


def _wait(first: str, seconds: int, words: Words) -> str:
    if seconds < 120:
        then = words.many(
            "The next one can be typed in {n} second.",
            "The next one can be typed in {n} seconds.", seconds,
        )
    else:
        then = words.many(
            "The next one can be typed in {n} minute.",
            "The next one can be typed in {n} minutes.", -(-seconds // 60),
        )
    return f"{first} {then}"


def _home(at: screens.Home, words: Words) -> Page:
    now = at.status
    return Page(
        title=words("For staff: {name}", name=now.name),
        items=(*_warnings(now, words), *_facts(now, words), *_desks(at, words)),
        foot=(_leave(words), Button(
            text=words("End the program"), wish=Go(Desk.END), icon="log-out"
        )),
    )


def _warnings(now: screens.Status, words: Words) -> list[Item]:
    found: list[Item] = []
    if now.locked:
        found.append(Said(text=words("The kiosk is closed: nobody is asked."), sign=Sign.CAUTION))
    if now.trouble:
        found.append(Said(text=explained(now.trouble, words), sign=Sign.CAUTION))
    if now.jumped:
        found.append(Said(text=words(
            "The clock has moved otherwise than time. Look at it, and say in the self-test when "
            "it is right."
        ), sign=Sign.CAUTION))
    found += _sheets_wait(now.sheets, words)
    if now.copied:
        found.append(Said(text=words(
            "This kiosk has been restored or copied: tell the administrator."
        ), sign=Sign.BAD))
    return found


def _facts(now: screens.Status, words: Words) -> list[Item]:
    none = words("none")
    survey = f"{now.survey}, {words('version {n}', n=now.version)}" if now.version else none
    last = words("never since the start")
    if now.delivered is not None:
        last = now.delivered.strftime("%Y-%m-%d %H:%M")
    facts = [
        (words("Survey"), survey), (words("From"), now.organisation or none),
        (words("Place"), now.place or words("not chosen")),
        (words("Records to be fetched"), str(now.waiting)), (words("Last delivery"), last),
        (words("Room on the disk"), _room(now.free_mb, words)),
        (words("Clock"), now.clock.strftime("%Y-%m-%d %H:%M")),
        (words("This kiosk's number"), now.number),
    ]
    if now.occasion:
        facts.insert(3, (words("Occasion"), words.many(
            "{name}: {n} has answered", "{name}: {n} have answered", now.answered,
            name=now.occasion,
        )))
    return [Facts(tuple(Fact(name=name, value=value) for name, value in facts))]


def _room(mb: int, words: Words) -> str:
    if mb < 0:
        return words("not known")
    return words("{n} GB", n=mb // 1024) if mb >= 10 * 1024 else words("{n} MB", n=mb)


def _desks(at: screens.Home, words: Words) -> list[Item]:
    asks = [
        Button(text=words("Place"), wish=Go(Desk.PLACE), icon="house"),
        Button(text=words("Languages"), wish=Go(Desk.LANGUAGES), icon="languages"),
        Button(text=words("Help a person"), wish=Do(Deed.ASSIST), icon="hand"),
        Button(text=words("Occasion"), wish=Go(Desk.OCCASION), icon="messages-square"),
        Button(text=words("Hold a meeting"), wish=Go(Desk.MEETING), icon="message-circle"),
    ]
    paper = [Button(text=words("Paper sheets"), wish=Go(Desk.PAPER), icon="clipboard-list")]
    closing = words("Open the kiosk") if at.status.locked else words("Close the kiosk")
    always = [
        Button(text=words("Take out answers"), wish=Go(Desk.TAKE_OUT), icon="download"),
        Button(text=words("Load a survey"), wish=Go(Desk.LOAD), icon="folder-open"),
        Button(text=words("Type a code"), wish=Go(Desk.CODE), icon="search"),
        Button(text=words("Pair"), wish=Go(Desk.PAIR), icon="tablet-smartphone"),
        Button(text=words("Text and colours"), wish=Go(Desk.USUAL), icon="person-standing"),
        Button(text=words("Sound and light"), wish=Go(Desk.COMFORT), icon="settings"),
        Button(text=words("Self-test"), wish=Go(Desk.SELF_TEST), icon="list-checks"),
        Button(text=words("Log"), wish=Go(Desk.LOG), icon="file-text"),
        Button(text=words("Change the PIN"), wish=Go(Desk.NEW_PIN), icon="lock-keyhole"),
        Button(text=closing, wish=Go(Desk.LOCK), icon="lock"),
    ]
    first = [*(asks if at.asks else []), *(paper if at.paper else [])]
    return [Buttons((*first, *always))]


def _confirm(at: screens.Confirm, words: Words) -> Page:
    home = back(words)
    match at.of:
        case "leave" | "assist":
            yes = Button(text=words("Back to the survey"), wish=Leave())
            if at.of == "assist":
                yes = Button(text=words("Help a person"), wish=Do(Deed.ASSIST))
            sheets = Button(text=words("Paper sheets"), wish=Go(Desk.PAPER), main=True)
            return Page(title=words("Paper sheets wait"), foot=(home, yes, sheets), items=(
                *_sheets_wait(at.sheets, words), Said(text=words(
                    "They stay as long as the program runs. If it ends, or the power goes, they "
                    "are entered anew, both times."
                )),
            ))
        case "end":
            yes = Button(text=words("End the program"), wish=Do(Deed.END), main=True)
            return Page(title=words("End the program?"), foot=(home, yes), items=(
                *_sheets_wait(at.sheets, words), Said(text=words(
                    "The kiosk shows nothing until somebody starts it again. What was answered is "
                    "kept."
                )),
            ))
        case "unlock":
            yes = Button(text=words("Open the kiosk"), wish=Do(Deed.LOCK), main=True)
            return Page(title=words("Open the kiosk again?"), foot=(home, yes), items=(Said(
                text=words("People are asked again from now on.")),))
        case _:
            yes = Button(text=words("Close the kiosk"), wish=Do(Deed.LOCK), main=True)
            return Page(title=words("Close the kiosk?"), foot=(home, yes), items=(Said(text=words(
                "Nobody is asked until somebody opens it here again, not even after a restart. "
                "What waits is delivered all the same."
            )),))


def _sheets_wait(sheets: int, words: Words) -> tuple[Item, ...]:
    if not sheets:
        return ()
    return (Said(sign=Sign.CAUTION, text=words.many(
        "{n} paper sheet waits for the second time and is not kept yet.",
        "{n} paper sheets wait for the second time and are not kept yet.", sheets,
    )),)


def _told(at: screens.Told, words: Words) -> Page:
    on = Button(text=words("Go on"), wish=Go(Desk.HOME), main=True)
    match at.code:
        case "occasion-begun":
            return Page(title=words("The occasion has begun"), foot=(on,), items=(Said(
                sign=Sign.GOOD, text=words(
                    "{name}: from now on the kiosk counts who answers. End it here afterwards.",
                    name=at.name)),))
        case "occasion-ended":
            return Page(title=words("The occasion is noted"), foot=(on,), items=(Said(
                sign=Sign.GOOD, text=words.many(
                    "{name}: {n} person answered here.", "{name}: {n} people answered here.",
                    at.number, name=at.name)),))
        case "occasion-dropped":
            return Page(title=words("The occasion is over"), foot=(on,), items=(Said(
                sign=Sign.CAUTION, text=words(
                    "Nobody may read records of its survey any more, for it has ended: nothing "
                    "of the occasion was kept.")),))
        case _:
            return Page(title=words("That could not be kept"), foot=(on,), items=(Said(
                sign=Sign.CAUTION, text=words("The disk may be full. Nothing was changed.")),))

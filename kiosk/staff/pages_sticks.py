"""Taking out and loading in words. No Qt."""

from __future__ import annotations

from assets.words import Words
from kiosk.staff import screens
from kiosk.staff.page import Button, Buttons, Fact, Field, Item, Page, Progress, Said, Sign
from kiosk.staff.pages_desks import back, in_english, trouble
from kiosk.staff.screens import At
from kiosk.staff.troubles import explained
from kiosk.staff.wishes import Deed, Do


def stick_page(at: At, words: Words) -> Page:
    """TypeError for what has to do with no stick."""
    match at:
        case screens.Folders():
            return _folders(at, words)
        case screens.Working():
            return _working(at, words)
        case screens.TakenOut():
            return _taken_out(at, words)
        case screens.Offers():
            return _offers(at, words)
        case screens.Loaded():
            return _loaded(at, words)
        case screens.CodeEntry():
            return _code(at, words)
        case _:
            raise TypeError(f"no page for {type(at).__name__}")


def _folders(at: screens.Folders, words: Words) -> Page:
    again = Button(text=words("Look again"), wish=Do(Deed.AGAIN), icon="refresh-cw")
    if at.of == "take-out":
        title = words("Take out what waits")
        told = words(
            "Plug in a stick and choose it. What is written is sealed: only the organisation can "
            "read it. The kiosk keeps it until a receipt has come."
        )
    else:
        title = words("Load a survey")
        told = words(
            "Plug in a stick and choose it. You see what comes and who signed it before anything "
            "is loaded."
        )
    none: tuple[Item, ...] = ()
    if not at.folders:
        none = (Said(text=words("No stick is to be seen."), sign=Sign.INFO),)
    choices = Buttons(tuple(
        Button(text=folder, wish=Do(Deed.CHOOSE, folder), icon="folder-open")
        for folder in at.folders
    ))
    return Page(
        title=title, foot=(back(words), again),
        items=(*trouble(at.trouble, words), Said(text=told), *none, choices),
    )


def _working(at: screens.Working, words: Words) -> Page:
    stop = (Button(text=words("Stop"), wish=Do(Deed.CANCEL), icon="circle-stop"),)
    match at.of:
        case "take-out":
            moved = words.many("{n} file so far", "{n} files so far", at.moved)
            return Page(title=words("Taking out …"), foot=stop, items=(Progress(text=moved), Said(
                text=words("Do not pull the stick out yet. Stopping loses nothing."))))
        case "install":
            return Page(title=words("Loading …"), items=(
                Progress(text=words("The survey is being put in place.")),))
        case _:
            return Page(title=words("Looking …"), foot=(back(words),), items=(
                Progress(text=words("Reading what lies there.")),))


def _taken_out(at: screens.TakenOut, words: Words) -> Page:
    again = Button(text=words("Take out once more"), wish=Do(Deed.AGAIN), icon="refresh-cw")
    if at.cancelled:
        head = Said(text=words("Stopped. What was written is whole, the rest is still here."),
                    sign=Sign.INFO, large=True)
    elif at.problems:
        head = Said(text=words("Not everything went well."), sign=Sign.CAUTION, large=True)
    else:
        head = Said(text=words("Done. You can pull the stick out."), sign=Sign.GOOD, large=True)
    return Page(title=words("Taken out"), foot=(back(words), again), items=(
        head,
        *(Said(text=explained(code, words), sign=Sign.CAUTION)
          for code in dict.fromkeys(at.problems)),
        Fact(name=words("Written now"), value=words.many(
            "{n} record", "{n} records", at.records)),
        Fact(name=words("Without a receipt still"), value=str(at.waiting)),
        Fact(name=words("Let go of, safe elsewhere"), value=str(at.forgotten)),
        Fact(name=words("Surveys taken in"), value=str(at.packages)),
    ))


def _offers(at: screens.Offers, words: Words) -> Page:
    items: list[Item] = [*trouble(at.trouble, words)]
    if at.expected:
        items.append(Fact(name=words("The code says that it is signed by"), value=at.expected))
    if not at.offers and not at.trouble:
        items.append(Said(text=words("No survey lies there."), sign=Sign.INFO))
    for offer in at.offers:
        items += _offer(offer, words)
    again = Button(text=words("Look again"), wish=Do(Deed.AGAIN), icon="refresh-cw")
    return Page(
        title=words("What lies there"), items=tuple(items), foot=(back(words), again)
    )


def _offer(offer: screens.Offer, words: Words) -> list[Item]:
    head = f"{offer.title}, {words('version {n}', n=offer.version)}" if offer.version else (
        offer.title
    )
    items: list[Item] = [Said(text=head, large=True)]
    if offer.number:
        items += [
            Fact(name=words("Signed by"), value=offer.organisation),
            Fact(name=words("Its number"), value=offer.number),
            Fact(name=words("Made"), value=offer.issued.astimezone().strftime("%Y-%m-%d %H:%M")),
        ]
    items.append(_stands(offer, words))
    if offer.wordless:
        items.append(Said(text=in_english(offer.wordless, words), sign=Sign.CAUTION))
    if offer.may_install:
        items.append(Buttons((Button(
            text=words("Load this"), wish=Do(Deed.BEGIN, offer.key), icon="download", main=True
        ),)))
    return items


def _stands(offer: screens.Offer, words: Words) -> Said:
    match offer.stands:
        case "first":
            return Said(sign=Sign.CAUTION, text=words(
                "The kiosk will belong to this organisation and to no other. Compare the number "
                "with what the administrator's program shows."
            ))
        case "ours":
            return Said(sign=Sign.GOOD, text=words("A newer version, from your organisation."))
        case "other-survey":
            return Said(sign=Sign.INFO, text=words(
                "Another survey from your organisation: it is asked instead of the present one."
            ))
        case "ends":
            return Said(sign=Sign.CAUTION, text=words(
                "It ends the survey: nobody is asked any more."
            ))
        case code:
            return Said(sign=Sign.CAUTION, text=explained(code, words))


def _loaded(at: screens.Loaded, words: Words) -> Page:
    if at.trouble:
        return Page(title=words("It was not loaded"), foot=(back(words),), items=(
            Said(text=explained(at.trouble, words), sign=Sign.CAUTION, large=True),
            Said(text=words("The kiosk goes on as before.")),
        ))
    return Page(title=words("It is loaded"), foot=(back(words),), items=(
        Said(text=at.offer.title, sign=Sign.GOOD, large=True),
        Fact(name=words("Signed by"), value=at.offer.organisation),
        Fact(name=words("Version"), value=str(at.offer.version)),
    ))


def _code(at: screens.CodeEntry, words: Words) -> Page:
    look = Button(text=words("Go on"), wish=Do(Deed.BEGIN), main=True, gathers=True)
    said = Said(text=words(
        "Type the code that the administrator's program shows, or scan it with a scanner that "
        "types. It tells where the survey lies and who must have signed it, and no secret."
    ))
    wrong: tuple[Item, ...] = ()
    if at.misread:
        wrong = (Said(text=_misread(at.misread, words), sign=Sign.CAUTION),)
    return Page(title=words("Type a code"), foot=(back(words), look), items=(
        said, *wrong, Field(name=words("The code"), most=400),
    ))


def _misread(why: str, words: Words) -> str:
    match why:
        case "empty":
            return words("Nothing was typed.")
        case "letter":
            return words("A sign in it never stands in such a code.")
        case "length":
            return words("It is too short or too long.")
        case "check":
            return words("There is a slip in it. Compare it sign by sign.")
        case "newer":
            return words("It needs a newer program than this.")
        case _:
            return words("That is no such code.")

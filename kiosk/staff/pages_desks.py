"""The small desks in words."""

from __future__ import annotations

from collections.abc import Iterable

from assets.words import Words
from kiosk.languages import own_name
from kiosk.staff import screens
from kiosk.staff.page import Button, Buttons, Fact, Field, Item, Keys, Page, Said, Sign
from kiosk.staff.screens import At
from kiosk.staff.settings import DARKEST
from kiosk.staff.troubles import explained
from kiosk.staff.wishes import Deed, Desk, Do, Go


def desk_page(at: At, words: Words) -> Page:
    """TypeError for what is no small desk."""
    match at:
        case screens.Choices(of="languages"):
            return _languages(at, words)
        case screens.Choices():
            return _places(at, words)
        case screens.Comforts():
            return _comforts(at, words)
        case screens.SelfTested():
            return _tested(at, words)
        case screens.Log():
            return _log(at, words)
        case screens.OccasionEntry(goes_on=True):
            return _occasion_ends(at, words)
        case screens.OccasionEntry():
            return _occasion_begins(at, words)
        case _:
            raise TypeError(f"no page for {type(at).__name__}")


def back(words: Words) -> Button:
    """To the first desk."""
    return Button(text=words("Back to the overview"), wish=Go(Desk.HOME), icon="arrow-left")


def trouble(code: str, words: Words) -> tuple[Item, ...]:
    """A line that says what is in the way; nothing where nothing is."""
    return (Said(text=explained(code, words), sign=Sign.CAUTION),) if code else ()


def _places(at: screens.Choices, words: Words) -> Page:
    return Page(
        title=words("Where does the kiosk stand?"), foot=(back(words),),
        items=(*trouble(at.trouble, words), Buttons(tuple(_choices(at, at.names)))),
    )


def _languages(at: screens.Choices, words: Words) -> Page:
    said = Said(text=words("Press a language to offer it here, or to leave it out."))
    names = [own_name(tag) for tag in at.names]
    return Page(
        title=words("Languages on this kiosk"), foot=(back(words),),
        items=(said, *trouble(at.trouble, words), Buttons(tuple(_choices(at, names)))),
    )


def _choices(at: screens.Choices, names: Iterable[str]) -> Iterable[Button]:
    for key, name in zip(at.keys, names, strict=True):
        yield Button(text=name, wish=Do(Deed.CHOOSE, key), chosen=key in at.chosen)


def _comforts(at: screens.Comforts, words: Words) -> Page:
    dims = words("The light of the screen itself is set.") if at.by == "screen" else words(
        "This machine does not let the program set its light: the picture is made darker."
    )
    return Page(title=words("Sound and light"), foot=(back(words),), items=(
        *trouble(at.trouble, words),
        Fact(name=words("Sound"), value=words("{n} per cent", n=at.sound)),
        Buttons((
            Button(text=words("Quieter"), wish=Do(Deed.QUIETER), icon="minus",
                   asleep=at.sound <= 0),
            Button(text=words("Louder"), wish=Do(Deed.LOUDER), icon="plus", asleep=at.sound >= 100),
        )),
        Fact(name=words("Brightness"), value=words("{n} per cent", n=at.brightness)),
        Buttons((
            Button(text=words("Darker"), wish=Do(Deed.DARKER), icon="minus",
                   asleep=at.brightness <= DARKEST),
            Button(text=words("Brighter"), wish=Do(Deed.BRIGHTER), icon="plus",
                   asleep=at.brightness >= 100),
        )),
        Said(text=dims),
    ))


def _tested(at: screens.SelfTested, words: Words) -> Page:
    again = Button(text=words("Test again"), wish=Do(Deed.AGAIN), icon="refresh-cw",
                   asleep=not at.over)
    foot = [back(words), again]
    if any(check.what == "clock" and check.good is False for check in at.checks):
        foot.insert(1, Button(text=words("The clock is right"), wish=Do(Deed.CLOCK)))
    going = () if at.over else (Said(text=words("Testing …"), sign=Sign.INFO),)
    return Page(
        title=words("Self-test"), foot=tuple(foot),
        items=(*(_checked(check, words) for check in at.checks), *going),
    )


def _checked(check: screens.Checked, words: Words) -> Fact:
    sign = {True: Sign.GOOD, False: Sign.CAUTION, None: Sign.INFO}[check.good]
    if check.good is None:
        return Fact(name=_part(check.what, words), value=words("cannot be told here"), sign=sign)
    if check.good is False:
        return Fact(name=_part(check.what, words), value=_bad(check, words), sign=sign)
    match check.what:
        case "room":
            value = words("{n} MB free", n=int(check.told))
        case "sealing":
            value = words.many(
                "works, for {n} key", "works, for {n} keys", int(check.told))
        case "chain":
            value = words.many(
                "whole, {n} record waits", "whole, {n} records wait", int(check.told))
        case _:
            value = check.told or words("works")
    return Fact(name=_part(check.what, words), value=value, sign=sign)


def _bad(check: screens.Checked, words: Words) -> str:
    match check.what:
        case "room":
            return words("{n} MB free: make room", n=int(check.told))
        case "clock":
            return words("{time}: has it been set? Look whether it is right", time=check.told)
        case "screen":
            return words("{size}: smaller than the kiosk is made for", size=check.told)
        case "sound":
            return words("no sound comes out of this machine")
        case "words":
            return in_english(check.told.split(), words)
        case _:
            return explained(check.told, words)


def _part(what: str, words: Words) -> str:
    return {
        "disk": words("Disk keeps what is written"), "room": words("Room on the disk"),
        "sealing": words("Sealing answers"), "chain": words("What waits"),
        "clock": words("Clock"), "screen": words("Screen"), "sound": words("Sound"),
        "network": words("Delivery"), "words": words("Languages"),
    }[what]


def in_english(tags: Iterable[str], words: Words) -> str:
    """That a survey has languages which the program does not speak."""
    names = ", ".join(own_name(tag) for tag in tags)
    return words(
        "The kiosk has no words of its own in {languages}: its buttons are in English there.",
        languages=names,
    )


def _log(at: screens.Log, words: Words) -> Page:
    lines: tuple[Item, ...] = tuple(
        Fact(name=line.hour.strftime("%Y-%m-%d %H:00"), value=_noted(line, words))
        for line in at.lines
    )
    none = (Said(text=words("Nothing has been noted yet.")),)
    return Page(title=words("What the kiosk has done"), items=lines or none, foot=(back(words),))


def _noted(line: screens.LogLine, words: Words) -> str:
    match line.code:
        case "delivered":
            return words.many("{n} record delivered", "{n} records delivered", line.number)
        case "sent":
            return words.many("{n} record sent", "{n} records sent", line.number)
        case "taken-out":
            return words.many("{n} record taken out", "{n} records taken out", line.number)
        case "package-installed":
            return words("Survey installed, version {n}", n=line.number)
        case "occasion":
            return words("An occasion began")
        case "started":
            return words.many("Started {n} time", "Started {n} times", line.number)
        case _:
            return explained(line.code, words)


def _occasion_begins(at: screens.OccasionEntry, words: Words) -> Page:
    begin = Button(text=words("Begin"), wish=Do(Deed.BEGIN), main=True, gathers=True)
    return Page(title=words("Begin an occasion"), foot=(back(words), begin), items=(
        *_occasion_trouble(at.trouble, words),
        Said(text=words("A visit to an association, a meeting, a stand. Write no person's name.")),
        Field(name=words("Whom do you visit?")),
        Field(name=words("Who comes there? (may be left empty)")),
    ))


def _occasion_ends(at: screens.OccasionEntry, words: Words) -> Page:
    end = Button(text=words("End the occasion"), wish=Do(Deed.FINISH), main=True, gathers=True)
    name = ", ".join(part for part in (at.partner, at.audience) if part)
    return Page(title=words("End the occasion"), foot=(back(words), end), items=(
        *_occasion_trouble(at.trouble, words),
        Fact(name=words("Occasion"), value=name),
        Fact(name=words("Answered here"), value=str(at.answered)),
        Field(name=words("How many were present, about?"), keys=Keys.DIGITS, most=6),
        Field(name=words("How many were asked?"), keys=Keys.DIGITS, most=6),
        Field(name=words("How many said no?"), keys=Keys.DIGITS, most=6),
    ))


def _occasion_trouble(code: str, words: Words) -> tuple[Item, ...]:
    match code:
        case "no-name":
            said = words("Write in one line whom you visit.")
        case "no-number":
            said = words("Write three whole numbers; 0 where there was nobody.")
        case "counts":
            said = words("More were asked than present, or more said no than were asked.")
        case "busy":
            said = words("Somebody is answering just now. Try again in a moment.")
        case _:
            return trouble(code, words)
    return (Said(text=said, sign=Sign.CAUTION),)

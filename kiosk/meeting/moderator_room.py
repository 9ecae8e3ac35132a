"""The moderator's pages about the room: who is here, phones, copies, words, and the end."""

from __future__ import annotations

from collections import Counter

from assets.words import Words
from kiosk.meeting.moderator_screens import Act, Deed, ModeratorAt, Place
from kiosk.meeting.moderator_wording import back, go, said_last
from kiosk.staff.page import Button, Buttons, Fact, Facts, Field, Item, Keys, Page, Said, Sign
from kiosk.staff.wishes import Deed as Staffs
from kiosk.staff.wishes import Do
from survey.records import Way


def seven_words(at: ModeratorAt, words: Words) -> Page:
    """The words that open the session again, shown once."""
    return Page(title=words("Write down these seven words"), items=(
        Said(sign=Sign.CAUTION, text=words(
            "They are shown this once. With them the meeting goes on after a restart, or on "
            "another device. Without them it cannot be read again here; what was given is still "
            "kept for the administrator."
        )),
        *(Said(text=f"{n}. {word}", large=True) for n, word in enumerate(at.code, start=1)),
    ), foot=(
        Button(text=words("I have written them down"), wish=Act(Deed.GO, Place.NOW.value),
               main=True, icon="check"),
    ))


def people(at: ModeratorAt, words: Words) -> Page:
    """Who is here, by number and way."""
    everyone = at.state.people
    counted = Counter(person.way for person in everyone.values() if not person.left)
    facts = [
        Fact(name=_way(way, words), value=str(n)) for way, n in counted.items()
    ]
    gone = [n for n, person in everyone.items() if person.left]
    if gone:
        facts.append(Fact(name=words("Gone home"), value=", ".join(map(str, gone))))
    items: list[Item] = said_last(at, words)
    if facts:
        items.append(Facts(tuple(facts)))
    items.append(Field(
        name=words("How many more share the tablet?"), keys=Keys.DIGITS, most=3
    ))
    items.append(Said(text=words(
        "Whoever takes part by phone is counted in by their phone. One more at a time:"
    )))
    items.append(Buttons((
        Button(text=words("On paper"), wish=Act(Deed.COUNT_IN, Way.PAPER.value), icon="plus"),
        Button(text=words("Through me"), wish=Act(Deed.COUNT_IN, Way.MODERATOR.value),
               icon="plus"),
    )))
    here = [n for n, person in everyone.items() if not person.left]
    if here:
        items.append(Said(text=words("Press a number when somebody goes home:")))
        items.append(Buttons(tuple(
            Button(text=words("Participant {n}", n=n), wish=Act(Deed.LEAVES, str(n)))
            for n in here
        )))
    count = Button(
        text=words("Count in"), wish=Do(Staffs.ANSWER), gathers=True, main=True, icon="plus"
    )
    return Page(title=words("Participants"), items=tuple(items), foot=(back(at, words), count))


def _way(way: Way, words: Words) -> str:
    match way:
        case Way.TABLET:
            return words("By the tablet")
        case Way.PHONE:
            return words("By phone")
        case Way.MODERATOR:
            return words("Through the moderator")
        case _:
            return words("On paper")


def _served(form: bool, words: Words) -> list[Button]:
    """What can be done while phones are let in."""
    return [
        Button(text=words("A new code"), wish=Act(Deed.NEW_CODE), icon="refresh-cw"),
        Button(
            text=words("The survey no more on phones") if form
            else words("The survey on phones too"),
            wish=Act(Deed.FORM), icon="clipboard-list",
        ),
        Button(text=words("Let no more phones in"), wish=Act(Deed.SERVE), icon="x"),
    ]


def phones(at: ModeratorAt, words: Words) -> Page:
    """Letting phones in: at which address, how many are here."""
    now = at.around.phones
    items: list[Item] = said_last(at, words)
    buttons: list[Button] = []
    if now.url:
        items.append(Said(text=words(
            "Phones on the same network scan the code on the big screen. It holds a key, so that "
            "nobody else on the network can read what they send."
        )))
        items.append(Facts((
            Fact(name=words("Phones here"), value=str(now.count)),
            Fact(name=words("Address"), value=now.url.partition("#")[0]),
        )))
        buttons = _served(now.form, words)
    else:
        items.append(Said(text=words(
            "Participants can use their own phones, without the internet and without an app. This "
            "device and the phones must be on the same network."
        )))
        buttons = [
            Button(text=words("Let phones in at {address}", address=address),
                   wish=Act(Deed.SERVE, address), icon="tablet-smartphone")
            for address in now.addresses
        ]
    if now.trouble or (not now.url and not now.addresses):
        items.append(Said(sign=Sign.CAUTION, text=words(
            "Phones cannot be let in: this device is on no network, or something else uses the "
            "address. Join a network, or share one from this device."
        )))
    if buttons:
        items.append(Buttons(tuple(buttons)))
    return Page(title=words("Phones"), items=tuple(items), foot=(back(at, words),))


def copies(at: ModeratorAt, words: Words) -> Page:
    """Sealed copies for a second device, and what such a device has written."""
    now = at.around.copying
    items: list[Item] = said_last(at, words)
    items.append(Said(text=words(
        "A sealed copy on a stick lets another device go on with the same seven words if this one "
        "breaks, and lets an assistant document on it. It is written after every step, and once a "
        "minute."
    )))
    standing = now.standing
    if standing.folder is not None:
        last = standing.last.astimezone().strftime("%H:%M") if standing.last else words("not yet")
        items.append(Facts((
            Fact(name=words("Copies go to"), value=str(standing.folder)),
            Fact(name=words("Last copy"), value=last),
        )))
        if standing.trouble:
            items.append(Said(sign=Sign.CAUTION, text=words(
                "The last copy could not be written. Look whether the stick is there and has room."
            )))
    buttons = [
        Button(text=words("Copy to {folder}", folder=folder), wish=Act(Deed.COPY, folder),
               icon="save", chosen=str(standing.folder or "") == folder)
        for folder in now.folders
    ]
    buttons += [
        Button(text=words("Take in from {folder}", folder=folder), wish=Act(Deed.MERGE, folder),
               icon="download")
        for folder in now.folders
    ]
    if standing.folder is not None:
        buttons.append(Button(text=words("No more copies"), wish=Act(Deed.COPY), icon="x"))
    if not now.folders:
        items.append(Said(sign=Sign.INFO, text=words("Plug in a stick, then come here again.")))
    if buttons:
        items.append(Buttons(tuple(buttons)))
    return Page(title=words("Copies"), items=tuple(items), foot=(back(at, words),))


def sure(at: ModeratorAt, words: Words) -> Page:
    """Going on while somebody has not answered: asked for once."""
    waits = ", ".join(map(str, at.missing))
    return Page(title=words("Go on already?"), items=(
        *said_last(at, words),
        Facts((Fact(name=words("Not yet"), value=waits),)),
        Said(text=words("Who has not answered in this step cannot do it afterwards.")),
        Buttons((Button(
            text=words("Go on all the same"), wish=Act(Deed.NEXT), icon="arrow-right"
        ),)),
    ), foot=(go(words("Back to the meeting"), Place.NOW, "arrow-left"),))


def close(at: ModeratorAt, words: Words) -> Page:
    """The end, asked for once."""
    return Page(title=words("End the meeting?"), items=(
        *said_last(at, words),
        Said(text=words(
            "What was given is sealed for the administrator and cannot be read on this device any "
            "more. Look at the result, and print or write down what you need, before you end it."
        )),
        Buttons((
            Button(text=words("End the meeting"), wish=Act(Deed.CLOSE), icon="circle-stop"),
            Button(text=words("Leave it open and go to the survey"), wish=Act(Deed.LEAVE),
                   icon="log-out"),
        )),
        Said(sign=Sign.INFO, text=words(
            "A meeting that is left open can go on with the seven words for 24 hours."
        )),
    ), foot=(go(words("Back to the meeting"), Place.NOW, "arrow-left"),))


def closed(at: ModeratorAt, words: Words) -> Page:
    """It is over."""
    return Page(title=words("The meeting is closed"), items=(
        Said(sign=Sign.GOOD, text=words(
            "Everything is kept for the administrator. Nothing of it can be read here any more."
        )),
    ), foot=(Button(text=words("To the survey"), wish=Act(Deed.LEAVE), main=True),))

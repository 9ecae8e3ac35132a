"""The pages that lead into a meeting, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assets.words import Words
from kiosk.meeting.agenda import minutes
from kiosk.staff.page import Button, Buttons, Fact, Facts, Field, Item, Page, Progress, Said, Sign
from kiosk.staff.wishes import Deed, Desk, Do, Go, StaffWish
from survey.facilitation.method import Ladder, Method
from survey.forms.model import said


class Step(StrEnum):
    """Where on the way staff are."""

    FIRST = "first"
    METHODS = "methods"
    ABOUT = "about"
    RESUME = "resume"
    COPIES = "copies"
    TAKE_OVER = "take-over"


@dataclass(frozen=True, slots=True)
class Choose(StaffWish):
    """To a step, with what was chosen for it."""

    step: Step
    value: str = ""


def first(words: Words, waiting: int) -> Page:
    """A new meeting, one that is open here, or one from another device."""
    buttons = [_to(words("A new meeting"), Step.METHODS, icon="plus")]
    if waiting:
        buttons.append(_to(words("Go on with an open meeting"), Step.RESUME, icon="arrow-right"))
    buttons.append(_to(words("Go on from another device"), Step.COPIES, icon="download"))
    return Page(title=words("Hold a meeting"), items=(
        Said(text=words(
            "A group says what matters and how well it works, and sees its result at once. "
            "Everything is sealed for the administrator."
        )), Buttons(tuple(buttons)),
    ), foot=(_home(words),))


def no_place(words: Words) -> Page:
    """Nothing could be kept here."""
    return Page(title=words("Hold a meeting"), items=(Said(sign=Sign.INFO, text=words(
        "A meeting needs a survey on this device, and a place: what is given is sealed for the "
        "organisation that sent the survey. Load a survey, or choose the place, then come back."
    )),), foot=(_home(words),))


def methods(words: Words, found: Sequence[Method]) -> Page:
    """The methods, each with people and time."""
    facts = tuple(
        Fact(name=said(one.name, words.language), value=_size(one, words)) for one in found
    )
    buttons = tuple(
        _to(said(one.name, words.language), Step.ABOUT, one.id) for one in found
    )
    return Page(
        title=words("Which method?"), items=(Buttons(buttons), Facts(facts)),
        foot=(_first(words),),
    )


def about(
    words: Words, method: Method, trouble: str, *, title: str, question: str
) -> Page:
    """What a method is, and what the meeting is called."""
    tag = words.language
    items: list[Item] = [Said(text=words("Give the meeting a title."), sign=Sign.CAUTION)] if (
        trouble == "no-title") else _troubles(trouble, words)
    items += [
        Said(text=said(method.purpose, tag)),
        Field(name=words("Title"), value=title, most=200),
        Field(
            name=words("The question that the group is to answer"), value=question, most=500
        ),
        Facts((
            Fact(name=words("Size and time"), value=_size(method, words)),
            Fact(name=words("What participants may expect"), value=_ladder(method, words)),
            Fact(name=words("The group"), value=said(method.guide.group, tag)),
            Fact(name=words("To have ready"), value=said(method.guide.material, tag)),
        )),
    ]
    begin = Button(
        text=words("Begin"), wish=Do(Deed.BEGIN), gathers=True, main=True, icon="arrow-right"
    )
    back = _to(words("Back"), Step.METHODS, icon="arrow-left")
    return Page(title=said(method.name, tag), items=tuple(items), foot=(back, begin))


def seven_words(words: Words, trouble: str, step: Step) -> Page:
    """The words that open a meeting again."""
    on = Button(
        text=words("Go on"), wish=Do(Deed.BEGIN), gathers=True, main=True, icon="arrow-right"
    )
    back = _to(words("Back"), Step.COPIES, icon="arrow-left") if step is Step.TAKE_OVER else (
        _first(words))
    return Page(title=words("The meeting's seven words"), items=(
        *_troubles(trouble, words),
        Field(name=words("The seven words that were shown when the meeting began"), most=200),
        Said(text=words("Capital letters and dots may be left out.")),
    ), foot=(back, on))


def copies(words: Words, found: Sequence[tuple[str, str]], trouble: str) -> Page:
    """The copies that lie on sticks."""
    if not found:
        return Page(title=words("Go on from another device"), items=(
            *_troubles(trouble, words), Said(sign=Sign.INFO, text=words(
                "No copy of a meeting was found. Plug in the stick that the other device wrote "
                "to, then come here again."
            )),
        ), foot=(_first(words),))
    return Page(title=words("Which copy?"), items=(
        *_troubles(trouble, words), Said(text=words("The newest copy of each meeting and device:")),
        Buttons(tuple(
            _to(f"{name} ({folder})", Step.TAKE_OVER, f"{folder}|{name}")
            for folder, name in found
        )),
    ), foot=(_first(words),))


def moment(words: Words) -> Page:
    """It takes about a second."""
    return Page(title=words("Hold a meeting"), items=(Progress(text=words("One moment …")),))


def _troubles(trouble: str, words: Words) -> list[Item]:
    text = _trouble(trouble, words)
    return [Said(text=text, sign=Sign.CAUTION)] if text else []


def _trouble(trouble: str, words: Words) -> str:
    match trouble:
        case "":
            return ""
        case "wrong-words":
            return words("These words open no meeting here. Look at each of them and try again.")
        case "none-open":
            return words(
                "No meeting is open on this device: it was closed, or 24 hours have passed."
            )
        case "damaged":
            return words("The copy is damaged. Take an older one, or one from another device.")
        case "too-new":
            return words("The copy was written by a newer version of the program. Upgrade first.")
        case "no-copy":
            return words("The copy cannot be read any more. Is the stick still there?")
        case "other-survey":
            return words("The copy is of a meeting in another survey. Load that survey first.")
        case "open-already":
            return words(
                "That meeting is open on this device already, or four others are. Go on with an "
                "open meeting, or end one first."
            )
        case _:
            return words("That could not be kept. The disk may be full; try again.")


def _size(method: Method, words: Words) -> str:
    least, most = method.people
    people = words("{least} to {most} people", least=least, most=most) if most else words(
        "{least} people or more", least=least)
    whole = method.minutes[1] or method.minutes[0] or minutes(method)
    return f"{people}, {words('up to {n} minutes', n=whole)}"


def _ladder(method: Method, words: Words) -> str:
    return {
        Ladder.INFORMATION: words("To be informed"),
        Ladder.CONSULTATION: words("To be asked, before others decide"),
        Ladder.DIALOGUE: words("To talk it over with those who decide"),
        Ladder.PARTICIPATION: words("To take part in working it out"),
        Ladder.CO_DECISION: words("To decide together"),
    }[method.ladder]


def _to(text: str, step: Step, value: str = "", *, icon: str = "") -> Button:
    return Button(text=text, wish=Choose(step, value), icon=icon)


def _first(words: Words) -> Button:
    return _to(words("Back"), Step.FIRST, icon="arrow-left")


def _home(words: Words) -> Button:
    return Button(text=words("Back"), wish=Go(Desk.HOME), icon="arrow-left")

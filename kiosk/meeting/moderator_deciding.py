"""The moderator's pages of words: purpose, remarks, decisions and the plan."""

from __future__ import annotations

from assets.words import Words
from kiosk.meeting.moderator_screens import Act, Deed, ModeratorAt, Place
from kiosk.meeting.moderator_wording import SHORTER, back, said_last, short
from kiosk.meeting.moderator_writing import MINORITY, plan_phase
from kiosk.staff.page import Button, Buttons, Fact, Field, Item, Page, Said
from kiosk.staff.wishes import Deed as Staffs
from kiosk.staff.wishes import Do
from survey.facilitation.events import Sort
from survey.forms.model import said

LONGEST = 2_000


def keep(words: Words) -> Button:
    """What was typed is kept."""
    return Button(
        text=words("Keep"), wish=Do(Staffs.ANSWER), gathers=True, main=True, icon="check"
    )


def remove(words: Words) -> Buttons:
    """What the page is about goes."""
    return Buttons((Button(text=words("Take it away"), wish=Act(Deed.REMOVE), icon="x"),))


def typed(at: ModeratorAt, words: Words) -> Page:
    """A page with one field."""
    match at.place:
        case Place.PURPOSE:
            title, name = words("The purpose"), words("What the group agrees that it is here for")
            value = at.state.purpose
        case Place.DECISION:
            title = name = words("Decision")
            found = at.state.decisions.get(at.about) if at.about else None
            value = found.text if found else ""
        case _:
            title = words("What was said")
            name = (
                words("A view that few hold") if at.lies_in == MINORITY
                else words("What was said")
            )
            value = ""
    items: list[Item] = [
        *said_last(at, words), Field(name=name, value=value, most=LONGEST),
    ]
    if at.place is Place.DECISION and at.about is not None:
        items.append(remove(words))
    return Page(title=title, items=tuple(items), foot=(back(at, words), keep(words)))


def decisions(at: ModeratorAt, words: Words) -> Page:
    """What was decided, to look at and to change."""
    held = at.state.decisions
    items: list[Item] = said_last(at, words)
    items += [Said(text=one.text) for one in held.values()]
    items.append(Buttons((
        Button(text=words("A new decision"), wish=Act(Deed.NEW, Place.DECISION.value),
               icon="plus"),
        *(
            Button(text=words("Change: {what}", what=short(one.text, SHORTER)),
                   wish=Act(Deed.OPEN, str(id)))
            for id, one in held.items()
        ),
    )))
    return Page(title=words("Decisions"), items=tuple(items), foot=(back(at, words),))


def plan(at: ModeratorAt, words: Words) -> Page:
    """Who does what, line by line."""
    phase = plan_phase(at.state)
    columns = phase.columns if phase else ()
    items: list[Item] = said_last(at, words)
    firsts = {id: next(iter(texts.values()), "") for id, texts in at.state.plan.items()}
    for texts in at.state.plan.values():
        items += [
            Fact(name=said(column.name, at.language), value=texts[column.id])
            for column in columns if texts.get(column.id)
        ]
    items.append(Buttons((
        Button(text=words("A new line"), wish=Act(Deed.NEW, Place.LINE.value), icon="plus"),
        *(
            Button(text=words("Change: {what}", what=short(first, SHORTER)),
                   wish=Act(Deed.OPEN, str(id)))
            for id, first in firsts.items()
        ),
    )))
    return Page(title=words("The plan"), items=tuple(items), foot=(back(at, words),))


def line(at: ModeratorAt, words: Words) -> Page:
    """One line of the plan, a field for each column."""
    phase = plan_phase(at.state)
    texts = at.state.plan.get(at.about, {}) if at.about else {}
    items: list[Item] = [
        *said_last(at, words),
        *(
            Field(name=said(column.name, at.language), value=texts.get(column.id, ""), most=500)
            for column in (phase.columns if phase else ())
        ),
    ]
    if at.about is not None:
        items.append(remove(words))
    return Page(
        title=words("A line of the plan"), items=tuple(items), foot=(back(at, words), keep(words))
    )


def remarks(at: ModeratorAt, words: Words) -> Page:
    """What was said beside the result, and views that few hold."""
    items: list[Item] = said_last(at, words)
    for one in at.state.comments:
        few = one.sort is Sort.MINORITY
        name = words("A view that few hold") if few else words("Said")
        items.append(Fact(name=name, value=one.text))
    where = Place.REMARK.value
    items.append(Buttons((
        Button(text=words("Write what is said"), wish=Act(Deed.NEW, where), icon="plus"),
        Button(text=words("Write a view that few hold"), icon="plus",
               wish=Act(Deed.NEW, f"{where}/{MINORITY}")),
    )))
    return Page(title=words("What was said"), items=tuple(items), foot=(back(at, words),))

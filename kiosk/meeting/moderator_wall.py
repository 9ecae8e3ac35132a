"""The moderator's pages of the wall: notes, headings over them, and what a turn gave."""

from __future__ import annotations

from uuid import UUID

from assets.words import Words
from kiosk.meeting import moderator_deeds as deeds
from kiosk.meeting.moderator_deciding import LONGEST, keep, remove
from kiosk.meeting.moderator_screens import Act, Deed, ModeratorAt, Place
from kiosk.meeting.moderator_wording import SHORT, SHORTER, back, go, said_last, short
from kiosk.meeting.result_words import figures, shown_rounds, side_by_side
from kiosk.staff.page import Button, Buttons, Fact, Facts, Field, Item, Page, Said, Sign
from survey.facilitation.board import TAKES_NOTES
from survey.facilitation.state import Heading, Note
from survey.forms.model import said

_OVER = 24
"""Signs of a note's button that the heading over it takes."""


def wall(at: ModeratorAt, words: Words) -> Page:
    """Notes to choose, and headings that the chosen ones come under by one press."""
    notes, headings = deeds.wall(at.state), _headings(at)
    items: list[Item] = [*said_last(at, words), _what_now(at, headings, words)]
    items.append(Buttons(tuple(_new_notes(at, words))))
    items.append(Buttons(tuple(_for_chosen(at, headings, words))))
    names = {field.id: said(field.name, at.language) for field in deeds.fields(at.state)}
    for field in (*names, "") if names else ("",):
        under = {id: note for id, note in _mixed(notes) if note.field == field}
        if not under:
            continue
        if field:
            items.append(Said(text=names[field], large=True))
        items.append(Buttons(tuple(_note(at, id, note, words) for id, note in under.items())))
    if deeds.headings_phase(at.state) is not None:
        items += [Said(text=words("Headings"), large=True), Buttons((
            *(
                Button(text=words("Change: {what}", what=short(one.title, SHORTER)),
                       wish=Act(Deed.OPEN, str(id)))
                for id, one in headings.items()
            ),
        ))]
    return Page(
        title=words("Notes and headings"), items=tuple(items), foot=(back(at, words),)
    )


def _headings(at: ModeratorAt) -> dict[UUID, Heading]:
    phase = deeds.headings_phase(at.state)
    if phase is None:
        return {}
    return {
        id: one for id, one in at.state.headings.items()
        if one.phase == phase.id and not one.dropped
    }


def _new_notes(at: ModeratorAt, words: Words) -> list[Button]:
    phase = deeds.phase_now(at.state)
    if phase is None or phase.kind not in TAKES_NOTES:
        return []
    where, named = Place.NOTE.value, deeds.fields(at.state)
    if not named:
        text = words("A new note for the group")
        return [Button(text=text, wish=Act(Deed.NEW, where), icon="plus")]
    return [
        Button(text=words("A new note: {field}", field=said(one.name, at.language)), icon="plus",
               wish=Act(Deed.NEW, f"{where}/{one.id}"))
        for one in named
    ]


def _note(at: ModeratorAt, id: UUID, note: Note, words: Words) -> Button:
    heading = at.state.headings.get(note.heading) if note.heading else None
    text = short(note.text)
    if heading is not None and not heading.dropped:
        text = words("{note} ({heading})", note=short(note.text, SHORT - _OVER),
                     heading=short(heading.title, _OVER - 3))
    return Button(text=text, wish=Act(Deed.CHOOSE, str(id)), chosen=id in at.chosen)


def _mixed(notes: dict[UUID, Note]) -> list[tuple[UUID, Note]]:
    """By what they say: the order in which they came would tell whose they are."""
    return sorted(notes.items(), key=lambda one: one[1].text.casefold())


def _what_now(at: ModeratorAt, headings: dict[UUID, Heading], words: Words) -> Said:
    if at.chosen:
        return Said(sign=Sign.INFO, text=words.many(
            "{n} note chosen. Put it under:", "{n} notes chosen. Put them under:", len(at.chosen)
        ))
    return Said(text=words(
        "Press the notes that belong together, then the heading they go under."
    ) if headings else words("Press the notes that belong together, then give them a heading."))


def _for_chosen(
    at: ModeratorAt, headings: dict[UUID, Heading], words: Words
) -> list[Button]:
    """What can be done to notes that were pressed; there from the first, so that nothing moves
    under the finger."""
    asleep = not at.chosen
    buttons: list[Button] = []
    if deeds.headings_phase(at.state) is not None:
        buttons = [
            Button(text=short(one.title), wish=Act(Deed.GROUP, str(id)), icon="arrow-right",
                   asleep=asleep)
            for id, one in headings.items()
        ]
        buttons.append(go(words("A new heading"), Place.NEW_HEADING, "plus"))
        buttons.append(
            Button(text=words("No heading"), wish=Act(Deed.LOOSEN), icon="x", asleep=asleep)
        )
    if deeds.fields(at.state):
        buttons.append(Button(
            text=words("Another field"), wish=Act(Deed.GO, Place.NOTE_FIELD.value),
            icon="arrow-right", asleep=asleep,
        ))
    one_note = next(iter(at.chosen)) if len(at.chosen) == 1 else ""
    buttons.append(Button(
        text=words("Change the note"), wish=Act(Deed.OPEN, str(one_note)), asleep=not one_note
    ))
    return buttons


def note(at: ModeratorAt, words: Words) -> Page:
    """One note: the group's new one, or one that is put in other words."""
    found = at.state.notes.get(at.about) if at.about else None
    items: list[Item] = [*said_last(at, words), Field(
        name=words("One thought, in the words of whoever said it"),
        value=found.text if found else "", most=LONGEST,
    )]
    if found is not None:
        items.append(remove(words))
    title = words("A note") if found else words("A new note for the group")
    return Page(title=title, items=tuple(items), foot=(back(at, words), keep(words)))


def note_field(at: ModeratorAt, words: Words) -> Page:
    """Into which field the chosen notes go."""
    return Page(title=words("To which field?"), items=(*said_last(at, words), Buttons(tuple(
        Button(text=said(field.name, at.language), wish=Act(Deed.MOVE, field.id))
        for field in deeds.fields(at.state)
    ))), foot=(back(at, words),))


def heading(at: ModeratorAt, words: Words) -> Page:
    """A heading's name; what it stands for; away with it."""
    found = at.state.headings.get(at.about) if at.about else None
    items: list[Item] = [*said_last(at, words), Field(
        name=words("A few words that somebody who was not here understands"),
        value=found.title if found else "", most=200,
    )]
    if found is None:
        return Page(
            title=words("A new heading"), items=tuple(items), foot=(back(at, words), keep(words))
        )
    under = [note for note in at.state.notes.values()
             if note.heading == at.about and not note.withdrawn]
    factors = dict(at.around.factors)
    if factors:
        stands = factors.get(found.factor, words("nothing yet")) if found.factor else (
            words("nothing yet"))
        items.append(Facts((Fact(name=words("Stands for"), value=stands),)))
    buttons = [Button(text=words("Drop the heading"), wish=Act(Deed.DROP), icon="x")]
    if factors:
        buttons.insert(0, go(words("What it stands for"), Place.FACTOR))
    items.append(Buttons(tuple(buttons)))
    items += [Said(text=one.text) for one in under]
    return Page(title=words("A heading"), items=tuple(items), foot=(back(at, words), keep(words)))


def factor(at: ModeratorAt, words: Words) -> Page:
    """Which of the survey's factors the heading stands for."""
    found = at.state.headings.get(at.about) if at.about else None
    return Page(title=words("What does it stand for?"), items=(
        Said(text=found.title if found else ""),
        Buttons((
            *(
                Button(text=name, wish=Act(Deed.MAP, str(id)),
                       chosen=found is not None and found.factor == id)
                for id, name in at.around.factors
            ),
            Button(text=words("None of them"), wish=Act(Deed.MAP)),
        )),
    ), foot=(back(at, words),))


def result(at: ModeratorAt, words: Words) -> Page:
    """What turns gave: figures only of those that all may see."""
    items: list[Item] = said_last(at, words)
    turns = {one.turn for one in at.state.begun}
    parts = figures(at.state, at.language, words)
    told = {
        turn for phase in (at.state.rules.phases if at.state.rules else ())
        for turn in side_by_side(at.state, phase, shown_rounds(at.state, phase))
    }
    for part in parts:
        if part.turn not in turns:
            continue
        items.append(Said(text=part.title, large=True))
        shown = part.turn in at.state.shown
        value = f"{part.turn.phase}:{part.turn.round}"
        if shown and part.turn in told:
            items += part.items
        if shown:
            button = Button(text=words("Hide it from all"), wish=Act(Deed.HIDE, value))
        else:
            waits = part.turn == at.state.turn and at.missing
            items.append(Said(sign=Sign.CAUTION if waits else Sign.INFO, text=words.many(
                "{n} participant has not answered yet. Nobody sees figures until you show them.",
                "{n} participants have not answered yet. Nobody sees figures until you show them.",
                len(at.missing),
            ) if waits else words("Nobody sees figures until you show them to all.")))
            button = Button(
                text=words("Show it to all"), wish=Act(Deed.SHOW, value), icon="chart-column"
            )
        items.append(Buttons((button,)))
    if not any(part.turn in turns for part in parts):
        items.append(Said(sign=Sign.INFO, text=words("Nothing has been weighed or graded yet.")))
    still = words("Let the bars move") if at.around.still else words("Let the bars stand still")
    items.append(Buttons((Button(text=still, wish=Act(Deed.STILL)),)))
    return Page(title=words("The result"), items=tuple(items), foot=(back(at, words),))

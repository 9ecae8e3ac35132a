"""The moderator's window in words: which page stands there, and the first of them."""

from __future__ import annotations

from assets.words import Words
from kiosk.meeting import moderator_deeds as deeds
from kiosk.meeting.agenda import Step, following, now, steps
from kiosk.meeting.moderator_deciding import decisions, line, plan, remarks, typed
from kiosk.meeting.moderator_room import (
    close,
    closed,
    copies,
    people,
    phones,
    seven_words,
    sure,
)
from kiosk.meeting.moderator_screens import Act, Deed, ModeratorAt, Place
from kiosk.meeting.moderator_wall import factor, heading, note, note_field, result, wall
from kiosk.meeting.moderator_wording import back, go, said_last
from kiosk.staff.page import Button, Buttons, Fact, Facts, Item, Page, Said, Sign
from survey.facilitation.events import Move
from survey.facilitation.method import By, PhaseKind, Timing
from survey.forms.model import said
from survey.records import Way

_BY_ALL = (
    PhaseKind.COLLECT, PhaseKind.ROTATE, PhaseKind.WRITE, PhaseKind.ALLOCATE, PhaseKind.PINS,
    PhaseKind.GRADE, PhaseKind.MATRIX, PhaseKind.EVALUATE,
)
_HAS_FIGURES = (
    PhaseKind.ALLOCATE, PhaseKind.PINS, PhaseKind.GRADE, PhaseKind.MATRIX, PhaseKind.EVALUATE,
    PhaseKind.PRESENT, PhaseKind.DECIDE,
)


def page_for(at: ModeratorAt, words: Words) -> Page:
    """What stands there in words."""
    return _PAGES[at.place](at, words)


def _now(at: ModeratorAt, words: Words) -> Page:
    step = now(at.state, at.language)
    if step is None:
        return _before(at, words)
    texts = step.phase.words
    items: list[Item] = [*said_last(at, words), *_shut_out(at, words)]
    items.append(Said(text=said(texts.moderator, at.language) or said(texts.all, at.language)))
    if texts.moderator:
        items.append(Fact(name=words("All are told"), value=said(texts.all, at.language)))
    items += _standing(at, step, words)
    items.append(Buttons(tuple(_work(at, step, words))))
    items += _tables(at, step, words)
    items += _clock(at, step, words)
    items.append(Buttons(tuple(_rest(at, words))))
    return Page(
        title=words("Step {n} of {of}: {name}", n=step.at, of=step.of, name=step.title),
        items=tuple(items), foot=(_leave(words), _next(at, words)),
    )


def _shut_out(at: ModeratorAt, words: Words) -> list[Item]:
    """After a restart phones wait until they are let in again."""
    by_phone = any(
        one.way is Way.PHONE and not one.left for one in at.state.people.values()
    )
    if at.around.phones.url or not by_phone:
        return []
    return [Said(sign=Sign.CAUTION, text=words(
        "Phones cannot reach the meeting now. Let them in again at the same address."
    ))]


def _before(at: ModeratorAt, words: Words) -> Page:
    """Nothing has begun: what the method is, and who is here."""
    rules = at.state.rules
    items: list[Item] = said_last(at, words)
    if rules is not None:
        items.append(Said(text=said(rules.purpose, at.language)))
        items.append(Facts((
            Fact(name=words("The group"), value=said(rules.guide.group, at.language)),
            Fact(name=words("Time"), value=said(rules.guide.time, at.language)),
            Fact(name=words("To have ready"), value=said(rules.guide.material, at.language)),
        )))
    items.append(Said(sign=Sign.INFO, text=words(
        "Count in those who are here before you begin, or while you go on."
    )))
    items.append(Buttons(tuple(_rest(at, words))))
    title = at.state.title or words("A meeting")
    return Page(title=title, items=tuple(items), foot=(_leave(words), _next(at, words)))


def _standing(at: ModeratorAt, step: Step, words: Words) -> list[Item]:
    """Who has not answered yet: numbers, and nothing of what anybody gave."""
    here = [n for n, one in at.state.people.items() if not one.left]
    if step.phase.kind not in _BY_ALL or step.phase.by is By.GROUP or not here:
        return []
    waits = [n for n in at.missing if n in here]
    counted = words("{n} of {of} have answered", n=len(here) - len(waits), of=len(here))
    facts = [Fact(
        name=words("Answers"), value=counted, sign=Sign.NONE if waits else Sign.GOOD
    )]
    if waits:
        facts.append(Fact(name=words("Not yet"), value=", ".join(map(str, waits))))
    return [Facts(tuple(facts))]


def _work(at: ModeratorAt, step: Step, words: Words) -> list[Button]:
    """What this step is worked with."""
    kind, phase = step.phase.kind, step.phase
    found: list[Button] = []
    if kind is PhaseKind.PURPOSE:
        found.append(go(words("Write the purpose"), Place.PURPOSE, "file-text"))
    if kind in _BY_ALL:
        found += [
            Button(text=words("Pass the tablet round"), wish=Act(Deed.ROUND), icon="hand"),
            Button(text=words("Enter for somebody"), wish=Act(Deed.ENTER), icon="clipboard-list"),
        ]
        if phase.by is By.EACH and kind not in (PhaseKind.ROTATE, PhaseKind.WRITE):
            found.append(
                Button(text=words("Paper slips"), wish=Act(Deed.SLIPS), icon="file-text")
            )
    if deeds.notes_phase(at.state) is not None:
        found.append(go(words("Notes and headings"), Place.WALL, "messages-square"))
    if kind in _HAS_FIGURES:
        found.append(go(words("The result"), Place.RESULT, "chart-column"))
    if kind is PhaseKind.DECIDE:
        found.append(go(words("Decisions"), Place.DECISIONS, "check"))
    if kind is PhaseKind.PLAN:
        found.append(go(words("The plan"), Place.PLAN, "list-checks"))
    return found


def _tables(at: ModeratorAt, step: Step, words: Words) -> list[Item]:
    """Who sits where, and everybody seated anew: with others than before."""
    bounds = step.phase.tables
    here = sum(not one.left for one in at.state.people.values())
    if bounds is None or not here:
        return []
    seated = at.state.seats.get(step.turn, {})
    tables = sorted(set(seated.values()))
    facts = tuple(
        Fact(name=words("Table {n}", n=table), value=", ".join(
            str(n) for n, at_table in seated.items() if at_table == table
        )) for table in tables
    )
    wanted = max(1, -(-here // bounds[1]))
    seat = words("Seat everybody anew") if tables else words.many(
        "Seat everybody at {n} table", "Seat everybody at {n} tables", wanted
    )
    seats = Button(text=seat, wish=Act(Deed.SEAT, str(wanted)), icon="refresh-cw")
    return [*((Facts(facts),) if facts else ()), Buttons((seats,))]


def _clock(at: ModeratorAt, step: Step, words: Words) -> list[Item]:
    timer = at.state.timer
    texts: list[Item] = []
    if step.phase.timing is Timing.STRICT and step.phase.minutes:
        texts.append(Said(sign=Sign.INFO, text=words("The time of this step is a rule.")))

    def button(text: str, move: Move) -> Button:
        return Button(text=text, wish=Act(Deed.CLOCK, move.value), icon="clock-3")

    if timer is None or timer.move is Move.STOPPED:
        if not step.phase.minutes:
            return texts
        moves = [button(words("Start the clock"), Move.BEGUN)]
    else:
        moves = [
            button(words("Pause the clock"), Move.PAUSED) if timer.running
            else button(words("Let the clock go on"), Move.RESUMED),
            button(words("Five minutes more"), Move.EXTENDED),
            button(words("Stop the clock"), Move.STOPPED),
        ]
    return [*texts, Buttons(tuple(moves))]


def _rest(at: ModeratorAt, words: Words) -> list[Button]:
    """What is at hand in every step."""
    big = words("Close the big screen") if at.around.big else words("Open the big screen")
    if not at.around.elsewhere:
        big = words("The big screen here, until a touch")
    phones = words("Phones")
    if at.around.phones.url:
        phones = words("Phones: {n}", n=at.around.phones.count)
    here = sum(not one.left for one in at.state.people.values())
    return [
        go(words("Participants: {n}", n=here), Place.PEOPLE, "person-standing"),
        go(phones, Place.PHONES, "tablet-smartphone"),
        Button(text=big, wish=Act(Deed.BIG), icon="globe"),
        go(words("Agenda"), Place.AGENDA, "list-checks"),
        go(words("Tips"), Place.TIPS, "circle-help"),
        go(words("What was said"), Place.REMARKS, "message-circle"),
        *(() if _decides(at) else (go(words("Decisions"), Place.DECISIONS, "check"),)),
        go(words("Copies"), Place.COPIES, "save"),
        Button(
            text=words("Undo"), wish=Act(Deed.UNDO), icon="refresh-cw", asleep=not at.can_undo
        ),
    ]


def _decides(at: ModeratorAt) -> bool:
    """Whether the step has decisions among what it is worked with."""
    phase = deeds.phase_now(at.state)
    return phase is not None and phase.kind is PhaseKind.DECIDE


def _leave(words: Words) -> Button:
    return go(words("End …"), Place.CLOSE, "log-out")


def _next(at: ModeratorAt, words: Words) -> Button:
    step = following(at.state, at.language)
    if step is None:
        return Button(text=words("End the meeting"), wish=Act(Deed.NEXT), main=True)
    text = words("Next: {name}", name=step.title)
    return Button(text=text, wish=Act(Deed.NEXT), main=True, icon="arrow-right")


def _agenda(at: ModeratorAt, words: Words) -> Page:
    items: list[Item] = [Said(text=words(
        "Press a step to go to it. What was given stays; a step that closes cannot be answered in "
        "again unless you begin it anew."
    ))]
    for step in steps(at.state, at.language):
        sign = Sign.INFO if step.now else Sign.GOOD if step.begun else Sign.NONE
        told = words("now") if step.now else words("done") if step.begun else words("to come")
        minutes = words("{n} min", n=step.phase.minutes) if step.phase.minutes else ""
        items.append(Fact(
            name=f"{step.at}. {step.title}", value=", ".join(filter(None, (minutes, told))),
            sign=sign,
        ))
    items.append(Buttons(tuple(
        Button(
            text=f"{step.at}. {step.title}", chosen=step.now,
            wish=Act(Deed.BEGIN, f"{step.turn.phase}:{step.turn.round}"),
        )
        for step in steps(at.state, at.language)
    )))
    return Page(title=words("Agenda"), items=tuple(items), foot=(back(at, words),))


def _tips(at: ModeratorAt, words: Words) -> Page:
    rules, step = at.state.rules, now(at.state, at.language)
    items: list[Item] = []
    if step is not None and step.phase.words.assistant:
        items.append(Fact(
            name=words("Whoever documents"), value=said(step.phase.words.assistant, at.language)
        ))
    if rules is not None:
        items += [Said(text=said(one, at.language), sign=Sign.GOOD) for one in rules.guide.tips]
        items += [
            Said(text=said(one, at.language), sign=Sign.CAUTION) for one in rules.guide.pitfalls
        ]
    return Page(title=words("Tips"), items=tuple(items), foot=(back(at, words),))


_PAGES = {
    Place.NOW: _now, Place.AGENDA: _agenda, Place.TIPS: _tips, Place.WORDS: seven_words,
    Place.PEOPLE: people, Place.PHONES: phones, Place.COPIES: copies, Place.CLOSE: close,
    Place.SURE: sure,
    Place.CLOSED: closed, Place.WALL: wall, Place.NOTE: note, Place.NOTE_FIELD: note_field,
    Place.HEADING: heading, Place.NEW_HEADING: heading, Place.FACTOR: factor,
    Place.RESULT: result, Place.PURPOSE: typed, Place.DECISION: typed, Place.REMARK: typed,
    Place.DECISIONS: decisions, Place.PLAN: plan, Place.LINE: line, Place.REMARKS: remarks,
}

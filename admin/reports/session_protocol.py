"""The protocol of a group meeting: what was said, given and decided, and what happens next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from admin.reports import session_cells, session_given
from admin.reports.keeping import keep
from admin.reports.matter import Content
from admin.reports.session_bare import bare
from admin.reports.session_matter import (
    FEW,
    SessionMatter,
    heading,
    own_words,
    short,
    table,
    text,
)
from admin.reports.session_photos import Photo
from admin.reports.session_picture import drawn, names, standings
from admin.reports.session_steps import remarks, section, sections
from admin.reports.typeset import set_pdf
from survey.facilitation import outcome
from survey.facilitation.method import PhaseKind
from survey.records import Way


def write_protocol(
    matter: SessionMatter, out: Path, *, made: datetime, photos: Sequence[Photo] = ()
) -> Path:
    """Write the protocol as tagged PDF/UA-1 to ``out``; the same input gives the same bytes.

    ``made`` is an aware time, the date in the page head. Raises ReportFailed when a page cannot
    be set, and OSError when the file cannot be kept; then nothing is changed.
    """
    return keep(set_pdf("session_protocol", content(matter, made, photos), made), out)


def content(matter: SessionMatter, made: datetime, photos: Sequence[Photo] = ()) -> Content:
    """Everything the template sets, in reading order."""
    words = matter.words
    return {
        "language": words.language,
        "title": matter.title,
        "organisation": matter.organisation,
        "description": words("Protocol of a group meeting"),
        "page": _page(matter, made),
        "question": matter.state.question,
        "missing": _missing(matter),
        "facts": _facts(matter),
        "short": list(_short(matter)),
        "sections": [*sections(matter), *bare(matter), *_closing(matter)],
        "photos": _photos(matter, photos),
        "method": {"title": words("How this was made"), "says": list(_method(matter))},
    }


def _page(matter: SessionMatter, made: datetime) -> Content:
    words = matter.words
    whose = [words("Protocol"), matter.organisation, matter.held]
    return {
        "left": " · ".join(one for one in whose if one),
        "right": words("Written {day}", day=matter.figures.day(made.date())),
        "foot": matter.title + "." if len(matter.title) < 50 else matter.title[:49] + "….",
        "method_on": words("How it was made: page"),
    }


def _missing(matter: SessionMatter) -> Content | None:
    """What a reader must know before anything else."""
    state, words, says = matter.state, matter.words, []
    if not state.opened:
        says.append(words("The beginning of the meeting is missing here."))
    if not state.closed:
        turn = matter.rules.phase(state.turn.phase) if matter.rules and state.turn else None
        where = matter.said(turn.name) if turn else ""
        says.append(
            words("The meeting has not been closed. It stands at: {step}.", step=where) if where
            else words("The meeting has not been closed.")
        )
    if state.problems:
        says.append(words(
            "Not all that was recorded could be counted, or some of it is missing ({n}).",
            n=len(state.problems),
        ))
    return {"title": words("Please note"), "says": says} if says else None


def _facts(matter: SessionMatter) -> list[Content]:
    words, state = matter.words, matter.state
    told = {
        words("Held"): matter.held,
        words("Method"): matter.method_name,
        words("Participants"): _people(matter),
        words("Purpose agreed"): state.purpose,
    }
    return [{"name": name, "says": says} for name, says in told.items() if says.strip()]


def _people(matter: SessionMatter) -> str:
    """How many by which way, never who; kinds of participants from five on."""
    words, state = matter.words, matter.state
    called = {
        Way.TABLET: words("on the tablet"), Way.PHONE: words("by phone"),
        Way.MODERATOR: words("through the moderator"), Way.PAPER: words("on paper"),
    }
    ways = Counter(person.way for person in state.people.values())
    n = matter.figures.count(len(state.participants))
    lines = [n if len(ways) < 2 else f"{n}: " + ", ".join(
        f"{ways[way]} {name}" for way, name in called.items() if ways[way]
    )]
    roles = Counter(person.role for person in state.people.values() if person.role)
    if roles:
        lines.append("; ".join(
            f"{role}: {n if n >= FEW else words('fewer than {least}', least=FEW)}"
            for role, n in sorted(roles.items())
        ))
    left = sum(person.left for person in state.people.values())
    if left:
        lines.append(words("Left before the end: {n}", n=left))
    return "\n".join(lines)


def _short(matter: SessionMatter) -> Iterator[Content]:
    """The first page: what mattered most, what was decided, what comes next; then the agenda."""
    words, rules = matter.words, matter.rules
    if most := list(_most(matter)):
        yield heading(2, words("What mattered most"))
        yield from most
    yield heading(2, words("Decisions"))
    decided = [one for one in matter.state.decisions.values() if one.text.strip()]
    yield own_words(
        matter.about(one.about, one.text) for one in decided
    ) if decided else text(words("No decisions were recorded."))
    yield heading(2, words("What happens next"))
    yield from _plan(matter)
    if rules:
        yield heading(2, words("Agenda"))
        yield table([words("Step"), words("Minutes"), words("Carried out")], [
            [f"{at}. {matter.said(phase.name)}", _minutes(matter, phase.minutes, phase.last_round),
             words("yes") if matter.held_rounds(phase) else words("no")]
            for at, phase in enumerate(rules.phases, start=1)
        ], figures=2, widths=[6, 1, 1])


def _minutes(matter: SessionMatter, minutes: int, rounds: int) -> str:
    if not minutes:
        return "–"
    return f"{rounds} × {minutes}" if rounds > 1 else matter.figures.count(minutes)


def _most(matter: SessionMatter) -> Iterator[Content]:
    """The headings with most points of each step that gave any, by field where these are apart."""
    rules = matter.rules
    for phase in rules.phases if rules else ():
        if phase.kind not in (PhaseKind.ALLOCATE, PhaseKind.PINS):
            continue
        found = [one for one in outcome.weights(matter.state, phase) if one.points]
        for field in dict.fromkeys(one.field if phase.apart else "" for one in found):
            first = [one for one in found if not phase.apart or one.field == field][:3]
            if first[0].spread.n > 1:
                where = (
                    matter.said(phase.name), matter.field_name(phase, field) if field else "",
                    matter.words("Points") if first[0].spread.n >= FEW else "",
                )
                yield own_words([
                    f"{short(one.title)} ({one.points})" if one.spread.n >= FEW
                    else short(one.title)
                    for one in first
                ], " · ".join(filter(None, where)))


def _closing(matter: SessionMatter) -> Iterator[Content]:
    words, found = matter.words, standings(matter.state)
    if found:
        yield section(words("Points and grades together"), [
            drawn(found, words),
            table([words("Field"), words("Headings")], [
                [name, ", ".join(short(one.title) for one in found if one.field is field)
                 or words("none")]
                for field, name in names(words).items()
            ], widths=[1, 3]),
        ])
    for phase in matter.rules.phases if matter.rules else ():
        if phase.kind is PhaseKind.EVALUATE and matter.held_rounds(phase):
            yield section(matter.said(phase.name), [
                *session_cells.answered(matter, phase), *remarks(matter, phase),
            ])


def _plan(matter: SessionMatter) -> list[Content]:
    """What was said of it afterwards, and the plan's lines."""
    state, words = matter.state, matter.words
    columns = {
        column.id: matter.said(column.name)
        for phase in (matter.rules.phases if matter.rules else ())
        if phase.kind is PhaseKind.PLAN for column in phase.columns
    } or dict.fromkeys(sorted({key for line in state.plan.values() for key in line}))
    lines = [line for line in state.plan.values() if any(line.values())]
    said = [{"kind": "said", "says": matter.next}] if matter.next.strip() else []
    if not lines:
        return said or [text(words("No plan was recorded."))]
    return [*said, table([name or key for key, name in columns.items()], [
        [line.get(key, "") for key in columns] for line in lines
    ])]


def _photos(matter: SessionMatter, photos: Sequence[Photo]) -> Content | None:
    if not photos:
        return None
    words = matter.words
    return {"title": words("Photos of the boards"), "all": [
        {"svg": one.svg, "says": said, "alt": words("Photo: {name}", name=said)}
        for at, one in enumerate(photos, start=1)
        for said in (one.caption or words("Board {n}", n=at),)
    ]}


def _method(matter: SessionMatter) -> Iterator[str]:
    words, state, rules = matter.words, matter.state, matter.rules
    name, version = matter.method_name, rules.version if rules else state.version
    if name:
        yield words("Method: {name}, version {version}.", name=name, version=version or "–")
    yield words(
        "Everything here was recorded during the meeting. Participants are numbers and were not "
        "asked for their names; notes stand as they were written."
    )
    yield words(
        "Figures of fewer than {least} people are not shown, so that nobody can be pointed out. "
        "What a person writes may point them out all the same: read the notes before the protocol "
        "is handed on.", least=FEW,
    )
    if any(map(session_given.is_given, rules.phases if rules else ())):
        yield words(
            "A share is the mean of each participant's share of points. Agreement is Kendall's W "
            "with corrections for ties; its interval leaves out one participant at a time."
        )
    if state.undone:
        yield words("Taken back during the meeting: {n}.", n=state.undone)
    if state.session:
        yield words("The meeting's number: {id}", id=str(state.session))

"""Sessions, headings and weights in lines that can be shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from admin.results import figures
from admin.sessions.state import Come, Line
from assets.words import Words
from storage.workspace.came_sessions import CameSession
from survey import weight_sets
from survey.facilitation import harmonising, outcome
from survey.facilitation.agreement import LEAST
from survey.facilitation.harmonising import Kind, Mapped, Named
from survey.facilitation.weighed import points_by_item
from survey.forms.model import said
from survey.problems import Problem
from survey.stats.quantiles import t_quantile
from survey.weight_sets import WeightSet
from survey.weighting import weight_interval

_HERE = ZoneInfo("Europe/Stockholm")


def title_of(one: CameSession, words: Words) -> str:
    """What the session is called."""
    return one.state.title.strip() or words("Group meeting")


def session_lines(come: Come, words: Words) -> tuple[Line, ...]:
    """Title, day, how far, whether it counts in the weights, and participants."""
    found = come.gathered
    used = {one.id for one in found.draft.sessions}
    lines = []
    for one in found.came:
        counts = words("No: not about value factors")
        if one.id in used:
            counts = words("Yes")
        elif one.id in found.left:
            counts = words("Left out")
        lines.append(Line(key=one.id, cells=(
            title_of(one, words), _days(one), stands(one, words), counts,
            str(len(one.state.participants)),
        )))
    return tuple(lines)


def stands(one: CameSession, words: Words) -> str:
    """How far the session came, with how many things are wrong with it."""
    state = one.state
    reached = words("Closed")
    if not state.closed:
        phase = state.rules.phase(state.turn.phase) if state.rules and state.turn else None
        name = said(phase.name, words.language) if phase else ""
        reached = words("Not closed: {phase}", phase=name) if name else words("Not closed")
    troubles = len(state.problems) + bool(one.held)
    if not troubles:
        return reached
    return f"{reached} · ! " + words.many("{n} thing to look at", "{n} things to look at", troubles)


def facts(one: CameSession, words: Words) -> str:
    """Method, day, people by way, and events, on one line."""
    state = one.state
    method = said(state.rules.name, words.language) if state.rules else state.method
    parts = [method, _days(one), words.many("{n} participant", "{n} participants",
                                            len(state.participants))]
    if state.version:
        parts.insert(1, words("version {n}", n=state.version))
    parts.append(words.many("{n} event", "{n} events", one.events))
    parts.append(words("log {hash}", hash=one.hash.hex()[:16]))
    return " · ".join(parts)


def problems(one: CameSession, words: Words) -> tuple[str, ...]:
    """What is wrong with the session's log, in words; never what anybody gave."""
    told = [problem_in_words(problem, words) for problem in one.state.problems]
    if one.held:
        told.insert(0, words.many(
            "{n} event is held or excluded and does not count.",
            "{n} events are held or excluded and do not count.", one.held,
        ))
    return tuple(dict.fromkeys(told))


def problem_in_words(problem: Problem, words: Words) -> str:
    """A problem of a session, or of the weights."""
    return {
        "missing-events": words(
            "Events of a device are missing. Take in what it has not sent yet."
        ),
        "not-opened": words("The meeting's beginning is missing. Take in what is not here yet."),
        "two-with-one-number": words(
            "Two events of one device have the same number and say different things. One of them "
            "may be false."
        ),
        "out-of-order": words("A device counted its events backwards."),
        "bad-method": words("The meeting's way of working cannot be read."),
        "other-method": words("The meeting has two ways of working; the first one counts."),
        "after-closing": words("Something was written after the meeting was closed."),
        "joined-twice": words("Two devices gave one number to two people."),
        "not-joined": words("Somebody gave something whose joining is missing."),
        "unknown-item": words("Somebody gave points to something that is missing."),
        "late": words("Something came after its step was left, and does not count."),
        "small-group": words(
            "A group of fewer than five is in the weights: its shares stand in a locked version's "
            "file, and whoever has those of the others can work them out. Leave it out if that is "
            "too much."
        ),
        "small-factor": words(
            "A factor was named only where fewer than five gave points: its weight tells what "
            "those gave."
        ),
        "not-closed": words("“{title}” was not closed.", title=problem.where),
        "incomplete": words(
            "Events of “{title}” are missing, doubled or in doubt.", title=problem.where
        ),
        "not-mapped": words(
            "Headings of “{title}” stand for no factor, and their points count nowhere. Say what "
            "they stand for, or that they are new.", title=problem.where,
        ),
    }.get(problem.code) or words(
        "Something in the meeting's log does not follow its rules, and does not count ({code}).",
        code=problem.code,
    )


def headings(come: Come, one: CameSession) -> tuple[Named, ...]:
    """What the session's points could lie on."""
    decided = decided_of(come, one.id)
    return harmonising.named(one.state, decided, [f.id for f in come.campaign.factors])


def decided_of(come: Come, session: UUID) -> dict[UUID, Mapped]:
    """What holds now of a session's headings."""
    found: dict[UUID, Mapped] = {}
    for decision in come.gathered.decisions.get(session, ()):
        found.pop(decision.heading, None)
        if decision.mapped is not None:
            found[decision.heading] = decision.mapped
    return found


def heading_lines(come: Come, one: CameSession, words: Words) -> tuple[Line, ...]:
    """Heading, what it stands for, what it may stand for, and its points."""
    names = factor_names(come, words)
    given = points_by_item(one.state)
    everybody = sum(any(mine.values()) for mine in given.values())
    gave = _gave(one)
    earlier = harmonising.earlier(
        (came.state, decided_of(come, came.id)) for came in come.gathered.came
    )
    lines = []
    for found in headings(come, one):
        points = sum(mine.get(found.heading, 0) for mine in given.values())
        hint = harmonising.suggestion(found.title, come.campaign.factors, earlier)
        shown = hint is not None and found.stands_for is None and found.decided is None
        lines.append(Line(key=found.heading, cells=(
            found.title, stands_for(found, names, words),
            _hint(hint.factor, names, words) if hint is not None and shown else "",
            str(points) if gave.get(found.heading, everybody) >= LEAST else "–",
        )))
    return tuple(lines)


def _gave(one: CameSession) -> dict[UUID, int]:
    """How many gave points in each heading's field, or on any where fields are not apart."""
    rules = one.state.rules
    phase = rules.phase(rules.weights) if rules else None
    if phase is None:
        return {}
    return {found.item: found.spread.n for found in outcome.weights(one.state, phase)}


def stands_for(one: Named, names: Mapping[UUID, str], words: Words) -> str:
    """What a heading stands for, and who says so."""
    decided = one.decided
    if decided is not None and decided.factor is None:
        return words("New: none of the factors")
    if one.stands_for is None:
        return words("! Nothing yet")
    name = names.get(one.stands_for, "")
    if decided is None:
        return words("{factor} (said in the room)", factor=name) if one.in_room else name
    return {
        Kind.SAME: name,
        Kind.NARROWER: words("{factor} (a part of it)", factor=name),
        Kind.WIDER: words("{factor} (more than it)", factor=name),
        Kind.NEW: name,
    }[decided.kind]


def last_decision(come: Come, session: UUID, heading: UUID, words: Words) -> str:
    """Who decided last about a heading, and when; empty where nobody did."""
    mine = [one for one in come.gathered.decisions.get(session, ()) if one.heading == heading]
    if not mine:
        return ""
    return words("Last decided by {name}, {day}.", name=mine[-1].actor,
                 day=_day(mine[-1].at))


def factor_names(come: Come, words: Words) -> dict[UUID, str]:
    """The survey's factors by name."""
    return {one.id: said(one.name, words.language) for one in come.campaign.factors}


def weight_head(words: Words) -> tuple[str, ...]:
    """The heads of the table of weights."""
    return (words("Factor"), words("Weight"), words("Interval"), words("Points"),
            words("Named by"), words("If missing"))


def weight_lines(come: Come, words: Words) -> tuple[Line, ...]:
    """The weights that results take; none while too few gave points."""
    shown = in_use(come)
    weights, language = shown.weights, words.language
    if hidden(come):
        return ()
    names = factor_names(come, words)
    beside, namers = weight_sets.among_namers(shown), weight_sets.namers(shown)
    few = weight_sets.of_few(shown)
    lines = []
    for at, factor in enumerate(weights.factors):
        ends = weight_interval(weights, at, t_quantile)
        told = figures.interval((ends[0] * 100, ends[1] * 100), 1, language) if ends else "–"
        lines.append((weights.weight[factor], Line(key=factor, cells=(
            names.get(factor, words("(no factor of the survey now)")),
            figures.percent(weights.weight[factor], 1, language), told,
            "–" if few[at] else figures.whole(weights.points[factor], language),
            words("{n} of {all}", n=namers[at], all=weights.n_groups),
            "–" if few[at] else figures.percent(beside[at], 1, language),
        ))))
    return tuple(line for _, line in sorted(lines, key=lambda one: -one[0]))


def in_use(come: Come) -> WeightSet:
    """The set that results take: the last locked, or the one that follows the sessions."""
    found = come.gathered
    return found.locked[-1] if found.locked else found.draft


def hidden(come: Come) -> bool:
    """Whether too few gave points for weights to be shown."""
    return in_use(come).weights.n_participants < come.campaign.threshold


def locked_when(found: WeightSet) -> str:
    """The day of locking."""
    return _day(datetime.fromtimestamp(found.locked * 60, UTC))


def _hint(factor: UUID | None, names: Mapping[UUID, str], words: Words) -> str:
    return words("New, as before") if factor is None else names.get(factor, "")


def _days(one: CameSession) -> str:
    first, last = (day.isoformat() for day in one.days)
    return first if first == last else f"{first} – {last}"


def _day(at: datetime) -> str:
    return at.astimezone(_HERE).date().isoformat()

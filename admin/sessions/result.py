"""A session's result as sections: what was given, noted, seen otherwise, decided and planned.

Of fewer than five no figures are shown, at most in which order headings stand, and of one person
nothing: the same as in the protocol, and for each field by itself where fields are apart. Rounds
stand side by side only where five gave points in each, and nobody or five changed theirs: the
difference is what those gave who changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from admin.reports.session_picture import names, standings
from admin.reports.session_steps import texts
from admin.results import figures
from admin.sessions.state import Come, Line, Section
from assets.words import Words
from storage.workspace.came_sessions import CameSession
from survey.facilitation import cell_outcome, outcome
from survey.facilitation.agreement import LEAST
from survey.facilitation.method import Phase, PhaseKind
from survey.facilitation.outcome import Spread, Weight
from survey.facilitation.rounds import nobody_alone
from survey.facilitation.state import Note, SessionState
from survey.forms.model import said
from survey.stats.quantiles import t_quantile

MOST_NOTES = 400
"""Notes that are shown; the rest is in the protocol."""


def sections(come: Come, one: CameSession, words: Words) -> tuple[Section, ...]:
    """Everything that the session gave, in its order."""
    state, found = one.state, _Telling(one.state, words)
    phases = state.rules.phases if state.rules else ()
    return (
        *found.purpose(), *(part for phase in phases for part in found.phase(phase)),
        *(() if state.rules else found.bare(come)), *found.standings(), *found.notes(),
        *found.minority(), *found.decided(), *found.planned(),
    )


class _Telling:
    def __init__(self, state: SessionState, words: Words) -> None:
        self._state, self._words = state, words

    def phase(self, phase: Phase) -> Iterator[Section]:
        """The figures of one phase."""
        if phase.kind in (PhaseKind.ALLOCATE, PhaseKind.PINS):
            yield from self._spread_points(phase)
        elif phase.kind is PhaseKind.GRADE:
            yield from self._graded(phase)
        elif phase.kind in (PhaseKind.MATRIX, PhaseKind.EVALUATE):
            yield from self._answered(phase)

    def purpose(self) -> Iterator[Section]:
        words, state = self._words, self._state
        says = [words("Question: {text}", text=state.question)] if state.question else []
        says += [words("Purpose: {text}", text=state.purpose)] if state.purpose else []
        if says:
            yield Section(heading=words("What it was about"), says=tuple(says))

    def _spread_points(self, phase: Phase) -> Iterator[Section]:
        words, language = self._words, self._words.language
        weighed = outcome.weights(self._state, phase)
        gave = max((one.spread.n for one in weighed), default=0)
        if not gave:
            return
        name = said(phase.name, language)
        if gave < LEAST:
            order = ", ".join(one.title for one in weighed if one.points and one.spread.n > 1)
            yield Section(heading=name, says=(self._too_few(), *(
                [words("In the order of their points: {names}.", names=order)] if order else []
            )))
            return
        rounds = self._rounds(phase)
        head = (words("Heading"), words("Points"), words("Share"),
                *(words("Share, round {n}", n=at) for at in rounds), words("Gave it any"),
                words("Middle half"))
        many, few = self._apart(weighed, phase)
        lines = []
        for one in many:
            earlier = (found.get(one.item) for found in rounds.values())
            lines.append(Line(key=one.item, cells=(
                self._titled(one.title, one.field, phase), str(one.points),
                figures.percent(float(one.share), 1, language),
                *(figures.percent(float(at.share), 1, language) if at else "–" for at in earlier),
                words("{n} of {all}", n=one.givers, all=one.spread.n), self._half(one.spread),
            )))
        lines += [
            Line(key=one.item, cells=(self._titled(one.title, one.field, phase),
                                      *("–",) * (len(head) - 1)))
            for one in few
        ]
        yield Section(
            heading=name, says=(words("{n} people gave points.", n=gave), *self._agreement(phase),
                                *self._few(phase, many)),
            head=head, lines=tuple(lines), right=frozenset(range(1, len(head))),
        )

    def _apart(
        self, weighed: Sequence[Weight], phase: Phase
    ) -> tuple[list[Weight], list[Weight]]:
        """Those of fields where five gave points, most first; then the others, as on the board:
        not even their order tells what few gave."""
        board = list(outcome.items(self._state, phase))
        few = [one for one in weighed if one.spread.n < LEAST]
        return (
            [one for one in weighed if one.spread.n >= LEAST],
            sorted(few, key=lambda one: board.index(one.item)),
        )

    def _rounds(self, phase: Phase) -> dict[int, dict[UUID, Weight]]:
        """The rounds before the last that was begun, where nobody's own change shows."""
        begun = max((one.turn.round for one in self._state.begun if one.turn.phase == phase.id),
                    default=1)
        found = {
            at: {one.item: one for one in outcome.weights(self._state, phase, at)}
            for at in range(1, begun + 1)
        }
        if not all(found.values()) or not nobody_alone(self._state, phase, tuple(found)):
            return {}
        return {at: some for at, some in found.items() if at < begun}

    def _agreement(self, phase: Phase) -> Iterator[str]:
        words, language = self._words, self._words.language
        found = outcome.agreed(self._state, phase, t_quantile)
        if found is not None:
            told = words("Agreement (Kendall's W): {w}.", w=figures.decimal(float(found.w), 2,
                                                                             language))
            if found.interval:
                told += " " + words("With interval: {ends}.", ends=figures.interval(
                    found.interval, 2, language))
            yield told
        elif phase.apart:
            yield words("Fields have budgets of their own, so there is no one agreement.")
        else:
            yield words(
                "Agreement is not shown under {least} participants, or where nobody ranks one "
                "thing before another.", least=LEAST,
            )

    def _few(self, phase: Phase, many: Sequence[Weight]) -> Iterator[str]:
        titles, shown = outcome.items(self._state, phase), {one.item for one in many}
        if held := [one for one in outcome.held_by_few(self._state, phase) if one in shown]:
            yield self._words(
                "Few gave these much, and somebody half of theirs or more: {names}.",
                names=", ".join(titles[item] for item in held),
            )

    def _graded(self, phase: Phase) -> Iterator[Section]:
        words, language = self._words, self._words.language
        graded = outcome.grades(self._state, phase)
        gave = max((one.spread.n for one in graded), default=0)
        if not gave:
            return
        name = said(phase.name, language)
        if gave < LEAST:
            yield Section(heading=name, says=(self._too_few(),))
            return
        head = (words("Heading"), words("How many gave each"), words("Middle half"),
                words("Mean grade"))
        lines = []
        for one in graded:
            counts = ", ".join(f"{step}: {n}" for step, n in one.counts.items())
            mean = figures.decimal(one.spread.mean, 1, language)
            told = (counts, self._half(one.spread), mean)
            shown = told if one.spread.n >= LEAST else ("–",) * 3
            lines.append(Line(key=one.item, cells=(one.title, *shown)))
        titles = {one.item: one.title for one in graded}
        split = outcome.divided(graded, phase.scale)
        says = (words("{n} people gave grades.", n=gave), *(
            [words("People differ about: {names}.", names=", ".join(titles[one] for one in split))]
            if split else []
        ))
        yield Section(heading=name, says=says, head=head, lines=tuple(lines),
                      right=frozenset((2, 3)))

    def _answered(self, phase: Phase) -> Iterator[Section]:
        words, language = self._words, self._words.language
        columns = {column.id: column for column in phase.columns}
        for round in range(1, phase.last_round + 1):
            lines, quotes = [], []
            for one in cell_outcome.tallies(self._state, phase, round):
                column, n = columns[one.column], sum(one.counts.values())
                steps = {step.id: said(step.name, language) for step in column.steps}
                counted = words("fewer than five answered") if 0 < n < LEAST else ", ".join(
                    f"{steps[step]}: {many}" for step, many in one.counts.items() if many
                )
                agreed = steps.get(str(one.agreed), "") if one.agreed is not None else ""
                if counted or agreed:
                    row = one.name if isinstance(one.name, str) else said(one.name, language)
                    lines.append(Line(cells=(row, said(column.name, language), counted, agreed)))
            for told in cell_outcome.words(self._state, phase, round).values():
                quotes += [f"“{text}”" for text in told]
            name = said(phase.name, language)
            if phase.last_round > 1:
                name = words("{phase}, round {n}", phase=name, n=round)
            if lines or quotes:
                head = (words("Row"), words("Question"), words("Answers"), words("Agreed"))
                yield Section(heading=name, says=tuple(quotes), head=head if lines else (),
                              lines=tuple(lines))

    def bare(self, come: Come) -> Iterator[Section]:
        """A session without phases: points by factor."""
        words, language, state = self._words, self._words.language, self._state
        if not state.points:
            return
        if len(state.points) < LEAST:
            yield Section(heading=words("Points"), says=(self._too_few(),))
            return
        total = sum(sum(given.values()) for given in state.points.values())
        lines = []
        for factor in come.campaign.factors:
            mine = sum(given.get(factor.id, 0) for given in state.points.values())
            lines.append(Line(key=factor.id, cells=(
                said(factor.name, language), str(mine),
                figures.percent(mine / total, 1, language) if total else "–",
            )))
        yield Section(
            heading=words("Points"), says=(words("{n} people gave points.", n=len(state.points)),),
            head=(words("Factor"), words("Points"), words("Of all points")), lines=tuple(lines),
            right=frozenset((1, 2)),
        )

    def standings(self) -> Iterator[Section]:
        """Importance and grade, of what at least five weighed and graded: as in the protocol."""
        found = standings(self._state)
        says = tuple(
            f"{name}: {', '.join(one.title for one in found if one.field is field)}"
            for field, name in names(self._words).items()
            if any(one.field is field for one in found)
        )
        if says:
            yield Section(heading=self._words("Importance and grade"), says=says)

    def notes(self) -> Iterator[Section]:
        """Notes by heading; those of participants in no order that tells whose lie together."""
        words, state = self._words, self._state
        under: dict[UUID | None, list[Note]] = {}
        kept = [one for one in state.notes.values() if not one.withdrawn and one.text.strip()]
        for note in kept[:MOST_NOTES]:
            under.setdefault(note.heading, []).append(note)
        says = [
            f"{heading.title}: {' · '.join(texts(under.pop(id)))}"
            for id, heading in state.headings.items() if id in under and not heading.dropped
        ]
        if loose := texts(note for some in under.values() for note in some):
            says.append(words("Under no heading: {notes}", notes=" · ".join(loose)))
        if len(kept) > MOST_NOTES:
            says.append(words("The first {n} of {all} are shown.", n=MOST_NOTES, all=len(kept)))
        if says:
            yield Section(heading=words("Headings and notes"), says=tuple(says))

    def minority(self) -> Iterator[Section]:
        found = outcome.minority_comments(self._state)
        if found:
            yield Section(heading=self._words("Views that few hold"),
                          says=tuple(one.text for one in found))

    def decided(self) -> Iterator[Section]:
        found = [one.text for one in self._state.decisions.values() if one.text.strip()]
        if found:
            yield Section(heading=self._words("Decided"), says=tuple(found))

    def planned(self) -> Iterator[Section]:
        rules, language = self._state.rules, self._words.language
        plans = [p for p in rules.phases if p.kind is PhaseKind.PLAN] if rules else []
        lines = [line for line in self._state.plan.values() if any(line.values())]
        if plans and lines:
            columns = plans[-1].columns
            yield Section(
                heading=self._words("What happens next"),
                head=tuple(said(column.name, language) for column in columns),
                lines=tuple(
                    Line(cells=tuple(line.get(column.id, "") for column in columns))
                    for line in lines
                ),
            )

    def _too_few(self) -> str:
        return self._words("Fewer than five gave anything here, so no figures are shown.")

    def _titled(self, title: str, field: str, phase: Phase) -> str:
        rules = self._state.rules
        if not field or rules is None:
            return title
        names = {one.id: said(one.name, self._words.language) for one in rules.fields(phase)}
        return f"{title} ({names[field]})" if field in names else title

    def _half(self, spread: Spread) -> str:
        ends = spread.quarter, spread.three_quarters
        return figures.interval(ends, 0 if all(e.is_integer() for e in ends) else 1,
                                self._words.language)

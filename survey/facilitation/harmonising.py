"""What groups named in their own words, mapped by a person to the survey's common factors.

The mapping lies beside the session's log and never changes it: taken away again, the figures are
what they were, to the last digit. What is alike in words is suggested, never mapped by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from survey.campaign import Factor
from survey.facilitation.items import items_of
from survey.facilitation.state import Allocation, SessionState
from survey.facilitation.weighed import points_by_item

ALIKE = 0.75
"""Of letters in common, from which words are suggested as the same."""
_WORDS = re.compile(r"\w+")
_STEM = 5


class Kind(StrEnum):
    """How a group's heading and the common factor go together.

    Points on what is the ``SAME``, ``NARROWER`` (a part of the factor) or ``WIDER`` (more than it)
    count on the factor; a ``NEW`` one is none of the common factors, and its points lie outside.
    """

    SAME = "same"
    NARROWER = "narrower"
    WIDER = "wider"
    NEW = "new"


class Mapped(NamedTuple):
    """What a person decided of a heading; ``factor`` None when it is new."""

    kind: Kind
    factor: UUID | None


Decided = Mapping[UUID, Mapped]
"""Heading → decision, of one session."""
NOWHERE = UUID(int=0)
"""Where points go that a person took from a factor, when the heading's own id is a factor's."""


class Suggestion(NamedTuple):
    """A factor that a heading may stand for; ``same`` when the words are, or were so decided."""

    factor: UUID | None
    kind: Kind
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A heading that points were given on, and what it stands for.

    ``decided`` is a person's decision beside the log, ``in_room`` the factor that the log maps it
    to. ``stands_for`` is what counts; None where it stands for no factor of the survey.
    """

    heading: UUID
    title: str
    decided: Mapped | None
    in_room: UUID | None
    stands_for: UUID | None


def named(state: SessionState, mapping: Decided, factors: Iterable[UUID]) -> tuple[Named, ...]:
    """Everything that the session's points could lie on, in its order."""
    known = frozenset(factors)
    return tuple(
        Named(
            heading=item, title=title, decided=mapping.get(item), in_room=_in_room(state, item),
            stands_for=_stands_for(state, item, mapping, known),
        )
        for item, title in _titles(state).items()
    )


def allocations(
    state: SessionState, mapping: Decided, factors: Iterable[UUID]
) -> tuple[Allocation, ...]:
    """One allocation per participant, by factor where a heading stands for one; empty when none.

    As :func:`survey.session.allocations` where nobody decided anything. Two headings that stand
    for one factor give it the points of both.
    """
    known, given = frozenset(factors), points_by_item(state)
    made = []
    for number in state.participants:
        mine: dict[UUID, int] = {}
        for item, points in given.get(number, {}).items():
            stands = _stands_for(state, item, mapping, known)
            to = stands or (NOWHERE if item in known else item)
            mine[to] = mine.get(to, 0) + points
        made.append(mine)
    return tuple(made)


def offered(state: SessionState, mapping: Decided, factors: Iterable[UUID]) -> frozenset[UUID]:
    """The factors that the group could give points to: those it named.

    A session without phases had all of them before it.
    """
    known = tuple(factors)
    if state.rules is None:
        return frozenset(known)
    found = (one.stands_for for one in named(state, mapping, known))
    return frozenset(one for one in found if one is not None)


def suggestion(
    title: str, factors: Iterable[Factor], earlier: Mapping[str, Mapped]
) -> Suggestion | None:
    """What a heading may stand for: what its words were mapped to before, or a factor with the
    same or similar words in any language. ``earlier`` is by :func:`plain`."""
    said = plain(title)
    if not said:
        return None
    if said in earlier:
        before = earlier[said]
        return Suggestion(before.factor, before.kind, True)
    best: tuple[float, UUID] | None = None
    for factor in factors:
        likeness = max((_alike(said, plain(name)) for name in factor.name.values()), default=0.0)
        if best is None or likeness > best[0]:
            best = likeness, factor.id
    if best is None or best[0] < ALIKE:
        return None
    return Suggestion(best[1], Kind.SAME, best[0] == 1.0)


def earlier(sessions: Iterable[tuple[SessionState, Decided]]) -> dict[str, Mapped]:
    """What was decided in these sessions, by the plain words of the headings: the last goes
    before those before it."""
    found: dict[str, Mapped] = {}
    for state, decided in sessions:
        titles = _titles(state)
        found |= {plain(titles[at]): mapped for at, mapped in decided.items() if at in titles}
    return found


def plain(title: str) -> str:
    """Its words alone, in small letters: what likeness is told by."""
    return " ".join(_WORDS.findall(title.casefold()))


def _alike(one: str, other: str) -> float:
    """1 for the same words, less for some of them or for letters in common."""
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    mine, theirs = ({word[:_STEM] for word in words.split()} for words in (one, other))
    shared = len(mine & theirs) / min(len(mine), len(theirs))
    longest = max(len(word) for word in mine & theirs) if mine & theirs else 0
    of_words = 0.95 if shared == 1.0 and longest >= 4 else 0.0
    return max(of_words, SequenceMatcher(None, one, other).ratio() - 0.01)


def _titles(state: SessionState) -> dict[UUID, str]:
    phase = state.rules.phase(state.rules.weights) if state.rules else None
    if state.rules is None or phase is None:
        return {}
    found = items_of(phase, state.rules, state.headings, state.notes)
    return {
        item: state.headings[item].title if item in state.headings else state.notes[item].text
        for item in found
    }


def _in_room(state: SessionState, item: UUID) -> UUID | None:
    heading = state.headings.get(item)
    return heading.factor if heading is not None else None


def _stands_for(
    state: SessionState, item: UUID, mapping: Decided, known: frozenset[UUID]
) -> UUID | None:
    decided = mapping.get(item)
    to = decided.factor if decided is not None else _in_room(state, item)
    if decided is None and to is None:
        to = item
    return to if to in known else None

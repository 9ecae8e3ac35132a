"""What the kiosks promised to people, and whether it came out as promised: no less, no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from admin.simulation.people import Ending, Person, answers, number_of
from admin.simulation.running import Said
from survey.records import SessionEvent, SessionOpened
from survey.tally import Person as Answered


@dataclass(slots=True)
class Promise:
    """How far a person came: ``taps`` answers promised kept, the end ``begun``, then ``done``."""

    person: Person
    taps: int = 0
    begun: bool = False
    done: bool = False

    @property
    def owed(self) -> bool:
        """True when something of this person must come out."""
        if self.person.ending is Ending.WITHDRAW:
            return False  # seen only by what it takes away
        if self.person.ending is Ending.DISCARD and self.begun:
            return False
        return self.done or self.taps > 0

    @property
    def fulfilled_by(self) -> range:
        """The numbers of taps that the record may hold."""
        if self.done:
            return range(self.person.taps, self.person.taps + 1)
        return range(max(self.taps, 1), self.person.taps + 1)

    @property
    def coded(self) -> bool:
        """True when a receipt code may have been kept with the record."""
        return self.person.coded and self.begun

    @property
    def taken_back(self) -> bool:
        """True when nothing of this person may come out."""
        return self.done and self.person.ending is Ending.DISCARD


class Promises:
    """All that was promised in one simulation."""

    def __init__(self) -> None:
        self._made: dict[int, Promise] = {}

    def note(self, people: Iterable[Person], said: Said) -> None:
        """Take down what one life promised to ``people``."""
        served = {person.number: Promise(person) for person in people}
        for what, *rest in said:
            promise = served.get(rest[0]) if rest and isinstance(rest[0], int) else None
            if promise is None:
                continue
            if what == "draft":
                promise.taps = rest[1]
            elif what == "ending":
                promise.begun = True
            elif what == "end":
                promise.done = True
        self._made.update(served)

    @property
    def owed(self) -> int:
        """How many people's records must come out."""
        return sum(promise.owed for promise in self._made.values())

    def hold_against(
        self, persons: Iterable[Answered], events: Iterable[SessionEvent]
    ) -> tuple[list[str], list[str]]:
        """What is lost, and what is there twice or should not be, one line for each person."""
        found: Counter[int] = Counter()
        lost, extra = [], []
        for items in (person.items for person in persons):
            number = number_of(items)
            if number is None or number not in self._made:
                extra.append("an answer that nobody gave")
                continue
            found[number] += 1
            if not _is_as_promised(self._made[number], items):
                lost.append(f"person {number} has other answers than were promised")
        for event in events:
            if isinstance(event.event, SessionOpened):
                found[int(event.event.title)] += 1
        sure, perhaps = self._given_back()
        for number, promise in self._made.items():
            may_be_gone = promise.coded and number in perhaps
            if promise.owed and not found[number] and not may_be_gone:
                lost.append(f"person {number} is not there")
            if found[number] > 1:
                extra.append(f"person {number} is there {found[number]} times")
            if promise.taken_back and found[number]:
                extra.append(f"person {number} took everything back and is there")
            if promise.coded and promise.done and number in sure and found[number]:
                extra.append(f"person {number} gave the code back and is there")
        return lost, extra

    def _given_back(self) -> tuple[set[int], set[int]]:
        """Of whom the code was given back: as was promised, and as may have been kept."""
        every = [p for p in self._made.values() if p.person.ending is Ending.WITHDRAW]
        return {p.person.of for p in every if p.done}, {p.person.of for p in every}


def _is_as_promised(promise: Promise, items: Mapping[UUID, int]) -> bool:
    return any(dict(items) == answers(promise.person, taps) for taps in promise.fulfilled_by)

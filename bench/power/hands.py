"""What random hands had been told by the kiosk's window, held against what is in the store.

Visits are told apart by the first screen between them, records by their order; nothing in an
answer says whose it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_DONE = ("thanks", "voucher")
_FORGETS = ("LeaveNothing", "LeftAlone")

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """A response as it was found: its answers by the question's id, and whether it is whole."""

    answers: Answers
    complete: bool


@dataclass
class Visit:
    """The last screen that somebody saw before the first one came back, and wishes after it."""

    answers: Answers = field(default_factory=dict)
    at: str = "attract"
    tapped: bool = False
    outcome: str | None = None
    wishes: list[Mapping[str, Any]] = field(default_factory=list)
    over: bool = False
    acknowledged: int = 0

    def may_be(self, first: str, *, discards: bool) -> list[Kept | None]:
        """The records that may be of this visit; None where there may be none."""
        now = self._stays(first, discards=discards)
        if self.over:
            return [now]
        may: list[Kept | None] = [now, *self._sealed(self.answers)]
        for wish in self.wishes:  # asked for, and perhaps done, but no screen had said so yet
            if wish["wish"] == "Give":
                may += self._sealed({**self.answers, wish["question"]: wish["answer"]})
            elif wish["wish"] == "TapFace":
                may += self._sealed({first: wish["answer"]})
            elif wish["wish"] == "Clear":
                may += [self._sealed({k: v for k, v in self.answers.items() if k != id})[0]
                        for id in self.answers]
            if wish["wish"] in _FORGETS and (discards or wish["wish"] == "LeaveNothing"):
                may += [None, *self._sealed({k: v for k, v in self.answers.items() if k == first})]
        if not self.answers:
            may.append(None)
        return may

    def _sealed(self, answers: Answers) -> list[Kept | None]:
        return [Kept(answers, complete=True), Kept(answers, complete=False)]

    def _stays(self, first: str, *, discards: bool) -> Kept | None:
        """What a visit leaves that stands where it does, or ended from there."""
        if not self.answers:
            return None
        if self.at in _DONE:
            return Kept(self.answers, complete=self.tapped or self.outcome == "finished")
        alone = any(wish["wish"] == "LeftAlone" for wish in self.wishes)
        if self.over and alone and discards:
            return Kept({first: self.answers[first]}, complete=True) if self.tapped else None
        return Kept(self.answers, complete=self.tapped)


def visits(told: Iterable[Mapping[str, Any]]) -> list[Visit]:
    """Everybody who was at the window in one life of it."""
    found: list[Visit] = [Visit()]
    for line in told:
        visit = found[-1]
        if "wish" in line:
            visit.wishes.append(line)
        elif line.get("at") == "attract":
            visit.over = True
            found.append(Visit())
        elif "at" in line:
            visit.acknowledged += line["answers"] != visit.answers and bool(line["answers"])
            if visit.at != line["at"] and line["at"] == "thanks":
                visit.acknowledged += 1
            visit.at, visit.tapped, visit.outcome = line["at"], line["tapped"], line["outcome"]
            visit.answers = line["answers"]
            visit.wishes = []
    return found


def compare(
    lives: Sequence[tuple[Sequence[Mapping[str, Any]], str, bool]], found: Sequence[Kept]
) -> list[str]:
    """What is missing, doubled or changed; ``lives`` are what each life told, the id of the first
    screen's question, and whether what is left behind is discarded there."""
    kept = [one for one in found if one.answers or one.complete]
    expected = [
        visit.may_be(first, discards=discards)
        for told, first, discards in lives for visit in visits(told)
    ]

    reached = {0}
    for at, may in enumerate(expected):
        further = {record for record in reached if None in may}
        further |= {
            record + 1 for record in reached if record < len(kept) and kept[record] in may
        }
        if not further:
            return [f"visit {at} of {len(expected)} is not among the {len(kept)} as it was told"]
        reached = further
    if len(kept) not in reached:
        return [f"{len(kept)} records, and visits for {max(reached)}"]
    return []

"""Pages on which a kiosk can ask nothing at all: they are passed over, and told on a neighbour."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from kiosk.forms.kinds import kind_of
from kiosk.forms.layout import Leaf, Spot
from kiosk.questions.asked import Kind
from survey.forms.definition import NodeKind


@dataclass(frozen=True, slots=True)
class Way:
    """The pages that are shown, and by their places what is passed over before each of them; after
    the last one it is told there too."""

    leaves: tuple[Leaf, ...]
    passed: dict[int, tuple[Spot, ...]] = field(default_factory=dict)


def way(leaves: Sequence[Leaf], usable: Collection[str], here: Leaf | None = None) -> Way:
    """``usable`` is what the device may take pictures and sound with. The page that somebody is
    ``here`` at stays, and a form with nothing else has all its pages."""
    shown, passed, waiting = list[Leaf](), dict[int, tuple[Spot, ...]](), list[Spot]()
    for leaf in leaves:
        stays = here is not None and any(here.holds(spot) for spot in leaf.spots)
        if not stays and all(_dead(spot, usable) for spot in leaf.spots):
            waiting += leaf.spots
            continue
        if waiting:
            passed[len(shown)] = tuple(waiting)
            waiting = []
        shown.append(leaf)
    if not shown:
        return Way(tuple(leaves))
    if waiting:
        last = len(shown) - 1
        passed[last] = (*passed.get(last, ()), *waiting)
    return Way(tuple(shown), passed)


def _dead(spot: Spot, usable: Collection[str]) -> bool:
    answer = spot.answer
    if answer is None or answer.plan.node.kind is not NodeKind.QUESTION or answer.value:
        return False
    return kind_of(answer.plan, 1, usable) is Kind.SKIPPED

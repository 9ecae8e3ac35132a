"""Who was asked what: the conditions of a form held against a person's answers once more.

A question without any condition was asked of everybody. For the others the form is filled in
again; people whose answers to the deciding questions are alike are asked alike, so that it is done
once for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, tzinfo
from uuid import UUID

from survey.forms.answers import Spot
from survey.forms.conditions import conditions
from survey.forms.definition import FormDefinition, Node, NodeKind, Place
from survey.forms.engine.answer import Answer as Held
from survey.forms.engine.refused import FormRefused
from survey.forms.restoring import Restoring, at_the_end_of
from survey.records import Further, Kind

KEPT = 200_000
"""Deciding answers that are remembered for a group, and questions not asked because of them."""

_TIMED = re.compile(r"\b(today|now)\s*\(")
_ALWAYS = ("", "true()")


class Asking:
    """Of one version of a form. ``told`` is false where it cannot be told who was asked."""

    def __init__(self, form: FormDefinition, zone: tzinfo) -> None:
        self._zone = zone
        self._restoring = Restoring(form)
        self.told = True
        texts = [f"{node.relevant} {node.calculation}" for node in form.walk()]
        texts += (place.relevant for place in _places(form.layout))
        timed = any(_TIMED.search(text) for text in texts)
        repeated = {id for id, found in conditions(form).items() if found.depth}
        some = set(_conditional(form))
        alike: dict[frozenset[UUID] | None, set[UUID]] = {}
        for id, found in conditions(form).items():
            if id in some:
                alike.setdefault(found.asked, set()).add(id)
        self._groups = [
            _Group(
                nodes=frozenset(nodes), deciding=deciding, timed=timed,
                repeated=not repeated.isdisjoint(nodes | (deciding or set())),
            )
            for deciding, nodes in alike.items()
        ]

    def not_asked(self, answers: Mapping[Spot, object], day: date) -> Iterator[Spot]:
        """The questions, with their instances, that such a person was not asked on that day."""
        run: frozenset[Spot] | None = None
        for group in self._groups if self.told else ():
            key = group.key(answers, day)
            found = group.known.get(key)
            if found is None:
                run = self._run(answers, day) if run is None else run
                found = group.learn(key, run)
            yield from found

    def _run(self, answers: Mapping[Spot, object], day: date) -> frozenset[Spot]:
        # what no form takes back, such as a seed or a file, decides nothing either
        plain = {
            spot: value for spot, value in answers.items()
            if not (isinstance(value, Further) and value.kind in (Kind.ORDER, Kind.FILE))
        }
        try:
            form = self._restoring.restored(plain, at_the_end_of(day, self._zone))
        except FormRefused:
            form = None
        if form is None or form.behind:  # what is worked out by halves tells nothing
            self.told = False
            return frozenset()
        return frozenset(_left_out(form.root, (), True))


class _Group:
    """Questions whose being asked hangs on the answers to the same others, ``deciding`` (None:
    to any)."""

    def __init__(
        self, *, nodes: frozenset[UUID], deciding: frozenset[UUID] | None, timed: bool,
        repeated: bool,
    ) -> None:
        self._nodes, self._deciding, self._timed = nodes, deciding, timed
        self._repeated = repeated or deciding is None
        self._spots = sorted((id, ()) for id in deciding or ())
        self.known: dict[tuple[object, ...], frozenset[Spot]] = {}
        self._kept = 0

    def key(self, answers: Mapping[Spot, object], day: date) -> tuple[object, ...]:
        """The same for all who are asked alike."""
        when = day if self._timed else None
        if not self._repeated:
            return when, *(answers.get(spot) for spot in self._spots)
        return when, frozenset(at for _, at in answers), frozenset(
            one for one in answers.items()
            if self._deciding is None or one[0][0] in self._deciding
        )

    def learn(self, key: tuple[object, ...], left_out: frozenset[Spot]) -> frozenset[Spot]:
        """Those of the group, from now on for all with that key."""
        found = frozenset(one for one in left_out if one[0] in self._nodes)
        size = len(found) + _size(key)
        self._kept += size
        if self._kept > KEPT:
            self.known.clear()
            self._kept = size
        self.known[key] = found
        return found


def _size(key: object) -> int:
    """How many answers it holds; long words are as many as they have hundreds of letters."""
    if isinstance(key, tuple | frozenset):
        return sum(map(_size, key))
    said = key.value if isinstance(key, Further) else key
    return 1 + len(said) // 100 if isinstance(said, str | tuple) else 1


def _left_out(held: Held, at: tuple[int, ...], asked: bool) -> Iterator[Spot]:
    """Every leaf that is not relevant."""
    asked = asked and held.relevant
    if not held.plan.holds:
        if not asked:
            yield held.plan.node.id, at
        return
    for name in held.plan.children:
        series = held.series.get(name)
        if series is None:
            yield from _left_out(held.named[name], at, asked)
            continue
        for number, one in enumerate(series.instances, 1):
            yield from _left_out(one, (*at, number), asked)


def _conditional(form: FormDefinition) -> Iterator[UUID]:
    """The questions and values that may stand without being asked."""
    shown = {one.node for one in _hiding(form.layout, False)}
    yield from _below(form.nodes, False, shown)


def _below(nodes: tuple[Node, ...], hidden: bool, shown: set[UUID | None]) -> Iterator[UUID]:
    for node in nodes:
        here = hidden or node.relevant.strip() not in _ALWAYS or node.id in shown
        if node.kind in (NodeKind.QUESTION, NodeKind.VALUE):
            if here:
                yield node.id
        else:
            yield from _below(node.nodes, here, shown)


def _places(places: tuple[Place, ...]) -> Iterator[Place]:
    for place in places:
        yield place
        yield from _places(place.places)


def _hiding(places: tuple[Place, ...], hidden: bool) -> Iterator[Place]:
    """Places inside groups that are shown on a condition."""
    for place in places:
        here = hidden or place.relevant.strip() not in _ALWAYS
        if here:
            yield place
        yield from _hiding(place.places, here)

"""A set of weights (*viktversion*): which sessions give the weights, at which state, by which rule.

A set follows its sessions until somebody locks it. A locked one is a value of its own, with
everything that results need, and never changes: see ``docs/formats/weights.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import fsum
from uuid import UUID

from survey import weighting
from survey.campaign import WeightRule
from survey.facilitation import harmonising
from survey.facilitation.agreement import LEAST
from survey.facilitation.harmonising import Decided
from survey.facilitation.state import Allocation, SessionState
from survey.problems import Problem, Severity
from survey.weighting import GroupShares, Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session that may give weights. ``hash`` is SHA-256 (32 bytes) of its log as text, in
    order, each event once; ``events`` how many those are. ``decided`` maps its headings."""

    id: UUID
    state: SessionState
    hash: bytes
    events: int
    decided: Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionUsed:
    """A session in a set, as it stood then. ``participants`` gave points on factors, ``excluded``
    gave none. ``named`` are places of the factors that the group named; ``shares`` (by factor,
    summing to 1) and ``pull`` are as in :class:`survey.weighting.GroupShares`, empty and 0 where
    nobody gave any."""

    id: UUID
    title: str
    hash: bytes
    events: int
    mapping: bytes
    participants: int
    excluded: int
    outside: int
    named: tuple[int, ...]
    pull: float
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightSet:
    """Weights with what they rest upon; ``weights`` are what results take.

    ``version`` counts from 1; ``locked`` is minutes since 1970 UTC and ``by`` who, or 0 and empty
    while the set follows its sessions. ``left_out`` are sessions that somebody left out.
    """

    campaign: UUID
    version: int
    weights: Weights
    sessions: tuple[SessionUsed, ...]
    left_out: tuple[UUID, ...] = ()
    locked: int = 0
    by: str = ""


def reckoned(
    campaign: UUID, factors: Sequence[UUID], rule: WeightRule, sessions: Iterable[Session],
    version: int = 1, left_out: Iterable[UUID] = (),
) -> WeightSet:
    """The set as the sessions stand: those about value factors with anybody in them, by id."""
    left = frozenset(left_out)
    found = sorted(
        (one for one in sessions if one.id not in left and _counts(one.state)),
        key=lambda one: one.id,
    )
    groups = [harmonising.allocations(one.state, one.decided, factors) for one in found]
    weighed = weighting.weights(groups, factors, rule)
    shares = iter(weighed.groups)
    used = []
    for one, group in zip(found, groups, strict=True):
        gave = sum(any(mine.get(f, 0) for f in factors) for mine in group)
        used.append(_used(one, group, factors, gave, next(shares) if gave else None))
    return WeightSet(
        campaign=campaign, version=version, weights=weighed, sessions=tuple(used),
        left_out=tuple(sorted(left)),
    )


def _counts(state: SessionState) -> bool:
    about_factors = bool(state.rules.weights) if state.rules else not state.begun
    return about_factors and bool(state.participants)


def _used(
    one: Session, group: Sequence[Allocation], factors: Sequence[UUID], gave: int,
    shares: GroupShares | None,
) -> SessionUsed:
    offered = harmonising.offered(one.state, one.decided, factors)
    return SessionUsed(
        id=one.id, title=one_line(one.state.title), hash=one.hash, events=one.events,
        mapping=mapping_hash(one.decided), participants=gave, excluded=len(group) - gave,
        outside=sum(n for mine in group for at, n in mine.items() if at not in factors),
        named=tuple(at for at, factor in enumerate(factors) if factor in offered),
        pull=shares.pull if shares else 0.0, shares=shares.shares if shares else (),
    )


def one_line(said: str, longest: int = 200) -> str:
    """Words as a line of a set's file may hold them."""
    joiners = "\u200c\u200d"
    kept = (sign if sign.isprintable() or sign in joiners else " " for sign in said)
    return "".join(kept)[:longest]


def mapping_hash(decided: Decided) -> bytes:
    """SHA-256 (32 bytes) of a session's mapping, so that another one shows."""
    lines = (
        f"{heading} {one.kind.value} {one.factor or '-'}\n"
        for heading, one in sorted(decided.items())
    )
    return sha256("".join(lines).encode()).digest()


def among_namers(found: WeightSet) -> tuple[float, ...]:
    """The weights if a factor that a group never named were missing there, not zero: the mean over
    the groups that named it, brought to a sum of 1. By factor; all 0 without points."""
    groups = [one for one in found.sessions if one.pull]
    means = []
    for at in range(len(found.weights.factors)):
        mine = [one for one in groups if at in one.named]
        pulls = fsum(one.pull for one in mine)
        means.append(fsum(one.pull * one.shares[at] for one in mine) / pulls if pulls else 0.0)
    whole = fsum(means)
    return tuple(mean / whole for mean in means) if whole else tuple(means)


def namers(found: WeightSet) -> tuple[int, ...]:
    """How many of the groups that gave points named each factor."""
    groups = [one for one in found.sessions if one.pull]
    return tuple(
        sum(at in one.named for one in groups) for at in range(len(found.weights.factors))
    )


def of_few(found: WeightSet) -> tuple[bool, ...]:
    """By factor: whether somebody, but fewer than five, gave points in the groups that named it.
    Its points, and its weight if it were missing elsewhere, are then those people's own."""
    groups = [one for one in found.sessions if one.pull]
    gave = (
        sum(one.participants for one in groups if at in one.named)
        for at in range(len(found.weights.factors))
    )
    return tuple(0 < n < LEAST for n in gave)


def small_groups(found: WeightSet) -> int:
    """How many of the groups that gave points are of fewer than five: the set has their shares."""
    return sum(0 < one.participants < LEAST for one in found.sessions)


def for_factors(found: WeightSet, factors: Sequence[UUID]) -> Weights:
    """The set's weights over the factors that the survey has now.

    A factor that came since has no weight; without one that is gone the others are raised to a sum
    of 1, and where nothing is left nobody gave points. The same factors: the same to the last
    digit, in whatever order.
    """
    weights = found.weights
    places = {factor: at for at, factor in enumerate(weights.factors)}
    kept = fsum(weights.weight[factor] for factor in factors if factor in places)
    if not weights.n_groups or kept <= 0:
        return weighting.weights((), factors, weights.rule)
    same = set(places) <= set(factors)
    groups = []
    for group in weights.groups:
        mine = [group.shares[places[f]] if f in places else 0.0 for f in factors]
        whole = 1.0 if same else kept
        groups.append(GroupShares(
            pull=group.pull, shares=tuple(mine if same else [one / whole for one in mine]),
        ))
    return Weights(
        rule=weights.rule, factors=tuple(factors),
        weight={
            f: weights.weight.get(f, 0.0) / (1.0 if same else kept) for f in factors
        },
        points={f: weights.points.get(f, 0) for f in factors}, groups=tuple(groups),
        n_participants=weights.n_participants, n_groups=weights.n_groups,
        excluded=weights.excluded, outside=weights.outside, agreement=weights.agreement,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What happened to a locked set's sessions after it: ``events`` more (of sessions in it),
    ``changed`` when a mapping or an event it rests on is another, ``gone`` sessions whose events
    are not here any more (erased, or held), ``new`` sessions that would count now, ``survey``
    whether the survey has other factors or another rule for weights."""

    events: int
    changed: int
    gone: int
    new: int
    survey: bool = False

    @property
    def anything(self) -> bool:
        return bool(self.events or self.changed or self.gone or self.new or self.survey)


def since(locked: WeightSet, now: WeightSet, here: Mapping[UUID, Session]) -> Since:
    """Hold a locked set against what is here now (``now`` is the set that follows)."""
    events = changed = gone = 0
    for one in locked.sessions:
        found = here.get(one.id)
        if found is None or found.events < one.events:
            gone += 1
            continue
        events += found.events - one.events
        changed += mapping_hash(found.decided) != one.mapping
        changed += found.events == one.events and found.hash != one.hash
    were = {one.id for one in locked.sessions}
    new = sum(one.id not in were for one in now.sessions)
    out = {one.id for one in now.sessions}
    left = sum(one.id not in out and one.id in here for one in locked.sessions)
    was, is_ = locked.weights, now.weights
    survey = (was.rule, set(was.factors)) != (is_.rule, set(is_.factors))
    return Since(events=events, changed=changed + left, gone=gone, new=new, survey=survey)


def cautions(found: WeightSet, sessions: Mapping[UUID, Session]) -> tuple[Problem, ...]:
    """What somebody should know before they lock: none of it forbids it."""
    told = []

    def caution(where: str, code: str, message: str, hint: str) -> None:
        told.append(Problem(
            where=where, code=code, message=message, hint=hint, severity=Severity.WARNING
        ))

    if small_groups(found):
        caution("sessions", "small-group", "A group of fewer than five is in the weights: its "
                "shares stand in a locked version's file, and whoever has those of the others can "
                "work them out.", "Leave it out if that is too much.")
    if few := sum(of_few(found)):
        caution("factors", "small-factor", "Factors named only where fewer than five gave points: "
                f"{few}. The weight tells what those gave.",
                "Leave the session out, or map the heading to another factor.")
    for one in found.sessions:
        here = sessions[one.id]
        if not here.state.closed:
            caution(one.title, "not-closed", "The session was not closed.",
                    "Wait until it is, if more may come.")
        if any(problem.code in _GRAVE for problem in here.state.problems):
            caution(one.title, "incomplete", "Events of this session are missing, doubled or "
                    "in doubt.", "Look at the session; take in what is missing.")
        names = harmonising.named(here.state, here.decided, found.weights.factors)
        undecided = sum(one.stands_for is None and one.decided is None for one in names)
        if undecided:
            caution(one.title, "not-mapped", f"{undecided} of its headings are not mapped to a "
                    "factor, and their points count nowhere.", "Map them, or call them new.")
    return tuple(told)


_GRAVE = frozenset({
    "missing-events", "not-opened", "two-with-one-number", "out-of-order", "bad-method",
    "joined-twice", "not-joined", "unknown-item", "other-method",
})

"""Two versions of a form compared, node by node and choice by choice, by id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from survey.forms.definition import Choice, FormDefinition, Node, NodeKind, Text
from survey.forms.meaning import (
    Read,
    Seen,
    kept_type,
    lets_through_all,
    only_shown,
    scale,
    unit,
)
from survey.forms.pairing import of_tools, pairs


class Kind(StrEnum):
    """What became of a node or a choice. Only ``MEANING`` parts answers."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    RELABELLED = "relabelled"
    MOVED = "moved"
    MEANING = "meaning"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference. ``id`` is the node's; ``choice`` the choice's, when it is about one.

    ``aspect`` says what changed: a property (``label``) with its ``language``, or ``type``,
    ``choice``, ``scale``, ``unit``, ``constraint``, ``relevant``, ``calculation``, ``choices``,
    ``repeat``; ``required``, ``readonly``, ``default``, ``appearance`` and ``factor`` for what
    is aside.
    """

    kind: Kind
    id: UUID
    name: str
    aspect: str = ""
    language: str = ""
    choice: UUID | None = None
    choice_name: str = ""
    before: str = ""
    after: str = ""

    def plain(self) -> dict[str, object]:
        """For JSON."""
        return {
            "kind": self.kind.value, "id": str(self.id), "name": self.name, "aspect": self.aspect,
            "language": self.language, "choice": str(self.choice) if self.choice else None,
            "choice_name": self.choice_name, "before": self.before, "after": self.after,
        }  # fmt: skip


_ASIDE = ("required", "readonly", "default", "appearance")


def compare(old: FormDefinition, new: FormDefinition) -> tuple[Change, ...]:
    """Every difference, in the new version's order; what was removed comes last."""
    return tuple(_Comparison(Read(old), Read(new)).all())


class _Comparison:
    def __init__(self, old: Read, new: Read) -> None:
        self._old = old
        self._new = new
        self._same = pairs(old, new)

    def all(self) -> Iterator[Change]:
        moved = self._moved()
        for id, seen in self._new.seen.items():
            if id not in self._same:
                if not of_tools(seen):
                    yield Change(kind=Kind.ADDED, id=id, name=seen.node.name)
                continue
            yield from self._node(self._old.seen[self._same[id]], seen, id in moved)
        kept = set(self._same.values())
        for id, seen in self._old.seen.items():
            if id not in kept and not of_tools(seen):
                yield Change(kind=Kind.REMOVED, id=id, name=seen.node.name)

    def _moved(self) -> set[UUID]:
        """Nodes in another group, or that others have passed: as few as tell the new order."""
        groups: dict[UUID | None, list[tuple[int, UUID]]] = {}
        found: set[UUID] = set()
        for id, seen in self._new.seen.items():
            if id not in self._same:
                continue
            before = self._old.seen[self._same[id]]
            here = seen.above[-1].id if seen.above else None
            there = before.above[-1].id if before.above else None
            if (self._same.get(here, here) if here else None) != there:
                found.add(id)
            else:
                groups.setdefault(here, []).append((before.number, id))
        for members in groups.values():
            stay = _longest_rising([number for number, _ in members])
            found |= {id for at, (_, id) in enumerate(members) if at not in stay}
        return found

    def _node(self, before: Seen, after: Seen, moved: bool) -> Iterator[Change]:
        old, new, id = before.node, after.node, before.node.id
        if old.name != new.name:
            yield Change(kind=Kind.RENAMED, id=id, name=new.name, before=old.name, after=new.name)
        for property, language, was, is_now in self._words(old.text, new.text):
            if self._old.words(was, {}, before) == self._new.words(is_now, self._same, after):
                continue
            yield Change(
                kind=Kind.RELABELLED, id=id, name=new.name, aspect=property, language=language,
                before=was, after=is_now,
            )  # fmt: skip
        if moved:
            yield Change(
                kind=Kind.MOVED, id=id, name=new.name,
                before="/".join(before.path[:-1]), after="/".join(after.path[:-1]),
            )  # fmt: skip
        for aspect, was, is_now in self._meanings(before, after):
            yield Change(
                kind=Kind.MEANING, id=id, name=new.name, aspect=aspect, before=was, after=is_now
            )
        yield from self._choices(old, new)
        yield from self._aside(before, after)

    def _meanings(self, before: Seen, after: Seen) -> Iterator[tuple[str, str, str]]:
        old, new = before.node, after.node
        if kept_type(old) != kept_type(new):
            yield "type", kept_type(old), kept_type(new)
        elif scale(old) != scale(new):
            yield "scale", _pairs(scale(old)), _pairs(scale(new))
        if unit(old) != unit(new):
            yield "unit", unit(old), unit(new)
        yield from self._asked(before, after)
        for aspect in ("calculation", "choice_filter", "count"):
            if not self._agree(before, after, aspect):
                yield aspect, getattr(old, aspect), getattr(new, aspect)
        agree = self._agree(before, after, "constraint")
        if not agree and not lets_through_all(new.constraint, old.constraint):
            yield "constraint", old.constraint, new.constraint
        if (old.file, old.itemset) != (new.file, new.itemset) or not self._agree(
            before, after, "source"
        ):
            yield "choices", old.file or old.source, new.file or new.source
        if before.repeats != tuple(self._same.get(id, id) for id in after.repeats):
            yield "repeat", _repeats(before), _repeats(after)

    def _asked(self, before: Seen, after: Seen) -> Iterator[tuple[str, str, str]]:
        """Who is asked: by its own relevance, and by that of groups it was moved between."""
        if not self._agree(before, after, "relevant"):
            yield "relevant", before.node.relevant, after.node.relevant
            return
        groups = [self._same.get(node.id, node.id) for node in after.above]
        if groups != [node.id for node in before.above]:
            was = [self._old.seen[node.id] for node in before.above if node.relevant]
            is_now = [self._new.seen[node.id] for node in after.above if node.relevant]
            old = {self._old.formula(one.node.relevant, {}, one) for one in was}
            if old != {self._new.formula(one.node.relevant, self._same, one) for one in is_now}:
                told = [[one.node.relevant for one in every] for every in (was, is_now)]
                yield "relevant", " and ".join(told[0]), " and ".join(told[1])

    def _agree(self, before: Seen, after: Seen, aspect: str) -> bool:
        """Is an expression of both the same, whatever its nodes are called and reached by?"""
        old, new = getattr(before.node, aspect), getattr(after.node, aspect)
        among = aspect == "choice_filter"
        return self._old.formula(old, {}, before, among=among) == self._new.formula(
            new, self._same, after, among=among
        )

    def _words(self, old: Text, new: Text) -> Iterator[tuple[str, str, str, str]]:
        """Property, language, words before and after, where they differ."""
        for property in dict.fromkeys((*old, *new)):
            was, is_now = old.get(property, {}), new.get(property, {})
            if ("" in was) != ("" in is_now):
                was, is_now = self._old.named_words(was), self._new.named_words(is_now)
            for language in dict.fromkeys((*was, *is_now)):
                before, after = was.get(language, ""), is_now.get(language, "")
                if " ".join(before.split()) != " ".join(after.split()):
                    yield property, language, before, after

    def _choices(self, old: Node, new: Node) -> Iterator[Change]:
        was, is_now = self._old.choices(old), self._new.choices(new)
        if was is None or is_now is None:
            return
        left = {choice.id: choice for choice in was.choices}
        by_name = {
            choice.name: choice
            for choice in was.choices
            if self._old.derived_choice(was.name, choice.name, choice.id)
        }

        def told(kind: Kind, choice: Choice, **more: str) -> Change:
            return Change(
                kind=kind, id=old.id, name=new.name, choice=choice.id, choice_name=choice.name,
                **{"aspect": "choice", **more},
            )  # fmt: skip

        for choice in is_now.choices:
            known = left.pop(choice.id, None)
            if known is None and self._new.derived_choice(is_now.name, choice.name, choice.id):
                known = by_name.get(choice.name)
                known = left.pop(known.id, None) if known is not None else None
            if known is None:
                yield told(Kind.ADDED, choice)
                continue
            if known.name != choice.name:
                yield told(Kind.MEANING, choice, before=known.name, after=choice.name)
            for property, language, words, other in self._words(known.text, choice.text):
                yield told(
                    Kind.RELABELLED, choice, aspect=property, language=language, before=words,
                    after=other,
                )  # fmt: skip
        for choice in left.values():
            yield told(Kind.MEANING, choice, before=choice.name)

    def _aside(self, before: Seen, after: Seen) -> Iterator[Change]:
        for aspect, was, is_now in self._beside(before, after):
            yield Change(
                kind=Kind.ASIDE, id=before.node.id, name=after.node.name, aspect=aspect,
                before=was, after=is_now,
            )  # fmt: skip

    def _beside(self, before: Seen, after: Seen) -> Iterator[tuple[str, str, str]]:
        old, new = before.node, after.node
        for aspect in _ASIDE:
            shown = aspect == "readonly" and _never_answered(old) and _never_answered(new)
            if not shown and not self._agree(before, after, aspect):
                yield aspect, getattr(old, aspect), getattr(new, aspect)
        was, is_now = (node.parameters.get("factor", "") for node in (old, new))
        if was.casefold() != is_now.casefold():
            yield "factor", was, is_now
        if not self._agree(before, after, "constraint") and lets_through_all(
            new.constraint, old.constraint
        ):
            yield "constraint", old.constraint, new.constraint


def _never_answered(node: Node) -> bool:
    return node.kind is NodeKind.VALUE or only_shown(node)


def _pairs(values: tuple[tuple[str, str], ...]) -> str:
    return " ".join(f"{name}={value}" for name, value in values)


def _repeats(seen: Seen) -> str:
    return "/".join(node.name for node in seen.above if node.kind is NodeKind.REPEAT)


def _longest_rising(numbers: list[int]) -> set[int]:
    """Places of a longest run of rising numbers (n log n)."""
    tails: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        low, high = 0, len(tails)
        while low < high:
            middle = (low + high) // 2
            if numbers[tails[middle]] < number:
                low = middle + 1
            else:
                high = middle
        before.append(tails[low - 1] if low else -1)
        tails[low : low + 1] = [at]
    found: set[int] = set()
    at = tails[-1] if tails else -1
    while at >= 0:
        found.add(at)
        at = before[at]
    return found

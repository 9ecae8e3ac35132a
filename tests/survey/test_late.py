"""A dataclass that comes late is the standard library's in all that can be seen of it."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field
from typing import Any, ClassVar

import pytest

from survey import late

Decorator = Callable[..., Callable[[type], type]]


def plain(dataclass: Decorator) -> type:
    @dataclass(frozen=True, slots=True)
    class Plain:
        """Two that must be given, and one that need not."""

        first: int
        second: str
        third: tuple[int, ...] = (1, 2)

    return Plain


def named(dataclass: Decorator) -> type:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Named:
        """Given by name, with all that a field can be."""

        known: ClassVar[int] = 7
        first: int = 3
        second: list[int] = field(default_factory=list, compare=False)
        third: bytes = field(default=b"key", repr=False)

        def __post_init__(self) -> None:
            if self.first < 0:
                raise ValueError("below zero")

        @property
        def double(self) -> int:
            return 2 * self.first

    return Named


def told(dataclass: Decorator) -> type:
    @dataclass(frozen=True, slots=True, weakref_slot=True)
    class Told:
        """Says and compares in its own way."""

        first: int

        def __repr__(self) -> str:
            return "told"

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Told)

        def __hash__(self) -> int:
            return 5

    return Told


GIVEN: tuple[tuple[Callable[[Decorator], type], tuple[Any, ...], dict[str, Any]], ...] = (
    (plain, (1, "a"), {}), (plain, (1,), {"second": "a", "third": ()}), (plain, (1,), {}),
    (plain, (1, "a"), {"fourth": 1}), (plain, (1, "a", (), 4), {}), (named, (), {}),
    (named, (), {"first": 4, "second": [1], "third": b""}), (named, (4,), {}),
    (named, (), {"first": -1}), (told, (1,), {}),
)


def seen(made: type, given: tuple[Any, ...], by_name: dict[str, Any]) -> list[object]:
    """All that can be seen of a value made so; of two, for each first call is another."""
    try:
        one, same = made(*given, **by_name), made(*given, **by_name)
    except (TypeError, ValueError) as refused:
        return [type(refused), str(refused)]
    found: list[object] = [repr(one), one == same, one != same, one == 1]
    try:
        found.append(hash(one) == hash(same))
    except TypeError as refused:
        found.append(str(refused))
    found += [dataclasses.asdict(one), dataclasses.replace(one, first=8) == one, dir(one)]
    found += [copy.copy(one) == one, copy.deepcopy(one) == one, repr(copy.deepcopy(one))]
    return [*found, made.__match_args__, made.__slots__, made.__doc__, hasattr(one, "__dict__")]


@pytest.mark.parametrize(("shape", "given", "by_name"), GIVEN)
def test_late_ones_are_told_from_no_other(
    shape: Callable[[Decorator], type], given: tuple[Any, ...], by_name: dict[str, Any]
) -> None:
    usual = seen(shape(dataclasses.dataclass), given, by_name)
    assert seen(shape(late.dataclass), given, by_name) == usual
    for first in (repr, hash, lambda one: one == 3):  # whichever is called first
        made = shape(late.dataclass)
        try:
            first(made(*given, **by_name))
        except (TypeError, ValueError):
            continue
        assert seen(made, given, by_name) == usual


def test_nothing_of_a_late_one_can_be_changed() -> None:
    one = plain(late.dataclass)(1, "a")
    for change in (
        lambda: setattr(one, "first", 2), lambda: delattr(one, "first"),
        lambda: setattr(one, "fifth", 2),
    ):
        with pytest.raises(FrozenInstanceError):
            change()
    assert one.first == 1


def test_another_may_derive_from_a_late_one() -> None:
    base = plain(late.dataclass)
    for dataclass in (dataclasses.dataclass, late.dataclass):

        @dataclass(frozen=True, slots=True, kw_only=True)
        class Derived(base):  # type: ignore[misc, valid-type]
            more: int = 4

        one = Derived(1, "a", more=5)
        assert (one.first, one.more) == (1, 5) and one == Derived(1, "a", more=5) != base(1, "a")
        with pytest.raises(FrozenInstanceError):
            one.first = 2


def test_a_late_one_goes_through_a_pipe() -> None:
    one = Piped(first=1)
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301


def test_only_frozen_ones_with_slots_come_late() -> None:
    for how in ({"frozen": True, "slots": False}, {"frozen": False, "slots": True}):
        with pytest.raises(TypeError):
            late.dataclass(**how)


@late.dataclass(frozen=True, slots=True, kw_only=True)
class Piped:
    first: int

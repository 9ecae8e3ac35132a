from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from survey.collecting import made_to_stay, settle


class Ring:
    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.enable()
    gc.unfreeze()


def test_what_is_made_to_stay_is_left_alone_by_the_collector() -> None:
    with made_to_stay():
        held = [[number] for number in range(1_000)]
        assert any(one is held[7] for one in gc.get_objects())
    assert not any(one is held[7] for one in gc.get_objects())
    assert gc.isenabled()


def test_what_was_waste_before_is_gone_when_something_is_made_to_stay() -> None:
    ring = Ring()
    seen = weakref.ref(ring)
    del ring
    with made_to_stay():
        assert seen() is None


def test_nobody_is_interrupted_until_all_settles_again() -> None:
    settle()
    seen = [weakref.ref(Ring()) for _ in range(5_000)]
    assert all(one() is not None for one in seen)
    settle()
    assert not any(one() is not None for one in seen)


def test_one_person_after_the_other_leaves_nothing_behind() -> None:
    for _ in range(3):
        settle()
        seen = weakref.ref(Ring())
    settle()
    assert seen() is None

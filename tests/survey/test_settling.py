from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from survey.collecting import settle


class Ring:
    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_is_held_when_all_settles_is_left_alone_by_the_collector() -> None:
    held = [[number] for number in range(1_000)]
    assert any(one is held[7] for one in gc.get_objects())
    settle()
    assert not any(one is held[7] for one in gc.get_objects())


def test_what_was_waste_since_goes_when_all_settles_again() -> None:
    ring = Ring()
    seen = weakref.ref(ring)
    settle()
    del ring
    gc.collect()
    assert seen() is not None
    settle()
    assert seen() is None

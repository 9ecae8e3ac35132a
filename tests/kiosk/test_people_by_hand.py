"""Five ratings finished by keys alone, by one switch, by two, and in the largest Arabic."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.kiosk import hand_people
from tests.kiosk.hand_people import ANSWERS, Visit, visit


@pytest.fixture
def come(qtbot: QtBot) -> Callable[..., Visit]:
    """Makes a visit, and closes its window afterwards."""

    def made(*size: int) -> Visit:
        person = visit(*([size] if size else []))
        qtbot.addWidget(person.window)
        return person

    return made


def nobody_looks(where: str) -> None:
    """These people are not photographed."""


def test_five_ratings_by_keys_alone(come: Callable[..., Visit]) -> None:
    person = come()
    hand_people.by_keys(person, nobody_looks)
    assert person.answered == list(ANSWERS)


@pytest.mark.parametrize("two", [False, True], ids=["one switch", "two switches"])
def test_five_ratings_by_switches_alone(come: Callable[..., Visit], two: bool) -> None:
    person = come()
    hand = hand_people.by_switches(person, nobody_looks, two=two)
    assert person.answered == list(ANSWERS)
    assert hand.switching.single is not two


@pytest.mark.parametrize("size", [(1280, 800), (1024, 768), (800, 1280)], ids=str)
def test_five_ratings_in_the_largest_arabic(
    come: Callable[..., Visit], size: tuple[int, int]
) -> None:
    person = come(*size)
    hand_people.by_touch_in_large_arabic(person, nobody_looks)
    assert person.answered == list(ANSWERS)

"""What a person is told before a whole form: how long it takes, and on which page they are."""

from __future__ import annotations

import pytest

from assets.words import Words
from kiosk.screens import AttractScreen
from kiosk.views.wording import takes_about
from tests.kiosk.form_kiosk_builders import Sitting, asks

PLAIN = "|  | text | {name} | Label | |\n"
SOME = "|  | text | {name} | Label | ${{first}} = 'x' |\n"


def form(plain: int, some: int) -> str:
    rows = [PLAIN.format(name="first")]
    rows += [PLAIN.format(name=f"p{n}") for n in range(plain - 1)]
    rows += [SOME.format(name=f"s{n}") for n in range(some)]
    return "| survey |\n|  | type | name | label | relevant |\n" + "".join(rows)


def told(text: str) -> int:
    screen = Sitting(asks(text)).now
    assert isinstance(screen, AttractScreen)
    return screen.questions


@pytest.mark.parametrize(("plain", "some", "expected"), [
    (10, 0, 10), (10, 10, 15), (10, 1, 10), (10, 11, 0), (1, 200, 0),
])
def test_what_some_people_meet_counts_half_and_much_of_it_is_not_promised(
    plain: int, some: int, expected: int
) -> None:
    assert told(form(plain, some)) == expected


def test_a_condition_around_a_group_counts_for_all_it_holds() -> None:
    rows = "|  | begin_group | g | Group | ${first} = 'x' |\n"
    rows += "".join(PLAIN.format(name=f"g{n}") for n in range(4)) + "|  | end_group | | | |\n"
    assert told(form(8, 0) + rows) == 10


def test_no_minutes_are_said_where_nobody_can_tell() -> None:
    words = Words("en")
    assert takes_about(words, 0) == ""
    assert takes_about(words, 1) == "It takes about 1 minute."

"""The light of scanning: where it goes, what a press takes, when it rests."""

from __future__ import annotations

from kiosk.scanning import FEW, ROUNDS, Box, Light, Scanner, rows_of

FACES = [Box(300, 200)] * 5
FOOT = [Box(700, 92)] * 3
BAR = [Box(16, 92)] * 4


def lit(scanner: Scanner) -> tuple[int, int]:
    light = scanner.light
    assert light is not None
    return light.first, light.end


def test_controls_beside_each_other_are_a_row() -> None:
    assert rows_of([*FACES, *FOOT, *BAR]) == (5, 3, 4)
    assert rows_of([Box(100 + 90 * at, 90) for at in range(FEW + 1)]) == (1,) * (FEW + 1)
    assert rows_of([Box(0, 90), Box(30, 90), Box(120, 90), *FOOT, *FOOT])[0] == 2


def test_a_few_controls_are_gone_through_one_by_one() -> None:
    assert rows_of([*FOOT, *FOOT[:2]]) == (5,)
    assert rows_of([]) == ()
    scanner = Scanner((3,), by_itself=True)
    seen = [lit(scanner)]
    for _ in range(3):
        scanner.step()
        seen.append(lit(scanner))
    assert seen == [(0, 1), (1, 2), (2, 3), (0, 1)]


def test_a_page_begins_inside_its_first_row_and_a_press_leads_out_at_its_end() -> None:
    scanner = Scanner((5, 3), by_itself=False)
    assert lit(scanner) == (0, 1)
    for _ in range(5):
        scanner.step()
    assert scanner.light == Light(0, 5, out=True)
    assert scanner.take() is None and scanner.light == Light(0, 5)
    scanner.step()
    assert scanner.light == Light(5, 8)
    assert scanner.take() is None and lit(scanner) == (5, 6)
    scanner.step()
    assert scanner.take() == 6
    assert scanner.light == Light(5, 8), "and the row is at hand for the next"


def test_a_row_of_one_is_taken_at_once() -> None:
    scanner = Scanner((1, 1, 3), by_itself=True)
    scanner.step()
    assert scanner.take() == 1


def test_with_one_switch_the_light_leaves_a_row_nobody_takes_from() -> None:
    scanner = Scanner((5, 3), by_itself=True)
    for _ in range(12):
        scanner.step()
    assert scanner.light == Light(0, 5)


def test_the_light_rests_after_three_rounds_and_a_press_only_wakes_it() -> None:
    scanner = Scanner((2,), by_itself=True)
    for _ in range(2 * ROUNDS):
        assert not scanner.rests
        scanner.step()
    assert scanner.rests
    at = scanner.light
    scanner.step()
    assert scanner.light == at
    assert scanner.take() is None and not scanner.rests
    assert scanner.take() == 0


def test_with_two_switches_it_never_rests() -> None:
    scanner = Scanner((2,), by_itself=False)
    for _ in range(20 * ROUNDS):
        scanner.step()
    assert not scanner.rests and scanner.take() is not None


def test_after_something_came_or_went_on_the_page_the_light_is_where_it_was() -> None:
    assert Scanner((5, 3), by_itself=True, beginning=6).light == Light(5, 8)
    assert Scanner((), by_itself=True).light is None
    assert Scanner((), by_itself=True).take() is None


def test_a_long_row_is_lit_in_parts_of_about_one_length() -> None:
    keys = [Box(400 + 92 * row, 92) for row in range(3) for _ in range(11)]
    assert rows_of([*keys, *FOOT]) == (6, 5, 6, 5, 6, 5, 3)
    assert rows_of([*[Box(0, 92)] * 13, *FOOT]) == (5, 4, 4, 3)

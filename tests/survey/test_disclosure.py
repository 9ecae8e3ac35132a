"""Hidden groups against attackers that only see what is published.

The attackers here share nothing with the code: one lists every count that fits, one
solves linear programmes, one asks which sums of hidden groups the equations give away.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, combinations, product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog

from survey.disclosure import Key, one_way, two_way

T = 5


def test_nothing_is_hidden_when_every_group_is_big() -> None:
    assert one_way({"a": 5, "b": 9}, 0, T) == frozenset()
    assert one_way({"a": 5, "b": 9}, 5, T) == frozenset()


def test_a_small_group_takes_the_smallest_big_one_along() -> None:
    assert one_way({"a": 3, "b": 30, "c": 12, "d": 20}, 0, T) == {"a", "c"}


def test_two_small_groups_that_reach_the_threshold_protect_each_other() -> None:
    assert one_way({"a": 3, "b": 4, "c": 12}, 0, T) == {"a", "b"}
    assert one_way({"a": 2, "b": 2, "c": 12, "d": 20}, 0, T) == {"a", "b", "c"}


def test_small_groups_that_are_as_big_as_they_can_be_are_not_left_alone() -> None:
    assert one_way({"a": 4, "b": 4, "c": 12, "d": 20}, 0, T) == {"a", "b", "c"}


def test_the_few_who_did_not_say_are_a_group_too() -> None:
    assert one_way({"a": 30, "b": 12}, 2, T) == {"b"}
    assert one_way({"a": 30, "b": 12, "c": 2}, 2, T) == {"b", "c"}


def test_many_who_did_not_say_hide_a_small_group() -> None:
    assert one_way({"a": 30, "b": 12, "c": 2}, 7, T) == {"c"}


def test_an_empty_group_is_hidden_like_a_small_one() -> None:
    assert one_way({"a": 30, "b": 12, "c": 0}, 0, T) == {"b", "c"}


def test_everything_is_hidden_when_the_total_is_small() -> None:
    assert one_way({"a": 3, "b": 1}, 0, T) == {"a", "b"}


def test_what_is_hidden_already_stays_hidden() -> None:
    assert one_way({"a": 30, "b": 12, "c": 40}, 0, T, {"c"}) == {"c"}
    assert one_way({"a": 30, "b": 12, "c": 3}, 0, T, {"a"}) == {"a", "c"}


@pytest.mark.parametrize("t", [3, 5])
def test_no_one_way_count_is_pinned_by_one_who_knows_the_whole_procedure(t: int) -> None:
    """The strongest attacker runs our own rule on every possible table and compares."""
    names = ("a", "b", "c")
    possible: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for total in range(4 * t):
        for counts in product(range(total + 1), repeat=3):
            unsaid = total - sum(counts)
            if unsaid < 0:
                continue
            hidden = one_way(dict(zip(names, counts, strict=True)), unsaid, t)
            shown = tuple(
                None if name in hidden else n for name, n in zip(names, counts, strict=True)
            )
            possible[total, shown].append((*counts, unsaid))
    for (total, shown), tables in possible.items():  # type: ignore[misc]
        hidden_at = [at for at, n in enumerate(shown) if n is None]
        if not hidden_at or total < t:
            continue
        assert sum(tables[0][at] for at in hidden_at) + tables[0][3] >= t
        for at in hidden_at:
            assert len({table[at] for table in tables}) > 1, (total, shown, tables)


Cells = dict[tuple[Key, Key], int]
ROWS: tuple[Key, ...] = ("r1", "r2", "r3", None)
COLUMNS: tuple[Key, ...] = ("c1", "c2", "c3", None)


def _margin(cells: Cells, side: int) -> tuple[dict[str, int], int]:
    sums: dict[Key, int] = defaultdict(int)
    for key, n in cells.items():
        sums[key[side]] += n
    unsaid = sums.pop(None, 0)
    return {name: n for name, n in sums.items() if name is not None}, unsaid


def _equations(
    cells: Cells, hidden: set[tuple[Key, Key]]
) -> tuple[list[tuple[Key, Key]], NDArray[np.float64], NDArray[np.float64]]:
    """The published equations over the unpublished cells: margins shown, total, cells shown."""
    open_cells = [key for key in cells if key in hidden or None in key]
    rows: list[list[float]] = []
    values: list[float] = []

    def known(keys: list[tuple[Key, Key]]) -> None:
        rows.append([1.0 if key in keys else 0.0 for key in open_cells])
        values.append(float(sum(cells[key] for key in keys if key in open_cells)))

    known(list(cells))
    for side in (0, 1):
        sums, unsaid = _margin(cells, side)
        away = one_way(sums, unsaid, T)
        for name in set(sums) - away:
            known([key for key in cells if key[side] == name])
    return open_cells, np.array(rows), np.array(values)


def _hide(cells: Cells) -> set[tuple[Key, Key]]:
    (rows, no_row), (columns, no_column) = _margin(cells, 0), _margin(cells, 1)
    return set(
        two_way(
            cells,
            T,
            hidden_rows=one_way(rows, no_row, T),
            hidden_columns=one_way(columns, no_column, T),
        )
    )


def _random_cells(seed: int) -> Cells:
    chance = np.random.default_rng(seed)
    scale = chance.choice([2.0, 6.0, 12.0])
    fits = lambda key: scale / 4 if None in key else scale  # noqa: E731
    return {key: int(chance.poisson(fits(key))) for key in product(ROWS, COLUMNS)}


@pytest.mark.parametrize("seed", range(60))
def test_no_cell_can_be_bounded_below_the_threshold_by_subtraction(seed: int) -> None:
    cells = _random_cells(seed)
    hidden = _hide(cells)
    assert all(key in hidden for key, n in cells.items() if None not in key and n < T)
    open_cells, matrix, values = _equations(cells, hidden)
    for at, key in enumerate(open_cells):
        if cells[key] == 0 and None in key:
            continue
        aim = np.zeros(len(open_cells))
        aim[at] = -1
        most = linprog(aim, A_eq=matrix, b_eq=values, bounds=(0, None), method="highs")
        assert most.status in (0, 3)
        assert most.status == 3 or -most.fun >= T - 1e-6, (key, cells)


@pytest.mark.parametrize("seed", range(100, 130))
def test_no_sum_of_hidden_cells_that_subtraction_gives_is_small(seed: int) -> None:
    cells = _random_cells(seed)
    open_cells, matrix, _ = _equations(cells, _hide(cells))
    rank = np.linalg.matrix_rank(matrix)
    for some in chain.from_iterable(combinations(range(len(open_cells)), k) for k in (1, 2, 3)):
        pattern = np.zeros(len(open_cells))
        pattern[list(some)] = 1
        if np.linalg.matrix_rank(np.vstack([matrix, pattern])) == rank:
            size = sum(cells[open_cells[at]] for at in some)
            assert size == 0 or size >= T, (cells, [open_cells[at] for at in some])


@pytest.mark.parametrize("seed", range(200, 230))
def test_no_hidden_cell_is_pinned_by_one_who_knows_which_were_too_small(seed: int) -> None:
    cells = _random_cells(seed)
    hidden = _hide(cells)
    if len(hidden) == 9:
        return
    open_cells, matrix, values = _equations(cells, hidden)
    bounds = [(0, T - 1 if cells[key] < T and None not in key else None) for key in open_cells]
    for at, key in enumerate(open_cells):
        if None in key:
            continue
        aim = np.zeros(len(open_cells))
        aim[at] = 1
        least = linprog(aim, A_eq=matrix, b_eq=values, bounds=bounds, method="highs")
        most = linprog(-aim, A_eq=matrix, b_eq=values, bounds=bounds, method="highs")
        assert most.status == 3 or -most.fun - least.fun > 0.5, (key, cells)


def test_a_crossing_hides_every_cell_of_a_hidden_margin() -> None:
    cells: Cells = {
        (row, column): n
        for row, sizes in (("a", (2, 1)), ("b", (9, 8)), ("c", (20, 30)), (None, (0, 0)))
        for column, n in zip(("w", "m"), sizes, strict=True)
    }
    hidden = two_way(cells, T, hidden_rows={"a", "b"}, hidden_columns=())
    assert hidden >= {("a", "w"), ("a", "m"), ("b", "w"), ("b", "m")}
    assert ("c", "w") not in hidden


def test_one_small_cell_takes_a_rectangle_along() -> None:
    cells: Cells = {
        (row, column): n
        for row, sizes in (("a", (3, 20, 40)), ("b", (30, 21, 41)), ("c", (22, 60, 50)))
        for column, n in zip(("x", "y", "z"), sizes, strict=True)
    }
    hidden = two_way(cells, T, hidden_rows=(), hidden_columns=())
    assert hidden == {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}

"""Lines that cross themselves, however many points they have."""

from __future__ import annotations

import math
import random
from itertools import combinations, pairwise

import pytest

from survey.expressions.compile import compile
from survey.expressions.context import Circumstances, Context
from survey.expressions.errors import ExpressionError
from survey.expressions.tree import Document, Element
from tests.forms import opened, still

Points = list[tuple[float, float]]


def crossing(points: Points) -> bool:
    line = ";".join(f"{lat} {lon} 0 0" for lat, lon in points)
    world = Circumstances(Document(Element("line", line)))
    return compile("intersects(/line)").boolean(Context(world, world.root))


def spiral(number: int) -> Points:
    return [
        (n / number * 40 * math.sin(n / 40), n / number * 40 * math.cos(n / 40))
        for n in range(1, number)
    ]


def test_a_long_line_that_never_meets_itself_does_not_cross() -> None:
    track = [(n / 100, math.sin(n / 9)) for n in range(3_000)]
    assert not crossing(track)
    assert crossing([*track, (15.0, 40.0), (15.0, -40.0)])
    assert not crossing(spiral(1_000))


def apart(one: tuple[complex, complex], other: tuple[complex, complex]) -> bool:
    """Whether two parts of a line on a grid share no point, by solving for where they meet."""
    (a, b), (c, d) = one, other
    across = ((b - a).conjugate() * (d - c)).imag
    if across:
        first = ((c - a).conjugate() * (d - c)).imag / across
        second = ((c - a).conjugate() * (b - a)).imag / across
        return not (0 <= first <= 1 and 0 <= second <= 1)
    if ((c - a).conjugate() * (b - a)).imag or ((d - a).conjugate() * (b - a)).imag:
        return True
    way = b - a
    ends = [((end - a) * way.conjugate()).real for end in (c, d)]
    return max(ends) < 0 or min(ends) > abs(way) ** 2


@pytest.mark.parametrize("seed", range(40))
def test_parts_that_are_no_neighbours_cross_where_they_have_a_point_in_common(seed: int) -> None:
    chance = random.Random(seed)
    steps: Points = [(0, 0)]
    while len(steps) < 7:
        step = (float(chance.randint(-20, 20)), float(chance.randint(-20, 20)))
        if step not in steps:
            steps.append(step)
    parts = [(complex(*a), complex(*b)) for a, b in pairwise(steps)]
    folded = any(
        ((b - a).conjugate() * (d - b)).imag == 0 and ((b - a).conjugate() * (d - b)).real < 0
        for (a, b), (_, d) in pairwise(parts)
    )
    meet = any(
        not apart(parts[one], parts[other])
        for one, other in combinations(range(len(parts)), 2) if other > one + 1
    )
    assert crossing(steps) == (folded or meet)


def test_a_line_too_dense_to_compare_is_an_error() -> None:
    dense = [(10.0 * (n % 2), n / 1_000) for n in range(1_500)]
    with pytest.raises(ExpressionError, match="too long"):
        crossing(dense)


def test_a_table_with_more_rows_than_one_may_look_at_is_looked_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("survey.expressions.steps.MOST_EFFORT", 50)
    rows = "".join(f"k{n},v{n}\n" for n in range(200))
    form = opened(
        "| survey |\n| | type | name | label | calculation |\n| | text | a | A | |\n"
        "| | calculate | p | | pulldata('t', 'to', 'key', ${a}) |\n"
        "| | calculate | i | | instance('t')/root/item[key = ${a}]/to |\n"
        "| | csv-external | t | | |\n",
        still(files={"jr://file-csv/t.csv": f"key,to\n{rows}".encode()}),
    )
    form.answer("/data/a", "k150")
    assert [form.find(f"/data/{name}").value for name in "pi"] == ["v150", "v150"]

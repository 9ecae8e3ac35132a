"""Labels in the matrix: never on each other, never on a point, never outside."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from admin.pictures.placement import Box, Wanted, needs_leader, place

AREA = Box(0, 0, 420, 360)


def scattered(seed: int, n: int) -> list[Wanted]:
    """Points anywhere in the area, many of them close together, with labels of many widths."""
    dice = random.Random(seed)
    centre = dice.uniform(60, 360), dice.uniform(60, 300)
    found = []
    for _ in range(n):
        near = dice.random() < 0.6
        x = centre[0] + dice.gauss(0, 35) if near else dice.uniform(8, 412)
        y = centre[1] + dice.gauss(0, 35) if near else dice.uniform(8, 352)
        x, y = min(412.0, max(8.0, x)), min(352.0, max(8.0, y))
        found.append(Wanted(x, y, dice.uniform(40, 170), dice.choice((18, 36))))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_no_label_collides_or_leaves_the_area(seed: int) -> None:
    labels = scattered(seed, 4 + seed % 14)
    dots = [Box(w.x - 6, w.y - 6, 12, 12) for w in labels]
    placed = place(labels, AREA, dots)
    found = [box for box in placed if box is not None]
    assert found, "at least one label finds a place"
    for one, other in combinations(found, 2):
        assert not one.overlaps(other)
    for box in found:
        assert box.inside(AREA)
        assert not any(box.overlaps(dot) for dot in dots)


def test_the_same_points_get_the_same_places() -> None:
    labels = scattered(7, 12)
    assert place(labels, AREA) == place(labels, AREA)


def test_a_lone_label_stands_right_beside_its_point() -> None:
    label = Wanted(100, 100, 80, 18)
    (box,) = place([label], AREA)
    assert box is not None
    assert not needs_leader(label, box, [], 17)
    assert box.left > 100 and box.top < 100 < box.bottom


def test_a_point_at_the_right_edge_has_its_label_to_the_left() -> None:
    (box,) = place([Wanted(415, 100, 120, 18)], AREA)
    assert box is not None and box.right < 415


def test_a_label_that_fits_nowhere_gets_no_place() -> None:
    assert place([Wanted(100, 100, 600, 18)], AREA) == (None,)


def test_a_label_keeps_off_whiskers_when_there_is_room_elsewhere() -> None:
    whisker = Box(40, 99, 200, 2)
    (box,) = place([Wanted(100, 100, 80, 18)], AREA, avoided=[whisker])
    assert box is not None and not box.overlaps(whisker)


def test_a_label_nearer_to_another_point_gets_a_line_to_its_own() -> None:
    mine, other = Wanted(100, 100, 40, 18), Wanted(160, 100, 40, 18)
    nearer_to_other = Box(125, 91, 30, 18)
    assert needs_leader(mine, nearer_to_other, [other], reach=100)
    assert not needs_leader(mine, Box(109, 91, 20, 18), [other], reach=100)

"""Points, lines and areas on a round Earth. A point is ``latitude longitude altitude accuracy``."""

from __future__ import annotations

import math
from itertools import pairwise

from survey.expressions.code import Gives
from survey.expressions.context import Context
from survey.expressions.errors import ExpressionError
from survey.expressions.expression import Value
from survey.expressions.functions import function
from survey.expressions.steps import strive
from survey.expressions.tree import text_of
from survey.expressions.values import to_text

_READ = 3
"""A point is as much to read as that many nodes."""

_COMPARED = 12
"""Two parts of a line are as much to compare as that many nodes."""

RADIUS = 6_378_100.0
"""Metres from the Earth's middle to the Equator."""

Point = tuple[float, float]
Part = tuple[Point, Point]


def _point(text: str) -> Point | None:
    """Latitude and longitude in degrees; None for what is no point on Earth."""
    parts = text.split()
    if len(parts) < 2:
        return None
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return None
    if not all(map(math.isfinite, numbers)):
        return None
    if abs(numbers[0]) > 90 or abs(numbers[1]) > 180:
        return None
    return numbers[0], numbers[1]


def _points(c: Context, *values: Value) -> list[Point] | None:
    """All points, in order; None when anything is no point, or there is none."""
    texts: list[str] = []
    for value in values:
        if isinstance(value, list):
            texts.extend(text_of(node) for node in value)
        else:
            texts.append(to_text(value))
    parts = [part for text in texts for part in text.strip("; \t\r\n").split(";")]
    strive(c.around, _READ * len(parts))
    found = [_point(part) for part in parts]
    whole = [point for point in found if point is not None]
    return whole if whole and len(whole) == len(found) else None


@function("area(value)", Gives.NUMBER, context=True)
def area(c: Context, value: Value) -> float:
    """Square metres inside a shape, closed or not, with two decimals."""
    points = _points(c, value)
    if points is None:
        return math.nan
    if len(points) < 3:
        return 0.0
    total = 0.0
    for (lat, lon), (next_lat, next_lon) in zip(points, points[1:] + points[:1], strict=True):
        turn = math.radians(next_lon - lon)
        total += turn * (2 + math.sin(math.radians(lat)) + math.sin(math.radians(next_lat)))
    return round(abs(total) * RADIUS * RADIUS / 2, 2)


@function("distance(value+)", Gives.NUMBER, context=True)
def distance(c: Context, *values: Value) -> float:
    """Metres along a line, or through several points one after the other, to the centimetre."""
    points = _points(c, *values)
    if len(values) > 1 and all(to_text(value) for value in values):
        for value in values:
            lone = _points(c, value)
            if lone is None or len(lone) != 1:
                raise ExpressionError("distance() of several takes a point each")
    if points is None:
        return math.nan
    return round(math.fsum(_apart(*pair) for pair in pairwise(points)), 2)


def _apart(one: Point, other: Point) -> float:
    lat, next_lat = math.radians(one[0]), math.radians(other[0])
    rise = math.sin((next_lat - lat) / 2) ** 2
    turn = math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    part = rise + math.cos(lat) * math.cos(next_lat) * turn
    return 2 * RADIUS * math.asin(math.sqrt(min(1.0, part)))


@function("geofence(value, value)", Gives.TRUTH, context=True)
def geofence(c: Context, point: Value, shape: Value) -> bool:
    """Whether a point is inside a shape, with degrees taken as a flat grid."""
    here, corners = _points(c, point), _points(c, shape)
    if here is None or corners is None:
        return False
    (lat, lon), inside = here[0], False
    for (y, x), (next_y, next_x) in zip(corners, corners[1:] + corners[:1], strict=True):
        crosses = (y > lat) != (next_y > lat)
        if crosses and lon < (next_x - x) * (lat - y) / (next_y - y) + x:
            inside = not inside
    return inside


@function("intersects(value)", Gives.TRUTH, context=True)
def intersects(c: Context, value: Value) -> bool:
    """Whether two parts of a line that are not neighbours touch or cross, or one goes back over
    the part before it. ExpressionError where too many parts lie beside each other."""
    parts = list(pairwise(_points(c, value) or ()))
    tops = [max(a[0], b[0]) for a, b in parts]
    beside: list[int] = []  # parts as far up as this one begins, or further
    for number in sorted(range(len(parts)), key=lambda number: min(parts[number])[0]):
        foot = min(parts[number])[0]
        beside = [other for other in beside if tops[other] >= foot]
        strive(c.around, 2 * len(beside) + 1)
        for other in beside:
            if _overlap(parts[number], parts[other]):
                strive(c.around, _COMPARED)
                if _touch(parts, min(number, other), max(number, other)):
                    return True
        beside.append(number)
    return False


def _touch(parts: list[Part], number: int, later: int) -> bool:
    if later == number + 1:
        return _folds(parts[number], parts[later])
    ends = number == 0 and later == len(parts) - 1
    if ends and parts[number][0] == parts[later][1]:
        return False  # so a closed line ends
    return _cross(parts[number], parts[later])


def _overlap(one: Part, other: Part) -> bool:
    """Whether two parts have any longitude in common."""
    (a, b), (c, d) = one, other
    return max(a[1], b[1]) >= min(c[1], d[1]) and max(c[1], d[1]) >= min(a[1], b[1])


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _between(a: Point, b: Point, c: Point) -> bool:
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])


def _cross(one: Part, other: Part) -> bool:
    (a, b), (c, d) = one, other
    sides = _side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b)
    if sides[0] * sides[1] < 0 and sides[2] * sides[3] < 0:
        return True
    on = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    return any(
        side == 0 and _between(*three) for side, three in zip(sides, on, strict=True)
    )


def _folds(one: Part, other: Part) -> bool:
    """Whether the next part of a line goes back over this one."""
    (a, b), (_, d) = one, other
    if a == b or b == d or _side(a, b, d) != 0:
        return False
    return (a[0] - b[0]) * (d[0] - b[0]) + (a[1] - b[1]) * (d[1] - b[1]) > 0

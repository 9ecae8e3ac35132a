"""The steps of a rating or a range: from a start to an end, so much at a time."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

MOST = 100
"""How many steps of one scale are shown each by itself; a longer one is a line."""

_ENDS = {"1-5": (1, 5), "1-10": (1, 10), "faces": (1, 5), "stars": (1, 5), "agreement": (1, 5)}
_LARGEST = Decimal(10) ** 12


def bounds(parameters: Mapping[str, str], scale: str = "") -> tuple[Decimal, Decimal, Decimal]:
    """Start, end and step, start below end and step above 0.

    Those of ``scale`` where the form gives none, else those of XLSForm's range: 1, 10 and 1.
    A parameter that is no number, or is beyond 10¹², counts as not given.
    """
    low, high = _ENDS.get(scale, (1, 10))
    start = _number(parameters.get("start", ""), Decimal(low))
    end = _number(parameters.get("end", ""), Decimal(high))
    step = abs(_number(parameters.get("step", ""), Decimal(1))) or Decimal(1)
    return min(start, end), max(start, end), step


def steps(parameters: Mapping[str, str], scale: str = "") -> tuple[str, ...]:
    """Each step as a form writes it; none where there are more than :data:`MOST`."""
    start, end, step = bounds(parameters, scale)
    count = int((end - start) // step) + 1
    return tuple(plain(start + at * step) for at in range(count)) if count <= MOST else ()


def plain(number: Decimal) -> str:
    """A number with figures only: no exponent, and no noughts at its end."""
    text = format(number.normalize(), "f")
    return "0" if text == "-0" else text


def _number(text: str, otherwise: Decimal) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return otherwise
    return found if found.is_finite() and abs(found) <= _LARGEST else otherwise

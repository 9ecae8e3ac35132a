"""What a picture shows, as frozen values without Qt.

Words and figures are already in the reader's language; drawing code knows no language.
A value that is ``None`` was hidden, and its place says so in words.
"""

from __future__ import annotations

from dataclasses import dataclass

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One mark on an axis and the figure that stands beside it."""

    value: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A straight axis from ``low`` to ``high`` in the data's own unit; ``name`` says the unit."""

    low: float
    high: float
    ticks: tuple[Tick, ...]
    name: str = ""

    def share(self, value: float) -> float:
        """Where ``value`` lies between the ends, 0-1; values outside are held at the end."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One horizontal bar. ``figure`` is the value and its interval as words."""

    label: str
    value: float | None
    interval: Interval | None
    figure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Horizontal bars from the axis' low end, with whiskers for the interval."""

    bars: tuple[Bar, ...]
    axis: Axis


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One factor in the matrix: ``across`` is how it works, ``up`` how important it is."""

    label: str
    across: float
    across_interval: Interval | None
    up: float
    up_interval: Interval | None
    figure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The names of the matrix' four fields."""

    important_low: str
    important_high: str
    other_high: str
    other_low: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Importance against performance, cut in four at ``cut_across`` and ``cut_up``.

    A point is drawn filled when both its intervals stay on one side of the cuts, and as a
    ring when one of them crosses; ``certain`` and ``uncertain`` explain that to the reader.
    """

    points: tuple[Point, ...]
    across: Axis
    up: Axis
    cut_across: float
    cut_up: float
    fields: Fields
    certain: str
    uncertain: str

    def is_certain(self, point: Point) -> bool:
        """True when neither interval of the point crosses a cut."""
        return not _crosses(point.across_interval, self.cut_across) and not _crosses(
            point.up_interval, self.cut_up
        )

    def field_of(self, point: Point) -> str:
        """The name of the field in which the point itself lies."""
        important = point.up >= self.cut_up
        high = point.across >= self.cut_across
        names = self.fields
        if important:
            return names.important_high if high else names.important_low
        return names.other_high if high else names.other_low


def _crosses(interval: Interval | None, cut: float) -> bool:
    return interval is None or interval[0] <= cut <= interval[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """One row of a distribution: shares 0-1 per step, lowest first; ``None`` when hidden."""

    label: str
    shares: tuple[float, ...] | None
    figure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Diverging bars of answers: the middle step straddles the centre line.

    ``steps`` names each step, lowest first, and is the key above the bars. ``percent`` holds
    the figures that fit inside the segments, in the same shape as the rows' shares.
    """

    rows: tuple[Spread, ...]
    steps: tuple[str, ...]
    percent: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One value with its interval; ``series`` counts from 0 and picks colour and shape."""

    series: int
    value: float | None
    interval: Interval | None
    figure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DotRow:
    """One group: its name, a quiet note (how many answered), and a dot per series."""

    label: str
    note: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """Groups as dots with intervals, against a reference line with its own interval.

    ``series`` names at most four series; empty when there is one. ``footnote`` says what
    is not shown.
    """

    rows: tuple[DotRow, ...]
    axis: Axis
    series: tuple[str, ...] = ()
    reference: float | None = None
    reference_interval: Interval | None = None
    reference_name: str = ""
    footnote: str = ""


Picture = Bars | Matrix | Distribution | Dots

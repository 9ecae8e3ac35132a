"""Whether another organisation's figures can be: nothing small is shown, nothing is impossible.

What is refused is told without the figure itself.
"""

from __future__ import annotations

from math import fsum

from storage.errors import Damaged
from sync.errors import ShowsSmallGroup
from sync.results_structs import FactorWire, Pair, ResultsWire, RowWire, ScaleWire, WeightWire

THRESHOLD = 5
"""No file may show a smaller group, whatever threshold its sender set."""
MOST_THRESHOLD = 1_000
WIDEST_SCALE = 1_000
_ROUNDED = 1e-6


def check(wire: ResultsWire, threshold: int) -> None:
    """Raise ShowsSmallGroup or Damaged unless ``wire`` may be kept and shown."""
    if not THRESHOLD <= threshold <= MOST_THRESHOLD:
        raise Damaged("results: the threshold is out of limits")
    if not 0 < wire.scale.max - wire.scale.min <= WIDEST_SCALE or abs(wire.scale.min) > 10**6:
        raise Damaged("results: the scale is none")
    _lines(wire.method_version, wire.release, wire.interval.method, *wire.totals.refused)
    _check_weights(wire, threshold)
    everybody = next((row.n for row in wire.rows if not row.group and row.n is not None), None)
    for row in wire.rows:
        _check_row(row, threshold)
        if everybody is not None and (row.n or 0) > everybody:
            raise Damaged("results: a group is larger than everybody")
        for factor in row.factors:
            _check_factor(factor, threshold, row)
            _check_bounds(factor, wire.scale)


def _check_weights(wire: ResultsWire, threshold: int) -> None:
    """Weights rest on enough participants, or nothing is said of them and no value index."""
    for weight in wire.weights:
        _check_weight(weight, threshold)
    rests = {(w.n_participants, w.n_groups, w.excluded, w.rule) for w in wire.weights}
    if len(rests) > 1:
        raise Damaged("results: the weights do not rest on the same participants")
    if any(weight.n_participants for weight in wire.weights):
        whole = fsum(weight.weight or 0.0 for weight in wire.weights)
        if abs(whole - 1) > _ROUNDED:
            raise Damaged("results: the weights are no shares of one")
    elif any(row.value_index is not None for row in wire.rows):
        raise ShowsSmallGroup("results: a value index rests on weights that are not shown")


def _check_weight(weight: WeightWire, threshold: int) -> None:
    _lines(weight.name, weight.rule)
    _ordered(weight.weight, weight.ci, 0, 1)
    if weight.n_participants is None:
        rest = (weight.weight, weight.ci, weight.n_groups, weight.excluded)
        if any(value is not None for value in rest):
            raise ShowsSmallGroup("results: hidden weights have figures")
        return
    if weight.weight is None or weight.n_groups is None or weight.excluded is None:
        raise Damaged("results: weights lack a figure")
    if 0 < weight.n_participants < threshold:
        raise ShowsSmallGroup(f"results: weights from fewer than {threshold} are shown")
    if not weight.n_participants and (weight.weight or weight.ci is not None):
        raise Damaged("results: weights rest on nobody")
    if weight.n_groups > weight.n_participants:
        raise Damaged("results: there are more focus groups than participants")


def _check_row(row: RowWire, threshold: int) -> None:
    shown = (row.value_index, row.ci, row.weight_present)
    if row.suppressed and (row.n is not None or any(v is not None for v in shown)):
        raise ShowsSmallGroup("results: a hidden group has figures")
    if not row.suppressed and (row.n is None or row.n < threshold):
        raise ShowsSmallGroup(f"results: a group under {threshold} is shown")
    _lines(row.label, *row.group, *row.group.values())
    _ordered(row.value_index, row.ci, 0, 100)
    if row.weight_present is not None and not 0 < row.weight_present <= 1 + _ROUNDED:
        raise Damaged("results: a figure is out of limits")
    if (row.value_index is None) != (row.weight_present is None):
        raise Damaged("results: a value index lacks its weight")


def _check_factor(factor: FactorWire, threshold: int, row: RowWire) -> None:
    figures = (factor.n, factor.counts, factor.mean, factor.index, factor.ci)
    hidden = factor.suppressed or row.suppressed
    if hidden and any(value is not None for value in figures):
        raise ShowsSmallGroup("results: a hidden factor has figures")
    if hidden:
        return
    if factor.n is None:
        # where a whole form is asked, how many rated may be left out, and then steps are too
        told = any(value is not None for value in figures)
        if told and (factor.counts is not None or factor.index is None):
            raise Damaged("results: a factor has figures and no people")
        return
    if factor.n < threshold:
        raise ShowsSmallGroup(f"results: a factor answered by fewer than {threshold} is shown")
    if row.n is not None and factor.n > row.n:
        raise Damaged("results: more answered a factor than there are")


def _check_bounds(factor: FactorWire, scale: ScaleWire) -> None:
    _lines(factor.name)
    _ordered(factor.index, factor.ci, 0, 100)
    _ordered(factor.mean, None, scale.min, scale.max)
    steps = {str(step) for step in range(scale.min, scale.max + 1)} if factor.counts else set()
    if factor.counts is not None and not steps.issuperset(factor.counts):
        raise Damaged("results: answers on a step that the scale does not have")
    if factor.counts is not None and sum(factor.counts.values()) < (factor.n or 0):
        raise Damaged("results: fewer answers than people")


def _ordered(value: float | None, ends: Pair | None, low: float, high: float) -> None:
    """``value`` lies between its ``ends``, and all of it between ``low`` and ``high``."""
    if value is None:
        if ends is not None:
            raise Damaged("results: an interval lacks its figure")
        return
    first, last = (value, value) if ends is None else ends
    slack = _ROUNDED * max(1.0, abs(low), abs(high))
    # written so that what is no number fails too
    if not low - slack <= first <= value + slack <= last + 2 * slack <= high + 3 * slack:
        raise Damaged("results: a figure is out of limits")


def _lines(*texts: str) -> None:
    """Each is printable as one line: no escapes for a terminal, no turned writing."""
    if not all(text.isprintable() for text in texts):
        raise Damaged("results: a text is no printable line")

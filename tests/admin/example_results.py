"""Value results with the shape of a real survey: ten factors, 34 areas, two genders and more.

The figures are close to those of the example survey but made here, by a fixed rule, so that
tests of windows and pictures need neither a store nor a reckoning.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from uuid import UUID

from survey.results import FactorResult, FactorWeight, ResultRow, ValueResults

NAMES = (
    "Parker och grönområden",
    "Mångfald i bostadsutbudet",
    "Levandegöra gemensamma platser",
    "Kommunikationer",
    "Kultur och fritid",
    "Utbildning",
    "Omsorg",
    "Skolan",
    "Trygghet",
    "Ekologisk hållbarhet",
)
FACTORS = tuple(UUID(int=n, version=4) for n in range(1, 11))
CAMPAIGN = UUID(int=99, version=4)
_WEIGHTS = (0.103, 0.0767, 0.0637, 0.1007, 0.0783, 0.1272, 0.1154, 0.1348, 0.1144, 0.0858)
_HALF = (0.0082, 0.0043, 0.0041, 0.0045, 0.0032, 0.0055, 0.0024, 0.0045, 0.0036, 0.0042)
_INDEX = (62.9, 58.0, 58.4, 63.3, 60.6, 71.5, 69.7, 71.0, 64.3, 69.2)
_SPREAD = (12.8, 11.6, 12.3, 14.1, 15.1, 15.2, 16.6, 16.1, 13.7, 17.6)
_COUNTS = (
    (147, 441, 2069, 1645, 888),
    (299, 603, 2166, 1369, 743),
    (158, 510, 2559, 1343, 610),
    (85, 347, 2361, 1507, 880),
    (135, 430, 2497, 1350, 768),
    (75, 224, 1620, 1699, 1562),
    (48, 164, 1966, 1668, 1334),
    (56, 144, 1892, 1577, 1511),
    (143, 321, 2257, 1352, 1107),
    (52, 177, 2019, 1597, 1335),
)
_AREAS: Mapping[str, int] = {
    "Vilunda/Korpkulla": 108, "Runby": 100, "Odenslunda": 80, "Södra Bollstanäs": 73,
    "Norra Bollstanäs": 67, "Brunnby-Vik": 64, "Frestaby": 52, "Sjukyrkoberget": 46,
    "Sigma/Apoteksskogen": 45, "Carlslund/Brunnby Park": 39, "Prästgårdsmarken": 29,
    "Dragonvägen": 27, "Runby Backar/Lövsta": 26, "Skälby": 25, "Smedby 2": 24,
    "Hasselbacken": 19, "Folkparksområdet": 18, "Hasselgatan": 18, "Grimstaby": 16,
    "Messingen/Optimus": 16, "Ekebo": 16, "Njursta": 15, "Johannesdal": 13, "Smedby 3": 12,
    "Stallgatan": 11, "Fresta glesbygd": 11, "Sanda Ängar": 11, "Södra Prästgårdsmarken": 7,
    "Holmen": 7, "Eds Glesbygd": 7, "Kavallerigatan/Vilundaparken": 6, "Ekeby/Sköldnora": 5,
    "Norra Nordanvägen": 4, "Infra City": 3,
}  # fmt: skip
_GENDERS: Mapping[str, int] = {
    "Kvinna": 501, "Man": 513, "Vill ej uppge": 19, "Annat/inget kön": 3
}  # fmt: skip


def example(by: tuple[str, ...] = ("area", "gender")) -> ValueResults:
    """Results for everybody and for each group of the questions in ``by``."""
    rows = [_row({}, "Alla", 1038, random.Random(1))]
    if "area" in by:
        rows += [
            _row({"area": f"a{n}"}, name, size, random.Random(n))
            for n, (name, size) in enumerate(_AREAS.items(), start=2)
        ]
    if "gender" in by:
        rows += [
            _row({"gender": f"g{n}"}, name, size, random.Random(100 + n))
            for n, (name, size) in enumerate(_GENDERS.items())
        ]
    return ValueResults(
        campaign=CAMPAIGN,
        method_version="value/1",
        release="2026-11-20",
        scale=(1, 5),
        level=0.95,
        interval_method="student-t, linearised",
        weights=tuple(
            FactorWeight(
                factor=f, name=name, weight=w, ci=(w - h, w + h), rule="mean-of-shares",
                n_participants=1030, n_groups=10, excluded=6,
            )
            for f, name, w, h in zip(FACTORS, NAMES, _WEIGHTS, _HALF, strict=True)
        ),
        rows=tuple(rows),
        taken_in=1038,
        refused={"damaged": 2},
    )  # fmt: skip


def _row(group: Mapping[str, str], label: str, n: int, dice: random.Random) -> ResultRow:
    if n < 5:
        return ResultRow(
            group=group, label=label, n=None, suppressed=True, value_index=None, ci=None,
            weight_present=None,
            factors=tuple(
                FactorResult(
                    factor=f, name=name, n=None, suppressed=True, counts=None, mean=None,
                    index=None, ci=None,
                )
                for f, name in zip(FACTORS, NAMES, strict=True)
            ),
        )  # fmt: skip
    factors = tuple(_factor(i, n, len(group) > 0, dice) for i in range(10))
    value = sum(w * (f.index or 0.0) for w, f in zip(_WEIGHTS, factors, strict=True))
    half = 2 * 9.0 / n**0.5
    return ResultRow(
        group=group, label=label, n=n, suppressed=False, factors=factors, value_index=value,
        ci=(value - half, value + half), weight_present=1.0,
    )  # fmt: skip


def _factor(i: int, n: int, vary: bool, dice: random.Random) -> FactorResult:
    spread = _SPREAD[i]
    index = _INDEX[i] + (dice.gauss(0, spread / n**0.5) if vary else 0.0)
    half = 1.96 * spread / n**0.5
    counts = {step: round(c * n / 1038) for step, c in enumerate(_COUNTS[i], start=1)}
    return FactorResult(
        factor=FACTORS[i], name=NAMES[i], n=n, suppressed=False, counts=counts,
        mean=1 + index / 25, index=index, ci=(max(0.0, index - half), min(100.0, index + half)),
    )  # fmt: skip

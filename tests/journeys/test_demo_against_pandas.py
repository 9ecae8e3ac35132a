"""The demo's figures against an independent recomputation from the raw source file.

Nothing of the product takes part in the figures: the mapping is written again from
``assets/demo/README.md``, with data frames and covariance matrices instead of folds. What else is
asked of the demo stands here too, for it runs once a file.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from storage.kiosk import KioskStore
from survey.hours import shut
from survey.reading import read_campaign

ROOT = Path(__file__).resolve().parents[2]
CARRIED = ROOT / "assets" / "demo" / "upplands_vasby_2015.csv"
SOURCE = ROOT.parent / "shared" / "data" / "upplands_vasby_2015" / "data_raw.csv"
TOLERANCE = {"rel": 0, "abs": 1e-9}


class Expected:
    """Everything the results claim, from the raw file."""

    def __init__(self) -> None:
        raw = pd.read_csv(CARRIED, sep=";", dtype=str, keep_default_na=False)
        answers = raw.columns[7:]
        home = raw["Var.bor.du."]
        shifted = home.str.match(r"^\d")
        incomplete = home == ""
        duplicate = raw.duplicated(subset=list(answers)) & ~shifted & ~incomplete
        self.refused = {
            "shifted": int(shifted.sum()),
            "incomplete": int(incomplete.sum()),
            "duplicate": int(duplicate.sum()),
        }
        self.rows = len(raw)
        valid = raw[~(shifted | incomplete | duplicate)].reset_index(drop=True)
        self.area, self.gender = valid["Var.bor.du."], valid["Vilket.kön.har.du."]
        sliders = valid.iloc[:, 7:67].apply(pd.to_numeric).where(lambda x: x >= 0)
        self.items = sliders.iloc[:, :50] // 3 + 1
        points = sliders.iloc[:, 50:].to_numpy()
        self.scores = np.column_stack(
            [self.items.iloc[:, 5 * f : 5 * f + 5].mean(axis=1) for f in range(10)]
        )
        total = points.sum(axis=1)
        share = points[total > 0] / total[total > 0, None]
        group = np.arange(len(valid))[total > 0] % 10
        self.groups = np.array([share[group == g].mean(axis=0) for g in range(10)])
        self.weights = self.groups.mean(axis=0)
        self.excluded = int((total == 0).sum())

    def row(self, chosen: np.ndarray) -> dict[str, Any]:
        """Means, indices, value index and intervals of the chosen people."""
        x = (self.scores[chosen] - 1) / 4 * 100
        n = len(x)
        index = x.mean(axis=0)
        value = float(self.weights @ index)
        half = t.ppf(0.975, n - 1) * x.std(axis=0, ddof=1) / np.sqrt(n)
        ratings = self.weights @ np.atleast_2d(np.cov(x.T, ddof=1)) @ self.weights / n
        weights = index @ np.cov(self.groups.T, ddof=1) @ index / 10
        freedom = (ratings + weights) ** 2 / (ratings**2 / (n - 1) + weights**2 / 9)
        reach = t.ppf(0.975, freedom) * np.sqrt(ratings + weights)
        return {
            "n": n, "index": index, "mean": self.scores[chosen].mean(axis=0),
            "lo": np.clip(index - half, 0, 100), "hi": np.clip(index + half, 0, 100),
            "value": value,
            "ci": (max(0.0, value - reach), min(100.0, value + reach)),
            "counts": [
                self.items.loc[chosen].iloc[:, 5 * f : 5 * f + 5].stack().value_counts()
                for f in range(10)
            ],
        }


@pytest.fixture(scope="module")
def expected() -> Expected:
    return Expected()


def test_the_carried_file_is_the_source_file() -> None:
    carried = hashlib.sha256(CARRIED.read_bytes()).hexdigest()
    assert carried == "f8a0917e7d825e70b2930ec30b5f6c4833025c1374ffe0ed00117ade35b35e39"
    if SOURCE.exists():
        assert SOURCE.read_bytes() == CARRIED.read_bytes()


def test_totals_reconcile_with_the_source(demo: Any, expected: Expected) -> None:
    totals = demo.results["totals"]
    assert expected.rows == 1038
    assert totals["taken_in"] == len(expected.area) == 1032
    assert {k: totals["refused"][k] for k in expected.refused} == expected.refused
    assert expected.refused == {"shifted": 1, "incomplete": 3, "duplicate": 2}


def test_weights_equal_the_recomputation(demo: Any, expected: Expected) -> None:
    weights = demo.results["weights"]
    assert [w["weight"] for w in weights] == pytest.approx(list(expected.weights), **TOLERANCE)
    assert {w["excluded"] for w in weights} == {expected.excluded} == {96}
    assert {w["n_groups"] for w in weights} == {10}
    assert {w["n_participants"] for w in weights} == {1032 - 96}
    assert {w["rule"] for w in weights} == {"mean-of-shares"}


def assert_equal(row: dict[str, Any], want: dict[str, Any]) -> None:
    assert row["n"] == want["n"]
    assert row["value_index"] == pytest.approx(want["value"], **TOLERANCE)
    assert row["ci"] == pytest.approx(want["ci"], **TOLERANCE)
    assert row["weight_present"] == pytest.approx(1.0, **TOLERANCE)
    for f, factor in enumerate(row["factors"]):
        assert factor["mean"] == pytest.approx(want["mean"][f], **TOLERANCE)
        assert factor["index"] == pytest.approx(want["index"][f], **TOLERANCE)
        assert factor["ci"] == pytest.approx([want["lo"][f], want["hi"][f]], **TOLERANCE)
        counts = {int(k): v for k, v in factor["counts"].items() if v}
        assert counts == {int(k): int(v) for k, v in want["counts"][f].items()}


def test_everybody_together_equals_the_recomputation(demo: Any, expected: Expected) -> None:
    row = next(r for r in demo.results["rows"] if not r["group"])
    assert_equal(row, expected.row(np.ones(len(expected.area), dtype=bool)))


@pytest.mark.parametrize("question", ["area", "gender"])
def test_every_shown_group_equals_the_recomputation(
    demo: Any, expected: Expected, question: str
) -> None:
    column = getattr(expected, question)
    rows = [r for r in demo.results["rows"] if list(r["group"]) == [question]]
    assert len(rows) == column.nunique()
    shown = [r for r in rows if not r["suppressed"]]
    assert shown
    for row in shown:
        assert_equal(row, expected.row((column == row["group"][question]).to_numpy()))


@pytest.mark.parametrize("question", ["area", "gender"])
def test_small_groups_are_hidden_and_cannot_be_worked_out(
    demo: Any, expected: Expected, question: str
) -> None:
    sizes = getattr(expected, question).value_counts()
    rows = {r["group"][question]: r for r in demo.results["rows"] if list(r["group"]) == [question]}
    hidden = [name for name, r in rows.items() if r["suppressed"]]
    assert set(sizes[sizes < 5].index) <= set(hidden)
    assert len(hidden) >= 2, "one hidden group could be had by subtraction"
    assert sizes[hidden].sum() >= 5
    for name in hidden:
        assert rows[name]["n"] is None and rows[name]["value_index"] is None
        assert all(f["n"] is None and f["counts"] is None for f in rows[name]["factors"])


def test_every_kiosk_of_the_demo_is_awake_for_weeks(demo: Any) -> None:
    stores = sorted((demo.folder / "kiosks").iterdir())
    assert len(stores) == 3
    for folder in stores:
        opened = KioskStore.create_or_open(
            folder, name="-", clock=lambda: datetime.now(UTC), random=os.urandom
        )
        with closing(opened) as store:
            package = store.package()
        assert package is not None
        campaign, _ = read_campaign(package.definition)
        assert campaign is not None and campaign.version == 2
        now = datetime.now(UTC)
        assert shut(campaign, now) is None and shut(campaign, now + timedelta(days=60)) is None

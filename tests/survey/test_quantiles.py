from __future__ import annotations

import subprocess
import sys
from math import inf

import pytest
from scipy import stats

from survey.stats.quantiles import t_quantile


@pytest.mark.parametrize("df", [1, 2, 4.37, 30, 1e6])
@pytest.mark.parametrize("p", [0.025, 0.5, 0.975, 0.995])
def test_the_quantile_of_t_is_the_one_of_the_distribution(p: float, df: float) -> None:
    assert t_quantile(p, df) == pytest.approx(stats.t.ppf(p, df), abs=1e-9)


def test_the_quantile_of_t_by_the_printed_table() -> None:
    assert t_quantile(0.975, 4) == pytest.approx(2.776, abs=5e-4)
    assert t_quantile(0.975, 1e9) == pytest.approx(1.96, abs=5e-4)


@pytest.mark.parametrize(("p", "df"), [(0, 4), (1, 4), (0.975, 0), (0.975, -1)])
def test_an_impossible_quantile_is_refused(p: float, df: float) -> None:
    with pytest.raises(ValueError, match="between"):
        t_quantile(p, df)


def test_infinite_freedom_is_the_normal_distribution() -> None:
    assert t_quantile(0.975, inf) == pytest.approx(stats.norm.ppf(0.975))


def test_nothing_else_in_survey_loads_scipy_or_numpy() -> None:
    modules = ["claims", "disclosure", "flow", "matrix", "reading", "session", "value", "weighting"]
    code = "\n".join([*(f"import survey.{name}" for name in modules), "import sys"])
    code += "\nprint([m for m in ('scipy', 'numpy', 'PySide6') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"

"""Student's t where no scipy is, held against scipy's."""

from __future__ import annotations

import pytest

from survey.facilitation.quantile import t_quantile
from survey.stats import quantiles


def test_it_equals_scipys_within_a_millionth() -> None:
    for df in range(1, 501):
        assert t_quantile(0.975, df) == pytest.approx(quantiles.t_quantile(0.975, df), abs=1e-6)


def test_what_it_cannot_tell_is_refused() -> None:
    for p, df in ((0.95, 4), (0.975, 0), (0.975, 4.5)):
        with pytest.raises(ValueError, match=r"0\.975"):
            t_quantile(p, df)

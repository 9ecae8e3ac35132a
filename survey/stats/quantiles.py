"""Quantiles that need scipy. Only admin loads this; other survey modules are handed them."""

from __future__ import annotations

from scipy.special import stdtrit


def t_quantile(p: float, df: float) -> float:
    """The ``p`` quantile (0 < p < 1) of Student's t with ``df`` > 0 degrees of freedom.

    ``df`` need not be whole (Satterthwaite) and may be infinite.
    """
    if not 0 < p < 1 or not df > 0:
        raise ValueError("p must lie between 0 and 1 and df above 0")
    return float(stdtrit(df, p))

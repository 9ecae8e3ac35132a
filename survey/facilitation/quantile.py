"""Student's t at 0.975 without scipy: what an interval needs where a meeting is held."""

from __future__ import annotations

_Z = 1.959963984540054
_FIRST = (
    12.706204736, 4.302652730, 3.182446305, 2.776445105, 2.570581836, 2.446911851, 2.364624252,
    2.306004135, 2.262157163, 2.228138852, 2.200985160, 2.178812830, 2.160368656, 2.144786688,
    2.131449546, 2.119905299, 2.109815578, 2.100922040, 2.093024054, 2.085963447, 2.079613845,
    2.073873068, 2.068657610, 2.063898562, 2.059538553, 2.055529439, 2.051830516, 2.048407142,
    2.045229642, 2.042272456,
)
"""For 1 to 30 degrees of freedom."""


def t_quantile(p: float, df: float) -> float:
    """The 0.975 quantile for ``df`` whole degrees of freedom from 1, within 1e-6.

    From a table up to 30, beyond by the expansion of Cornish and Fisher (Abramowitz & Stegun
    26.7.5). ValueError for another ``p``.
    """
    if p != 0.975 or df < 1 or df != int(df):
        raise ValueError("only 0.975 and whole degrees of freedom from 1")
    if df <= len(_FIRST):
        return _FIRST[int(df) - 1]
    z = _Z
    return (
        z + (z**3 + z) / (4 * df) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * df**3)
        + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * df**4)
    )

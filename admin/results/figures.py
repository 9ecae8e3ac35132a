"""Figures as a reader writes them: decimal comma in Swedish, no-break spaces, a true minus."""

from __future__ import annotations

_NO_BREAK = "\u00a0"


def whole(value: float, language: str) -> str:
    """A number without decimals: ``1 038`` in Swedish, ``1,038`` in English."""
    return decimal(value, 0, language)


def decimal(value: float, places: int, language: str) -> str:
    """A number with that many decimals."""
    said = f"{value:,.{places}f}"
    if float(said.replace(",", "")) == 0:
        said = said.removeprefix("-")
    said = said.replace("-", "−")
    if language == "sv":
        return said.replace(",", _NO_BREAK).replace(".", ",")
    return said


def percent(share: float, places: int, language: str) -> str:
    """A share 0-1 as per cent: ``13,5 %`` in Swedish, ``13.5%`` in English."""
    said = decimal(share * 100, places, language)
    return f"{said}{_NO_BREAK}%" if language == "sv" else f"{said}%"


def interval(ends: tuple[float, float], places: int, language: str) -> str:
    """Both ends with a dash; a negative low end gets ``till``/``to`` so that signs stay clear."""
    low, high = (decimal(end, places, language) for end in ends)
    if ends[0] < 0:
        word = "till" if language == "sv" else "to"
        return f"{low}{_NO_BREAK}{word}{_NO_BREAK}{high}"
    return f"{low}–{high}"

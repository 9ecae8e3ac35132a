"""The functions themselves, by what they are about. Loading a module registers its functions."""

from __future__ import annotations

from survey.expressions.library import (
    choices,
    codings,
    geography,
    logic,
    nodes,
    numbers,
    texts,
    times,
)

__all__ = ["choices", "codings", "geography", "logic", "nodes", "numbers", "texts", "times"]

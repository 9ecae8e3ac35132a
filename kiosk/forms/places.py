"""Where the parts of a form's page stand. Pure geometry."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize

from kiosk.style import TARGET

SIDE, EDGE = 32, 8
_LEAST = 380
"""The least height between top bar and keys; where there is less, the bar gives way, and its
tools stand among the keys."""

_FIGURES = 3 * TARGET + EDGE
"""The height of keys for figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heights:
    """In pixels; 0 for what is not there."""

    notice: int
    top: int
    footer: int
    keys: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """``barred`` is whether the top bar is to be seen. ``typing`` is the height that is left for
    questions while figures are typed."""

    notice: QRect
    top: QRect
    footer: QRect
    keys: QRect
    pane: QRect
    barred: bool
    typing: int


def places(size: QSize, heights: Heights) -> Places:
    """For a page of ``size``. Keys take the footer's place, and the top bar's where it is low."""
    whole, high = size.width(), size.height()
    width, above = whole - 2 * SIDE, heights.notice
    barred = not heights.keys or high - heights.keys - heights.top >= _LEAST
    start = above + EDGE + (heights.top if barred else 0)
    end = high - (heights.keys or heights.footer + EDGE) - EDGE
    return Places(
        notice=QRect(0, 0, whole, above),
        top=QRect(SIDE, above + EDGE, width, heights.top),
        footer=QRect(SIDE, high - EDGE - heights.footer, width, heights.footer),
        keys=QRect(0, high - heights.keys, whole, heights.keys),
        pane=QRect(SIDE, start, width, end - start),
        barred=barred, typing=high - start - _FIGURES - EDGE,
    )

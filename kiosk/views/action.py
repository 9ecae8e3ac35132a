"""A button's words and its wish."""

from __future__ import annotations

from kiosk.wishes import Wish
from survey.late import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A button and what pressing it asks for."""

    text: str
    wish: Wish

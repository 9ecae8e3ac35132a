"""Which screens stand there while nobody answers."""

from __future__ import annotations

from kiosk.forms.screen import Shown
from kiosk.screens import (
    AsleepScreen,
    AttractScreen,
    LanguageScreen,
    NotReadyScreen,
    NumberScreen,
    OneTapThanksScreen,
    PairScreen,
    ThanksScreen,
    WithdrawnScreen,
    WithdrawScreen,
)

NOBODY = (AttractScreen, AsleepScreen)
"""Nobody has begun anything while one of these stands there."""

_PAUSES = (
    *NOBODY, LanguageScreen, NotReadyScreen, OneTapThanksScreen, ThanksScreen, WithdrawScreen,
    WithdrawnScreen, PairScreen, NumberScreen,
)


def is_pause(screen: Shown) -> bool:
    """Whether nobody waits for an answer to be kept while it stands there."""
    return isinstance(screen, _PAUSES)


def has_given(screen: Shown) -> bool:
    """Whether somebody has just given something that can be carried."""
    return isinstance(screen, ThanksScreen | WithdrawnScreen)

"""Errors that Qt's binding can tell of.

What C code raises (``len(5)``, ``int("x")``) is, in Python 3.11, no object yet while nobody has
looked at it. PySide 6.11 takes it for one where a method that Qt calls ends by it while Python
waits for Qt, and the process dies without a word. Later Pythons have whole errors only.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Back = TypeVar("_Back")
_LOOKED_AT = nullcontext()


def whole(called: Callable[_Given, _Back]) -> Callable[_Given, _Back]:
    """``called`` by Qt, whose errors go on as ordinary ones: to whoever called Qt, or to the
    program's last resort, which ends the window in order."""

    @wraps(called)
    def passing(*given: _Given.args, **named: _Given.kwargs) -> _Back:
        with _LOOKED_AT:
            return called(*given, **named)

    return passing

"""Errors in what Qt calls, which its binding cannot bear.

Qt asks a class of ours something while our own code waits for Qt. Where that ends by an error
PySide 6.11 keeps it until Qt comes back; when Qt asks anything more meanwhile, the process dies
without a word. (Under Python 3.11 it dies in any case of errors that C code raises: they are no
objects yet.) So no error leaves a method by which a class of ours answers Qt. It is told where the
program's last resort hears it, which in a watched kiosk is the end; where the program lives on,
Qt's own answer stands in.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import wraps
from types import FunctionType
from typing import Any

from shiboken6 import Shiboken

_MARK = "is_whole"
_QT = ("PySide6", "Shiboken", "shiboken6")


def guard_overrides() -> None:
    """Guard the methods of all classes derived from Qt's, now and from now on."""
    if Shiboken.Object.__dict__.get("__init_subclass__") is not _MADE:
        Shiboken.Object.__init_subclass__ = _MADE
        for cls in derived(Shiboken.Object):
            _guard(cls)


def unguarded(cls: type) -> Iterator[str]:
    """Names of methods by which ``cls`` answers Qt and whose errors may end the process."""
    theirs = [base for base in cls.__mro__ if _is_qt(base)]
    ours = [base for base in cls.__mro__ if base not in theirs]
    for name in dict.fromkeys(name for base in ours for name in vars(base)):
        found = getattr(cls, name)
        if (
            isinstance(found, FunctionType) and not is_guarded(found)
            and not name.startswith("__") and any(hasattr(base, name) for base in theirs)
        ):
            yield name


def is_guarded(method: object) -> bool:
    """Whether no error leaves ``method``."""
    return hasattr(method, _MARK)


def derived(cls: type) -> Iterator[type]:
    """All classes below ``cls`` that are not Qt's own, whatever is derived first."""
    for below in cls.__subclasses__():
        if not _is_qt(below):
            yield below
        yield from derived(below)


def _whole(method: Callable[..., Any], qts: Callable[..., Any]) -> Callable[..., Any]:
    """``method``, with what Qt itself does where it fails."""

    @wraps(method)
    def passing(*given: Any, **named: Any) -> Any:
        try:
            return method(*given, **named)
        except Exception as fault:
            sys.excepthook(type(fault), fault, fault.__traceback__)
        return qts(*given, **named)

    passing.__dict__[_MARK] = True
    return passing


def _guard(cls: type) -> None:
    for name in tuple(unguarded(cls)):
        qts = next(vars(base)[name] for base in cls.__mro__ if _is_qt(base) and name in vars(base))
        setattr(cls, name, _whole(getattr(cls, name), qts))


def _made(cls: type, **named: Any) -> None:
    super(Shiboken.Object, cls).__init_subclass__(**named)
    _guard(cls)


_MADE = classmethod(_made)


def _is_qt(cls: type) -> bool:
    return cls.__module__.partition(".")[0] in _QT

"""Frozen dataclasses whose methods are written when they are first called.

The standard library writes and compiles six methods for each as soon as a module is loaded, nearly
a millisecond a class; a kiosk that starts loads some two hundred classes and makes values of sixty.
Here a class is there at once, and what it says and does is the standard library's own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(
        *, frozen: bool, slots: bool, kw_only: bool = False, weakref_slot: bool = False
    ) -> Callable[[type], type]:
        """``dataclasses.dataclass`` of frozen ones with slots; one that derives from another is
        whole at once. TypeError where it is to be anything else."""
        if not (frozen and slots):
            raise TypeError("only frozen dataclasses with slots come late")
        return lambda cls: _made(cls, kw_only=kw_only, weakref_slot=weakref_slot)


_LATE = ("__init__", "__repr__", "__eq__", "__hash__")


def _made(cls: type, *, kw_only: bool, weakref_slot: bool) -> type:
    how = {"slots": True, "kw_only": kw_only, "weakref_slot": weakref_slot}
    if any(dataclasses.is_dataclass(base) for base in cls.__mro__[1:]):
        whole: type = dataclasses.dataclass(frozen=True, **how)(cls)
        return whole
    own = ("__dict__", "__weakref__")
    written = {name: told for name, told in vars(cls).items() if name not in own}
    made: type = dataclasses.dataclass(init=False, repr=False, eq=False, **how)(cls)
    vars(made)["__dataclass_params__"].frozen = True  # asked by those that derive from it
    for name in _LATE:
        if written.get(name) is None:
            setattr(made, name, _first(made, written, name, kw_only=kw_only))
    for name, method in _FIXED.items():
        setattr(made, name, method)
    return made


def _first(
    made: type, written: Mapping[str, Any], name: str, *, kw_only: bool
) -> Callable[..., Any]:
    """What stands for a method until it is called: it puts the real one in its place."""

    def first(self: object, *given: object, **named: object) -> Any:
        # a twin of the class as it was written: the one that is made has lost what defaults are of
        twin = type(made.__name__, made.__bases__, {**written, "__qualname__": made.__qualname__})
        whole: type = dataclasses.dataclass(
            init=name == "__init__", repr=name == "__repr__", eq=name in ("__eq__", "__hash__"),
            frozen=True, kw_only=kw_only,
        )(twin)
        method: Callable[..., Any] = vars(whole)[name]
        setattr(made, name, method)
        return method(self, *given, **named)

    return first


def _refuses(_self: object, name: str, *_value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _take_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


_FIXED = {
    "__setattr__": _refuses, "__delattr__": _refuses,
    "__getstate__": _state, "__setstate__": _take_state,
}

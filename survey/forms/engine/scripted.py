"""A form answered by a script: what ``vardera form run`` and the kiosk without a screen share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol


class BadStep(ValueError):
    """A step that no form takes; says what a step is, never what an answer was."""


class Answered(Protocol):
    """Whatever takes answers by reference; each may refuse in its own way."""

    def answer(self, ref: str, text: str, /) -> Any:
        """Give an answer."""

    def add_repeat(self, ref: str, /) -> Any:
        """Add an instance at the end of a repeat."""

    def remove_repeat(self, ref: str, /) -> Any:
        """Take an instance away."""


def take(form: Answered, step: Mapping[str, Any], speak: Callable[[str], object]) -> None:
    """One step ``{op, ref, value, language}``; ``speak`` changes the language.

    Raises :class:`BadStep`, and whatever the form refuses with.
    """
    op, ref = step.get("op"), str(step.get("ref", ""))
    if op == "answer":
        form.answer(ref, text_of(step.get("value")))
    elif op == "add_repeat":
        form.add_repeat(ref)
    elif op == "remove_repeat":
        form.remove_repeat(ref)
    elif op == "set_language":
        speak(str(step.get("language", "")))
    else:
        raise BadStep(f"the step {str(op)[:60]!r} is not known")


def text_of(value: object) -> str:
    """An answer as a form keeps it: the names of choices with blanks between, ``OK`` for true."""
    if value is None or value is False:
        return ""
    if value is True:
        return "OK"
    if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        return " ".join(str(one) for one in value)
    if not isinstance(value, str | int | float):
        raise BadStep("a value is a text, a number, true or false, or a list of names")
    return str(value)

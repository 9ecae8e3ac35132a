"""The functions expressions may call: how each is registered, and the check of its arguments."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from survey.expressions.code import Gives
from survey.expressions.errors import ExpressionError

_KINDS = {
    "text": Gives.TEXT, "number": Gives.NUMBER, "truth": Gives.TRUTH, "nodes": Gives.NODES,
    "value": Gives.ANY,
}


@dataclass(frozen=True, slots=True)
class Function:
    """A function's name, what it takes and gives, and the work.

    ``takes`` are kinds in order. ``least`` and ``most`` count arguments; ``most`` is None when the
    last kind may come again and again. With ``here`` a missing argument is the node itself.
    ``work`` takes the converted arguments, after the context when ``context`` is set; with
    ``builds`` it takes the call and the compiler instead, and gives the piece. Only what depends
    on nothing but its arguments may be ``fixed``, and is then worked out at compile time. With
    ``pairs``, what comes again comes two by two.
    """

    name: str
    takes: tuple[Gives, ...]
    least: int
    most: int | None
    gives: Gives
    work: Callable[..., Any]
    here: bool = False
    context: bool = False
    fixed: bool = False
    builds: bool = False
    pairs: bool = False


FUNCTIONS: dict[str, Function] = {}


def function(
    signature: str, gives: Gives, *, context: bool = False, fixed: bool = True,
    builds: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register what follows under a signature such as ``substr(text, number, number?)``.

    Kinds are text, number, truth, nodes and value (anything). ``?`` may be left out, ``*`` may
    come any number of times (``**``: two by two), ``+`` at least once, and ``.`` is the node
    itself when left out.
    """
    name, _, inside = signature.rstrip(")").partition("(")
    words = [word.strip() for word in inside.split(",") if word.strip()]
    takes = tuple(_KINDS[word.rstrip("?*+.")] for word in words)
    least = sum(word[-1] not in "?*." for word in words)
    most = None if words and words[-1][-1] in "*+" else len(words)
    here = bool(words) and words[-1][-1] == "."

    def register(work: Callable[..., Any]) -> Callable[..., Any]:
        FUNCTIONS[name] = Function(
            name, takes, least, most, gives, work, here=here, context=context,
            fixed=fixed and not context, builds=builds, pairs=inside.endswith("**"),
        )
        return work

    return register


def find(name: str, given: int, offset: int) -> Function:
    """The function of that name. ExpressionError when there is none, or for a wrong count."""
    found = FUNCTIONS.get(name)
    if found is None:
        raise ExpressionError(_unknown(name), offset)
    most = found.most
    if given < found.least or (most is not None and given > most):
        raise ExpressionError(f"{name}() takes {_counted(found)}, not {given}", offset)
    if found.pairs and (given - found.least) % 2:
        raise ExpressionError(f"{name}() takes two more arguments for each answer", offset)
    return found


def _counted(found: Function) -> str:
    least, most = found.least, found.most
    if most is None:
        return f"at least {least} argument{'' if least == 1 else 's'}"
    if least == most:
        return "no arguments" if not most else f"{most} argument{'' if most == 1 else 's'}"
    return f"{least} to {most} arguments"


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name.lower(), FUNCTIONS, n=1, cutoff=0.7)
    meant = f"; is {near[0]}() meant?" if near else ""
    return f"there is no function {name[:60]}(){meant}"

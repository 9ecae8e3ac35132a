"""Whether an expression can be read at all, and what is the matter with it when not."""

from __future__ import annotations

from survey.expressions.compile import compile
from survey.expressions.errors import ExpressionError
from survey.expressions.expression import Expression


def compiled(text: str) -> tuple[Expression | None, str, ExpressionError | None]:
    """The expression; or ``None``, the code of a problem, and the fault.

    ``function-fault``: only a function is unknown or asked wrongly; ``expression-left-out``:
    nobody can read it.
    """
    try:
        return compile(text), "", None
    except ExpressionError as first:
        fault = first
    try:
        compile(text, late=True)
    except ExpressionError as first:
        return None, "expression-left-out", first
    return None, "function-fault", fault

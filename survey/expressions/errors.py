"""What goes wrong in an expression."""

from __future__ import annotations


class ExpressionError(Exception):
    """An expression that cannot be read, or that cannot be worked out.

    ``message`` is one English sentence without an answer in it. ``offset`` counts characters from
    0 in the expression's source; the end of the source when something is missing there.
    """

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset

    def __str__(self) -> str:
        return f"{self.message} (at character {self.offset + 1})"

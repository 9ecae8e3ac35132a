"""How people write, and how a form keeps it."""

from __future__ import annotations

from survey.forms.engine.answer import Answer

_FIGURES = {
    **{ord(sign): str(at % 10) for at, sign in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")},
    ord("−"): "-", ord(","): ".", ord("٫"): ".",
    **dict.fromkeys(map(ord, " \u00a0\u202f٬"), None),
}
"""What people write in numbers, and what a form has for it: figures of Arabic and Persian too."""


def tag_of(name: str) -> str:
    """``Swedish (sv)`` → ``sv``; a name without a tag stays as it is, no name is Swedish."""
    start, mark, rest = name.rpartition("(")
    if mark and rest.endswith(")"):
        return rest[:-1].strip() or start.strip()
    return name or "sv"


def stored(answer: Answer, text: str) -> str:
    """What was typed as the form writes it: a decimal point, no spaces between figures.

    A whole number that is none is not cut to one: it counts as no answer.
    """
    value = answer.plan.type.value
    if not text.strip():
        return ""
    if value not in ("int", "decimal"):
        return text
    plain = text.translate(_FIGURES)
    whole = plain[1:] if plain[:1] in ("+", "-") else plain
    if value == "int" and not (whole.isascii() and whole.isdecimal()):
        return ""
    return plain

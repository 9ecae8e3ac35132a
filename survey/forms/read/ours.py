"""Our own types, which XLSForm has no word for, told by words in ``appearance``.

Other programs show the plain type below: a range, a choice, a group of numbers. The page
``docs/formats/form.md`` lists them.
"""

from __future__ import annotations

from collections.abc import Iterable

from survey.forms.blocks import is_whole, total_of
from survey.forms.definition import NodeKind
from survey.forms.ours import BELOW, DECLINE, FACTOR, GROUPS, RATINGS
from survey.forms.problems import Findings
from survey.forms.read.drafts import Draft
from survey.forms.read.spelling import nearest
from survey.forms.scale import bounds

_GROUP_WORDS = (*(f"x-{name}" for name in GROUPS), DECLINE)
_RATING_WORDS = (*(f"x-rating-{name}" for name in RATINGS), DECLINE)
_SIDES = {"sums": ("rows", "columns", "both", "none"), "shares": ("rows", "columns")}
_TAKEN = {"points": ("total", "unit"), "percentages": ("total",), "matrix": (*_SIDES, "unit")}
_NUMBERS = ("integer", "decimal", "range", "rating")
"""Types of questions that points can be given to."""


def group(draft: Draft, findings: Findings) -> None:
    """Makes a group or a repeat one of ours when its appearance says so."""
    words = draft.said("appearance").split()
    for word in words:
        if not word.startswith("x-") or word == DECLINE:
            continue
        name = word[2:]
        if name in GROUPS and (draft.kind is NodeKind.GROUP or name == "matrix"):
            draft.type = name
            draft.fields["appearance"] = " ".join(other for other in words if other != word)
        else:
            _unknown(draft, word, _GROUP_WORDS, findings)


def question(draft: Draft, findings: Findings) -> None:
    """Makes a range, a choice or a whole number a rating when its appearance says so."""
    words = draft.said("appearance").split()
    for word in tuple(words):
        named = word.startswith(FACTOR) and len(word) > len(FACTOR)
        if not word.startswith("x-") or word == DECLINE or named:
            continue
        scale = word.removeprefix("x-rating-")
        if scale in RATINGS and draft.type in BELOW:
            parameters = draft.mapped("parameters")
            draft.fields["parameters"] = {
                **parameters, "scale": scale, "below": draft.type,
            }  # fmt: skip
            draft.type = "rating"
            words.remove(word)
            draft.fields["appearance"] = " ".join(words)
        else:
            _unknown(draft, word, _RATING_WORDS, findings)
    _factor(draft, words, findings)


def _factor(draft: Draft, words: list[str], findings: Findings) -> None:
    """A rating's word ``x-factor-NAME`` becomes its parameter ``factor``."""
    for word in [word for word in words if word.startswith(FACTOR) and len(word) > len(FACTOR)]:
        if draft.type == "rating":
            parameters = {**draft.mapped("parameters"), "factor": word.removeprefix(FACTOR)}
            draft.fields["parameters"] = parameters
            words.remove(word)
            draft.fields["appearance"] = " ".join(words)
        else:
            _unknown(draft, word, (), findings)


def _unknown(draft: Draft, word: str, known: Iterable[str], findings: Findings) -> None:
    meant = nearest(word, known)
    code = "ours-misspelt" if meant else "unknown-ours"
    findings.warning(code, draft.spot("control", "appearance"), word=word, meant=meant)


def check(drafts: Iterable[Draft], findings: Findings) -> None:
    """Notes what our own types cannot do anything with, when all rows are read."""
    factors: dict[str, str] = {}
    for draft in (draft for top in drafts for draft in top.walk()):
        if draft.kind is not NodeKind.QUESTION and draft.type in GROUPS:
            _check_group(draft, findings)
        elif draft.type == "rating":
            _check_rating(draft, findings)
            _check_factor(draft, factors, findings)


def _check_group(draft: Draft, findings: Findings) -> None:
    pairs, where = draft.mapped("parameters"), draft.spot("parameters")
    known = _TAKEN.get(draft.type, ())
    for name in pairs:
        if name not in known:
            told = ", ".join(known) or "-"
            findings.warning("parameter-unknown", where, name=name, known=told)
    total = pairs.get("total", "") if "total" in known else ""
    if total and not (is_whole(total) and int(total) == total_of(draft.type, pairs)):
        findings.error("ours-total", where, total=total)
    for name, sides in _SIDES.items():
        if draft.type == "matrix" and name in pairs and pairs[name] not in sides:
            findings.error("parameter-value", where, name=name, known=", ".join(sides))
    if draft.type not in ("points", "percentages"):
        return
    for inner in draft.drafts:
        if inner.kind is NodeKind.QUESTION and inner.type not in (*_NUMBERS, "note"):
            findings.warning("ours-no-number", inner.spot("type"), name=inner.name, type=inner.type)


def _check_rating(draft: Draft, findings: Findings) -> None:
    pairs = draft.mapped("parameters")
    scale = pairs.get("scale", "")
    given, own = bounds(pairs, scale), bounds({}, scale)
    if scale != "stars" and pairs.get("below") == "range" and given != own:
        steps = f"{given[0]:f}–{given[1]:f}" if given[2] == 1 else (
            f"{given[0]:f}–{given[1]:f} / {given[2]:f}")
        findings.warning(
            "ours-steps", draft.spot("parameters"), steps=steps, word=f"x-rating-{scale}",
            own=f"{own[0]:f}–{own[1]:f}",
        )


def _check_factor(draft: Draft, factors: dict[str, str], findings: Findings) -> None:
    """A factor's name that is nearly an earlier one would make a factor of its own."""
    name = draft.mapped("parameters").get("factor", "")
    if not name:
        return
    if name.casefold() not in factors and (meant := nearest(name, factors.values())):
        where = draft.spot("control", "appearance")
        findings.warning("factor-misspelt", where, name=name, meant=meant)
    factors.setdefault(name.casefold(), name)

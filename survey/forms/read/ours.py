"""Our own types, which XLSForm has no word for, told by words in ``appearance``.

Other programs show the plain type below: a range, a choice, a group of numbers. The page
``docs/formats/form.md`` lists them.
"""

from __future__ import annotations

from survey.forms.definition import NodeKind
from survey.forms.problems import Findings
from survey.forms.read.drafts import Draft

RATINGS = ("faces", "1-5", "1-10", "stars", "agreement")
"""Kinds of scale; written ``x-rating-faces``."""

GROUPS = ("points", "percentages", "matrix", "nki")
"""Kinds of groups; written ``x-points``. A matrix may be a repeat, and then it grows."""

_FACTOR = "x-factor-"
_BELOW = {"range": "range", "select_one": "select_one", "integer": "integer"}


def group(draft: Draft, findings: Findings) -> None:
    """Makes a group or a repeat one of ours when its appearance says so."""
    words = draft.said("appearance").split()
    for word in words:
        if not word.startswith("x-"):
            continue
        name = word[2:]
        if name in GROUPS and (draft.kind is NodeKind.GROUP or name == "matrix"):
            draft.type = name
            draft.fields["appearance"] = " ".join(other for other in words if other != word)
        else:
            where = draft.spot("control", "appearance")
            findings.warning("unknown-ours", where, word=word)


def question(draft: Draft, findings: Findings) -> None:
    """Makes a range, a choice or a whole number a rating when its appearance says so."""
    words = draft.said("appearance").split()
    for word in tuple(words):
        if not word.startswith("x-") or (word.startswith(_FACTOR) and len(word) > len(_FACTOR)):
            continue
        scale = word.removeprefix("x-rating-")
        if scale in RATINGS and draft.type in _BELOW:
            parameters = draft.mapped("parameters")
            draft.fields["parameters"] = {
                **parameters, "scale": scale, "below": _BELOW[draft.type],
            }  # fmt: skip
            draft.type = "rating"
            words.remove(word)
            draft.fields["appearance"] = " ".join(words)
        else:
            where = draft.spot("control", "appearance")
            findings.warning("unknown-ours", where, word=word)
    _factor(draft, words, findings)


def _factor(draft: Draft, words: list[str], findings: Findings) -> None:
    """A rating's word ``x-factor-NAME`` becomes its parameter ``factor``."""
    for word in [word for word in words if word.startswith(_FACTOR) and len(word) > len(_FACTOR)]:
        if draft.type == "rating":
            parameters = {**draft.mapped("parameters"), "factor": word.removeprefix(_FACTOR)}
            draft.fields["parameters"] = parameters
            words.remove(word)
            draft.fields["appearance"] = " ".join(words)
        else:
            findings.warning("unknown-ours", draft.spot("control", "appearance"), word=word)

"""Our own types, which XLSForm has no word for, told by words in ``appearance``.

Other programs show the plain type below: a range, a choice, a group of numbers. The page
``docs/formats/form.md`` lists them.
"""

from __future__ import annotations

from survey.forms.definition import NodeKind
from survey.forms.ours import BELOW, FACTOR, GROUPS, RATINGS
from survey.forms.problems import Findings
from survey.forms.read.drafts import Draft


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
        if not word.startswith("x-") or (word.startswith(FACTOR) and len(word) > len(FACTOR)):
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
            where = draft.spot("control", "appearance")
            findings.warning("unknown-ours", where, word=word)
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
            findings.warning("unknown-ours", draft.spot("control", "appearance"), word=word)

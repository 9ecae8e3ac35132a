"""The words of what is likely not meant, though a form with it can be used."""

from __future__ import annotations

SUSPECT_WORDING: dict[str, tuple[str, str]] = {
    "default-no-choice": (
        "The default {default} of {name} is none of its choices: it is not chosen.",
        "Write the name of a choice as the list has it.",
    ),
    "default-unfit": (
        "The default {default} of {name} is no answer of the type {type}: it stays empty.",
        "Write a value of that type.",
    ),
    "compared-with-no-choice": (
        "{name} is compared with {value}, which is none of its choices: no answer is that.",
        "Write the name of a choice as the list has it.",
    ),
    "words-missing": (
        "{number} texts have no words in {language}; the first of them is {name}.",
        "Translate them: else people are shown the words of another language.",
    ),
    "matrix-rows-differ": (
        "The rows of the matrix {name} do not hold the same questions.",
        "Give each row the same types in the same order; else they are asked one by one.",
    ),
    "nki-ratings": (
        "The block {name} has not the three ratings from 1 to 10 that an NKI is made of.",
        "Give it three ratings with x-rating-1-10.",
    ),
}

"""What is wrong with a survey's settings, in the reader's language where the words are known.

The sentences are those of :mod:`survey`, which the commands print as they are; who reads Swedish
gets them in Swedish. A sentence that has figures or names in it is English.
"""

from __future__ import annotations

import re

from assets.words import Words, later
from survey.problems import Problem

_IN_LANGUAGE = (
    (re.compile(r"There is no consent text in (\S+), so nobody can agree to it\."),
     later("There is no consent text in {language}, so nobody can agree to it.")),
    (re.compile(r"Nobody has said that the consent text in (\S+) is right\."),
     later("Nobody has said that the consent text in {language} is right.")),
)
KNOWN = (
    later("Write it, or take the language out of the survey's."),
    later("Let somebody who reads the language read it, and mark it."),
)
"""Sentences of :mod:`survey` that are the same wherever they are said."""


def problem_words(problem: Problem, words: Words) -> str:
    """What is wrong and what to do, without the place."""
    return " ".join(part for part in (_said(problem.message, words), _said(problem.hint, words))
                    if part)


def _said(sentence: str, words: Words) -> str:
    for pattern, message in _IN_LANGUAGE:
        if found := pattern.fullmatch(sentence):
            return words(message, language=found[1])
    return words(sentence) if sentence else ""

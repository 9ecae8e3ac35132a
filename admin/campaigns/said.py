"""What is wrong with a survey's settings, in the reader's language where the words are known.

The sentences are those of :mod:`survey`, which the commands print as they are; who reads Swedish
gets them in Swedish; the few that are not known here are English.
"""

from __future__ import annotations

import re

from assets.words import Words, later
from survey.problems import Problem

FILLED = (
    (re.compile(r"There is no consent text in (?P<language>\S+), so nobody can agree to it\."),
     later("There is no consent text in {language}, so nobody can agree to it.")),
    (re.compile(r"Nobody has said that the consent text in (?P<language>\S+) is right\."),
     later("Nobody has said that the consent text in {language} is right.")),
    (re.compile(r"This number must be from (?P<low>\d+) to (?P<high>\d+)\."),
     later("This number must be from {low} to {high}.")),
    (re.compile(r"Choose a number from (?P<low>\d+) to (?P<high>\d+)\."),
     later("Choose a number from {low} to {high}.")),
    (re.compile(r"This is (?P<n>\d+) characters long; (?P<most>\d+) are allowed\."),
     later("This is {n} characters long; {most} are allowed.")),
    (re.compile(r"There are (?P<n>\d+) here; (?P<least>\d+) to (?P<most>\d+) are allowed\."),
     later("There are {n} here; {least} to {most} are allowed.")),
    (re.compile(r"Known: (?P<names>.*)\."), later("Known: {names}.")),
)
"""Those with a place in them, as they are found."""
KNOWN = (
    later("Write it, or take the language out of the survey's."),
    later("Let somebody who reads the language read it, and mark it."),
    later("One tap needs a question whose faces stand on the first screen."),
    later('Add "one_tap" with the id of a rating.'),
    later('Write "way": "one-tap", or leave one_tap out.'),
    later("No way leads to these faces."),
    later("This is not a rating of the form."),
    later("Give the id of one of its ratings."),
    later("Its scale has neither four nor five steps, for which there are faces."),
    later("Choose a rating with four or five steps."),
    later("Let it close later than it opens, by midnight; on the next day it opens anew."),
    later("It closes before it opens."),
    later("These hours overlap earlier ones of the same weekday."),
    later("Make one of both, or part them."),
    later("Where the first screen itself is tried, arms change by half-day."),
    later('Write "by": "half-day".'),
    later("Times are kept too coarsely to tell whether somebody came before or after noon."),
    later("The question whose faces stand first is not among those of this arm."),
    later("Add it."),
    later("A question and one of its choices go together."),
    later("This is not a question that results are grouped by."),
    later("Add it to group_by."),
    later("The same one stands earlier in the list."),
    later("Remove it or give it its own."),
    later("The last day is before the first."),
    later("Change one of the days."),
    later("This is no time of the day."),
    later('Write it like "08:30", at most "24:00".'),
    later("There is none of this name."),
    later("This is missing."),
    later("There are no words here."),
    later("Write something."),
    later("Make it shorter."),
    later("Add or remove some."),
    later("The form has no such question."),
    later("Give the id of a question."),
    later("Not translated yet."),
    later("Translate it."),
    later("This must be a whole number."),
    later("Give a whole number."),
    later("This must be a day such as 2025-09-01."),
    later("Give a day such as 2025-09-01."),
    later("Give one of its choices."),
    later("The question has no such choice."),
    later("Give both, or neither for all."),
    later("A whole form says by itself what it asks, so arms cannot choose questions."),
    later("Leave questions out, or let the form ask by conditions."),
    later('Choose 60 or 30 or 15, or write "by": "person".'),
    later('Choose 30 or 15, or write "by": "person".'),
    later('Choose 15, or write "by": "person".'),
    later("The campaign does not have this language."),
    later("Add the language or remove this."),
    later("The consent has no words in this language that anybody could have read."),
    later("Write the words or remove this."),
    later("A sign here cannot be shown."),
    later("Write the text anew."),
)
"""Sentences of :mod:`survey` that are the same wherever they are said; a test holds them to it, and
to all that is said of how kiosks behave."""


def problem_words(problem: Problem, words: Words) -> str:
    """What is wrong and what to do, without the place."""
    return " ".join(part for part in (_said(problem.message, words), _said(problem.hint, words))
                    if part)


def _said(sentence: str, words: Words) -> str:
    for pattern, message in FILLED:
        if found := pattern.fullmatch(sentence):
            return words(message, **found.groupdict())
    return words(sentence) if sentence else ""

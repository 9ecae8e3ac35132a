"""What is wrong with an answer where the form itself has no words for it."""

from __future__ import annotations

from assets.words import Words
from survey.forms.engine.plan import Plan


def too_much(words: Words) -> str:
    """It would be more than can be kept of one person."""
    return words("There is no room to save this. Please make it shorter, or leave it out.")


def misfit(plan: Plan, words: Words) -> str:
    """What was typed is no value of the question's type."""
    match plan.type.value:
        case "int":
            return words("Write a whole number, with figures only.")
        case "decimal":
            return words("Write a number, with figures only.")
        case "date":
            return words("This is no date. Write day, month and year with figures.")
        case "time":
            return words("This is no time. Write hour and minute with figures.")
        case _:
            return words("This is no date and time. Fill in every box with figures.")

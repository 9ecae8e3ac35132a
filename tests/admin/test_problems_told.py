"""Problems of a file as the command line prints them: what stops first, each thing once."""

from __future__ import annotations

from admin.commands import telling
from survey.problems import Problem, Severity


def untranslated(at: int, language: str) -> Problem:
    return Problem(
        where=f"questions[{at}].label.{language}", code="missing-translation",
        message="Not translated yet.", hint="Translate it.", severity=Severity.WARNING,
    )


WRONG = Problem(where="last_day", code="wrong-order", message="It ends first.", hint="Change it.")


def test_what_stops_the_work_comes_first_and_languages_are_told_once() -> None:
    many = [untranslated(at, "ar") for at in range(61)]
    said = telling.lines([*many, untranslated(0, "fi"), WRONG])
    assert said == [
        "error: last_day: It ends first. Change it.",
        "warning: ar: 61 texts, the first questions[0].label.ar: Not translated yet. Translate it.",
        "warning: questions[0].label.fi: Not translated yet. Translate it.",
    ]


def test_other_warnings_keep_their_places() -> None:
    some = [
        Problem(where=f"factors[{at}]", code="factor-not-asked", message="No question.",
                hint="Ask.", severity=Severity.WARNING)
        for at in range(5)
    ]
    assert [line.split(": ")[1] for line in telling.lines(some)] == [one.where for one in some]

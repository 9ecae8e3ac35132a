"""The lines of the headless kiosk, taken apart strictly: a line is whole and sound, or BadLine.

What they may say is told in :mod:`kiosk.headless`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any
from uuid import UUID

from survey import flow
from survey.campaign import Campaign
from survey.forms.model import Question
from survey.records import Answer
from sync.naming import is_text, well_named

PARTICIPANTS_LIMIT = 1_000
SECRET_LIMIT = 500
_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
_LATEST = datetime(9999, 1, 1, tzinfo=UTC)  # every zone can still say what day it is
_BIG = 2**31


class BadLine(ValueError):
    """A line that cannot be played; says what is wrong, never what was answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One participant's points and grades; None where nothing was said of them."""

    points: Mapping[UUID, int] | None
    grades: Mapping[UUID, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A whole session, known to be one that can be kept."""

    title: str
    method: str
    participants: tuple[Participant, ...]


def parsed(lines: IO[str]) -> Iterator[dict[str, Any]]:
    """Each line that is not blank as a JSON object; an empty one for what is none."""
    for text in lines:
        if text.strip():
            try:
                line = json.loads(text) if is_text(text) else {}
            except (ValueError, RecursionError):
                line = {}
            yield line if isinstance(line, dict) else {}


def seconds(line: Mapping[str, Any], name: str, usual: float) -> float:
    """A number of seconds from 0 to a day; ``usual`` where the line has none."""
    told = line.get(name, usual)
    if isinstance(told, bool) or not isinstance(told, int | float) or not 0 <= told <= 86_400:
        raise BadLine(f"'{name}' is no number of seconds from 0 to 86400")
    return float(told)


def step(line: Mapping[str, Any], name: str) -> int:
    """A step of a scale."""
    told = line.get(name)
    if type(told) is not int or not -_BIG <= told < _BIG:
        raise BadLine(f"'{name}' is no step")
    return told


def moment(text: object) -> datetime:
    """An ISO time with an offset, in UTC."""
    try:
        at = datetime.fromisoformat(str(text))
        if at.tzinfo is None:
            raise BadLine("'at' needs an offset from UTC")
        at = at.astimezone(UTC)
    except OverflowError:
        at = datetime.min.replace(tzinfo=UTC)
    except BadLine:
        raise
    except ValueError:
        raise BadLine("'at' is not an ISO time") from None
    if not _EARLIEST <= at < _LATEST:
        raise BadLine("'at' is too early or too late to be told")
    return at


def understood(campaign: Campaign, given: object) -> dict[UUID, Answer]:
    """Answers by question id. BadLine when a name or a value is not the form's."""
    if not isinstance(given, Mapping):
        raise BadLine("'answers' is not an object")
    by_name = {question.name: question for question in campaign.form.questions}
    unknown = set(given) - set(by_name)
    if unknown:
        raise BadLine(f"no question is called {', '.join(sorted(unknown))}")
    return {by_name[name].id: _answer(by_name[name], value) for name, value in given.items()}


def session(campaign: Campaign, told: object) -> Session:
    """A session's line. BadLine before anything of it is kept."""
    if not isinstance(told, Mapping):
        raise BadLine("'session' is not an object")
    return Session(
        title=_one_line(told, "title"), method=_one_line(told, "method"),
        participants=participants(campaign, told.get("participants")),
    )


def participants(campaign: Campaign, people: object) -> tuple[Participant, ...]:
    """A list of participants. BadLine before anything of it is kept."""
    if not isinstance(people, list) or len(people) > PARTICIPANTS_LIMIT:
        raise BadLine(f"'participants' is not a list of at most {PARTICIPANTS_LIMIT}")
    factors = {str(factor.id): factor.id for factor in campaign.factors}
    return tuple(_participant(one, factors) for one in people)


def secret(line: Mapping[str, object], name: str) -> str:
    """A code as it was typed. Its text is in no message."""
    words = line.get(name)
    if not isinstance(words, str) or len(words) > SECRET_LIMIT:
        raise BadLine(f"'{name}' is not a code")
    return words


def _answer(question: Question, value: object) -> Answer:
    if isinstance(value, str):
        chosen = next((c.id for c in question.choices if c.name == value), None)
        if chosen is None:
            raise BadLine(f"question '{question.name}' has no such choice")
        return chosen
    if value is not None and (type(value) is not int or not flow.fits(question, value)):
        raise BadLine(f"question '{question.name}' cannot be answered so")
    return value


def _one_line(told: Mapping[str, object], name: str) -> str:
    words = told.get(name)
    if not isinstance(words, str) or not well_named(words, 200):
        raise BadLine(f"'{name}' is not one line of 1 to 200 characters")
    return words


def _participant(one: object, factors: Mapping[str, UUID]) -> Participant:
    if not isinstance(one, Mapping):
        raise BadLine("a participant is not an object")
    points, grades = (
        _by_factor(one[name], factors) if name in one else None for name in ("points", "grades")
    )
    return Participant(points=points, grades=grades)


def _by_factor(values: object, factors: Mapping[str, UUID]) -> dict[UUID, int]:
    if not isinstance(values, Mapping) or not set(values) <= set(factors):
        raise BadLine("points or grades for a factor that is not the campaign's")
    if any(type(value) is not int or not 0 <= value < _BIG for value in values.values()):
        raise BadLine("points or grades that are no whole numbers from 0")
    return {factors[factor]: value for factor, value in values.items()}

"""What a person may change of a campaign without touching its questions, as JSON for people.

The names are those of the campaign's JSON (``docs/formats/campaign.md``), with three kindnesses:
questions and choices are called by their names, weekdays by theirs (``monday``), and minutes of the
day are written ``08:30``. An arm without an id gets one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from survey.campaign import Campaign, Consent
from survey.consents import still_read
from survey.plain import plain_fields
from survey.problems import Problem, has_errors
from survey.reading import read_campaign, write_campaign
from survey.strict import Pairs

SETTINGS = (
    "title", "about", "contact", "languages", "first_day", "last_day", "threshold", "use_partials",
    "withdrawal", "keep_days", "consent", "conduct",
)
MEDIA = "media"
"""Taken too, and not written: bytes are nothing to edit."""

_RECORDS = ("idle", "one_tap", "trial")
"""Of ``conduct``: objects of several settings, of which a file may say one alone."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_NAMED = 20
"""Of the names that are known, where one is not."""
_CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")

NewId = Callable[[], UUID]


def settings(campaign: Campaign) -> dict[str, Any]:
    """All that may be changed, as it is now, for a person to read and edit."""
    plain: dict[str, Any] = {
        name: value for name, value in plain_fields(campaign).items() if name in SETTINGS
    }
    names = _names(campaign)
    conduct = plain["conduct"] = dict(plain["conduct"])
    conduct["hours"] = [
        {"weekday": WEEKDAYS[one["weekday"]], "opens": _shown(one["opens"]),
         "closes": _shown(one["closes"])}
        for one in conduct["hours"]
    ]
    if conduct["one_tap"]:
        conduct["one_tap"]["question"] = names.get(conduct["one_tap"]["question"])
    for arm in (conduct["trial"] or {"arms": ()})["arms"]:
        arm["questions"] = [names.get(id, id) for id in arm["questions"]]
    for quota in conduct["quotas"]:
        quota |= {key: names.get(quota[key], quota[key]) for key in ("question", "choice")}
    return {name: plain[name] for name in SETTINGS}


def changed(
    campaign: Campaign, said: object, new_id: NewId
) -> tuple[Campaign | None, tuple[Problem, ...]]:
    """The next version of ``campaign`` with the settings that ``said`` (JSON, read) gives.

    What is left out stays, in ``conduct`` and ``consent`` too; null is the usual again. A language
    is marked as read no more where its consent text changes. None when any problem is an error;
    where nothing changes, the very campaign comes back. Names given twice are told where ``said``
    was read with :class:`~survey.strict.Pairs`.
    """
    if not isinstance(said, dict):
        return None, (_problem("(file)", "wrong-type", "This must be an object."),)
    plain = _with(campaign, json.loads(json.dumps(
        {name: value for name, value in said.items() if name in (*SETTINGS, MEDIA)}
    )))
    strictly = _Strictly(campaign, new_id)
    if isinstance(plain.get("conduct"), dict):
        strictly.conduct(plain["conduct"])
    made, found = read_campaign(json.dumps(plain))
    told = {problem.where for problem in strictly.problems}
    problems = (
        *_unknown(said), *_doubled(said), *strictly.problems,
        *(problem for problem in found if problem.where not in told),
    )
    if made is not None:
        made = replace(made, consent=still_read(made.consent, campaign.consent))
    if made is not None and _says_something_else(made.consent, campaign.consent):
        other = "The consent says something else now, so it is another version of it."
        return None, (*problems, replace(
            _problem("consent.version", "same-version", other), hint="Change consent.version too."
        ))
    if made is None or has_errors(problems):
        return None, problems
    if replace(made, version=campaign.version) == campaign:
        return campaign, problems
    return made, problems


def _unknown(said: dict[str, Any]) -> Iterator[Problem]:
    for name in said:
        if name not in (*SETTINGS, MEDIA):
            yield _problem(str(name), "unknown-field", "This cannot be changed here.")


def _doubled(said: dict[str, Any]) -> Iterator[Problem]:
    """Whatever name stands twice in the same object: nobody can tell which one is meant."""
    left: list[tuple[str, object]] = [("", said)]
    while left:
        where, value = left.pop()
        if isinstance(value, dict):
            for name in value.doubled if isinstance(value, Pairs) else ():
                yield replace(
                    _problem(where + name, "doubled", "This name is given twice."),
                    hint="Keep one of them.",
                )
            left += [(f"{where}{name}.", inner) for name, inner in value.items()]
        elif isinstance(value, list):
            stem = where.removesuffix(".")
            left += [(f"{stem}[{at}].", inner) for at, inner in enumerate(value)]


def _with(campaign: Campaign, said: dict[str, Any]) -> dict[str, Any]:
    """The next version as its JSON, with what is said in place of what was."""
    plain: dict[str, Any] = json.loads(
        write_campaign(replace(campaign, version=campaign.version + 1))
    )
    del plain["format"]  # whatever it needs
    was = plain.get("conduct", {})
    plain |= said | {
        name: _joined(plain.get(name), said[name]) for name in ("conduct", "consent")
        if name in said
    }
    conduct = said.get("conduct")
    if isinstance(conduct, dict):
        plain["conduct"] |= {
            name: _joined(was.get(name), conduct[name]) for name in _RECORDS if name in conduct
        }
    return plain


def _joined(was: object, said: object) -> object:
    """What an object does not say stays; anything else takes the place of what was."""
    return was | said if isinstance(was, dict) and isinstance(said, dict) else said


def _says_something_else(now: Consent, before: Consent) -> bool:
    """Words were changed under an old version; a language more is none."""
    return now.version == before.version and any(
        before.text.get(tag, said) != said for tag, said in now.text.items()
    )


class _Strictly:
    """Turns what people write into what the format has, and tells what it does not know in their
    words; the rest is left as it is, for the strict reader to tell where it stands."""

    def __init__(self, campaign: Campaign, new_id: NewId) -> None:
        self.problems: list[Problem] = []
        self._ids = {q.name: str(q.id) for q in campaign.form.questions}
        self._choices = {
            str(q.id): {choice.name: str(choice.id) for choice in q.choices}
            for q in campaign.form.questions
        }
        self._new_id = new_id

    def conduct(self, said: dict[str, Any]) -> None:
        for at, one in _objects(said.get("hours")):
            self._hours(one, f"conduct.hours[{at}]")
        self._question(said.get("one_tap"), "conduct.one_tap")
        trial = said.get("trial")
        for at, arm in _objects(trial.get("arms") if isinstance(trial, dict) else None):
            arm.setdefault("id", str(self._new_id()))
            if isinstance(arm.get("questions"), list):
                arm["questions"] = [
                    self._id(name, self._ids, f"conduct.trial.arms[{at}].questions[{place}]")
                    for place, name in enumerate(arm["questions"])
                ]
        for at, quota in _objects(said.get("quotas")):
            where = f"conduct.quotas[{at}]"
            self._question(quota, where)
            question = quota.get("question")
            if isinstance(question, str) and question in self._choices and "choice" in quota:
                known = self._choices[question]
                quota["choice"] = self._id(quota["choice"], known, f"{where}.choice")

    def _hours(self, one: dict[str, Any], where: str) -> None:
        if "weekday" in one:
            one["weekday"] = _weekday(one["weekday"])
            if not _is_whole(one["weekday"], 6):
                self._tell(f"{where}.weekday", "wrong-day", "This is no day of the week.",
                           f"Known: {', '.join(WEEKDAYS)}.")
        for edge in ("opens", "closes"):
            if edge in one:
                one[edge] = _minutes(one[edge])
                if not _is_whole(one[edge], 1440):
                    self._tell(f"{where}.{edge}", "wrong-time", "This is no time of the day.",
                               'Write it like "08:30", at most "24:00".')

    def _question(self, said: object, where: str) -> None:
        if isinstance(said, dict) and said.get("question") is not None:
            said["question"] = self._id(said["question"], self._ids, f"{where}.question")

    def _id(self, name: object, known: Mapping[str, str], where: str) -> object:
        if isinstance(name, str) and name not in known and name not in known.values():
            self._tell(where, "unknown-name", "There is none of this name.",
                       f"Known: {', '.join([*known][:MOST_NAMED])}.")
        return known.get(name, name) if isinstance(name, str) else name

    def _tell(self, where: str, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(where=where, code=code, message=message, hint=hint))


def _names(campaign: Campaign) -> Mapping[str, str]:
    names = {str(question.id): question.name for question in campaign.form.questions}
    names |= {str(c.id): c.name for question in campaign.form.questions for c in question.choices}
    return names


def _objects(value: object) -> list[tuple[int, dict[str, Any]]]:
    """The objects of a list, each with its place."""
    some = enumerate(value) if isinstance(value, list) else ()
    return [(at, one) for at, one in some if isinstance(one, dict)]


def _is_whole(value: object, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _weekday(said: object) -> object:
    known = said.lower() if isinstance(said, str) else ""
    return WEEKDAYS.index(known) if known in WEEKDAYS else said


def _minutes(said: object) -> object:
    found = _CLOCK.fullmatch(said) if isinstance(said, str) else None
    return int(found[1]) * 60 + int(found[2]) if found else said


def _shown(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _problem(where: str, code: str, message: str) -> Problem:
    return Problem(where=where, code=code, message=message, hint=f"Known: {', '.join(SETTINGS)}.")

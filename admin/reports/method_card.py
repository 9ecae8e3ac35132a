"""A method's card: what a small organisation without a facilitator needs in its hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from admin.methods import Part
from admin.reports.figures import Figures
from admin.reports.keeping import keep
from admin.reports.matter import Content
from admin.reports.session_matter import drawn
from admin.reports.typeset import set_pdf
from assets.words import Words, later
from survey.facilitation.method import Ladder, Method, Phase, Timing
from survey.form_method import FormMethod
from survey.forms.model import said

LADDER = {
    Ladder.INFORMATION: later("Information: people are told."),
    Ladder.CONSULTATION: later("Consultation: people are asked; nothing is decided yet."),
    Ladder.DIALOGUE: later("Dialogue: people think together; nothing is decided yet."),
    Ladder.PARTICIPATION: later("Participation: people work out proposals with those who decide."),
    Ladder.CO_DECISION: later("Co-decision: people decide together with those who decide."),
}
"""What participants may expect, step by step of the ladder."""


def write_form_card(
    method: FormMethod, parts: Sequence[Part], out: Path, *, words: Words, made: datetime
) -> Path:
    """The same of a form: its ``parts`` stand where a session has its steps."""
    tell, guide = partial(said, language=words.language), method.guide
    steps = [
        {
            "n": str(at), "name": part.title or tell(method.name), "clock": "", "asks": "",
            "parts": [{"who": "", "says": one} for one in part.questions],
        }
        for at, part in enumerate(parts, start=1)
    ]
    facts = (
        (words("Time"), tell(guide.time)), (words("The group"), tell(guide.group)),
        (words("Material"), tell(guide.material)),
    )
    return keep(set_pdf("method_card", _card(method, words, made, facts, steps), made), out)


def write_method_card(method: Method, out: Path, *, words: Words, made: datetime) -> Path:
    """Write the card as tagged PDF/UA-1 to ``out``; one page or two for most methods.

    Raises ReportFailed when it cannot be set, OSError when it cannot be kept.
    """
    return keep(set_pdf("method_card", content(method, words, made), made), out)


def content(method: Method, words: Words, made: datetime) -> Content:
    """Everything the template sets, in reading order."""
    tell, guide = partial(said, language=words.language), method.guide
    facts = (
        (words("People"), many(method.people)),
        (words("Time"), tell(guide.time)),
        (words("What they may expect"), words(LADDER[method.ladder])),
        (words("The group"), tell(guide.group)),
        (words("Material"), tell(guide.material)),
    )
    steps = [_step(at, phase, words) for at, phase in enumerate(method.phases, start=1)]
    return _card(method, words, made, facts, steps)


def _card(
    method: Method | FormMethod, words: Words, made: datetime,
    facts: Sequence[tuple[str, str]], steps: list[Content],
) -> Content:  # fmt: skip
    tell, guide = partial(said, language=words.language), method.guide
    return {
        "language": words.language,
        "title": drawn(tell(method.name)) or method.id,
        "organisation": "Värdera",
        "description": words("Method card"),
        "page": {
            "left": words("Method card"),
            "right": Figures(words).day(made.date()),
            "foot": words("{name}, version {version}.", name=tell(method.name),
                          version=method.version),
            "method_on": "",
        },
        "purpose": tell(method.purpose),
        "facts": [{"name": name, "says": says} for name, says in facts if says],
        "steps_title": words("Step by step"),
        "steps": steps,
        "lists": [
            {"title": words("Tips"), "tone": "good", "says": [tell(one) for one in guide.tips]},
            {"title": words("Pitfalls"), "tone": "caution",
             "says": [tell(one) for one in guide.pitfalls]},
        ],
    }


def many(people: tuple[int, int | None]) -> str:
    """``6–12``, or ``10+`` without a highest."""
    least, most = people
    if most is None:
        return f"{least}+"
    return str(least) if least == most else f"{least}–{most}"


def long(minutes: tuple[int, int | None], words: Words) -> str:
    """``2–3 hours`` where both ends are whole or half hours, else minutes."""
    ends = [one for one in minutes if one is not None]
    if all(one >= 60 and one % 30 == 0 for one in ends):
        number = Figures(words).number
        said = "–".join(dict.fromkeys(number(one / 60, int(one % 60 != 0)) for one in ends))
        more = "+" if minutes[1] is None else ""
        return words("{n} hours", n=said + more)
    return words("{n} minutes", n=many(minutes))


def clock(phase: Phase, words: Words) -> str:
    """``2 × 10 min``, and whether the clock is a rule."""
    if not phase.minutes:
        return ""
    times = f"{phase.last_round} × " if phase.last_round > 1 else ""
    strict = f", {words('the clock is a rule')}" if phase.timing is Timing.STRICT else ""
    return f"{times}{phase.minutes} min{strict}"


def _step(at: int, phase: Phase, words: Words) -> Content:
    tell = partial(said, language=words.language)
    parts = (
        ("", tell(phase.words.all)),
        (words("Moderator"), tell(phase.words.moderator)),
        (words("Assistant"), tell(phase.words.assistant)),
    )
    return {
        "n": str(at), "name": tell(phase.name), "clock": clock(phase, words),
        "parts": [{"who": who, "says": says} for who, says in parts if says],
        "asks": _asks(phase, words),
    }


def _asks(phase: Phase, words: Words) -> str:
    """The fields, rows and rounds that the group meets, in one line."""
    named = [("", phase.rounds if len(phase.rounds) > 1 else ()), ("", phase.fields),
             (words("Questions"), phase.rows)]
    told = []
    for label, some in named:
        if some:
            listed = " · ".join(said(one.name, words.language) for one in some)
            told.append(f"{label}: {listed}" if label else listed)
    return "\n".join(told)

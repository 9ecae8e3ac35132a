"""Which findings the report says where; what may be said is decided in :mod:`survey.claims`."""

from __future__ import annotations

from admin.reports.matter import ReportMatter
from admin.results.findings import Telling, chosen, sentence
from survey.claims import Kind, claims

_FIRST_PAGE = (
    Kind.MOST_IMPORTANT,
    Kind.HIGHEST_INDEX,
    Kind.LOWEST_INDEX,
    Kind.PRIORITISE,
    Kind.GROUPS_DIFFER,
)
_MOST = 6


def findings(matter: ReportMatter) -> list[str]:
    """The sentences of the first page: the factors, then what surely tells groups apart."""
    found = chosen(claims(matter.results), *_FIRST_PAGE)
    return [sentence(claim, _telling(matter)) for claim in found][:_MOST]


def about_groups(matter: ReportMatter, question: str) -> str:
    """What may be said about the groups of one question, under a heading that names it."""
    found = [claim for claim in claims(matter.results) if claim.question == question]
    # The sentences begin with the question; without a name only its colon is left to take away.
    unnamed = Telling(results=matter.results, words=matter.words, questions={question: ""})
    said = [sentence(claim, unnamed).lstrip(" :") for claim in found]
    return " ".join(one[:1].upper() + one[1:] for one in said)


def focus(matter: ReportMatter) -> str | None:
    """The most important factor that is surely important and rated low, if there is one."""
    found = [c for c in claims(matter.results) if c.kind is Kind.PRIORITISE and c.certain]
    if not found:
        return None
    return next(f.name for f in matter.whole.factors if f.factor == found[0].factors[0])


def _telling(matter: ReportMatter) -> Telling:
    # A label stands before a colon in a sentence, so its question mark goes.
    questions = {d.name: d.question.rstrip(" ?:") for d in matter.dimensions()}
    return Telling(results=matter.results, words=matter.words, questions=questions)

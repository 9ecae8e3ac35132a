"""Which findings the report says where; what may be said is decided in :mod:`survey.claims`."""

from __future__ import annotations

from admin.reports.matter import ReportMatter
from admin.results.findings import Telling, about_value_index, chosen, sentence
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
    """What the picture of one question's groups shows, under a heading that names it."""
    said = about_value_index(matter.results, question, _unnamed(matter, question))
    return _alone(said)


def about_group_factors(matter: ReportMatter, question: str) -> str:
    """What the table of one question's groups over factors shows; empty when nothing certain."""
    found = [c for c in claims(matter.results) if c.question == question and c.factors]
    unnamed = _unnamed(matter, question)
    return " ".join(_alone(sentence(claim, unnamed)) for claim in found)


def _unnamed(matter: ReportMatter, question: str) -> Telling:
    return Telling(results=matter.results, words=matter.words, questions={question: ""})


def _alone(said: str) -> str:
    """A sentence that began with its question, as one of its own."""
    # Without a name only the question's colon is left to take away.
    said = said.lstrip(" :")
    return said[:1].upper() + said[1:]


def focus(matter: ReportMatter) -> str | None:
    """The most important factor that is surely important and rated low, if there is one."""
    found = [c for c in claims(matter.results) if c.kind is Kind.PRIORITISE and c.certain]
    if not found:
        return None
    return next(f.name for f in matter.whole.factors if f.factor == found[0].factors[0])


def _telling(matter: ReportMatter) -> Telling:
    questions = {d.name: d.question for d in matter.dimensions()}
    return Telling(results=matter.results, words=matter.words, questions=questions)

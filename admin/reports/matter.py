"""What a report is made of: results, their campaign, the words and the day, in one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from admin.reports.figures import Figures
from admin.reports.printable import printable
from admin.results.form_results import Answered
from assets.words import Words
from survey.campaign import Campaign
from survey.forms.model import said
from survey.odd import Odd
from survey.results import FactorResult, FactorWeight, ResultRow, ValueResults

#: What a section hands to the template: JSON of strings, numbers, lists and objects.
Content = dict[str, object]


def fit_to_print(results: ValueResults) -> ValueResults:
    """The results with no figure left in anything hidden, and with names that can be drawn.

    A report is handed out, so it does not rely on every maker of results to have hidden this.
    """
    return replace(
        results,
        rows=tuple(_fit_row(row) for row in results.rows),
        weights=tuple(replace(w, name=printable(w.name)) for w in results.weights),
    )


def _fit_row(row: ResultRow) -> ResultRow:
    factors = tuple(_fit_factor(f, row.suppressed or f.suppressed) for f in row.factors)
    fit = replace(row, label=printable(row.label), factors=factors)
    if not row.suppressed:
        return fit
    return replace(fit, n=None, value_index=None, ci=None, weight_present=None)


def _fit_factor(factor: FactorResult, hidden: bool) -> FactorResult:
    fit = replace(factor, name=printable(factor.name), suppressed=hidden)
    if not hidden:
        return fit
    return replace(fit, n=None, counts=None, mean=None, index=None, ci=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """The groups of one background question; ``hidden`` are labels only, they have no figures."""

    name: str
    question: str
    shown: tuple[ResultRow, ...]
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMatter:
    """Everything the sections are written from.

    ``made`` is an aware time, ``None`` where nothing bears a date (pictures). ``answered`` are the
    questions of a whole form, where the survey asks one; ``odd`` what looks odd among the answers.
    """

    results: ValueResults
    campaign: Campaign
    words: Words
    made: datetime | None = None
    unit_label: str | None = None
    answered: tuple[Answered, ...] = ()
    odd: Odd | None = None

    @property
    def figures(self) -> Figures:
        return Figures(self.words)

    @property
    def whole(self) -> ResultRow:
        """The row of everybody. Raises ValueError when the results lack it."""
        found = next((row for row in self.results.rows if not row.group), None)
        if found is None:
            raise ValueError("the results have no row for everybody")
        return found

    @property
    def has_weights(self) -> bool:
        """True when any focus group has given points."""
        return any(w.n_groups for w in self.results.weights)

    @property
    def has_ratings(self) -> bool:
        """True when the survey asks for ratings of value factors; else there is no value index."""
        return bool(self.campaign.ratings())

    @property
    def has_figures(self) -> bool:
        """True when at least one factor can be shown for everybody."""
        return any(f.index is not None for f in self.whole.factors)

    @property
    def title(self) -> str:
        return self.said(self.campaign.title) or self.words("Value report")

    @property
    def made_on(self) -> date | None:
        """The day the report was made, in the campaign's zone; None when it bears no date."""
        return None if self.made is None else self.made.astimezone(
            ZoneInfo(self.campaign.zone)
        ).date()

    @property
    def day(self) -> str:
        """The same in words; nothing when it bears no date."""
        return "" if self.made_on is None else self.figures.day(self.made_on)

    @property
    def level(self) -> str:
        """The level of the intervals: ``95 %``."""
        return self.figures.percent(self.results.level)

    def said(self, texts: Mapping[str, str]) -> str:
        return said(texts, self.words.language)

    def by_weight(self) -> tuple[tuple[FactorWeight | None, FactorResult], ...]:
        """Everybody's factors with their weights, most important first."""
        weights = {w.factor: w for w in self.results.weights}
        pairs = [(weights.get(f.factor), f) for f in self.whole.factors]
        # of equal weight as they are asked, as in the window
        pairs.sort(key=lambda p: -(p[0].weight if p[0] else 0.0))
        return tuple(pairs)

    def dimensions(self) -> tuple[Dimension, ...]:
        """One per background question with groups, in the campaign's order."""
        asked = {q.name: q for q in self.campaign.form.questions}
        names = [q.name for id in self.campaign.group_by if (q := self.campaign.form.question(id))]
        found = []
        for name in names:
            rows = [row for row in self.results.rows if tuple(row.group) == (name,)]
            if rows:
                found.append(
                    Dimension(
                        name=name,
                        question=self.said(asked[name].label) or name,
                        shown=tuple(row for row in rows if not row.suppressed),
                        hidden=tuple(row.label for row in rows if row.suppressed),
                    )
                )
        return tuple(found)

"""The value report: four to eight pages that a unit manager can be handed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from admin.reports import factors, groups, method
from admin.reports.answered import answered_section
from admin.reports.illustrated import all_pictures, matrix_section
from admin.reports.keeping import keep
from admin.reports.matter import Content, ReportMatter, fit_to_print
from admin.reports.opening import opening
from admin.reports.typeset import set_pdf
from admin.results.form_results import Answered
from assets.words import Words
from survey.campaign import Campaign
from survey.odd import Odd
from survey.results import ValueResults


def write_report(
    results: ValueResults,
    campaign: Campaign,
    out: Path,
    *,
    words: Words,
    made: datetime,
    unit_label: str | None = None,
    answered: tuple[Answered, ...] = (),
    odd: Odd | None = None,
) -> Path:
    """Write the report as tagged PDF/UA-1 to ``out``; the same input gives the same bytes.

    ``made`` is an aware time and the date on every page; ``unit_label`` names the unit in the
    page head, ``answered`` are the questions of a whole form, ``odd`` is what looks odd among the
    answers. Raises ValueError when the results have no row for everybody, ReportFailed when the
    page cannot be set, OSError when it cannot be kept.
    """
    matter = ReportMatter(
        results=fit_to_print(results),
        campaign=campaign,
        words=words,
        made=made,
        unit_label=unit_label,
        answered=answered,
        odd=odd,
    )
    return keep(set_pdf("value_report", content(matter), made), out)


def write_pictures(
    results: ValueResults, campaign: Campaign, folder: Path, *, words: Words
) -> list[Path]:
    """Save the results' pictures as SVG in ``folder``; gives the files written."""
    matter = ReportMatter(results=fit_to_print(results), campaign=campaign, words=words)
    return [keep(drawn.svg, folder / f"{drawn.name}.svg") for drawn in all_pictures(matter)]


def content(matter: ReportMatter) -> Content:
    """Everything the template sets, in reading order, every word in the reader's language."""
    words = matter.words
    return {
        "language": words.language,
        "title": matter.title,
        "organisation": matter.campaign.organisation,
        "description": words("Value report") if matter.has_ratings else words("Report"),
        "page": _page(matter),
        "opening": opening(matter),
        "factors": factors.factor_table(matter) if matter.has_figures else None,
        "spread": factors.spread_table(matter) if matter.has_figures else None,
        "matrix": matrix_section(matter),
        "groups_title": words("Differences between groups"),
        "groups_say": groups.why_none(matter) if matter.has_ratings else "",
        "groups": groups.group_sections(matter),
        "who": groups.who_answered(matter) if matter.has_figures else None,
        "answered": answered_section(matter),
        "reading": method.reading(matter) if matter.has_figures else None,
        "method": method.method(matter),
    }


def _page(matter: ReportMatter) -> Content:
    words = matter.words
    left = " · ".join(p for p in (matter.campaign.organisation, matter.unit_label) if p)
    return {
        "left": left,
        "right": f"{matter.day} · {words('edition {release}', release=matter.results.release)}",
        "foot": words(
            "Index 0–100 with {level} interval. Method version {version}.",
            level=matter.level,
            version=matter.results.method_version,
        ) if matter.has_ratings else "",
        "method_on": words("How it was worked out: page"),
    }

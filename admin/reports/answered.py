"""What people answered in a whole form, question by question, as the report's tables."""

from __future__ import annotations

from admin.reports.matter import Content, ReportMatter
from admin.reports.printable import printable
from admin.results.form_results import Answered, not_shown, own_title, remark, shown, title
from admin.results.worked_out import worked_out


def answered_section(matter: ReportMatter) -> Content | None:
    """Every question of the survey's whole form; None where it asks none."""
    if not matter.answered:
        return None
    words = matter.words
    return {
        "title": words("What people answered"),
        "says": words(
            "Each question of the form, in its order. Free words are not shown: what somebody "
            "wrote can point them out."
        ),
        "head": [words("Answer"), words("People"), "", ""],
        "questions": [
            _question(matter, one) for one in matter.answered if not one.counted.hidden
        ],
        "few_title": words("Not shown, so that nobody can be pointed out:"),
        "few": [
            printable(title(one, words)) for one in matter.answered if one.counted.hidden
        ],
        "more": printable(worked_out(matter.campaign, words)),
    }


def _question(matter: ReportMatter, one: Answered) -> Content:
    return {
        "title": printable(own_title(one, matter.words)),
        "group": printable(one.group),
        "says": printable(
            remark(one, matter.words, lambda number: matter.figures.number(number, 1))
        ),
        "rows": _rows(matter, one),
    }


def _rows(matter: ReportMatter, one: Answered) -> list[Content]:
    """What is shown, with its share of those who answered where that many is told."""
    rows: list[Content] = []
    for label, n in shown(one):
        part = None if one.counted.n is None else n / one.counted.n
        rows.append({
            "name": printable(label), "count": matter.figures.count(n), "is_shown": True,
            "share": None if part is None else part * 100,
            "share_says": "" if part is None else matter.figures.percent(part),
        })
    if hidden := not_shown(one, matter.words):
        rows.append({
            "name": printable(hidden), "count": matter.words("not shown"), "is_shown": False,
            "share": None, "share_says": "",
        })
    return rows

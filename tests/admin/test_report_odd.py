"""The report says that answers look odd, and that models were tried, in a sentence each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from admin.reports.matter import ReportMatter
from admin.reports.opening import opening
from assets.words import Words
from survey.beside import Flag
from survey.conduct import Arm, Conduct, Trial
from survey.odd import Odd
from tests.admin import printed
from tests.admin import test_beside_results as beside
from tests.admin.example_results import example
from tests.admin.report_examples import an_id, example_campaign
from vardera import main

town = beside.town
MATTER = ReportMatter(results=example(), campaign=example_campaign(), words=Words("en"))
SOME = Odd(answers=1_240, reasons=((Flag.BURST, 1_240),))


def said(matter: ReportMatter) -> str:
    return str(opening(matter))


def test_odd_answers_are_told_once_and_calmly() -> None:
    told = said(replace(MATTER, odd=SOME))
    assert told.count("1,240 answers look odd") == 1 and "count like any other" in told
    assert "odd" not in said(MATTER)


def test_few_odd_answers_are_not_numbered() -> None:
    few = Odd(answers=None, reasons=((Flag.CLOSED, None),))
    assert "Some answers look odd" in said(replace(MATTER, odd=few))


def test_they_are_told_where_no_figure_can_be_shown() -> None:
    rows = tuple(
        replace(row, n=None, value_index=None, ci=None,
                factors=tuple(replace(f, index=None) for f in row.factors))
        for row in MATTER.results.rows
    )
    none = replace(MATTER, odd=SOME, results=replace(MATTER.results, rows=rows))
    assert said(none).count("1,240 answers look odd") == 1


def test_models_that_were_tried_are_named() -> None:
    arms = (Arm(id=an_id("a"), name="Faces first"), Arm(id=an_id("b"), name="All questions"))
    tried = replace(MATTER.campaign, conduct=Conduct(trial=Trial(arms=arms)))
    told = said(replace(MATTER, campaign=tried))
    assert "2 ways of asking were tried side by side (Faces first, All questions)" in told
    assert "tried" not in said(MATTER)


@pytest.mark.usefixtures("qapp")
def test_the_command_hands_them_to_the_report(town: str, tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"
    assert main(["report", town, "--out", str(out), "--language", "en"]) == 0
    text = " ".join(printed.text(out).split())
    assert "Some answers look odd" in text and "(Short, Long)" in text

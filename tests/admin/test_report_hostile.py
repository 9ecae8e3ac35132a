"""What people write in a campaign is set as they wrote it, and never read as markup."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from admin.reports.printable import printable
from admin.reports.value_report import write_report
from assets.words import Words
from survey.results import ValueResults
from tests.admin import printed
from tests.admin.example_results import example
from tests.admin.report_examples import MADE, example_campaign

# Pictures are drawn by Qt; one application serves all tests of a run.
pytestmark = pytest.mark.usefixtures("qapp")

MARKUP = '#*_$@<>\\[] #panic("out") #import "x": y // `raw` = head'
READ_FILE = '#read("/etc/passwd") #sys.inputs #image("x.png")'


def made_in(folder: Path, results: ValueResults, **changes: object) -> Path:
    return write_report(
        results, example_campaign(**changes), folder / "r.pdf", words=Words("en"), made=MADE
    )


@pytest.mark.parametrize("hostile", [MARKUP, READ_FILE])
def test_typst_markup_in_every_text_is_set_as_written(tmp_path: Path, hostile: str) -> None:
    texts = {"sv": hostile, "en": hostile}
    results = example(("gender",))
    rows = tuple(replace(row, label=hostile) if row.group else row for row in results.rows)
    weights = tuple(replace(w, name=hostile) for w in results.weights)
    report = made_in(
        tmp_path, replace(results, rows=rows, weights=weights, release=hostile),
        title=texts, about=texts, organisation=hostile, contact=hostile,
    )  # fmt: skip
    said = printed.flowing(report)
    for part in hostile.split():
        assert part in said
    assert printed.info(report)["Title"] == hostile
    assert "root:" not in said


@pytest.mark.parametrize(
    "odd",
    [
        "En emoji \U0001f600 och kinesiska \u4e2d\u6587",
        "styr\x00tecken\x1b[31m\x07 och \u202eomv\u00e4nt\u202c",
        "halvt surrogat \ud83d",
        "e\u0301 o\u0302\u0323 \u0f40\u0f71",
        "rad ett\r\nrad tv\u00e5\u2028rad tre\ttabb",
        "\u0645\u0631\u062d\u0628\u0627 \u1230\u120b\u121d",
    ],
)
def test_signs_that_no_font_has_do_not_stop_the_report(tmp_path: Path, odd: str) -> None:
    results = example(("gender",))
    row = replace(
        results.rows[0], factors=tuple(replace(f, name=odd) for f in results.rows[0].factors)
    )
    texts = {"sv": odd, "en": odd}
    report = made_in(
        tmp_path, replace(results, rows=(row, *results.rows[1:])), title=texts, about=texts
    )
    assert int(printed.info(report)["Pages"]) >= 4


def test_a_very_long_word_breaks_instead_of_leaving_the_page(tmp_path: Path) -> None:
    word = "Ostl" + "a" * 400 + "r"
    report = made_in(
        tmp_path, example(("gender",)), title={"en": word}, about={"en": word}, contact=word
    )
    edges = [found.right for found in printed.words(report)]
    assert max(edges) < 595, "every word ends on the page"


def test_an_empty_about_says_that_nobody_has_described_the_figures(tmp_path: Path) -> None:
    report = made_in(tmp_path, example(("gender",)), about={"sv": " \n "})
    assert "have not described what the figures stand for" in printed.flowing(report)


def test_printable_keeps_ordinary_text_as_it_is() -> None:
    kept = "Åsa & Örjan: 5–10 %, ”citat” – 1\u00a0038\nny rad"
    assert printable(kept) == kept

"""The value report as a file: what is in it, for whom, and the same every time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from admin.reports.value_report import write_pictures, write_report
from assets.words import Words
from survey.results import ResultRow, ValueResults
from tests.admin import printed
from tests.admin.example_results import example
from tests.admin.report_examples import MADE, example_campaign

# Pictures are drawn by Qt; one application serves all tests of a run.
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_in(tmp_path_factory.mktemp("report"), example())


def made_in(folder: Path, results: ValueResults, language: str = "sv", **changes: object) -> Path:
    return write_report(
        results, example_campaign(**changes), folder / "report.pdf",
        words=Words(language), made=MADE, unit_label="Hela kommunen",
    )  # fmt: skip


def test_the_report_has_four_to_eight_a4_pages(report: Path) -> None:
    told = printed.info(report)
    assert 4 <= int(told["Pages"]) <= 8
    assert "A4" in told["Page size"]


def test_the_report_is_tagged_in_its_language_with_a_title(report: Path) -> None:
    told, inside = printed.info(report), printed.inside(report)
    assert told["Tagged"] == "yes"
    assert told["Title"] == "Framtidens Upplands Väsby"
    assert b"/StructTreeRoot" in inside
    assert b"/MarkInfo" in inside
    assert b"/Lang(sv)" in inside.replace(b" ", b"")
    assert b"pdfuaid:part>1<" in inside


def test_a_screen_reader_meets_headings_table_heads_and_a_described_picture(report: Path) -> None:
    structure = printed.tags(report)
    assert structure.count("\n  H1") == 1
    assert structure.count("\n  H2") >= 6
    assert len(re.findall(r"^ +TH\b", structure, re.MULTILINE)) >= 15
    assert b"/Alt" in printed.inside(report)


def test_every_font_is_carried_inside_and_none_comes_from_the_machine(report: Path) -> None:
    fonts = printed.fonts(report)
    assert all(fonts.values())
    assert {name.partition("-")[0] for name in fonts} == {"NotoSans", "Raleway"}


def test_the_first_page_says_what_the_figures_are_and_the_key_figures(report: Path) -> None:
    first = " ".join(printed.text(report).split("\f")[0].split())
    whole = example().rows[0]
    assert whole.value_index is not None
    assert "De visar inte hur det är i dag." in first
    assert f" {whole.value_index:.0f} " in first
    assert "1 038" in first
    assert "1 030" in first, "participants behind the weights"


def test_every_factor_and_every_shown_group_stands_with_its_figures(report: Path) -> None:
    text = printed.text(report)
    everybody, *groups = example(("area",)).rows
    for factor in everybody.factors:
        assert factor.name.split()[0] in text
        assert f"{factor.index:.0f}" in text
    for row in groups:
        if not row.suppressed:
            line = next(line for line in text.splitlines() if row.label in line)
            assert f" {row.n} " in line
            assert f" {row.value_index:.0f} " in line


def test_a_hidden_group_is_named_as_hidden_and_has_no_figure(report: Path) -> None:
    lines = printed.text(report).splitlines()
    about = [line for line in lines if "Annat/inget kön" in line]
    assert about
    table_rows = [line.split("Annat/inget kön")[1] for line in about]
    assert not any(c.isdigit() for rest in table_rows for c in rest)


def test_figures_left_in_something_hidden_never_reach_the_paper(tmp_path: Path) -> None:
    results = example()
    loud = [hushed(row) if row.label in ("Runby", "Kvinna") else row for row in results.rows]
    text = printed.text(made_in(tmp_path, replace(results, rows=tuple(loud))))
    assert "Runby" in text
    assert "7 777" not in text and "7777" not in text
    assert "99–99" not in text and "98,7" not in text
    folder = tmp_path / "pictures"
    campaign = example_campaign()
    written = write_pictures(
        replace(results, rows=tuple(loud)), campaign, folder, words=Words("sv")
    )
    assert not any("7777" in file.read_text("utf-8") for file in written)


def hushed(row: ResultRow) -> ResultRow:
    """A row that is marked as hidden while its figures were forgotten in it."""
    factors = tuple(
        replace(f, n=7777, suppressed=True, index=98.7, ci=(99, 99.4)) for f in row.factors
    )
    return replace(row, suppressed=True, n=7777, value_index=98.7, ci=(99, 99.4), factors=factors)


def test_a_hidden_factor_in_a_shown_group_says_so(tmp_path: Path) -> None:
    results = example(("gender",))
    rows = [
        replace(r, factors=tuple(replace(f, suppressed=True) for f in r.factors))
        if r.label == "Vill ej uppge"
        else r
        for r in results.rows
    ]
    before = printed.text(made_in(tmp_path, results, "en")).count("not shown")
    after = printed.text(made_in(tmp_path, replace(results, rows=tuple(rows)), "en"))
    assert after.count("not shown") >= before + 10


def test_the_same_input_gives_the_same_bytes_and_another_day_others(tmp_path: Path) -> None:
    first = made_in(tmp_path, example()).read_bytes()
    assert made_in(tmp_path, example()).read_bytes() == first
    later = write_report(
        example(), example_campaign(), tmp_path / "later.pdf",
        words=Words("sv"), made=MADE + timedelta(days=1, microseconds=7),
        unit_label="Hela kommunen",
    )  # fmt: skip
    assert later.read_bytes() != first


def test_the_report_speaks_english_when_asked(tmp_path: Path) -> None:
    report = made_in(tmp_path, example(), "en")
    assert b"/Lang(en)" in printed.inside(report).replace(b" ", b"")
    assert "How to read the report" in printed.flowing(report)
    assert printed.info(report)["Title"] == "The future of Upplands Väsby"


def test_too_few_answers_still_make_a_report_that_says_so(tmp_path: Path) -> None:
    results = example()
    rows = tuple(hushed(row) for row in results.rows)
    report = made_in(tmp_path, replace(results, rows=rows, taken_in=1))
    said = printed.flowing(report)
    assert "För få svar än så länge" in printed.text(report).split("\f")[0]
    assert "Så många har inte svarat än." in said and "Låt undersökningen fortsätta" in said
    assert "Svar som tagits in från färre än 5 personer" in said
    assert "Grupper jämförs när tillräckligt många har svarat." in said
    for conclusion in ("bilden", "fyra fälten", "visas inte,", "Det viktigaste", "Var bor du?"):
        assert conclusion not in said
    assert int(printed.info(report)["Pages"]) == 2


def test_a_survey_without_weights_still_makes_a_report(tmp_path: Path) -> None:
    results = example()
    nothing = tuple(
        replace(w, weight=0.0, ci=None, n_groups=0, n_participants=0, excluded=4)
        for w in results.weights
    )
    rows = tuple(replace(r, value_index=None, ci=None, weight_present=None) for r in results.rows)
    report = made_in(tmp_path, replace(results, weights=nothing, rows=rows), "en")
    said = printed.flowing(report)
    assert "No focus group has given points yet." in said
    assert "Let at least one focus group give its points" in said
    assert "The groups have no value index until a focus group has given points." in said
    for missing in ("four fields", "not shown not shown", "What matters most", "highest weight"):
        assert missing not in said
    counted = [line.split() for line in printed.text(report).splitlines() if "Runby " in line]
    assert any("100" in line for line in counted), "how many answered is still told"


def test_the_words_fit_what_the_survey_asked(report: Path) -> None:
    said = printed.flowing(report).lower()
    for judged in ("betyg", "förväntning", "upplevelse", "fungerar"):
        assert judged not in said
    assert "vikt och index" in said


def test_the_first_page_explains_its_interval_and_asks_no_question_twice(report: Path) -> None:
    first = " ".join(printed.text(report).split("\f")[0].split())
    assert "95 % av sådana intervall innehålla det sanna värdet" in first
    assert "säkerhet ligger" not in first
    said = printed.flowing(report)
    assert "?:" not in said and "bor du:" not in said


def test_a_long_introduction_runs_on_without_leaving_a_page_empty(tmp_path: Path) -> None:
    about = {"sv": "\n".join(["Det här visar siffrorna, och det här visar de inte. " * 3] * 9)}
    pages = printed.text(made_in(tmp_path, example(), about=about)).split("\f")
    assert "Faktor för faktor" in pages[1]


def test_results_without_everybody_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="everybody"):
        made_in(tmp_path, replace(example(), rows=example().rows[1:]))
    assert list(tmp_path.iterdir()) == []


def test_pictures_are_whole_svg_with_words_inside(tmp_path: Path) -> None:
    written = write_pictures(example(), example_campaign(), tmp_path, words=Words("sv"))
    assert {f.name for f in written} == {
        "factors.svg", "spread.svg", "matrix.svg", "groups-1.svg", "groups-2.svg",
    }  # fmt: skip
    for file in written:
        root = ElementTree.parse(file).getroot()  # noqa: S314 - our own file
        assert root.tag.endswith("svg")
        told = {child.tag.rpartition("}")[2]: child.text for child in root}
        assert told["title"]
        assert told["desc"] and len(told["desc"]) > 80

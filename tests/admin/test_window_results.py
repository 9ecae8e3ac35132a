"""Results: choosing what to see, sentences, and the report."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from admin.background import Waiting
from admin.pictures.model import Distribution, Dots, Matrix
from admin.results.presenter import ResultsPresenter
from admin.results.sheet import make_sheet
from admin.results.state import QuestionRow, ReportNotMade, ResultsState
from admin.shell.tone import Tone
from assets.words import Words
from survey.results import ValueResults
from tests.admin.example_results import NAMES, example
from tests.admin.window_builders import CHOICE, FakeFigures, attempt

SV = Words("sv")


@dataclass
class Page:
    shown: list[ResultsState] = field(default_factory=list)

    def show_state(self, state: ResultsState) -> None:
        self.shown.append(state)

    @property
    def now(self) -> ResultsState:
        return self.shown[-1]


@dataclass
class Scene:
    figures: FakeFigures = field(default_factory=FakeFigures)
    page: Page = field(default_factory=Page)
    background: Waiting = field(default_factory=lambda: Waiting(attempt))

    def __post_init__(self) -> None:
        self.presenter = ResultsPresenter(self.page, self.figures, self.background)
        self.presenter.show(SV)
        self.presenter.workspace_opened()
        self.background.flush()


def test_everybody_is_shown_first_with_the_most_important_factor_on_top() -> None:
    state = Scene().page.now
    assert state.sheet is not None and state.sheet.value == "66"
    assert [row.name for row in state.sheet.factors][:2] == ["Skolan", "Utbildning"]
    assert state.sheet.factors[0].weight_text == "13,5\u00a0%"
    assert isinstance(state.sheet.matrix.picture if state.sheet.matrix else None, Matrix)
    assert state.sheet.groups is None
    assert state.rows == (("Alla", True),)


def test_dividing_shows_the_groups_beside_each_other_without_reckoning_again() -> None:
    scene = Scene()
    scene.presenter.choose_grouping(2)
    state = scene.page.now
    assert [label for label, _ in state.rows] == [
        "Alla", "Kvinna", "Man", "Vill ej uppge", "Annat/inget kön",
    ]  # fmt: skip
    assert state.sheet is not None and state.sheet.groups is not None
    assert isinstance(state.sheet.groups.picture, Dots)
    assert scene.figures.asked == [("area", "gender")]


def test_a_group_is_shown_with_its_own_figures() -> None:
    scene = Scene()
    scene.presenter.choose_grouping(2)
    scene.presenter.choose_row(1)
    sheet = scene.page.now.sheet
    assert sheet is not None and sheet.who == "Kvinna" and sheet.facts.startswith("501 personer")


def test_a_hidden_group_cannot_be_chosen() -> None:
    scene = Scene()
    scene.presenter.choose_grouping(2)
    scene.presenter.choose_row(4)
    assert scene.page.now.row == 0


def test_another_language_names_everything_anew() -> None:
    scene = Scene()
    scene.presenter.show(Words("en"))
    scene.background.flush()
    sheet = scene.page.now.sheet
    assert scene.page.now.rows[0][0] == "Everybody"
    assert sheet is not None and sheet.factors[0].weight_text == "13.5%"


def test_the_report_is_saved_where_the_person_said() -> None:
    scene = Scene()
    scene.presenter.save_report(Path("/home/anna/rapport.pdf"))
    scene.presenter.save_report(Path("/home/anna/rapport.pdf"))
    scene.background.flush()
    assert scene.figures.saved == [(CHOICE.id, Path("/home/anna/rapport.pdf"), "sv")]
    assert scene.page.now.message == "Rapporten är sparad: /home/anna/rapport.pdf"
    assert scene.page.now.tone is Tone.GOOD


@dataclass
class Failing(FakeFigures):
    def save_report(self, campaign: object, file: Path, words: Words) -> None:
        raise ReportNotMade("the template could not be set")


def test_a_report_that_could_not_be_made_is_told() -> None:
    scene = Scene(figures=Failing())
    scene.presenter.save_report(Path("/home/anna/rapport.pdf"))
    scene.background.flush()
    assert scene.page.now.tone is Tone.TROUBLE
    assert scene.page.now.message == "the template could not be set"


def sheet_of(results: ValueResults, number: int = 0) -> str:
    groups = [row for row in results.rows if "area" in row.group]
    made = make_sheet(results, CHOICE, results.rows[number], groups, SV)
    pictured = [p.sentence for p in (made.matrix, made.distribution, made.groups) if p]
    return " ".join((*made.findings, made.table_sentence, *pictured))


def test_what_cannot_be_told_apart_is_not_ranked() -> None:
    said = sheet_of(example())
    assert "Skolan och Utbildning är viktigast" in said
    assert "de går inte att skilja åt" in said
    assert "Område: Ingen säker skillnad mellan grupperna som visas." in said


def test_uncertain_priorities_are_said_with_their_doubt() -> None:
    said = sheet_of(example())
    doubted = next(part for part in said.split(". ") if part.startswith("Trygghet"))
    assert doubted.endswith("men det är inte säkert")


def test_a_certain_priority_is_said_without_doubt() -> None:
    results = example()
    everybody = results.rows[0]
    low = replace(everybody.factors[7], mean=2.6, index=40.0, ci=(38.0, 42.0))
    row = replace(everybody, factors=(*everybody.factors[:7], low, *everybody.factors[8:]))
    said = sheet_of(replace(results, rows=(row, *results.rows[1:])))
    assert "Skolan är viktigt men har lågt index: börja där." in said
    assert "Skolan har lägst index, 40." in said


def test_certain_differences_between_groups_name_both() -> None:
    results = example()
    rows = list(results.rows)
    at = next(n for n, row in enumerate(rows) if row.label == "Runby")
    rows[at] = replace(rows[at], value_index=40.0, ci=(37.0, 43.0))
    said = sheet_of(replace(results, rows=tuple(rows)))
    assert "Område: Största säkra skillnaden i värdeindex: 40 för Runby (100 personer) och" in said


def test_a_question_that_ends_in_a_question_mark_gets_no_colon() -> None:
    results = example()
    rows = list(results.rows)
    at = next(n for n, row in enumerate(rows) if row.label == "Runby")
    rows[at] = replace(rows[at], value_index=40.0, ci=(37.0, 43.0))
    asked = replace(CHOICE, groupings=(("area", "Var bor du?"), ("gender", "Kön")))
    groups = [row for row in rows if "area" in row.group]
    made = make_sheet(replace(results, rows=tuple(rows)), asked, rows[0], groups, SV)
    said = " ".join(made.findings)
    assert "Var bor du? Största" in said and "?:" not in said


def test_the_sentence_above_the_groups_is_about_the_value_index_that_they_show() -> None:
    results = example()
    rows = list(results.rows)
    at = next(n for n, row in enumerate(rows) if row.label == "Runby")
    low = replace(rows[at].factors[0], index=10.0, ci=(9.0, 11.0))
    rows[at] = replace(rows[at], factors=(low, *rows[at].factors[1:]))
    results = replace(results, rows=tuple(rows))
    groups = [row for row in rows if "area" in row.group]
    made = make_sheet(results, CHOICE, rows[0], groups, SV)
    assert made.groups is not None
    said = "Ingen säker skillnad i värdeindex mellan grupperna som visas."
    assert made.groups.sentence == said
    assert any("Parker och grönområden, 10 för Runby (100 personer)" in f for f in made.findings)


def test_answers_and_people_are_not_confused() -> None:
    made = make_sheet(example(), CHOICE, example().rows[0], example(("gender",)).rows[1:], SV)
    assert made.facts.startswith("1\u00a0038 personer")
    assert made.distribution is not None and made.groups is not None
    spread, dots = made.distribution.picture, made.groups.picture
    assert isinstance(spread, Distribution) and spread.rows[0].figure == "5\u00a0180 svar"
    assert isinstance(dots, Dots) and {row.note for row in dots.rows} >= {"501 personer"}


def test_nothing_of_a_hidden_group_is_shown() -> None:
    results = example()
    number = next(n for n, row in enumerate(results.rows) if row.suppressed)
    made = make_sheet(results, CHOICE, results.rows[number], (), SV)
    assert made.value == "–" and made.matrix is None and made.distribution is None
    assert made.value_note == "För få svar för att visa en siffra."
    assert {row.index_text for row in made.factors} == {"visas inte"}
    assert len(made.factors) == len(NAMES)


def test_without_focus_groups_it_says_why_there_is_no_value_index() -> None:
    results = example()
    weights = tuple(
        replace(w, weight=0.0, ci=None, n_groups=0, n_participants=0) for w in results.weights
    )
    row = replace(results.rows[0], value_index=None, ci=None, weight_present=None)
    made = make_sheet(replace(results, weights=weights, rows=(row,)), CHOICE, row, (), SV)
    assert made.value_note == "Värdeindex finns först när en fokusgrupp har fördelat poäng."
    assert made.matrix is None
    assert made.findings[0].startswith("Det finns inga vikter än")


def test_without_weights_every_group_has_its_factors_in_words() -> None:
    results = example(("area",))
    weights = tuple(
        replace(w, weight=0.0, ci=None, n_groups=0, n_participants=0) for w in results.weights
    )
    rows = tuple(
        replace(row, value_index=None, ci=None, weight_present=None) for row in results.rows
    )
    everybody, *groups = rows
    made = make_sheet(replace(results, weights=weights, rows=rows), CHOICE, everybody, groups, SV)
    assert made.groups is not None and made.groups.picture is None
    why, *told = made.groups.sentence.splitlines()
    assert "fokusgrupp" in why and len(told) == len(groups)
    for row, line in zip(groups, told, strict=True):
        index = row.factors[0].index
        said = "visas inte" if row.suppressed else f"{NAMES[0]} {index:.0f}"
        assert line.startswith(f"•  {row.label}: ") and said in line


def test_what_people_answered_in_a_form_stands_below_for_everybody_only() -> None:
    rows = (
        QuestionRow(question="Var bor du?", answer="12 personer har svarat.", people=""),
        QuestionRow(question="", answer="Norr", people="7"),
    )
    scene = Scene(figures=FakeFigures(answered=rows))
    assert scene.page.now.sheet is not None and scene.page.now.sheet.questions == rows
    scene.presenter.choose_grouping(2)
    scene.presenter.choose_row(1)
    assert scene.page.now.row == 1
    assert scene.page.now.sheet is not None
    (told,) = scene.page.now.sheet.questions
    assert told.question.endswith("visas för alla tillsammans.") and not told.people


def test_without_ratings_the_window_says_so_and_promises_no_value_index() -> None:
    results = example(())
    (everybody,) = results.rows
    bare = replace(everybody, factors=(), value_index=None, ci=None, weight_present=None)
    results = replace(results, weights=(), rows=(bare,))
    sheet = make_sheet(results, CHOICE, bare, (), SV)
    assert sheet.value == "–" and "inga betyg" in sheet.value_note
    assert "fråga för fråga" in sheet.findings[0]
    assert sheet.factors == () and sheet.matrix is None and sheet.distribution is None
    assert "fokusgrupp" not in sheet.method
    few = replace(bare, n=None, suppressed=True)
    assert "För få" in make_sheet(results, CHOICE, few, (), SV).findings[0]

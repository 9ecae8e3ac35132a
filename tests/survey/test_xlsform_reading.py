from __future__ import annotations

import pytest

from survey.forms.definition import FormDefinition, Node, NodeKind
from survey.forms.problems import FormProblem
from survey.forms.read.form import read_form
from survey.forms.write.xform import write_xform
from survey.forms.write.xlsx import write_xlsx

TOWNS = """
| choices |
| | list_name | name | label | state |
| | towns | v | Väsby | a |
| | towns | s | Solna | b |
"""


def form(survey: str, more: str = "") -> FormDefinition:
    reading = read_form(f"| survey |\n{survey}\n{more}".encode(), "visit")
    assert reading.form is not None, [p.message for p in reading.problems]
    return reading.form


def told(survey: str, more: str = "") -> list[FormProblem]:
    return list(read_form(f"| survey |\n{survey}\n{more}".encode(), "visit").problems)


def places(problems: list[FormProblem]) -> list[tuple[str, str, str]]:
    return [(p.code, p.spot.sheet, p.spot.cell) for p in problems]


def node(made: FormDefinition, name: str) -> Node:
    return next(node for node in made.walk() if node.name == name)


def test_all_faults_are_told_at_once_each_with_its_cell() -> None:
    problems = told(
        "| | type | name | label | relevant |\n"
        "| | txt | a | A | |\n"
        "| | text | 1b | B | |\n"
        "| | text | c | C ${aa} | |\n"
        "| | select_one twns | d | D | ${a} = |\n",
        TOWNS,
    )
    assert places(problems) == [
        ("type-misspelt", "survey", "A2"),
        ("bad-name", "survey", "B3"),
        ("reference-misspelt", "survey", "C4"),
        ("list-misspelt", "survey", "A5"),
        ("expression-left-out", "survey", "D5"),
    ]
    assert problems[0].hint == "Did you mean text?"
    assert problems[2].offset == 2
    assert problems[4].offset == len("${a} =")


@pytest.mark.parametrize("column", ["relevant", "calculation", "required", "constraint"])
@pytest.mark.parametrize(
    ("text", "code"), [("it's", "expression-left-out"), ("strng(1)", "function-fault")]
)
def test_an_expression_nobody_can_read_is_told_kept_and_left_out(
    column: str, text: str, code: str
) -> None:
    made = form(f"| | type | name | label | {column} |\n| | text | a | A | {text} |")
    assert getattr(made.nodes[0], column) == ""
    assert text in write_xform(made).decode()
    again = read_form(write_xlsx(made), "form")
    assert again.form is not None
    assert [(p.code, p.severity.value, p.spot.text) for p in again.problems] == [
        (code, "warning", text)
    ]


def test_a_count_nobody_can_read_gives_no_repeats() -> None:
    survey = (
        "| | type | name | label | repeat_count |\n| | begin_repeat | r | R | 1 + |\n"
        "| | text | a | A | |\n| | end_repeat | | | |"
    )
    assert node(form(survey), "r_count").calculation == "''"
    assert [(p.code, p.spot.cell) for p in told(survey)] == [("expression-left-out", "D2")]


def test_a_name_with_a_capital_a_ring_is_told_how_to_be_written() -> None:
    problems = told("| | type | name | label |\n| | text | ÅrÅr | A |")
    assert [(p.code, p.hint) for p in problems] == [("name-capital", "Write årår.")]
    assert form("| | type | name | label |\n| | text | ålder | A |")


def test_a_misspelt_column_is_kept_and_told() -> None:
    survey = "| | type | name | label | relevnt |\n| | text | a | A | 1 |"
    made = form(survey)
    assert [(c.sheet, c.row, c.column, c.value) for c in made.kept] == [
        ("survey", 2, "relevnt", "1")
    ]
    assert [(p.code, p.values["meant"]) for p in told(survey)] == [("column-misspelt", "relevant")]


def test_sheets_nobody_knows_are_kept_cell_by_cell() -> None:
    made = form("| | type | name | label |\n| | text | a | A |", "| notes |\n| | x |\n| | y |")
    assert [(c.sheet, c.row, c.column, c.value) for c in made.kept] == [
        ("notes", 1, "A", "x"),
        ("notes", 2, "A", "y"),
    ]


def test_the_same_file_gives_the_same_ids_and_a_label_changes_none() -> None:
    first = form("| | type | name | label |\n| | text | a | A |")
    again = form("| | type | name | label |\n| | text | a | Another |")
    assert first.nodes[0].id == again.nodes[0].id
    assert first.nodes[0].text != again.nodes[0].text


def test_an_id_in_the_file_stays_when_the_name_changes() -> None:
    id = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
    made = form(f"| | type | name | label | x_id |\n| | text | new | A | {id} |")
    assert str(made.nodes[0].id) == id


def test_a_copied_row_gets_its_own_id() -> None:
    id = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
    survey = (
        f"| | type | name | label | x_id |\n| | text | a | A | {id} |\n| | text | b | B | {id} |"
    )
    made = form(survey)
    assert str(made.nodes[0].id) == id != str(made.nodes[1].id)
    assert [p.code for p in told(survey)] == ["doubled-id"]


def test_words_of_several_languages_and_the_unnamed_one() -> None:
    made = form(
        "| | type | name | label | label::sv | hint::sv |\n"
        "| | text | a | Plain | Enkel | Tips |\n"
        "| | text | b | Only | | |"
    )
    assert node(made, "a").text == {
        "label": {"default": "Plain", "sv": "Enkel"},
        "hint": {"sv": "Tips"},
    }
    assert node(made, "b").text == {"label": {"": "Only"}}
    assert made.languages == ("default", "sv")


def test_or_other_becomes_a_choice_and_a_question() -> None:
    made = form("| | type | name | label |\n| | select_one towns or_other | t | T |", TOWNS)
    assert [choice.name for choice in made.lists[0].choices] == ["v", "s", "other"]
    other = node(made, "t_other")
    assert (other.type, other.relevant) == ("text", "selected(../t, 'other')")


def test_a_count_that_is_worked_out_becomes_a_value_beside_the_repeat() -> None:
    made = form(
        "| | type | name | label | repeat_count |\n"
        "| | integer | n | N | |\n"
        "| | begin_repeat | r | R | ${n} div 2 |\n"
        "| | text | a | A | |\n"
        "| | end_repeat | | | |"
    )
    assert [n.name for n in made.nodes] == ["n", "r_count", "r"]
    assert node(made, "r").count == "${r_count}"
    assert node(made, "r_count").kind is NodeKind.VALUE


def test_a_loop_becomes_a_group_for_each_choice() -> None:
    made = form(
        "| | type | name | label |\n"
        "| | begin loop over towns | l | L |\n"
        "| | integer | n | How many in %(label)s? |\n"
        "| | end loop | | |",
        TOWNS,
    )
    groups = made.nodes[0].nodes
    assert [group.name for group in groups] == ["v", "s"]
    assert groups[1].nodes[0].text["label"] == {"": "How many in Solna?"}


@pytest.mark.parametrize(
    ("type", "parameters", "appearance", "scale"),
    [
        ("range", "start=1 end=5 step=1", "x-rating-faces", "faces"),
        ("select_one towns", "", "x-rating-agreement likert", "agreement"),
    ],
)
def test_our_ratings_are_told_by_their_appearance(
    type: str, parameters: str, appearance: str, scale: str
) -> None:
    made = form(
        "| | type | name | label | parameters | appearance |\n"
        f"| | {type} | r | R | {parameters} | {appearance} |",
        TOWNS,
    )
    assert made.nodes[0].type == "rating"
    assert made.nodes[0].parameters["scale"] == scale


def test_circles_are_told_with_their_way_round() -> None:
    problems = told(
        "| | type | name | calculation |\n"
        "| | calculate | x | ${y} + 1 |\n"
        "| | calculate | y | ${x} + 1 |"
    )
    assert [(p.code, p.values["path"]) for p in problems] == [("cycle", "x (C2) → y (C3) → x")]


def test_an_earlier_instance_of_a_repeat_is_no_circle() -> None:
    survey = (
        "| | type | name | label | calculation |\n"
        "| | begin_repeat | r | R | |\n"
        "| | calculate | t | | indexed-repeat(${t}, ${r}, position(..) - 1) + 1 |\n"
        "| | end_repeat | | | |"
    )
    assert told(survey) == []


def test_a_question_shown_inside_what_it_decides_over_is_a_circle() -> None:
    problems = told(
        "| | type | name | label | relevant |\n"
        "| | begin_group | g | G | ${a} = 1 |\n"
        "| | integer | a | A | |\n"
        "| | end_group | | | |"
    )
    assert [p.code for p in problems] == ["cycle"]


def test_unknown_functions_and_filters_on_missing_columns_are_warnings() -> None:
    survey = (
        "| | type | name | label | calculation | choice_filter |\n"
        "| | calculate | c | | strng(1) | |\n"
        "| | select_one towns | t | T | | stat = 'a' |"
    )
    assert form(survey, TOWNS)
    assert [(p.code, p.severity.value) for p in told(survey, TOWNS)] == [
        ("function-fault", "warning"),
        ("filter-column-misspelt", "warning"),
    ]


def test_what_a_kiosk_cannot_ask_is_named() -> None:
    problems = told("| | type | name | label |\n| | geotrace | way | Way |")
    assert [(p.code, p.severity.value) for p in problems] == [("not-on-a-kiosk", "warning")]


@pytest.mark.parametrize(("depth", "codes"), [(60, []), (61, ["too-deep"]), (3000, ["too-deep"])])
def test_groups_inside_one_another_have_a_limit(depth: int, codes: list[str]) -> None:
    begins = "".join(f"| | begin_group | g{n} | G |\n" for n in range(depth))
    ends = "| | end_group | | |\n" * depth
    survey = f"| | type | name | label |\n{begins}| | text | a | A |\n{ends}"
    assert [p.code for p in told(survey)] == codes


def test_a_problem_can_be_said_in_another_language() -> None:
    problem = told("| | type | name | label |\n| | txt | a | A |")[0]
    words = {"There is no question type {type}.": "Frågetypen {type} finns inte."}
    said = problem.told(lambda text: words.get(text, text))
    assert said == ("Frågetypen txt finns inte.", "Did you mean text?")


def test_many_columns_nobody_knows_are_read_in_time() -> None:
    strange = "".join(f" c{n} |" for n in range(5_000))
    assert form(f"| | type | name | label |{strange} relevnt |\n| | text | a | A |")
    survey = f"| | type | name | label | relevnt |{strange}\n| | text | a | A |"
    assert [p.code for p in told(survey)] == ["column-misspelt"]

from __future__ import annotations

import io
from dataclasses import replace
from uuid import UUID

import openpyxl

from survey.forms.definition import Cell, FormDefinition, Node
from survey.forms.read.form import read_form
from survey.forms.write.xlsx import write_xlsx

VISIT = """
| survey |
| | type | name | label::sv | label::en | relevant | parameters | appearance | note |
| | begin_group | p | Fördela | Share out | | total=100 | x-points field-list | |
| | integer | a | A | A | | | | mine |
| | integer | b | B | B | ${a} > 1 | | | |
| | end_group | | | | | | | |
| | select_one towns | t | Ort | Town | | | | |
| | range | r | Betyg | Mark | | start=1 end=5 step=1 | x-rating-faces | |
| choices |
| | list_name | name | label::sv | label::en | state |
| | towns | v | Väsby | Vasby | a |
| settings |
| | form_title | form_id | version |
| | Visit | visit | 3 |
"""


def visit() -> FormDefinition:
    form = read_form(VISIT.encode(), "visit").form
    assert form is not None
    return form


def cells(form: FormDefinition) -> dict[str, list[list[str | None]]]:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(form)))
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.rows]
        for sheet in book.worksheets
    }


def back(form: FormDefinition) -> FormDefinition:
    read = read_form(write_xlsx(form), "visit")
    assert read.form is not None, [p.message for p in read.problems]
    return read.form


def placeless(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(replace(node, row=0, nodes=placeless(node.nodes)) for node in nodes)


def test_what_is_written_is_read_as_the_same_form() -> None:
    form, again = visit(), back(visit())
    assert replace(again, nodes=placeless(again.nodes), kept=()) == replace(
        form, nodes=placeless(form.nodes), kept=()
    )
    assert [(c.sheet, c.column, c.value) for c in again.kept] == [("survey", "note", "mine")]


def test_our_types_are_plain_types_with_a_word_in_the_appearance() -> None:
    survey = cells(visit())["survey"]
    header = survey[0]
    at = header.index("appearance")
    assert survey[1][0] == "begin_group"
    assert survey[1][at] == "x-points field-list"
    assert survey[6][0] == "range"
    assert survey[6][at] == "x-rating-faces"


def test_one_label_changed_changes_one_cell() -> None:
    form = visit()
    town = form.nodes[1]
    text = {**town.text, "label": {**town.text["label"], "en": "Place"}}
    changed = replace(form, nodes=(form.nodes[0], replace(town, text=text), *form.nodes[2:]))
    before, after = cells(form), cells(changed)
    assert before.keys() == after.keys()
    different = [
        (old, new)
        for name in before
        for row, other in zip(before[name], after[name], strict=True)
        for old, new in zip(row, other, strict=True)
        if old != new
    ]
    assert different == [("Town", "Place")]


def test_ids_of_our_own_come_back() -> None:
    form = visit()
    own = UUID("1b4e28ba-2fa1-41d2-883f-0016d3cca427")
    towns = form.lists[0]
    choice = replace(towns.choices[0], id=UUID(int=5))
    changed = replace(
        form,
        id=own,
        nodes=(replace(form.nodes[0], id=UUID(int=7)), *form.nodes[1:]),
        lists=(replace(towns, id=UUID(int=6), choices=(choice,)),),
    )
    again = back(changed)
    assert again.id == own
    assert again.nodes[0].id == UUID(int=7)
    assert again.lists[0].id == UUID(int=6)
    assert again.lists[0].choices[0].id == UUID(int=5)


def test_words_that_begin_like_a_formula_stay_words() -> None:
    form = visit()
    node = replace(form.nodes[1], text={"label": {"sv": "=1+1", "en": "a\x0bb"}})
    again = back(replace(form, nodes=(form.nodes[0], node, form.nodes[2])))
    assert again.nodes[1].text["label"] == {"sv": "=1+1", "en": "ab"}


def test_kept_sheets_are_written_as_they_stood() -> None:
    kept = (Cell(sheet="notes", row=1, column="A", value="x"),
            Cell(sheet="notes", row=3, column="C", value="y"))  # fmt: skip
    form = replace(visit(), kept=kept)
    assert cells(form)["notes"] == [["x", None], [None, None], [None, "y"]]


def test_a_kept_cell_of_a_choice_stays_beside_it() -> None:
    text = (
        "| survey |\n| | type | name | label |\n| | select_one l | a | A |\n"
        "| choices |\n| | list_name | name | label | my note |\n"
        "| | l | x | X | |\n| | l | y | Y | mine |\n| | | | | stray |\n"
    )
    form = read_form(text.encode(), "visit").form
    assert form is not None
    rows = [
        ["list_name", "name", "label", "my note"], ["l", "x", "X", None], ["l", "y", "Y", "mine"],
        [None, None, None, "stray"],
    ]  # fmt: skip
    assert cells(form)["choices"] == rows
    assert cells(back(form))["choices"] == rows


def test_a_row_that_was_switched_off_is_written_under_our_columns() -> None:
    survey = (
        "| survey |\n| | type | tag | caption | disabled | relevance |\n"
        "| | text | a | A | | |\n| | text | b | B | yes | 1 |\n"
    )
    form = read_form(survey.encode(), "visit").form
    assert form is not None
    assert cells(form)["survey"] == [
        ["type", "name", "x_id", "label", "relevant", "disabled"],
        ["text", "a", str(form.nodes[0].id), "A", None, None],
        ["text", "b", None, "B", "1", "yes"],
    ]
    assert [node.name for node in back(form).walk()] == ["a"]


def test_languages_stand_in_the_order_of_the_columns_of_each_kind_of_words() -> None:
    form = read_form(
        b"""
        | survey |
        | | type | name | label::en | label::sv | hint::sv | hint::en | constraint_message::sv |
        | | text | a | A | | Tips | Hint | Fel |
        | | text | b | B | B | | Hint | |
        """,
        "visit",
    ).form
    assert form is not None
    columns = [cell for cell in cells(form)["survey"][0] if cell and "::" in cell]
    assert columns == [
        "label::en", "label::sv", "hint::sv", "hint::en", "constraint_message::sv",
    ]  # fmt: skip
    first = back(form).nodes[0].text
    assert list(first) == ["constraint_message", "label", "hint"]
    assert list(first["hint"]) == ["sv", "en"]


def test_a_kept_cell_beside_a_choice_comes_back_the_same() -> None:
    form = read_form(
        b"""
        | survey |
        | | type | name | label |
        | | select_one l | a | A |
        | choices |
        | | our note | list name | name | label |
        | | mine | l | x | X |
        """,
        "visit",
    ).form
    assert form is not None
    assert [(c.column, c.value) for c in form.kept] == [
        ("list_name", "l"), ("name", "x"), ("our note", "mine"),
    ]  # fmt: skip
    assert [replace(c, row=0) for c in back(form).kept] == [replace(c, row=0) for c in form.kept]


def test_sheets_of_any_name_are_written_under_one_that_spreadsheets_hold() -> None:
    long = "n" * 40
    names = ("[x]", "a/b:c*d?", long, f"{long}2", "")
    notes = tuple(Cell(sheet=name, row=1, column="A", value="v") for name in names)
    titles = list(cells(replace(visit(), kept=notes)))
    assert titles[3:] == ["_x_", "a_b_c_d_", "n" * 31, "n" * 29 + " 2", "_"]


def test_a_form_that_asks_nothing_yet_has_its_columns() -> None:
    empty = replace(visit(), nodes=(), kept=())
    assert cells(empty)["survey"][0][:2] == ["type", "name"]


def test_further_columns_stand_in_the_order_of_the_sheet() -> None:
    form = read_form(
        b"""
        | survey |
        | | type | name | label |
        | | select_one l | a | A |
        | | select_one m | b | B |
        | choices |
        | | list_name | name | label | region | lat | lon |
        | | l | x | X | | 1 | 2 |
        | | m | y | Y | r | | |
        | | m | z | Z | | 3 | |
        """,
        "visit",
    ).form
    assert form is not None
    assert cells(form)["choices"][0][3:] == ["region", "lat", "lon"]


def test_what_a_spreadsheet_would_work_out_or_cannot_hold_stays_text() -> None:
    said = "=1+1 < 2 & \"two\"\r\n 'x'\x01 "
    form = replace(visit(), title=said, kept=(Cell(sheet="a/b'<", row=2, column="A", value="="),))
    made = cells(form)
    assert made["settings"][1][0] == said.replace("\x01", "")
    assert made["a_b'<"] == [[None], ["="]]


def test_the_same_form_is_written_as_the_same_bytes() -> None:
    assert write_xlsx(visit()) == write_xlsx(visit())

"""What results say of a whole form: every question with the headings it stands under."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from uuid import UUID

from admin.reports.value_report import write_report
from admin.results.form_results import Answered, form_results, lines, remark, table_rows, title
from admin.results.worked_out import worked_out
from assets.words import Words
from storage.workspace import Workspace
from survey.campaign import Campaign
from survey.forms.definition import FormDefinition
from survey.forms.numbers import Given
from survey.forms.pooling import Column, columns
from survey.records import Further, Kind
from tests.admin import printed
from tests.admin.example_results import example
from tests.admin.report_examples import MADE, example_campaign
from tests.forms import table

EN, SV = Words("en"), Words("sv")
FORM = """
| survey |
|  | type | name | label::Svenska (sv) | label::English (en) | appearance | parameters |
|  | begin_group | hours | Timmar i veckan | Hours a week | x-matrix | |
|  | begin_group | summer | Sommar | Summer | | |
|  | integer | s_day | Dag | Day | | |
|  | integer | s_night | Natt | Night | | |
|  | end_group | | | | | |
|  | begin_group | winter | Vinter | Winter | | |
|  | integer | w_day | Dag | Day | | |
|  | end_group | | | | | |
|  | end_group | | | | | |
|  | begin_group | share | Fördela 100 poäng | Share out 100 points | x-points | total=100 |
|  | integer | staff | Bemötande | Treatment | | |
|  | end_group | | | | | |
|  | text | own | Annat | Other | | |
"""


@dataclass
class Survey:
    """A workspace's forms: everybody gave ``numbers`` by the names of questions."""

    numbers: Mapping[str, Sequence[int]]
    forms: tuple[FormDefinition, ...] = (table(FORM),)
    languages: tuple[str, ...] = ("sv", "en")
    id: UUID = field(default=UUID(int=1))

    def asked(self, _: UUID) -> SimpleNamespace:
        return SimpleNamespace(
            definitions=self.forms, columns=columns(self.forms),
            versions=[SimpleNamespace(version=at) for at, _ in enumerate(self.forms, start=1)],
        )

    def people(self, _: UUID, *, partials: bool) -> dict[bytes, int]:
        return {who.to_bytes(16, "big"): who % len(self.forms) for who in range(12)}

    def of_columns(
        self, _: UUID, some: Sequence[Column], *, partials: bool
    ) -> dict[UUID, list[Given]]:
        return {column.id: [
            (who.to_bytes(16, "big"), who % len(self.forms),
             Further(node=column.id, kind=Kind.INTEGER, value=said))
            for who, said in enumerate(self.numbers.get(column.node.name, ()))
        ] for column in some}


def results(
    language: str, *later: str, **numbers: Sequence[int]
) -> tuple[Answered, ...]:
    asked = Survey(numbers, (table(FORM), *map(table, later)))
    campaign = SimpleNamespace(
        id=asked.id, definition=asked.forms[-1], languages=asked.languages, threshold=5,
        group_by=(), use_partials=False,
    )
    workspace = SimpleNamespace(forms=asked)
    return form_results(cast(Workspace, workspace), cast(Campaign, campaign), language)


def test_a_cell_of_a_matrix_is_told_with_its_row_and_heading_in_every_language() -> None:
    def titles(words: Words) -> list[str]:
        return [title(one, words) for one in results(words.language)]

    assert titles(EN) == [
        "Hours a week · Summer · Day", "Hours a week · Summer · Night",
        "Hours a week · Winter · Day", "Share out 100 points · Treatment", "Other",
    ]
    assert titles(SV)[2:4] == ["Timmar i veckan · Vinter · Dag", "Fördela 100 poäng · Bemötande"]


def test_the_window_and_the_terminal_tell_rows_apart_also_where_they_are_hidden() -> None:
    found = results("en", s_day=[8] * 6, s_night=[1] * 6, w_day=[2] * 3)
    told = [row.question for row in table_rows(found, EN, str)]
    assert told[:2] == ["Hours a week · Summer · Day", "Hours a week · Summer · Night"]
    last = table_rows(found, EN, str)[-1]
    assert last.answer.splitlines()[0] == "Hours a week · Winter · Day"
    printed = lines(found, EN)
    assert "Hours a week · Summer · Night" in printed
    assert "  Hours a week · Winter · Day" in printed


def test_the_report_has_each_cell_under_its_row(
    tmp_path: Path, qapp: object
) -> None:
    found = results("en", s_day=[8] * 6, s_night=[1] * 6, w_day=[2] * 3)
    file = write_report(
        example(), example_campaign(), tmp_path / "r.pdf", words=EN, made=MADE, answered=found
    )
    said = printed.text(file)
    assert said.count("Hours a week · Summer") == 2
    assert "Hours a week · Winter · Day" in said


def test_it_is_told_how_many_of_those_asked_answered() -> None:
    found = results("en", s_day=[8] * 6, s_night=[1] * 12)
    assert [remark(one, EN, str).split(". ")[0] for one in found[:2]] == [
        "6 of the 12 who were asked have answered", "12 people have answered"
    ]
    assert (found[0].plain()["n"], found[0].plain()["asked"]) == (6, 12)


def test_what_a_new_version_changed_is_told_with_each_question() -> None:
    later = FORM.replace("Night |", "At night |").replace(
        "|  | text | own | Annat | Other | | |", "|  | text | more | Mer | More | | |")
    found = {one.counted.node.name: one for one in results("en", later, s_night=[3] * 12)}
    assert found["s_night"].label == "At night" and found["s_night"].earlier == ((1, "Night"),)
    assert "In version 1 it read: “Night”." in remark(found["s_night"], EN, str)
    assert (found["own"].only_in, found["more"].only_in) == ((1,), (2,))
    assert "Asked in version 1 of the form only." in remark(found["own"], EN, str)
    assert found["s_day"].only_in == () == found["s_day"].earlier
    swedish = next(o for o in results("sv", later) if o.counted.node.name == "s_night")
    assert swedish.earlier == (), "its Swedish words are the same"


def test_what_the_form_works_out_is_named_once() -> None:
    form = table("| survey |\n|  | type | name | label | calculation | repeat_count |\n"
                 "|  | integer | a | A | | |\n|  | calculate | twice | | ${a} * 2 | |\n"
                 "|  | begin_repeat | r | R | | ${a} |\n|  | text | t | T | | |\n"
                 "|  | end_repeat | | | | |\n")
    campaign = cast(Campaign, SimpleNamespace(definition=form))
    assert worked_out(campaign, EN).endswith("are not counted here: twice")
    assert worked_out(cast(Campaign, SimpleNamespace(definition=None)), EN) == ""


def test_the_headings_stand_apart_in_json() -> None:
    plain = results("sv")[1].plain()
    assert (plain["group"], plain["label"]) == ("Timmar i veckan · Sommar", "Natt")

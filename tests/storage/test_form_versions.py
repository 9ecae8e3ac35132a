"""Two versions of a form through kiosk, bundle and intake: one column an id, counts that agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from admin.results.reckoning import value_results
from storage.workspace.reviews import State, Which
from survey.around import later_version
from survey.forms.pooling import Column
from survey.reading import write_campaign
from survey.records import Kind
from sync.package import write_package
from tests.forms import table
from tests.kiosk import test_form_pipe as pipe

IDS = [f"{n}1111111-1111-4111-8111-111111111111" for n in range(6)]
FIRST = f"""
| survey |
|  | type | name | label | appearance | parameters | x_id |
|  | range | met | How are you treated? | x-rating-faces x-factor-treatment | start=1 end=5 step=1 | {IDS[0]} |
|  | select_one area | area | Where do you live? | | | {IDS[1]} |
|  | integer | age | Age | | | {IDS[2]} |
|  | text | gone | Which pool? | | | {IDS[3]} |
| choices |
|  | list_name | name | label |
|  | area | north | North |
|  | area | south | South |
| settings |
|  | form_id | form_title |
|  | visit | Visit |
"""  # noqa: E501 - a table
LABEL = FIRST.replace("Where do you live?", "Which part of town is home?").replace(
    "|  | text | gone | Which pool? | | |", "|  | text | why | Why? | | |"
).replace(IDS[3], IDS[4]).replace("| age |", "| years |")
MEANING = LABEL.replace("end=5", "end=10").replace("x-rating-faces", "x-rating-1-10").replace(
    "| integer | years |", "| text | years |"
)


class Town(pipe.Town):
    """A town whose form changes."""

    def change(self, text: str) -> None:
        self.campaign = later_version(self.campaign, table(text))
        self.workspace.add_campaign(self.campaign, write_campaign(self.campaign), "Kim")
        self.store.install(write_package(self.workspace, self.campaign, self.world.clock))

    def answer(self, **answers: object) -> None:
        steps = [
            {"op": "answer", "ref": f"/data/{name}", "value": value}
            for name, value in answers.items()
        ]
        code, _ = self.drive({"at": pipe.AT, "language": "sv", "fill": steps})
        assert code == 0

    def columns(self) -> dict[str, Column]:
        asked = self.workspace.forms.asked(self.campaign.id)
        return {column.node.name: column for column in asked.columns}

    def told(self, name: str, **more: bool) -> list[tuple[int, Kind, object]]:
        found = self.workspace.forms.answers(self.campaign.id, self.columns()[name], **more)
        return sorted((at, one.kind, one.value) for _, at, one in found)


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.setattr(pipe, "VISIT", FIRST)
    made = Town(tmp_path)
    yield made
    made.store.close()
    made.workspace.close()


def test_another_label_or_name_is_one_column_and_counts_agree(town: Town) -> None:
    town.answer(met=4, area="north", age=30, gone="The old one")
    town.answer(met=2, area="south", age=40)
    town.change(LABEL)
    town.answer(met=5, area="north", years=50, why="Because")
    assert town.carry().new == 3
    columns = town.columns()
    assert {name: column.pools for name, column in columns.items()} == {
        "met": ((0, 1),), "area": ((0, 1),), "years": ((0, 1),), "why": ((1,),), "gone": ((0,),),
    }
    assert columns["years"].names == ("age", "years")
    assert [value for _, _, value in town.told("years")] == [30, 40, 50]
    assert [at for at, _, _ in town.told("area")] == [0, 0, 1]
    assert town.told("gone") == [(0, Kind.TEXT, "The old one")]
    persons = list(town.workspace.persons(town.campaign.id))
    assert sorted(next(iter(p.items.values())) for p in persons) == [2, 4, 5]
    assert sorted(p.groups["area"] for p in persons) == ["north", "north", "south"]
    assert town.workspace.verify().faults == ()


def test_another_meaning_is_two_columns_and_the_old_is_in_no_new_figure(town: Town) -> None:
    town.answer(met=4, area="north", age=30)
    town.change(MEANING)
    town.answer(met=9, area="south", years="fifty")
    town.carry()
    columns = town.columns()
    assert columns["met"].pools == columns["years"].pools == ((0,), (1,))
    assert columns["area"].pools == ((0, 1),)
    assert town.told("met") == [(0, Kind.INTEGER, 4), (1, Kind.INTEGER, 9)]
    assert town.told("years") == [(0, Kind.INTEGER, 30), (1, Kind.TEXT, "fifty")]
    persons = sorted(town.workspace.persons(town.campaign.id), key=lambda p: p.groups["area"])
    assert [list(p.items.values()) for p in persons] == [[], [9]]


def test_a_correction_of_an_answer_to_the_old_meaning_counts_with_the_old(town: Town) -> None:
    town.answer(met=4, area="north")
    town.change(MEANING)
    town.answer(met=9, area="south")
    town.carry()
    rating = UUID(IDS[0])
    for row in town.rows():
        town.correct(row, rating, 7)
    assert [(at, value) for at, _, value in town.told("met")] == [(0, 7), (1, 7)]
    persons = [list(p.items.values()) for p in town.workspace.persons(town.campaign.id)]
    assert sorted(persons) == [[], [7]]


def test_what_does_not_count_is_in_no_column(town: Town) -> None:
    town.answer(met=4)
    town.answer(met=3)
    town.drive({"at": pipe.AT, "language": "sv", "stop": True,
                "fill": [{"op": "answer", "ref": "/data/met", "value": 1}]})
    town.carry()
    assert [value for _, _, value in town.told("met")] == [1, 3, 4]
    assert [value for _, _, value in town.told("met", partials=False)] == [3, 4]
    refused = value_results(town.workspace, town.campaign.id, ()).refused
    assert refused == {"unfinished": 1}, "people are told that somebody is left out"
    which = Which(ids=(town.of_met(4),))
    town.workspace.inbox.review(town.campaign.id, which, State.EXCLUDED, "a test", "Kim")
    town.correct(town.of_met(4), UUID(IDS[0]), 5)
    assert [value for _, _, value in town.told("met", partials=False)] == [3]


def test_a_survey_without_a_whole_form_has_no_columns(town: Town) -> None:
    from tests.builders import small_campaign

    plain = small_campaign()
    town.workspace.add_campaign(plain, write_campaign(plain), "Kim")
    assert town.workspace.forms.asked(plain.id).columns == ()

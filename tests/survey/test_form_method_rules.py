"""Rules and sums of the forms that come as methods: tried, and reckoned by hand."""

from __future__ import annotations

import pytest

from survey.forms.engine.running import RunningForm, open_form
from survey.forms.engine.state import truth, violation_of
from tests.forms import still
from tests.survey.test_form_methods import form_of


def opened(name: str) -> RunningForm:
    return open_form(form_of(name), still())


def broken(form: RunningForm, ref: str, value: str) -> bool:
    """Whether the form keeps the answer and calls it wrong."""
    answer = form.find(ref)
    form.give(answer, value)
    required = truth(form, form.rules.get(answer.plan, "required"), answer, False)
    return violation_of(form, answer, required) is not None


def test_the_reach_of_goals_is_asked_only_where_there_are_goals() -> None:
    form = opened("annual-report")
    asked = [form.find("/data/a/a2_reach").relevant]
    for said in ("no", "few", "all"):
        form.answer("/data/a/a1_stated", said)
        asked.append(form.find("/data/a/a2_reach").relevant)
    assert asked == [False, False, True, True]
    totals = {n.name: len(n.nodes) for n in form.form.walk() if n.type == "percentages"}
    assert totals == {"b9": 4, "d13": 3}


@pytest.mark.parametrize("name", ["red-thread-officials", "red-thread-elected"])
def test_never_informed_excludes_every_channel(name: str) -> None:
    form = opened(name)
    for question in ("goals_told", "own_told"):
        ref = f"/data/information/{question}"
        assert broken(form, ref, "never intranet")
        assert not broken(form, ref, "never")
        assert not broken(form, ref, "intranet other")
        assert form.find(f"{ref}_other").relevant
    form.answer("/data/thread/vision", "no")
    assert not form.find("/data/thread/vision_known").relevant
    form.answer("/data/thread/vision", "yes")
    assert form.find("/data/thread/vision_known").relevant


def test_goals_are_summed_by_criterion_and_by_goal_as_by_hand() -> None:
    form = opened("goal-clarity")
    goals = (
        ("Trygg", "all measurable level", "interim annual peers years analysis"),  # 8
        ("Skola", "one measurable comparable level", "interim annual peers years analysis"),  # 9
        ("Grön", "all", "annual"),  # 2
    )
    for at, (called, steering, follow) in enumerate(goals, 1):
        if at > 1:
            form.add_repeat("/data/goal")
        for name, said in (("goal_name", called), ("steering", steering), ("follow", follow)):
            form.answer(f"/data/goal[{at}]/{name}", said)
    ticks = [form.find(f"/data/goal[{at}]/ticks").value for at in (1, 2, 3)]
    assert ticks == ["8", "9", "2"]
    sums = {"all": (2, 67), "one": (1, 33), "measurable": (2, 67), "comparable": (1, 33),
            "level": (2, 67), "interim": (2, 67), "annual": (3, 100), "peers": (2, 67),
            "years": (2, 67), "analysis": (2, 67)}
    assert sums == {key: reckoned(form, key) for key in sums}
    assert sum(number for number, _ in sums.values()) == 8 + 9 + 2
    assert broken(form, "/data/goal[1]/steering", "all one")


def reckoned(form: RunningForm, key: str) -> tuple[int, int]:
    return tuple(  # type: ignore[return-value]
        int(form.find(f"/data/result/result_{key}/result_{key}_{what}").value)
        for what in ("number", "share")
    )


@pytest.mark.parametrize(
    ("name", "question", "given", "sums"),
    [
        ("influence-of-indicators", "influence", "large small some large large small",
         {"large": (3, 50), "some": (1, 17), "small": (2, 33)}),
        ("indicator-categories", "category",
         "resources activities subjective objective objective efficiency information objective",
         {"resources": (1, 13), "activities": (1, 13), "subjective": (1, 13),
          "objective": (3, 38), "efficiency": (1, 13), "information": (1, 13)}),
    ],
)
def test_indicators_are_summed_with_their_shares_as_by_hand(
    name: str, question: str, given: str, sums: dict[str, tuple[int, int]]
) -> None:
    form = opened(name)
    before = "what/" if name == "influence-of-indicators" else ""
    for at, said in enumerate(given.split(), 1):
        if at > 1:
            form.add_repeat("/data/indicator")
        form.answer(f"/data/indicator[{at}]/{before}indicator_name", f"Mått {at}")
        form.answer(f"/data/indicator[{at}]/{question}", said)
    assert {key: reckoned(form, key) for key in sums} == sums
    form.remove_repeat("/data/indicator[1]")
    first = given.split()[0]
    assert reckoned(form, first)[0] == sums[first][0] - 1


def test_the_kinds_of_activities_and_measured_results_are_asked_where_they_belong() -> None:
    form = opened("indicator-categories")
    for category, kinds in (("activities", (True, False)), ("objective", (False, True)),
                            ("resources", (False, False))):
        form.answer("/data/indicator[1]/category", category)
        assert kinds == tuple(
            form.find(f"/data/indicator[1]/{one}_kind").relevant
            for one in ("activity", "objective")
        )


def test_measures_are_summed_by_area_and_statement_and_the_further_ones_apart() -> None:
    form = opened("kkik-usefulness")
    for row, said in (("availability/m1", "a"), ("availability/m8", "a c"), ("safety/m9", "d"),
                      ("participation/m12b", "a b"), ("efficiency/m20a", "c"),
                      ("society/m39", "b")):
        group, name = row.split("/")
        form.answer(f"/data/{group}/{name}_page/{name}", said)
    def cell(row: str, statement: str) -> str:
        return form.find(f"/data/result/result_{row}/result_{row}_{statement}").value
    table = {row: "".join(cell(row, one) for one in "abcd") for row in (
        "availability", "safety", "participation", "efficiency", "society", "all")}
    assert table == {"availability": "2010", "safety": "0001", "participation": "1100",
                     "efficiency": "0010", "society": "0100", "all": "3221"}
    assert [cell("share", one) for one in "abcd"] == ["7", "5", "5", "2"]  # of 41
    assert form.find("/data/availability/m8_page/m8_goal").relevant
    assert not form.find("/data/availability/m1_page/m1_goal").relevant
    assert not form.find("/data/more").relevant
    form.answer("/data/complementary/with_more", "yes")
    form.answer("/data/more/more_safety/m10b_page/m10b", "d")
    assert form.find("/data/result_more/result_more_share/result_more_share_d").value == "5"

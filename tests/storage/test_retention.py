"""Retention: what goes is exactly what was told, and the sum still holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from storage.seal import coding
from storage.workspace import retention
from storage.workspace.corrections import Correcting
from storage.workspace.retention import Rule
from storage.workspace.reviews import State, Which
from survey.records import SessionEvent, SessionOpened
from tests.builders import CAMPAIGN, RATINGS
from tests.storage.review_builders import CODE, Town, coded, rated, town
from tests.storage.workspace_builders import circumstances, response

TODAY = date(2025, 9, 3)
WORDS = UUID(int=0x77)
HANGING = (
    "response", "rating", "choice", "words", "declined", "review", "correction", "fresh",
    "forwarded", "session_event", "kept",
)


def day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def event(ago: int, lamport: int) -> SessionEvent:
    return SessionEvent(
        session=UUID(int=5), lamport=lamport, event=SessionOpened(title="O", method="m"),
        circumstances=circumstances(day=day(ago)),
    )


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Town]:
    """Answers of 0, 10, 20, 30 and 40 days ago, with words; events; an unknown record."""
    with town(tmp_path) as made:
        for step, ago in ((1, 0), (2, 10), (3, 20), (4, 30), (5, 40)):
            made.take(response({RATINGS[0]: step, WORDS: f"ord {step}"}, day=day(ago)))
        made.take(event(0, 1), event(35, 2), coding.pack(("note", 1, b"x")))
        made.workspace.inbox.review(
            CAMPAIGN, Which(ids=(made.ids()[5],)), State.HELD, "odd", "Kim"
        )
        made.workspace.inbox.correct(CAMPAIGN, Correcting(
            response=made.ids()[4], field=RATINGS[0], value=2, reason="misread"
        ), "Kim")
        yield made


def sizes(here: Town) -> dict[str, int]:
    return {
        table: int(str(here.rows(f"SELECT count(*) FROM {table}")[0][0])) for table in HANGING
    }


@pytest.mark.parametrize(
    "rule",
    [
        Rule(answers_days=25, words_days=None), Rule(answers_days=None, words_days=15),
        Rule(answers_days=25, words_days=15), Rule(answers_days=15, words_days=25),
        Rule(answers_days=1, words_days=1), Rule(answers_days=36_500, words_days=36_500),
        Rule(answers_days=None, words_days=None),
    ],
)
def test_the_dry_run_tells_exactly_what_then_goes(here: Town, rule: Rule) -> None:
    here.world.wait(days=3)  # records of unknown kinds go by the day they came
    before = sizes(here)
    told = here.workspace.erasing.due(CAMPAIGN, rule)
    assert sizes(here) == before
    assert here.workspace.erasing.apply_rule(CAMPAIGN, rule, "Kim") == told
    after = sizes(here)
    went = {table: before[table] - after[table] for table in HANGING}
    assert {going.table: going.rows for going in told} == {
        table: rows for table, rows in went.items() if rows
    }
    assert here.workspace.erasing.due(CAMPAIGN, rule) == ()
    here.sound()


def test_days_are_counted_from_the_day_of_the_answer(here: Town) -> None:
    told = here.workspace.erasing.due(CAMPAIGN, Rule(answers_days=20, words_days=None))
    (responses,) = [going for going in told if going.table == "response"]
    assert (responses.rows, responses.first, responses.last) == (2, day(40), day(30))
    here.workspace.erasing.apply_rule(CAMPAIGN, Rule(answers_days=20, words_days=None), "Kim")
    assert here.steps() == [1, 2, 3]


def test_words_go_before_the_answers_they_came_with(here: Town) -> None:
    here.workspace.erasing.apply_rule(CAMPAIGN, Rule(answers_days=None, words_days=15), "Kim")
    assert here.rows("SELECT text FROM words ORDER BY text") == [("ord 1",), ("ord 2",)]
    assert here.workspace.counts(CAMPAIGN).complete == 4  # one is held


def test_what_was_erased_is_not_taken_in_again(here: Town) -> None:
    here.workspace.erasing.apply_rule(CAMPAIGN, Rule(answers_days=25, words_days=None), "Kim")
    records = here.workspace.counts(CAMPAIGN).records
    again = here.workspace.take_in(here.device.bundle(), "Kim")
    assert again.new == 0
    assert here.workspace.counts(CAMPAIGN).records == records == 8
    assert here.rows("SELECT what, sum(records) FROM erasure GROUP BY what ORDER BY what") == [
        ("answers", 2), ("events", 1)
    ]


def test_many_answers_go_in_steps(here: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "STEP", 2)
    here.workspace.erasing.apply_rule(CAMPAIGN, Rule(answers_days=5, words_days=None), "Kim")
    assert here.rows("SELECT records FROM erasure WHERE what = 'answers'") == [(2,), (2,)]
    assert here.steps() == [1]
    here.sound()


def test_a_rule_is_kept_and_erases_nothing_by_itself(here: Town) -> None:
    erasing = here.workspace.erasing
    assert erasing.rule(CAMPAIGN) is None
    for rule in (Rule(answers_days=5, words_days=2), Rule(answers_days=700, words_days=None)):
        erasing.set_rule(CAMPAIGN, rule, "Kim")
        assert erasing.rule(CAMPAIGN) == rule
    assert sizes(here)["response"] == 5
    with pytest.raises(ValueError, match="days"):
        Rule(answers_days=0, words_days=None)


def test_a_code_of_erased_answers_finds_nothing_and_says_so(here: Town) -> None:
    here.take(coded(1, day=day(50)), *rated(2))
    here.workspace.erasing.apply_rule(CAMPAIGN, Rule(answers_days=45, words_days=None), "Kim")
    assert here.workspace.erasing.withdraw(CODE, "Kim").waiting
    here.sound()

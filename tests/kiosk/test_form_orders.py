"""In what order choices stood that a form shuffles: a row tells it, and nothing of the person."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from survey.around import Wish, campaign_around
from survey.campaign import Campaign
from survey.forms.answers import order_of
from survey.forms.engine.running import RunningForm, open_form
from survey.forms.engine.shuffling import shuffles
from survey.records import Further, Kind
from tests.forms import still, table
from tests.kiosk import test_form_pipe as pipe
from vardera import main

NAMES = tuple("abcdefghijkl")
SHUFFLED = """
| survey |
|  | type | name | label | parameters |
|  | select_one which | first | First | randomize=true |
|  | select_multiple which | second | Second | randomize=true |
|  | begin_repeat | round | Round | |
|  | select_one which | again | Again | randomize=true |
|  | end_repeat | | | |
| choices |
|  | list_name | name | label |
""" + "".join(f"|  | which | {name} | {name.upper()} |\n" for name in NAMES) + """
| settings |
|  | form_id |
|  | shuffled |
"""
REFS = ("/data/first", "/data/second", "/data/round[1]/again", "/data/round[2]/again")
AGAIN: dict[str, object] = {"op": "add_repeat", "ref": "/data/round"}


PLAIN = pipe.survey()


def survey() -> Campaign:
    wish = Wish(
        id=PLAIN.id, organisation="Kommunen", first_day=PLAIN.first_day, last_day=PLAIN.last_day,
        units=tuple((unit.id, "Biblioteket") for unit in PLAIN.units),
        consent={"sv": "Ja"}, about={"sv": "Om"}, withdrawal=True,
    )
    return campaign_around(table(SHUFFLED), wish)


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(pipe, "survey", survey)
    made = pipe.Town(tmp_path)
    yield made
    made.store.close()
    made.workspace.close()


def person(**other: object) -> dict[str, object]:
    answer: dict[str, object] = {"op": "answer", "ref": "/data/first", "value": "c"}
    return {"at": pipe.AT, "fill": [answer, AGAIN], **other}


def stood(form: RunningForm) -> list[tuple[str, ...]]:
    return [tuple(form.options.names(form.find(ref))) for ref in REFS]


def shown(
    town: pipe.Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> dict[str, Any]:
    """What ``vardera responses show`` tells of the one response."""
    (row,) = town.rows()
    town.workspace.close()
    monkeypatch.setenv("VARDERA_PASSPHRASE", pipe.PASSPHRASE)
    command = ["responses", "show", str(town.path / "ws"), row.hex(), "--json"]
    assert main(command) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert said["answers"] == {"first": "c"}
    return said


def seeds(town: pipe.Town) -> list[int | None]:
    town.carry()
    rows = town.workspace.forms.of(town.campaign.id, town.rows()) if town.rows() else {}
    return [order_of(rows.get(row, ())) for row in town.rows()]


def test_the_order_that_somebody_met_is_rebuilt_from_the_row(
    town: pipe.Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    met: list[list[tuple[str, ...]]] = []
    from kiosk import filling  # the person's own form is looked at where it is finished

    finish = filling.Filling.finish

    def look(self: filling.Filling, code: bytes | None = None) -> None:
        met.append(stood(self.form))
        finish(self, code)

    monkeypatch.setattr(filling.Filling, "finish", look)
    code, said = town.drive(person())
    assert code == 0 and len(met) == 1, said
    (seed,) = seeds(town)
    assert seed is not None and 0 <= seed < 2**31
    definition = town.campaign.definition
    assert definition is not None
    form = open_form(definition, replace(still(), order=seed))
    form.answer("/data/first", "c")
    form.add_repeat("/data/round")
    assert stood(form) == met[0]
    assert len(set(met[0])) == len(REFS), "each question has an order of its own"
    assert all(sorted(one) == sorted(NAMES) for one in met[0])
    assert shown(town, monkeypatch, capsys)["order"] == seed
    other = open_form(definition, replace(still(), order=seed ^ 1))
    other.add_repeat("/data/round")
    assert stood(other) != met[0]


def test_everybody_has_an_order_of_their_own_also_who_left(town: pipe.Town) -> None:
    code, said = town.drive(person(), person(stop=True), person(code=True))
    assert code == 0, said
    found = seeds(town)
    assert len(found) == 3 and None not in found and len(set(found)) == 3


def test_a_form_that_shuffles_nothing_keeps_no_seed(tmp_path: Path) -> None:
    here = pipe.Town(tmp_path)
    code, said = here.drive({"at": pipe.AT, "fill": pipe.STEPS})
    assert code == 0, said
    assert seeds(here) == [None]
    here.store.close()
    here.workspace.close()


@pytest.mark.parametrize(("change", "expected"), [
    (("randomize=true", "randomize=false"), False),
    (("randomize=true", "randomize=true seed=42"), False),
    (("|  | select_one which | first | First | randomize=true |", "|  | text | t | T | |"), True),
], ids=["none", "the form's own", "another question"])
def test_only_orders_without_a_seed_of_the_form_are_asked_for(
    change: tuple[str, str], expected: bool
) -> None:
    assert shuffles(table(SHUFFLED.replace(*change))) is expected


def test_the_seed_is_no_answer_and_counts_as_none() -> None:
    form = table(SHUFFLED)
    (top,) = (one for one in form.nodes if one.name == "first")
    assert form.id not in {node.id for node in form.walk()} and top.list == "which"
    assert order_of((Further(node=form.id, kind=Kind.ORDER, value=7),)) == 7
    assert order_of((Further(node=top.id, kind=Kind.INTEGER, value=7),)) is None

"""Corrections held against the form: what it would refuse, what it would work out anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

import vardera
from admin.commands.against_form import Told
from admin.commands.form_fields import FormFields
from tests.forms import table
from tests.kiosk.test_form_pipe import VISIT, Town, person, town  # noqa: F401
from tests.storage.workspace_builders import PASSPHRASE

Type = Callable[..., tuple[int, dict[str, object]]]


@pytest.fixture
def correct(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]  # noqa: F811
) -> Type:
    town.drive(person())
    town.carry()
    (row,) = town.rows()
    town.workspace.close()
    secret, file = tmp_path / "secret", tmp_path / "value.txt"
    secret.write_text(PASSPHRASE, "utf-8")

    def typed(field: str, value: str | None, *more: str) -> tuple[int, dict[str, object]]:
        way = "show" if field == "-" else "correct"
        words = ["responses", way, str(tmp_path / "ws"), row.hex()]
        if field != "-":
            words += ["--field", field, "--reason", "slip", *more]
        if value is not None:
            file.write_text(value, "utf-8")
            words += ["--value-file", str(file)]
        code = vardera.main([*words, "--passphrase-file", str(secret), "--json"])
        return code, json.loads(capsys.readouterr().out or "{}")

    return typed


def test_answers_are_shown_by_their_paths_as_they_were_asked(correct: Type) -> None:
    _, told = correct("-", None)
    assert isinstance(told["answers"], dict)
    assert list(told["answers"]) == [
        "met", "area", "why", "person[1]/name", "person[1]/age", "person[1]/likes",
        "person[2]/name", "person[2]/home", "person[2]/trip[2]/km", "last", "clock", "best",
        "read", "ages",
    ]


def test_an_answer_that_no_form_gives_has_a_name_of_its_own() -> None:
    form = table(VISIT)
    ids = {node.name: node.id for node in form.walk()}
    spots = [(ids["best"], ()), (ids["best"], (1,)), (ids["age"], (2,)), (ids["age"], ())]
    assert [FormFields((form,)).name(spot) for spot in spots] == [
        "best", "best[1]", "person[2]/age", "person/age",
    ]


def answers(correct: Type) -> dict[str, object]:
    """What reads now, and why, by question."""
    _, told = correct("-", None)
    assert isinstance(told["answers"], dict) and isinstance(told["corrected"], dict)
    return {**told["answers"], **told["corrected"]}


@pytest.mark.parametrize(
    ("field", "value", "broken"),
    [
        ("person[1]/age", "130", [("person[1]/age", "constraint")]),
        ("person[1]/school", "Ekskolan", [("person[1]/school", "relevant")]),
        ("ages", "77", [("ages", "calculated")]),
    ],
)
def test_what_the_form_would_refuse_is_noted_only_against_it_and_the_log_says_so(
    correct: Type, field: str, value: str, broken: list[tuple[str, str]]
) -> None:
    before = answers(correct)
    code, told = correct(field, value)
    assert code == 1
    assert isinstance(told["broken"], list)
    assert [(one["field"], one["rule"]) for one in told["broken"]] == broken
    assert value not in json.dumps(told)
    assert answers(correct) == before
    assert correct(field, value, "--against-form")[0] == 0
    assert answers(correct)[field] == value
    _, shown = correct("-", None)
    assert isinstance(shown["corrections"], list)
    (rule,) = {rule for _, rule in broken}
    assert shown["corrections"][-1]["reason"] == f"slip [against the form: {field} {rule}]"


def test_what_the_form_works_out_is_told_and_follows_when_asked(correct: Type) -> None:
    code, told = correct("person[1]/age", "34")
    assert (code, told["follows"], told["followed"]) == (0, ["ages"], 0)
    assert answers(correct)["ages"] == "41"
    assert correct("person[1]/age", "35", "--follow")[1]["followed"] == 1
    assert (answers(correct)["person[1]/age"], answers(correct)["ages"]) == ("35", "35")
    _, shown = correct("-", None)
    assert isinstance(shown["corrections"], list)
    assert shown["corrections"][-1]["reason"] == "slip [follows from person[1]/age]"


def test_a_long_reason_is_shortened_where_the_program_adds_to_it(correct: Type) -> None:
    code, told = correct("person[1]/age", "35", "--follow", "--reason", "x" * 500)
    assert (code, told["followed"]) == (0, 1)
    _, shown = correct("-", None)
    assert isinstance(shown["corrections"], list)
    own, follows = (one["reason"] for one in shown["corrections"])
    assert (own, len(follows)) == ("x" * 500, 500)
    assert follows.endswith("x… [follows from person[1]/age]")


def test_a_correction_without_a_reason_is_refused_against_the_form_too(correct: Type) -> None:
    for reason in (" ", "x" * 501):
        told = correct("person[1]/age", "130", "--against-form", "--reason", reason)
        assert told == (2, {})
    assert correct("-", None)[1]["corrections"] == []


def test_a_correction_is_noted_with_all_that_follows_or_not_at_all(
    correct: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    following = Told.following
    monkeypatch.setattr(Told, "following", lambda self, what: tuple(
        replace(one, field=UUID(int=5)) for one in following(self, what)
    ))
    assert correct("person[1]/age", "35", "--follow") == (2, {})
    assert correct("-", None)[1]["corrections"] == []


def test_what_would_not_be_asked_any_more_is_told_and_stays(correct: Type) -> None:
    assert correct("person[1]/age", "9")[0] == 0
    assert correct("person[1]/school", "Ekskolan")[0] == 0
    code, told = correct("person[1]/age", "40")
    assert (code, told["unasked"], told["broken"]) == (0, ["person[1]/school"], [])
    assert answers(correct)["person[1]/school"] == "Ekskolan"


def test_circumstances_and_undoing_ask_no_form(correct: Type) -> None:
    assert correct("person[1]/age", "130", "--against-form")[0] == 0
    code, told = correct("person[1]/age", None, "--undo")
    assert (code, "broken" in told) == (0, False)
    code, told = correct("day", "2025-09-04")
    assert (code, "broken" in told) == (0, False)


def test_what_reads_so_already_is_not_noted_once_more(correct: Type) -> None:
    assert correct("person[1]/age", "35")[0] == 0
    for field, value, more in (
        ("person[1]/age", "35", ()), ("person[2]/name", None, ("--undo",)),
        ("mode", "kiosk", ()),
    ):  # fmt: skip
        code, told = correct(field, value, *more)
        assert (code, told["already"]) == (0, True)
    _, shown = correct("-", None)
    assert isinstance(shown["corrections"], list) and len(shown["corrections"]) == 1
    assert correct("person[1]/age", None, "--undo")[1]["undone"] is True


@pytest.mark.parametrize("number", [0, 3, 65_536, 99_999])
def test_an_instance_that_nobody_gave_is_refused(correct: Type, number: int) -> None:
    assert correct(f"person[{number}]/age", "35", "--against-form") == (2, {})
    assert correct("-", None)[1]["corrections"] == []

"""A form changes while people answer: two versions side by side, from workbook to report."""

from __future__ import annotations

import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import vardera
from kiosk import app
from storage.workspace import Cost, opening
from survey.forms.read.form import read_form
from survey.forms.write.xlsx import write_xlsx

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "library.md"
LABEL = ("Hur många gånger har du varit här i år?", "Hur ofta har du varit här i år?")
CHOICE = ("|  | use | meet | Träffar andra | Meet others |",
          "|  | use | meet | Möter andra | Meet others |\n|  | use | play | Spelar | Play |")
SCALE = ("x-rating-1-5 x-factor-opening_hours | start=1 end=5 step=1",
         "x-rating-1-10 | start=1 end=10 step=1")


class Desk:
    """An administrator's folder, and a kiosk beside it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys

    def say(self, *words: str, code: int = 0) -> str:
        made = (app.main if words[0].startswith("--") else vardera.main)(list(words))
        caught = self.capsys.readouterr()
        assert made == code, (words, caught)
        return caught.out

    def workbook(self, name: str, *changes: tuple[str, str]) -> str:
        text = GUIDE.read_text("utf-8")
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        form = read_form(text.encode(), "library").form
        assert form is not None
        (self.folder / name).write_bytes(write_xlsx(form))
        return name

    def deploy(self) -> None:
        self.say("campaign", "deploy", "ws", "--to", "stick")
        newest = max(Path("stick").glob("*.vpackage"), key=os.path.getmtime)
        self.say("--store", "kiosk", "--install", str(newest), "--json")

    def answer(self, monkeypatch: pytest.MonkeyPatch, *people: dict[str, Any]) -> None:
        lines = [
            {"at": datetime.now(UTC).isoformat(), "language": "sv", "fill": [
                {"op": "answer", "ref": f"/data/{name}", "value": value}
                for name, value in person.items()
            ]}
            for person in people
        ]
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(map(json.dumps, lines))))
        self.say("--store", "kiosk", "--drive", "-")
        monkeypatch.setattr("sys.stdin", io.StringIO())

    def results(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.say("results", "ws", "--json"))
        return told


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VARDERA_PASSPHRASE", "fyra ord som räcker")
    cheap = Cost(memory=64, passes=1, lanes=1)
    monkeypatch.setitem(opening.create.__kwdefaults__, "cost", cheap)
    Path("stick").mkdir()
    return Desk(tmp_path, capsys)


def test_answers_of_two_versions_are_one_column_where_they_mean_the_same(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.say("workspace", "create", "ws", "--name", "Kommunen")
    desk.say("campaign", "new", "ws", "--from", desk.workbook("one.xlsx"), "--group-by", "area")
    desk.deploy()
    desk.answer(monkeypatch, *(
        {"met": 1 + n % 5, "hours": 2, "area": "north", "use": ["borrow"], "visits": n}
        for n in range(6)
    ))
    two = desk.workbook("two.xlsx", LABEL, CHOICE, SCALE)
    refused = desk.say("campaign", "new", "ws", "--from", two, "--campaign", "Bibl",
                       "--language", "en", code=1)
    assert "The scale of hours is another" in refused
    assert "use has the new choice play." in refused
    assert "hours: answers of both versions stand side by side." in refused
    desk.say("campaign", "new", "ws", "--from", two, "--campaign", "Bibl", "--new-meaning")
    desk.deploy()
    desk.answer(monkeypatch, *(
        {"met": 5, "hours": 9, "area": "south", "use": ["borrow", "play"], "visits": 10 + n}
        for n in range(7)
    ))
    desk.say("--store", "kiosk", "--sync", "stick", "--json")
    (card,) = Path("kiosk").glob("*.vdevice")
    desk.say("workspace", "enrol", "ws", str(card))
    desk.say("intake", "ws", "stick")

    told = desk.results()
    names = [(one["name"], one["versions"]) for one in told["questions"]]
    assert names == [
        ("met", [1, 2]), ("hours", [1]), ("hours", [2]), ("area", [1, 2]), ("use", [1, 2]),
        ("visits", [1, 2]), ("better", [1, 2]),
    ]
    by_name = {(one["name"], tuple(one["versions"])): one for one in told["questions"]}
    assert [by_name["hours", (n,)]["n"] for n in (1, 2)] == [6, 7]
    assert by_name["visits", (1, 2)]["n"] == 13
    assert by_name["visits", (1, 2)]["label"] == LABEL[1]
    assert by_name["visits", (1, 2)]["mean"] == pytest.approx((15 + 70 + 21) / 13)
    assert {one["name"]: one["n"] for one in by_name["area", (1, 2)]["answers"]} == {
        "north": 6, "south": 7,
    }
    assert {one["name"]: one["n"] for one in by_name["use", (1, 2)]["answers"]} == {
        "borrow": None, "study": None, "meet": None, "play": 7,
    }
    whole = told["rows"][0]
    assert whole["n"] == 13
    assert {f["name"]: f["n"] for f in whole["factors"]} == {"Bemötande": 13, "Öppettider": 0}
    listed = json.loads(desk.say("responses", "list", "ws", "--json"))["responses"]
    assert sorted(one["form_version"] for one in listed) == [1] * 6 + [2] * 7

    desk.say("report", "ws", "--out", "report.pdf")
    assert Path("report.pdf").read_bytes().startswith(b"%PDF")
    desk.say("workspace", "verify", "ws")


def test_a_correction_by_command_is_in_results_and_told_with_the_response(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.say("workspace", "create", "ws", "--name", "Kommunen")
    desk.say("campaign", "new", "ws", "--from", desk.workbook("one.xlsx"))
    desk.deploy()
    desk.answer(monkeypatch, *({"visits": 10, "use": ["borrow"]} for _ in range(10)))
    desk.say("--store", "kiosk", "--sync", "stick", "--json")
    (card,) = Path("kiosk").glob("*.vdevice")
    desk.say("workspace", "enrol", "ws", str(card))
    desk.say("intake", "ws", "stick")
    before = next(one for one in desk.results()["questions"] if one["name"] == "visits")
    assert before["mean"] == 10.0
    row = json.loads(desk.say("responses", "list", "ws", "--json"))["responses"][0]["id"]

    def correct(field: str, value: str, code: int = 0) -> str:
        Path("value.txt").write_text(value, "utf-8")
        return desk.say("responses", "correct", "ws", row, "--field", field, "--value-file",
                        "value.txt", "--reason", "slip", code=code)

    correct("visits", "60\n")
    correct("use", "study borrow")
    wrong = (("visits", "many"), ("use", "sleep"), ("nothing", "1"), ("visits[1]", "1"))
    for field, value in wrong:
        assert correct(field, value, code=2) == ""
    (visits,) = [one for one in desk.results()["questions"] if one["name"] == "visits"]
    assert (visits["n"], visits["mean"]) == (10, None), "one of another number would be told by it"
    shown = json.loads(desk.say("responses", "show", "ws", row, "--json"))
    assert shown["answers"] == {"visits": "10", "use": "borrow"}
    assert shown["corrected"].keys() == {"visits", "use"}
    assert shown["corrected"]["visits"] == "60"
    assert set(shown["corrected"]["use"].split()) == {"borrow", "study"}
    desk.say("responses", "correct", "ws", row, "--field", "visits", "--undo", "--reason", "right")
    shown = json.loads(desk.say("responses", "show", "ws", row, "--json"))
    assert shown["corrected"].keys() == {"use"}

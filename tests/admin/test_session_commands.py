"""``vardera method``, ``session replay`` and ``weights`` from outside."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

import assets
from survey.facilitation.events import MethodGiven
from survey.facilitation.log import written
from tests.survey.session_builders import Player, shipped
from tests.survey.test_session import whole_session
from tests.survey.test_session_methods import NEW
from vardera import main

Printed = pytest.CaptureFixture[str]


def told(capsys: Printed, *words: str | Path, code: int = 0) -> Any:
    assert main([*map(str, words), "--json"]) == code
    return json.loads(capsys.readouterr().out)


def log(tmp_path: Path, id: str, *, without_method: bool = False, seed: int = 1) -> Path:
    events = Player(assets.text("methods", f"{id}.toml"), people=6).play()
    lines = [
        written(one) for one in events
        if not (without_method and isinstance(one.event, MethodGiven))
    ]
    random.Random(seed).shuffle(lines)
    file = tmp_path / f"{id}.jsonl"
    file.write_text("\n".join([*lines, "", *lines[:20]]) + "\n", "utf-8")
    return file


def test_all_methods_are_listed_with_their_kind(capsys: Printed) -> None:
    found = {one["id"]: one for one in told(capsys, "method", "list")["methods"]}
    others = {path.stem for path in assets.path("methods", "forms").glob("*.toml")}
    assert {*shipped(), "service_today", *others} == set(found)
    assert found["service_today"]["kind"] == "form"
    assert found["focus-group"]["people"] == [6, 12]
    assert main(["method", "list", "--language", "sv"]) == 0
    assert "Framtidsverkstad" in capsys.readouterr().out


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_method_is_shown_as_a_card(capsys: Printed, language: str) -> None:
    assert main(["method", "show", "swot", "--language", language]) == 0
    shown = capsys.readouterr().out
    assert ("Den egna organisationen" if language == "sv" else "Your own organisation") in shown
    found = told(capsys, "method", "show", "swot")
    assert found["phases"][2]["fields"] == [] and found["phases"][3]["budget"] == "2/3"
    assert told(capsys, "method", "show", "service_today")["kind"] == "form"


def test_a_methods_faults_are_told_with_their_places(tmp_path: Path, capsys: Printed) -> None:
    file = tmp_path / "walk.toml"
    file.write_text(NEW, "utf-8")
    assert told(capsys, "method", "check", file) == {
        "file": "walk.toml", "usable": True, "problems": [],
    }
    file.write_text(NEW.replace('on = "seen"', 'on = "nothing"'), "utf-8")
    found = told(capsys, "method", "check", file, code=1)
    assert found["problems"][0]["where"] == "phases[2].on"
    assert main(["method", "show", str(file)]) == 1
    assert "phases[2].on" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("a.toml", b"\xff", 1), ("a.toml", b"", 1), ("a.json", b"{}", 1), ("a.json", b"[", 1),
     ("a.toml", None, 2), ("waltz", None, 2)],
)
def test_what_is_no_method_is_refused_by_each_command(
    tmp_path: Path, capsys: Printed, name: str, content: bytes | None, code: int
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    where = str(file) if "." in name else name
    for what in ("check", "show"):
        assert main(["method", what, where]) == code
        out = capsys.readouterr()
        assert (out.out or out.err) and "Traceback" not in out.err


def test_a_log_in_any_order_is_folded_to_its_state_and_result(
    tmp_path: Path, capsys: Printed
) -> None:
    found = told(capsys, "session", "replay", log(tmp_path, "focus-group"))
    again = told(capsys, "session", "replay", log(tmp_path, "focus-group", seed=2))
    del found["events"], again["events"]
    assert found == again
    assert found["problems"] == [] and found["state"]["closed"]
    weigh = next(one for one in found["result"]["phases"] if one["phase"] == "weigh")
    assert sum(one["points"] for one in weigh["items"]) == 12
    assert weigh["agreement"]["participants"] == 6
    assert len(weigh["rounds"]) == 2 and found["result"]["standings"]
    assert main(["session", "replay", str(log(tmp_path, "focus-group"))]) == 0
    assert "6 participants, closed" in capsys.readouterr().out


def test_a_log_without_its_method_takes_the_programs_own(tmp_path: Path, capsys: Printed) -> None:
    found = told(capsys, "session", "replay", log(tmp_path, "swot", without_method=True))
    assert {one["code"] for one in found["problems"]} == {"missing-events"}
    assert [one["phase"] for one in found["result"]["phases"]][:2] == [
        "outside-pins", "inside-pins",
    ]
    pins = found["result"]["phases"][0]
    assert {one["field"] for one in pins["items"]} == {"opportunities", "threats"}
    assert pins["agreement"]["kendall_w"] is None  # of two fields apart there is no one ranking


def test_a_session_of_the_first_kind_is_replayed(tmp_path: Path, capsys: Printed) -> None:
    file = tmp_path / "old.jsonl"
    file.write_text("\n".join(map(written, whole_session())), "utf-8")
    found = told(capsys, "session", "replay", file)
    assert found["state"]["points"].keys() == {"1", "2"} and found["state"]["closed"]


def test_bad_lines_are_told_and_the_others_folded(tmp_path: Path, capsys: Printed) -> None:
    file = log(tmp_path, "top-story")
    file.write_bytes(b'{"kind":"danced"}\n\xff\n' + file.read_bytes())
    found = told(capsys, "session", "replay", file, code=1)
    assert [(one["where"], one["code"]) for one in found["problems"]] == [
        ("line 1", "unknown-kind"), ("line 2", "not-json"),
    ]
    assert found["state"]["closed"]
    file.write_bytes(b"")
    assert told(capsys, "session", "replay", file, code=1)["state"]["opened"] is False


def test_weights_are_told_as_the_contract_says(tmp_path: Path, capsys: Printed) -> None:
    file = tmp_path / "points.csv"
    file.write_text(
        "participant,factor,points,group\n1,Närhet,2.5,a\n1,Stöd,7.5,a\n2,Stöd,10,b\n3,,,b\n",
        "utf-8",
    )
    assert told(capsys, "weights", file) == {
        "rule": "mean-of-shares", "participants": 2, "excluded": 1, "groups": 2,
        "kendall_w": None,
        "factors": [{"factor": "Närhet", "points": 2.5, "share": 0.125},
                    {"factor": "Stöd", "points": 17.5, "share": 0.875}],
    }
    assert told(capsys, "weights", file, "--rule", "sum")["rule"] == "sum"
    assert main(["weights", str(file)]) == 0
    assert "not shown under five" in capsys.readouterr().out
    file.write_text("participant,factor,points\n1,A,-3\n", "utf-8")
    found = told(capsys, "weights", file, code=1)
    assert found["problems"][0]["where"] == "line 2"
    assert main(["weights", str(tmp_path / "none.csv")]) == 2

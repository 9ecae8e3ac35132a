"""Files that the form commands are given: missing, wrong, in pipes; every alphabet out again."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from threading import Thread

import pytest

import vardera

ARABIC = "ما اسمك؟"
FORM = f"| survey |\n| | type | name | label |\n| | text | a | {ARABIC} |\n"
BAD = f"| survey |\n| | type | name | label |\n| | txt{ARABIC} | a | A |\n"


@pytest.fixture
def form(tmp_path: Path) -> str:
    file = tmp_path / "visit.md"
    file.write_text(FORM, "utf-8")
    return str(file)


@pytest.mark.parametrize(
    "words",
    [
        ("check", "FILE"), ("compare", "FORM", "FILE"), ("compare", "FILE", "FORM"),
        ("convert", "FILE", "--to", "json", "--out", "OUT"), ("try", "FILE"), ("run", "FILE"),
        ("run", "FORM", "--record", "FILE"), ("run", "FORM", "--script", "FILE"),
        ("eval", "--batch", "FILE"),
    ],
)
def test_a_file_that_is_missing_or_a_folder_is_named_and_nothing_else_is_said(
    words: tuple[str, ...], form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("none.xlsx", "folder"):
        file, out = str(tmp_path / name), tmp_path / "out.json"
        given = [{"FILE": file, "FORM": form, "OUT": str(out)}.get(word, word) for word in words]
        assert vardera.main(["form", *given]) == 2
        said = capsys.readouterr()
        assert said.err.startswith(f"vardera: {file} ") and said.err.count("\n") == 1
        assert said.out == "" and not out.exists()


@pytest.mark.parametrize("words", [("check", "--json"), ("run",)])
def test_an_empty_file_is_a_problem_of_the_form(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.xlsx").touch()
    assert vardera.main(["form", words[0], str(tmp_path / "empty.xlsx"), *words[1:]]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["code"] == "empty-file"


def test_a_record_that_is_no_text_is_wrong_usage(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "record.xml"
    record.write_bytes(b"<a>\xff</a>")
    assert vardera.main(["form", "run", form, "--record", str(record)]) == 2
    assert "cannot be read as text" in capsys.readouterr().err


@pytest.mark.parametrize("now", ["nan", "1e300", "-1e300", "9e15"])
def test_a_time_that_no_clock_shows_is_wrong_usage(
    now: str, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert vardera.main(["form", "run", form, f"--now={now}"]) == 2
    assert "--now" in capsys.readouterr().err


@pytest.mark.parametrize("zone", ["", "Europe", "../passwd", "Nowhere/None"])
def test_a_zone_that_is_none_is_wrong_usage(zone: str, form: str) -> None:
    assert vardera.main(["form", "run", form, f"--tz={zone}"]) == 2


def steps(value: str) -> bytes:
    step = {"op": "answer", "ref": "/data/a", "value": value}
    return json.dumps(step, ensure_ascii=False).encode() + b"\r\n\r\n"


def last(capsys: pytest.CaptureFixture[str]) -> object:
    """The value of the one question after the last step."""
    line = json.loads(capsys.readouterr().out.split("\n")[-2])
    return line["state"]["/data/a"]["value"]


def test_a_script_may_hold_line_ends_of_other_kinds_and_a_byte_order_mark(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "steps.jsonl"
    script.write_bytes(b"\xef\xbb\xbf" + steps("one\u2028two\x85"))
    assert vardera.main(["form", "run", form, "--script", str(script)]) == 0
    assert last(capsys) == "one\u2028two\x85"
    for wrong in (b"[1]\n", b'{"op": "\xff"}\n', b"[" * 100_000 + b"\n"):
        script.write_bytes(wrong)
        assert vardera.main(["form", "run", form, "--script", str(script)]) == 2
        assert f"line 1 of {script} is no JSON object" in capsys.readouterr().err


def test_a_script_may_come_through_a_pipe_or_be_typed(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = Thread(target=lambda: pipe.write_bytes(steps(ARABIC)))
    writer.start()
    assert vardera.main(["form", "run", form, "--script", str(pipe)]) == 0
    writer.join(20)
    assert last(capsys) == ARABIC
    typed = io.TextIOWrapper(io.BytesIO(steps(ARABIC)), "cp1252")
    monkeypatch.setattr("sys.stdin", typed)
    assert vardera.main(["form", "run", form, "--script", "-"]) == 0
    assert last(capsys) == ARABIC


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("check", "BAD", "--json"), 1), (("check", "BAD"), 1),
        (("compare", "FORM", "OTHER", "--json"), 0), (("compare", "FORM", "OTHER"), 0),
        (("compare", "FORM", "BAD"), 1), (("run", "FORM"), 0), (("run", "BAD"), 1),
        (("eval", "--batch", "CASES"), 0),
        (("convert", "FORM", "--to", "json", "--out", "OUT"), 0),
    ],
)
def test_a_terminal_without_the_letters_ends_no_command(
    words: tuple[str, ...], code: int, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "FORM": form, "BAD": str(tmp_path / "bad.md"), "OTHER": str(tmp_path / "other.md"),
        "CASES": str(tmp_path / "cases.jsonl"), "OUT": str(tmp_path / f"{ARABIC[:2]}.json"),
    }
    Path(files["BAD"]).write_text(BAD, "utf-8")
    Path(files["OTHER"]).write_text(FORM.replace(ARABIC, ARABIC * 2), "utf-8")
    case = {"id": 1, "expr": f"'{ARABIC}'"}
    Path(files["CASES"]).write_text(json.dumps(case, ensure_ascii=False), "utf-8")
    out = io.TextIOWrapper(io.BytesIO(), "cp1252")
    monkeypatch.setattr("sys.stdout", out)
    assert vardera.main(["form", *(files.get(word, word) for word in words)]) == code
    out.flush()
    said = out.buffer.getvalue()
    if "--json" in words or words[0] in ("run", "eval"):
        assert ARABIC in json.dumps(json.loads(said), ensure_ascii=False)
    else:
        assert b"\\u06" in said or not said

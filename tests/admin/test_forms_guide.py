"""``docs/guide/forms.md`` as a reader follows it: every command in it, in its order, as written."""

from __future__ import annotations

import io
import json
import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

import vardera
from kiosk import app
from storage.workspace import Cost, opening

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guide" / "forms.md"
EXAMPLE = ROOT / "docs" / "guide" / "library.md"
LINE = re.compile(r"^(?:    |\./run )(vardera(?:-kiosk)? .*)$")


def commands() -> list[str]:
    found = (LINE.match(line) for line in GUIDE.read_text("utf-8").splitlines())
    return [line[1] for line in found if line]


class Reader:
    """Somebody at a terminal who follows the guide."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys, self.monkeypatch = capsys, monkeypatch
        self.number = ""

    def type(self, line: str) -> str:
        line = line.replace("NUMBER OF THE ORGANISATION", self.number)
        for wanted, pattern in (("stick/DEVICE.vdevice", "stick/*.vdevice"),):
            if wanted in line:
                (file,) = Path().glob(pattern)
                line = line.replace(wanted, str(file))
        if "RESPONSE" in line:
            line = line.replace("RESPONSE", self.first_response())
        program, *words = shlex.split(line)
        if "--window" in words:
            return self.answer()
        code = vardera.main(words) if program == "vardera" else app.main(words)
        said = self.capsys.readouterr()
        assert code == 0, (line, said.out, said.err)
        return said.out

    def first_response(self) -> str:
        listed = json.loads(self.type("vardera responses list workspace --json"))
        return str(listed["responses"][0]["id"])

    def answer(self) -> str:
        """Twelve people answer on the kiosk, and one of them badly."""
        lines = [
            {"at": datetime.now(UTC).isoformat(), "language": "sv", "fill": [
                {"op": "answer", "ref": f"/data/{name}", "value": value}
                for name, value in (
                    ("met", 5 - who % 2), ("hours", 1 + who % 5),
                    ("area", "north" if who % 2 else "south"), ("use", ["borrow", "study"]),
                    ("visits", who),
                )
            ]}
            for who in range(12)
        ]
        text = "\n".join(json.dumps(line) for line in lines)
        self.monkeypatch.setattr("sys.stdin", io.StringIO(text))
        return self.type("vardera-kiosk --store kiosk --drive -")


@pytest.fixture
def reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Reader:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VARDERA_PASSPHRASE", "fyra ord som räcker")
    cheap = Cost(memory=64, passes=1, lanes=1)
    monkeypatch.setitem(opening.create.__kwdefaults__, "cost", cheap)
    Path("stick").mkdir()
    text = EXAMPLE.read_text("utf-8")
    Path("library.md").write_text(text, "utf-8")
    changed = text.replace("Var bor du?", "I vilken del av kommunen bor du?")
    Path("library-2.md").write_text(changed, "utf-8")
    Path("value.txt").write_text("12\n", "utf-8")
    return Reader(capsys, monkeypatch)


def test_the_guide_leads_from_a_workbook_to_results_and_a_changed_form(reader: Reader) -> None:
    said: dict[str, str] = {}
    for line in commands():
        if line.startswith("vardera form try"):
            assert vardera.parser().parse_args(shlex.split(line)[1:]).file == Path("library.md")
            continue
        said[line.split(" --")[0]] = out = reader.type(line)
        if line.startswith("vardera campaign deploy"):
            reader.number = out.rstrip().splitlines()[-1].strip()
    assert "kan användas" in said["vardera form check library.md"]
    assert "12 new records" in said["vardera intake workspace stick"]
    results = said["vardera results workspace"]
    assert "Hur många gånger har du varit här i år?" in results and "Mean 5.5." in results
    assert Path("report.pdf").read_bytes().startswith(b"%PDF")
    later = said["vardera campaign new workspace"]
    assert "area säger ”I vilken del av kommunen bor du?” i stället för" in later

    # after a correction and a new version each question is one column
    told = json.loads(reader.type("vardera results workspace --json"))
    by_name = {one["name"]: one for one in told["questions"]}
    assert len(by_name) == len(told["questions"]) == 6
    assert by_name["area"]["versions"] == [1, 2]
    assert {one["name"]: one["n"] for one in by_name["area"]["answers"]} == {
        "north": 6, "south": 6,
    }
    assert by_name["visits"]["mean"] > 5.5
    assert by_name["better"]["hidden"] and by_name["better"]["n"] is None


def test_the_readmes_form_commands_are_real(reader: Reader, tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    section = text.split("## Your own form\n")[1].split("\n## ")[0]
    lines = [line.split("#")[0].strip() for line in section.splitlines() if "./run vardera" in line]
    assert len(lines) >= 4
    Path("docs/guide").mkdir(parents=True)
    Path("docs/guide/library.md").write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    Path("try").mkdir()
    reader.type("vardera workspace create try/workspace --name X")
    for line in lines:
        words = shlex.split(line.removeprefix("./run "))
        if words[1:3] == ["form", "try"]:
            vardera.parser().parse_args(words[1:])
        else:
            reader.type(shlex.join(words))
    assert Path("try/library.xlsx").stat().st_size > 1000

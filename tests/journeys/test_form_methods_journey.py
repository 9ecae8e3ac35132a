"""Forms that come as methods, the whole way: from a name to results that equal those by hand."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk import app
from storage.workspace import Cost, open_workspace, opening
from sync.enrolment import read_device
from vardera import main

PASSPHRASE = "fyra ord som räcker"
Printed = pytest.CaptureFixture[str]

STATED = ["no"] * 6 + ["few"] * 7 + ["large"] * 8 + ["all"] * 9
REACH = ["no", "less", "more", "all"] * 6
RESULTS = [50, 40, 30, 60, 70, 20, 35, 45, 55, 65] * 3
"""What each of thirty says of the first item, those of them with goals of the second, and how
many per cent of the indicators are results in the ninth."""


def answered(at: int) -> list[dict[str, object]]:
    """One person's steps in the analysis of the annual report."""
    given = {
        "/data/a/a1_stated": STATED[at],
        "/data/b/b9/b9_results": str(RESULTS[at]), "/data/b/b9/b9_activities": "5",
        "/data/b/b9/b9_resources": str(95 - RESULTS[at]), "/data/b/b9/b9_information": "0",
        "/data/e/e17_short": "yes" if at < 12 else "no",
    }
    if STATED[at] != "no":
        given["/data/a/a2_reach"] = REACH[at - 6]
    return [{"op": "answer", "ref": ref, "value": value} for ref, value in given.items()]


def home(folder: Path, name: str, printed: Printed) -> Any:
    """Results of a survey that is made by its name, answered at a kiosk and taken in."""
    town, stick, store = folder / "ws", folder / "stick", folder / "kiosk"
    stick.mkdir()
    assert main(["workspace", "create", str(town), "--name", "Kommunen"]) == 0
    assert main(["campaign", "new", str(town), "--from", name]) == 0
    assert main(["campaign", "deploy", str(town), "--to", str(stick)]) == 0
    (packed,) = stick.glob("*.vpackage")
    assert app.main(["--store", str(store), "--install", str(packed), "--json"]) == 0
    assert app.main(["--store", str(store), "--drive", "-"]) == 0
    assert app.main(["--store", str(store), "--sync", str(stick), "--json"]) == 0
    (card,) = stick.glob("*.vdevice")
    with open_workspace(town, passphrase=PASSPHRASE, clock=lambda: datetime.now(UTC)) as here:
        here.register_device(read_device(card.read_bytes()), "Kim")
    assert app.main(["--store", str(store), "--sync", str(stick), "--resend", "--json"]) == 0
    assert main(["intake", str(town), str(stick)]) == 0
    printed.readouterr()
    assert main(["results", str(town), "--json"]) == 0
    return json.loads(printed.readouterr().out)


def test_an_annual_report_read_by_thirty_has_the_figures_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    monkeypatch.setitem(
        opening.create.__kwdefaults__, "cost", Cost(memory=64, passes=1, lanes=1))
    at = datetime.now(UTC).isoformat()
    lines = ({"at": at, "language": "sv", "fill": answered(one)} for one in range(len(STATED)))
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(map(json.dumps, lines))))
    told = home(tmp_path, "annual-report", capsys)
    found = {one["name"]: one for one in told["questions"]}

    def counts(name: str) -> dict[str, int]:
        return {one["name"]: one["n"] for one in found[name]["answers"]}

    assert counts("a1_stated") == {"no": 6, "few": 7, "large": 8, "all": 9}
    assert counts("a2_reach") == {"no": 6, "less": 6, "more": 6, "all": 6}
    assert found["a2_reach"]["asked"] == 24
    assert counts("e17_short") == {"yes": 12, "no": 18}
    means = {name: found[f"b9_{name}"]["mean"] for name in ("results", "resources", "activities")}
    assert means == {"results": 47.0, "resources": 48.0, "activities": 5.0}
    assert found["b9_information"]["mean"] == 0.0
    assert found["a4_committees"]["hidden"] and found["a_comment"]["shape"] == "given"

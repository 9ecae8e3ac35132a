"""Another's file by command: which file it is, whose number is compared, and why a figure lacks."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from admin.commands.exchange import _figure
from admin.results import silence
from admin.results.silence import reasons_in_file
from storage.errors import Damaged
from storage.seal.keys import Signer
from storage.values import DeviceIdentity
from storage.workspace import Cost, opening
from storage.workspace.values import CampaignCounts
from survey.results import to_json
from sync import envelope
from sync.enrolment import fingerprint, read_device, write_device
from tests.admin.example_results import example
from tests.admin.report_examples import example_campaign
from vardera import main

SIGNER = Signer(bytes(range(32)))
NUMBER = fingerprint(SIGNER.public)


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """A folder with a workspace and the file of a device."""
    monkeypatch.setitem(opening.create.__kwdefaults__, "cost", Cost(memory=64, passes=1, lanes=1))
    monkeypatch.setenv("VARDERA_PASSPHRASE", "fyra ord som räcker")
    assert main(["workspace", "create", str(tmp_path / "w"), "--name", "Exempelby"]) == 0
    device = DeviceIdentity(public=SIGNER.public, name="Grannby (forwarded)")
    (tmp_path / "a.vdevice").write_bytes(write_device(device, SIGNER.sign))
    capsys.readouterr()
    return tmp_path


def enrol(desk: Path, *words: str) -> int:
    return main(["workspace", "enrol", str(desk / "w"), str(desk / "a.vdevice"), *words])


def devices(desk: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    assert main(["workspace", "info", str(desk / "w"), "--json"]) == 0
    return [device["name"] for device in json.loads(capsys.readouterr().out)["devices"]]


def test_a_device_with_another_number_than_was_told_is_not_registered(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert enrol(desk, "--trust", "0000 0000 0000 0000 0000") == 3
    assert NUMBER in capsys.readouterr().err
    assert devices(desk, capsys) == []
    assert enrol(desk, "--trust", NUMBER.lower()) == 0
    assert "Compare" not in capsys.readouterr().out
    assert devices(desk, capsys) == ["Grannby (forwarded)"]


@pytest.mark.parametrize(("said", "code"), [("yes\n", 0), ("\n", 2)])
def test_at_a_terminal_the_number_is_compared_before_anything_is_registered(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, said: str,
    code: int,
) -> None:
    class Person(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Person(said))
    assert enrol(desk) == code
    told = capsys.readouterr().err
    assert NUMBER in told and "exchange forward" in told and "must show" not in told
    assert len(devices(desk, capsys)) == (code == 0)


def test_where_nobody_can_be_asked_it_says_how_to_compare_and_to_undo(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert enrol(desk) == 0
    told = capsys.readouterr().out
    assert NUMBER in told and "devices revoke" in told and "another organisation" in told


def test_a_file_of_another_kind_is_named_with_what_it_is_and_what_was_expected(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = desk / "a.vdevice"
    assert main(["exchange", "read", str(desk / "w"), str(file), "--trust", NUMBER]) == 4
    told = capsys.readouterr().err
    assert str(file) in told
    assert "a results file (.vresults) was expected; this is a device file" in told
    with pytest.raises(Damaged, match="something else"):
        read_device(b"a letter to the municipality")
    with pytest.raises(Damaged, match=r"a device file .* was expected; this is something else"):
        read_device(b"vardera-\x1b[2Jdevice/1\n")
    with pytest.raises(Damaged, match="a mailbox-server was expected"):
        envelope.unwrap("mailbox-server", file.read_bytes())


def results(suppressed: bool, participants: int | None) -> dict[str, Any]:
    row = {"suppressed": suppressed, "value_index": None, "group": {}}
    return {"rows": [row], "weights": [{"n_participants": participants}]}


@pytest.mark.parametrize(("suppressed", "participants", "codes"), [
    (True, 0, ["too-few", "no-weights"]), (True, None, ["too-few", "few-weights"]),
    (True, 9, ["too-few"]), (False, 0, ["no-weights"]), (False, None, ["few-weights"]),
    (False, 9, ["too-few-weighed"]),
])
def test_a_missing_value_index_says_whether_people_or_weights_are_too_few(
    suppressed: bool, participants: int | None, codes: list[str]
) -> None:
    found = results(suppressed, participants)
    assert [why.code for why in reasons_in_file(found, 5)] == codes
    assert _figure(None, {"suppressed": suppressed}) == ("hidden" if suppressed else "none")
    without = reasons_in_file({**found, "weights": []}, 5)
    assert [why.code for why in without] == ["no-ratings"]


def test_another_organisations_results_are_silent_for_the_reasons_of_ones_own() -> None:
    campaign = example_campaign(threshold=5)
    counts = CampaignCounts(
        complete=1038, partial=0, session_events=0, kept=0, quarantined={}
    )
    shown = example(("area",))
    everybody, one, *others = shown.rows
    hidden = replace(one, suppressed=True, n=None, value_index=None)
    for rows in (
        shown.rows, (everybody, hidden, *others), (everybody, hidden),
        (replace(everybody, suppressed=True), hidden), (replace(everybody, value_index=None),),
    ):
        for weights in (shown.weights, tuple(
            replace(weight, n_participants=0, suppressed=True) for weight in shown.weights
        ), tuple(replace(weight, n_participants=0) for weight in shown.weights)):
            found = replace(shown, rows=rows, weights=weights)
            theirs = reasons_in_file(cast(dict[str, Any], to_json(found)), 5)
            assert theirs == silence.reasons(campaign, counts, found)

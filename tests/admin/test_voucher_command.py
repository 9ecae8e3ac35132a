"""Redeeming a voucher by command: once, and never from an argument."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from storage.seal import voucher_codes
from storage.workspace import open_workspace
from survey.device_notes import Vouchers
from tests.builders import CAMPAIGN
from tests.storage.review_builders import Town, rated
from tests.storage.workspace_builders import PASSPHRASE, World
from vardera import main

CODE = bytes(range(voucher_codes.CODE_BYTES))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace whose kiosk has told of one voucher."""
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    town = Town(tmp_path)
    town.take(Vouchers(hashes=(voucher_codes.code_hash(CODE),)), *rated(2))
    town.workspace.close()
    return tmp_path / "workspace"


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int) -> Any:
    assert main(["voucher", *words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def written(folder: Path, text: str) -> list[str]:
    file = folder.parent / "code.txt"
    file.write_text(text + "\n", "utf-8")
    return ["redeem", str(folder), "--code-file", str(file)]


def test_a_voucher_is_redeemed_once_and_counted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = written(folder, voucher_codes.write(CODE).lower())
    assert told(capsys, *words, code=0) == {"voucher": "redeemed"}
    assert told(capsys, *words, code=1) == {"voucher": "used-before"}
    counted = told(capsys, "count", str(folder), code=0)
    assert counted["made"] == 1 and list(counted["redeemed"].values()) == [1]


def test_one_that_nobody_told_of_is_unknown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = written(folder, voucher_codes.write(bytes(voucher_codes.CODE_BYTES)))
    assert told(capsys, *words, code=1) == {"voucher": "unknown"}


def test_a_slip_of_the_pen_is_said_without_the_code(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["voucher", *written(folder, "ABCD EFGH JKMN PQRS")]) == 1
    said = capsys.readouterr()
    assert "typing error" in said.err and "ABCD" not in said.err + said.out
    with open_workspace(folder, passphrase=PASSPHRASE, clock=World().clock) as workspace:
        assert workspace.vouchers.count(CAMPAIGN).redeemed == {}


def test_the_code_is_no_argument(folder: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["voucher", "redeem", str(folder), voucher_codes.write(CODE)])
    assert ended.value.code == 2


@pytest.mark.parametrize("gives", [False, True])
def test_revoking_says_that_vouchers_lying_ready_stay_good(
    folder: Path, capsys: pytest.CaptureFixture[str], *, gives: bool
) -> None:
    if gives:
        said = {"conduct": {"voucher": {"text": {"sv": "Kaffe", "en": "Coffee"}}}}
        (folder.parent / "said.json").write_text(json.dumps(said), "utf-8")
        change = ["campaign", "change", str(folder), "--from", str(folder.parent / "said.json")]
        assert main(change) == 0
    capsys.readouterr()
    assert main(["devices", "list", str(folder), "--json"]) == 0
    (device,) = json.loads(capsys.readouterr().out)["devices"]
    assert main(["devices", "revoke", str(folder), device["name"], "--reason", "stolen"]) == 0
    assert ("Vouchers that lay ready" in capsys.readouterr().out) is gives

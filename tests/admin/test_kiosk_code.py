"""The short code for a new kiosk, as text and as a picture that a camera reads."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sync.enrolment import fingerprint
from sync.provision import read_provision
from tests.storage.workspace_builders import PASSPHRASE, World, new_workspace
from vardera import main


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    workspace, _ = new_workspace(tmp_path / "town", World())
    with workspace:
        return str(tmp_path / "town"), fingerprint(workspace.signer_public)


def test_the_code_says_where_and_whose(
    town: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, number = town
    out = tmp_path / "code.svg"
    command = ["campaign", "kiosk-code", folder, "--place", "192.168.1.10:8347"]
    assert main([*command, "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    read = read_provision(told["scanned"])
    assert read == read_provision(told["code"])
    assert (str(read.mailbox), read.organisation) == ("192.168.1.10:8347", number)
    svg = out.read_text("utf-8")
    side = int(re.findall(r'viewBox="0 0 (\d+)', svg)[0])
    assert svg.count("h1v1h-1z") > 200 and side < 60
    assert main(command) == 0
    assert number in capsys.readouterr().out


@pytest.mark.parametrize("words", [
    ["--place", "/media/stick"], ["--place", "s3://KEY:SECRET@bucket/x"],
    ["--place", "10.0.0.1:1", "--out", "code.png"],
])
def test_what_no_kiosk_could_use_is_refused(town: tuple[str, str], words: list[str]) -> None:
    assert main(["campaign", "kiosk-code", town[0], *words]) == 2

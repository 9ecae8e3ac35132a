"""``vardera bundle``: the structure without a key."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

import pytest

from admin.commands import bundle as command
from sync import bundle, enrolment
from tests.sync.sync_builders import Device


def main(words: list[str]) -> int:
    top = argparse.ArgumentParser()
    command.add(top.add_subparsers())
    args = top.parse_args(words)
    return int(args.run(args))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    device = Device()
    path = tmp_path / "a.vbundle"
    value = device.bundle(device.epoch([b"one", b"two"]), device.epoch([b"three"]))
    path.write_bytes(bundle.write_bundle(value, device.signer.sign))
    return path


def test_inspect_shows_the_structure_and_no_answer(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bundle", "inspect", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["records"], told["number"]) == (3, 1)
    assert [(e["first"], e["here"], e["made"]) for e in told["epochs"]] == [(0, 2, 2), (0, 1, 1)]
    assert main(["bundle", "inspect", str(file)]) == 0
    printed = capsys.readouterr().out
    assert told["stream"] in printed
    assert "one" not in printed.split()


def test_verify_says_whole_and_compares_the_device_when_asked(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    device, other = Device(), Device("Surfplatta 2")
    mine, theirs = tmp_path / "mine.vdevice", tmp_path / "theirs.vdevice"
    mine.write_bytes(enrolment.write_device(device.identity, device.signer.sign))
    theirs.write_bytes(enrolment.write_device(other.identity, other.signer.sign))
    assert main(["bundle", "verify", str(file)]) == 0
    assert "cannot prove" in capsys.readouterr().out
    assert main(["bundle", "verify", str(file), "--device", str(mine), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["device_compared"] is True
    assert main(["bundle", "verify", str(file), "--device", str(theirs)]) == 3
    assert "not by Surfplatta 2" in capsys.readouterr().err


@pytest.mark.parametrize("way", ["inspect", "verify"])
def test_a_damaged_bundle_gives_code_4_and_a_reason(
    file: Path, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)
    assert main(["bundle", way, str(file)]) == 4
    caught = capsys.readouterr()
    assert caught.out == ""
    assert "changed after it was signed" in caught.err


def test_a_missing_file_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bundle", "verify", str(tmp_path / "no.vbundle")]) == 2
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("way", ["inspect", "verify"])
def test_a_pipe_is_wrong_usage_and_nobody_waits_for_it(
    tmp_path: Path, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert main(["bundle", way, str(tmp_path / "pipe")]) == 2
    assert "not an ordinary file" in capsys.readouterr().err

"""``vardera workspace verify restore move``, with the rows in a file and on a server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storage.workspace import Workspace, addresses, files
from sync.package import write_package
from sync.receipt import file_name, write_receipt
from tests.builders import CAMPAIGN, RATINGS, small_campaign
from tests.storage.postgres_server import postgres_url  # noqa: F401
from tests.storage.workspace_builders import (
    PASSPHRASE,
    Device,
    World,
    new_workspace,
    reopen,
    response,
)
from vardera import main


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def place(tmp_path: Path, world: World) -> Path:
    """A closed workspace with three answers and a backup of them."""
    made, _ = new_workspace(tmp_path / "workspace", world)
    take_in(made, Device(made, world).register(), 3)
    made.backup(tmp_path / "backups", "Kim")
    made.close()
    return tmp_path / "workspace"


def take_in(workspace: Workspace, device: Device, count: int) -> None:
    device.answer(*(response({RATINGS[0]: 4}) for _ in range(count)))
    workspace.take_in(device.bundle(), "Kim")


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def test_verify_reads_every_package_and_names_the_one_that_is_none(
    place: Path, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["workspace", "verify", str(place), "--json"]) == 4
    (fault,) = told(capsys)["faults"]  # what the builders give out is no real package
    assert str(fault).startswith(f"package 1 of survey {CAMPAIGN.hex[:8]} does not hold")
    with reopen(place, world) as workspace:
        write_package(workspace, small_campaign(), world.clock)
        with workspace._database.writing() as connection:
            connection.exec_driver_sql("DELETE FROM package WHERE version = 1")
    assert main(["workspace", "verify", str(place), "--json"]) == 0
    assert told(capsys) == {
        "whole": True, "records": 3, "responses": 3, "faults": [], "notes": [],
        "left": {"log_held": False, "server_keeps_copies": False, "beside": []},
    }


def test_verify_tells_of_backups_that_are_gone(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "backups").rename(tmp_path / "elsewhere")
    main(["workspace", "verify", str(place)])
    assert "Note: the backup" in capsys.readouterr().out
    main(["workspace", "verify", str(place), "--backups", str(tmp_path / "elsewhere")])
    assert "Note:" not in capsys.readouterr().out


def test_the_rows_move_to_a_server_which_is_told_with_its_danger(
    place: Path, postgres_url: str, capsys: pytest.CaptureFixture[str]  # noqa: F811
) -> None:
    assert main(["workspace", "move", str(place), "--to-postgres", postgres_url]) == 0
    assert addresses.UNENCRYPTED in capsys.readouterr().out
    assert not files.database_path(place).exists()
    assert main(["workspace", "info", str(place)]) == 0
    said = capsys.readouterr().out
    assert addresses.UNENCRYPTED in said and "schema=" in said
    assert main(["workspace", "move", str(place), "--to-postgres", postgres_url]) == 4
    capsys.readouterr()
    assert main(["workspace", "move", str(place), "--to-file", "--json"]) == 0
    assert told(capsys)["rows"] == files.DATABASE


@pytest.mark.parametrize("url", [
    "postgresql://kim:hemligt@localhost/vardera", "postgresql://db.example.org/x?sslmode=allow",
    "notaurl",
])
def test_an_address_that_is_refused_moves_nothing(
    place: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["workspace", "move", str(place), "--to-postgres", url]) == 2
    assert "hemligt" not in capsys.readouterr().err
    assert files.database_path(place).exists()


def test_after_going_back_receipts_that_are_newer_are_listed(
    place: Path, tmp_path: Path, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    (backup,) = (tmp_path / "backups").iterdir()
    stick = tmp_path / "stick"
    stick.mkdir()
    with reopen(place, world) as workspace:
        device = Device(workspace, world)
        device.answer(*(response({RATINGS[0]: 4}) for _ in range(2)))
        world.wait(hours=1)
        workspace.take_in(device.bundle(), "Kim")
        workspace.backup(tmp_path / "later", "Kim")
        for receipt in workspace.receipts_due():
            data = write_receipt(receipt, workspace.signer_public, workspace.sign)
            (stick / file_name(receipt)).write_bytes(data)
    (stick / "foreign.vreceipt").write_bytes(b"no receipt")
    asked = ["workspace", "restore", str(tmp_path / "back"), "--from", str(backup)]
    main([*asked, "--receipts", str(stick), "--json"])
    newer = told(capsys)["newer_receipts"]
    assert isinstance(newer, list) and newer
    assert sum(one["missing"] for one in newer) == 2
    assert {one["device"] for one in newer} == {"Kiosk 1"}

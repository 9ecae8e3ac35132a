"""What the command line keeps people from: short secrets, wrong places, another's words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import assets
from admin.commands import saying
from admin.commands.terminal import now
from storage.workspace import open_workspace
from vardera import main

PASSPHRASE = "fyra ord som räcker"
TEMPLATE = str(assets.path("methods", "service_today.json"))


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    made = tmp_path / "workspace"
    assert main(["workspace", "create", str(made), "--name", "Exempelby"]) == 0
    return made


def test_a_short_passphrase_makes_no_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VARDERA_PASSPHRASE", "kort")
    assert main(["workspace", "create", str(tmp_path / "w"), "--name", "Exempelby"]) == 2
    assert "12" in capsys.readouterr().err
    assert not (tmp_path / "w").exists()


def test_a_file_is_no_place_for_a_workspace(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text("words")
    assert main(["workspace", "create", str(file), "--name", "Exempelby"]) == 2
    assert file.read_text() == "words"


def test_a_template_takes_the_workspaces_name_and_days_to_come(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["campaign", "new", str(workspace), "--from", TEMPLATE, "--as-template"]) == 0
    said = capsys.readouterr().out
    assert "from Exempelby" in said
    assert main(["campaign", "list", str(workspace), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["campaigns"]
    original = json.loads(assets.text("methods", "service_today.json"))
    assert row["id"] != original["id"]
    assert row["first_day"] < row["last_day"]


def test_an_empty_folder_is_asked_about(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    assert main(["intake", str(workspace), str(folder)]) == 0
    assert "right folder" in capsys.readouterr().out


def test_a_backup_that_does_not_open_leaves_its_place_free(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["workspace", "backup", str(workspace), "--to", str(tmp_path / "b")]) == 0
    (backup,) = (tmp_path / "b").iterdir()
    database = backup / "workspace.db"
    whole = database.read_bytes()
    database.write_bytes(bytes(len(whole)))
    target = tmp_path / "again"
    restore = ["workspace", "restore", str(target), "--from", str(backup)]
    assert main(restore) == 4
    assert not target.exists()
    database.write_bytes(whole)
    assert main(restore) == 0


def test_results_say_why_they_show_nothing(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["campaign", "new", str(workspace), "--from", TEMPLATE, "--as-template"]) == 0
    capsys.readouterr()
    assert main(["results", str(workspace)]) == 0
    assert "No answers have been taken in yet" in capsys.readouterr().out
    assert main(["results", str(workspace), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["not_shown"]
    assert [reason["code"] for reason in told] == ["no-answers", "no-weights"]


def test_an_empty_file_and_a_folder_are_called_what_they_are(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.vdevice").touch()
    for file, what in ((tmp_path / "empty.vdevice", "is empty"), (tmp_path, "is a folder")):
        assert main(["workspace", "enrol", str(workspace), str(file)]) == 2
        assert what in capsys.readouterr().err


def test_a_missing_recovery_code_names_its_own_way_in(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["workspace", "recover", str(workspace)]) == 2
    assert "--recovery-file" in capsys.readouterr().err


def test_the_passphrase_is_changed_with_the_present_one(workspace: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.txt"
    new.write_text("helt andra ord nu\n")
    change = ["workspace", "passphrase", str(workspace)]
    assert main(change) == 2, "the variable holds the present one, nobody said the new one"
    given = [*change, "--new-passphrase-file", str(new)]
    assert main(given) == 0
    assert main(given) == 3 and main(["workspace", "info", str(workspace)]) == 3
    assert main(["workspace", "info", str(workspace), "--passphrase-file", str(new)]) == 0


def test_a_template_keeps_the_contact_and_offers_a_receipt_code_when_asked(
    workspace: Path, tmp_path: Path
) -> None:
    file = tmp_path / "mine.json"
    written = json.loads(Path(TEMPLATE).read_text("utf-8")) | {"contact": "Anna, 08-123 45"}
    file.write_text(json.dumps(written))
    new = ["campaign", "new", str(workspace), "--from", str(file)]
    assert main([*new, "--withdrawal"]) == 2
    assert main([*new, "--as-template", "--withdrawal"]) == 0
    with open_workspace(workspace, passphrase=PASSPHRASE, clock=now) as opened:
        (made,) = opened.campaigns()
    assert made.contact == "Anna, 08-123 45" and made.withdrawal


def test_a_command_that_is_stopped_leaves_nothing_behind(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as only:
        only.setattr("storage.workspace.form_versions.register", stopped)
        command = ["campaign", "new", str(workspace), "--from", TEMPLATE, "--as-template"]
        assert main(command) == 130
    assert "stopped" in capsys.readouterr().err
    assert main(["campaign", "list", str(workspace), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"campaigns": []}


def test_steps_of_long_work_are_told_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    saying.steps(2, 10_000_000)("reading")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    step = saying.steps(2, 10_000_000)
    step("reading")
    step("adding")
    saying.steps(2, 100)("a moment's work")
    assert capsys.readouterr().err == "1/2 reading\n2/2 adding\n"

"""``vardera workspace|campaign|intake`` as a person runs them, on real files."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from admin.commands import campaign as campaign_command
from admin.commands import intake as intake_command
from admin.commands import terminal
from admin.commands import workspace as workspace_command
from storage.bodies import encode
from storage.kiosk import KioskStore
from storage.workspace import Cost, opening, passphrases
from survey.reading import write_campaign
from sync import courier, enrolment, package
from sync.folder import FolderTransport
from tests.sync.sync_builders import CAMPAIGN, campaign, clock, known_random, response

PASSPHRASE = "en lång fras som ingen gissar"
FAST = Cost(memory=64, passes=1, lanes=1)


def main(words: list[str]) -> int:
    top = argparse.ArgumentParser()
    commands = top.add_subparsers()
    for command in (campaign_command, intake_command, workspace_command):
        command.add(commands)
    args = top.parse_args(words)
    return int(args.run(args))


@dataclass
class Desk:
    """An administrator's terminal."""

    path: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def workspace(self) -> str:
        return str(self.path / "workspace")

    def run(self, *words: str, code: int = 0) -> str:
        got = main(list(words))
        caught = self.capsys.readouterr()
        assert got == code, caught.err
        return caught.err if code and not caught.out else caught.out

    def json(self, *words: str, code: int = 0) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.run(*words, "--json", code=code))
        return told


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases cost nothing here; what they cost in earnest is measured elsewhere."""
    for slow in (opening.create, passphrases.change_passphrase):
        monkeypatch.setitem(slow.__kwdefaults__, "cost", FAST)


@pytest.fixture
def desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    (tmp_path / "stick").mkdir()
    return Desk(tmp_path, capsys)


@pytest.fixture
def town(desk: Desk) -> tuple[Desk, str]:
    """A workspace with one survey, and its recovery code."""
    told = desk.json("workspace", "create", desk.workspace, "--name", "Exempelkommun")
    file = desk.path / "campaign.json"
    file.write_bytes(write_campaign(campaign()))
    desk.run("campaign", "new", desk.workspace, "--from", str(file))
    desk.run("campaign", "review", desk.workspace, "--language", "sv", "--language", "en")
    return desk, str(told["recovery_code"])


def test_the_whole_way_through_the_commands(town: tuple[Desk, str]) -> None:
    desk, _ = town
    stick = desk.path / "stick"
    deployed = desk.json("campaign", "deploy", desk.workspace, "--to", str(stick))
    assert (deployed["campaign"], deployed["version"]) == (str(CAMPAIGN), 1)
    store = KioskStore.create_or_open(
        desk.path / "kiosk", name="Entrén", clock=clock, random=known_random("Entrén")
    )
    try:
        assert courier.exchange(store, FolderTransport(stick), clock).packages == 1
        for n in range(1, 4):
            store.journal().append(encode(response(n)))
        courier.exchange(store, FolderTransport(stick), clock)
        told = desk.json("intake", desk.workspace, str(stick), code=1)
        assert [refused["code"] for refused in told["quarantined"]] == ["unknown-device"]
        file = stick / enrolment.file_name(store.identity)
        file.write_bytes(enrolment.write_device(store.identity, store.signer.sign))
        enrolled = desk.json("workspace", "enrol", desk.workspace, str(file), "--name", "Disken")
        assert enrolled["fingerprint"] == enrolment.fingerprint(store.identity.public)
        told = desk.json(
            "intake", desk.workspace, str(stick), "--receipts",
            "--backup", str(desk.path / "backups"),
        )
        assert (told["new"], told["quarantined"], len(told["resolved"])) == (3, [], 1)
        assert told["receipts"]["records"] == 3
        assert courier.exchange(store, FolderTransport(stick), clock).forgotten == 3
    finally:
        store.close()
    info = desk.json("workspace", "info", desk.workspace)
    assert [(c["id"], c["complete"]) for c in info["campaigns"]] == [(str(CAMPAIGN), 3)]
    assert [(d["name"], d["records"]) for d in info["devices"]] == [("Disken", 3)]
    assert [b["records"] for b in info["backups"]] == [3]
    assert desk.json("workspace", "verify", desk.workspace)["whole"] is True
    assert "3 records" in desk.run("workspace", "verify", desk.workspace)


def test_a_backup_is_restored_elsewhere(town: tuple[Desk, str]) -> None:
    desk, _ = town
    made = desk.json("workspace", "backup", desk.workspace, "--to", str(desk.path / "backups"))
    elsewhere = str(desk.path / "elsewhere")
    desk.json("workspace", "restore", elsewhere, "--from", made["backup"])
    info = desk.json("workspace", "info", elsewhere)
    assert [c["id"] for c in info["campaigns"]] == [str(CAMPAIGN)]
    text = desk.run("workspace", "restore", elsewhere, "--from", made["backup"], code=2)
    assert "not empty" in text


def test_the_recovery_code_gives_a_new_passphrase(
    town: tuple[Desk, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, code = town
    monkeypatch.setenv("VARDERA_RECOVERY_CODE", code)
    monkeypatch.setenv("VARDERA_PASSPHRASE", "en helt ny fras")
    desk.run("workspace", "info", desk.workspace, code=3)
    desk.run("workspace", "recover", desk.workspace)
    desk.run("workspace", "info", desk.workspace)
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    desk.run("workspace", "info", desk.workspace, code=3)


def test_a_wrong_recovery_code_changes_nothing(
    town: tuple[Desk, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, code = town
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    monkeypatch.setenv("VARDERA_RECOVERY_CODE", wrong)
    desk.run("workspace", "recover", desk.workspace, code=3)
    desk.run("workspace", "info", desk.workspace)


def test_the_passphrase_comes_from_a_file_or_the_environment_and_is_never_shown(
    town: tuple[Desk, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, _ = town
    file = desk.path / "passphrase"
    file.write_text(PASSPHRASE + "\n", encoding="utf-8")
    monkeypatch.setenv("VARDERA_PASSPHRASE", "wrong")
    shown = desk.run("workspace", "info", desk.workspace, "--passphrase-file", str(file))
    assert PASSPHRASE not in shown
    monkeypatch.delenv("VARDERA_PASSPHRASE")
    assert "nobody to ask" in desk.run("workspace", "info", desk.workspace, code=2)


def test_a_new_passphrase_is_asked_for_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VARDERA_PASSPHRASE")
    monkeypatch.setattr(terminal.sys.stdin, "isatty", lambda: True, raising=False)
    answers = iter(["first", "second"])
    monkeypatch.setattr(terminal.getpass, "getpass", lambda _: next(answers))
    text = desk.run("workspace", "create", desk.workspace, "--name", "X", code=2)
    assert "differ" in text
    assert not Path(desk.workspace).exists()


def test_every_problem_of_a_campaign_file_is_printed(town: tuple[Desk, str]) -> None:
    desk, _ = town
    broken = json.loads(write_campaign(campaign()))
    broken["languages"] = []
    del broken["title"]
    file = desk.path / "broken.json"
    file.write_text(json.dumps(broken), encoding="utf-8")
    told = desk.json("campaign", "new", desk.workspace, "--from", str(file), code=1)
    assert told["campaign"] is None
    assert len(told["problems"]) >= 2
    assert {"severity", "code", "where", "message", "hint"} == set(told["problems"][0])
    assert len(desk.json("campaign", "list", desk.workspace)["campaigns"]) == 1


def test_a_template_gives_a_survey_of_its_own(town: tuple[Desk, str]) -> None:
    desk, _ = town
    file = str(desk.path / "campaign.json")
    desk.run("campaign", "new", desk.workspace, "--from", file, "--as-template")
    listed = desk.json("campaign", "list", desk.workspace)["campaigns"]
    assert len({row["id"] for row in listed}) == 2
    text = desk.run("campaign", "deploy", desk.workspace, "--to", str(desk.path), code=2)
    assert "2 surveys are here" in text
    desk.run("campaign", "review", desk.workspace, "--campaign", listed[1]["id"][:8],
             "--language", "sv", "--language", "en")
    chosen = desk.json("campaign", "deploy", desk.workspace, "--to", str(desk.path / "stick"),
                       "--campaign", listed[1]["id"][:8])
    assert chosen["campaign"] == listed[1]["id"]


def test_a_missing_folder_is_wrong_usage(town: tuple[Desk, str]) -> None:
    desk, _ = town
    assert "not a folder" in desk.run("intake", desk.workspace, str(desk.path / "no"), code=2)
    assert "not a folder" in desk.run("workspace", "info", str(desk.path / "no"), code=2)


def test_names_from_outside_cannot_command_the_terminal(town: tuple[Desk, str]) -> None:
    desk, _ = town
    (desk.path / "stick" / "evil\x1b[2J.vbundle").write_bytes(b"x")
    shown = desk.run("intake", desk.workspace, str(desk.path / "stick"), code=1)
    assert "\x1b" not in shown
    assert "evil\\u001b[2J.vbundle" in shown


@pytest.mark.parametrize("add", [
    campaign_command.add, intake_command.add, workspace_command.add,
])
def test_every_command_has_help_with_an_example(add: Callable[[Any], None]) -> None:
    top = argparse.ArgumentParser()
    add(top.add_subparsers())

    def parsers(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
        found = []
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for one in action.choices.values():
                    found += [one, *parsers(one)]
        return found

    assert parsers(top)
    for parser in parsers(top):
        assert "example: vardera " in parser.format_help()


def test_a_name_that_is_not_utf8_crashes_neither_kind_of_output(town: tuple[Desk, str]) -> None:
    desk, _ = town
    stick = desk.path / "stick"
    Path(os.fsdecode(os.fsencode(stick) + b"/bad\xff.vbundle")).write_bytes(b"x")
    told = desk.json("intake", desk.workspace, str(stick), code=1)
    assert [(p["where"], p["code"]) for p in told["problems"]] == [
        ("bad\\xff.vbundle", "bad-name")
    ]
    assert "bad\\xff.vbundle: " in desk.run("intake", desk.workspace, str(stick), code=1)


def test_half_a_pair_in_a_json_report_is_written_as_its_code(
    capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.say_json({"name": "bad\udcff"})
    assert json.loads(capsys.readouterr().out) == {"name": "bad\udcff"}


def test_the_organisations_number_is_shown_where_it_is_compared(town: tuple[Desk, str]) -> None:
    desk, _ = town
    stick = str(desk.path / "stick")
    number = desk.json("workspace", "info", desk.workspace)["organisation_fingerprint"]
    assert enrolment.is_fingerprint(number)
    assert number in desk.run("workspace", "info", desk.workspace)
    deployed = desk.json("campaign", "deploy", desk.workspace, "--to", stick)
    assert deployed["organisation_fingerprint"] == number
    assert number in desk.run("campaign", "deploy", desk.workspace, "--to", stick)
    (raw, *_) = sorted((desk.path / "stick").glob("*.vpackage"))
    assert enrolment.fingerprint(package.peek(raw.read_bytes()).signer) == number

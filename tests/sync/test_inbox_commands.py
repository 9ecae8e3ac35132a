"""``vardera devices|responses|withdraw`` as a person runs them, on real files."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from admin.commands import devices as devices_command
from admin.commands import intake as intake_command
from admin.commands import responses as responses_command
from admin.commands import withdraw as withdraw_command
from storage.bodies import encode
from storage.kiosk import KioskStore
from storage.seal import receipt_codes
from storage.values import DeviceIdentity
from storage.workspace import Workspace, create, open_workspace
from storage.workspace.exports import Made
from survey.reading import write_campaign
from sync import courier, intake, package
from sync.folder import FolderTransport
from tests.sync.sync_builders import CAMPAIGN, campaign, clock, known_random, response
from tests.sync.test_intake import FAST

PASSPHRASE = "en lång fras som ingen gissar"
CODE = bytes(range(16))


@dataclass
class Desk:
    """A terminal, a workspace with a kiosk named Entrén, and a stick between them."""

    path: Path
    capsys: pytest.CaptureFixture[str]
    kiosk: KioskStore

    def run(self, *words: str, code: int = 0) -> str:
        top = argparse.ArgumentParser()
        commands = top.add_subparsers()
        for one in (devices_command, intake_command, responses_command, withdraw_command):
            one.add(commands)
        args = top.parse_args(list(words))
        got = int(args.run(args))
        caught = self.capsys.readouterr()
        assert got == code, caught.err
        return caught.err if code and not caught.out else caught.out

    def json(self, *words: str, code: int = 0) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.run(*words, "--json", code=code))
        return told

    @property
    def workspace(self) -> str:
        return str(self.path / "workspace")

    def answer(self, *ratings: int, code: bytes | None = None) -> None:
        hash = None if code is None else receipt_codes.code_hash(code)
        journal = self.kiosk.journal()
        for rating in ratings:
            journal.append(encode(replace(response(rating), code=hash)))
        courier.exchange(self.kiosk, FolderTransport(self.path / "stick"), clock)

    def take_in(self, code: int = 0) -> dict[str, Any]:
        return self.json("intake", self.workspace, str(self.path / "stick"), code=code)


@pytest.fixture
def desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    (tmp_path / "stick").mkdir()
    kiosk = KioskStore.create_or_open(
        tmp_path / "kiosk", name="Entrén", clock=clock, random=known_random("kiosk")
    )
    with create(
        tmp_path / "workspace", name="Exempelkommun", passphrase=PASSPHRASE, clock=clock,
        random=known_random("workspace"), cost=FAST,
    )[0] as workspace:
        workspace.add_campaign(campaign(), write_campaign(campaign()))
        kiosk.install(package.write_package(workspace, campaign(), clock))
        workspace.register_device(DeviceIdentity(public=kiosk.identity.public, name="Entrén"))
        made = Made(kind="report", path="/somewhere/report.pdf", records=1)
        workspace.erasing.note_export(CAMPAIGN, made)
    yield Desk(tmp_path, capsys, kiosk)
    kiosk.close()


def test_intake_tells_of_every_file_and_of_what_is_missing(desk: Desk) -> None:
    desk.answer(1, 2)
    (first,) = (desk.path / "stick").glob("*.vbundle")
    desk.answer(3)
    kept = first.read_bytes()
    first.unlink()
    (desk.path / "stick" / "junk.vbundle").write_bytes(b"junk")
    told = desk.take_in(code=1)
    outcomes = {file["name"]: file["outcome"] for file in told["files"]}
    assert outcomes.pop("junk.vbundle") == "aside"
    assert set(outcomes.values()) == {"new"}
    assert [(m["device"], m["missing"]) for m in told["missing"]] == [("Entrén", 2)]
    first.write_bytes(kept)
    told = desk.take_in(code=1)
    assert told["missing"] == []
    assert {f["outcome"] for f in told["files"]} <= {"aside", "known", "new"}


def test_a_lost_device_is_revoked_and_decided_about_by_name(desk: Desk) -> None:
    desk.answer(1, 2)
    desk.take_in()
    revoked = desk.json("devices", "revoke", desk.workspace, "entr", "--reason", "stolen")
    assert (revoked["device"], revoked["held"], revoked["already"]) == ("Entrén", 2, False)
    assert revoked["cannot_tell"] == 0
    desk.answer(3)
    assert [f["code"] for f in desk.take_in(code=1)["quarantined"]] == ["revoked-device"]
    (device,) = desk.json("devices", "list", desk.workspace)["devices"]
    assert (device["held"], len(device["files_aside"]), device["why_revoked"]) == (2, 1, "stolen")
    number = device["fingerprint"][:9]
    done = desk.json("devices", "accept", desk.workspace, number, "--reason", "it was found")
    assert (done["answers"], done["records"], done["left"]) == (2, 1, [])
    said = desk.run("devices", "list", desk.workspace)
    assert "Revoked" in said and "3 of 3 records have come" in said
    assert desk.json("devices", "restore", desk.workspace, "Entrén", "--reason", "x")["restored"]
    kinds = [h["kind"] for h in desk.json("responses", "log", desk.workspace)["happenings"]]
    assert kinds == ["device-revoked", "device-accepted", "device-restored"]


def test_a_device_is_named_for_certain_or_nothing_is_done(desk: Desk) -> None:
    refused = desk.run("devices", "revoke", desk.workspace, "Nobody", "--reason", "x", code=2)
    assert "no device here fits" in refused
    desk.run("devices", "revoke", desk.workspace, "Entrén", "--reason", " ", code=2)


def test_responses_are_listed_and_decided_by_circumstances(desk: Desk) -> None:
    desk.answer(1, 2)
    desk.take_in()
    words = ("responses", "decide", desk.workspace, "--mode", "kiosk", "--to", "excluded")
    assert desk.json(*words, "--reason", "a trial run")["changed"] == 2
    told = desk.json("responses", "list", desk.workspace, "--state", "excluded")
    assert (len(told["responses"]), told["excluded"], told["complete"]) == (2, 2, 0)
    id = told["responses"][0]["id"]
    words = ("responses", "decide", desk.workspace, "--id", id, "--to", "counted")
    assert desk.json(*words, "--reason", "in earnest")["changed"] == 1
    desk.run("responses", "decide", desk.workspace, "--id", "x", "--to", "held",
             "--reason", "odd", code=2)


def test_retention_tells_first_and_erases_only_when_told_to(desk: Desk) -> None:
    desk.answer(1, 2)
    desk.take_in()
    words = ("responses", "retention", desk.workspace)
    desk.run(*words, code=2)  # no rule yet
    dry = desk.json(*words, "--answers-days", "1", "--dry-run")
    assert {row["table"]: row["rows"] for row in dry["going"]}["response"] == 2
    done = desk.json(*words, "--answers-days", "1", "--apply")
    assert done["going"] == dry["going"] and done["applied"]
    assert desk.json(*words)["going"] == []  # by the rule that is kept now


def test_a_code_from_a_file_withdraws_and_tells_what_is_left_to_do(desk: Desk) -> None:
    desk.answer(1)
    desk.answer(5, code=CODE)
    desk.take_in()
    file = desk.path / "code.txt"
    file.write_text(receipt_codes.write_groups(CODE) + "\n", "utf-8")
    told = desk.json("withdraw", desk.workspace, "--code-file", str(file))
    assert (told["erased"], told["waiting"]) == (1, False)
    (export,) = told["exports"]
    assert export["path"] == "/somewhere/report.pdf"
    assert told["devices"] == [
        {"name": "Entrén", "records_without_receipt": 2, "receipts_unsent": 0}
    ]
    assert desk.json("responses", "destroyed", desk.workspace, str(export["number"]))["changed"]
    said = desk.run("withdraw", desk.workspace, "--code-file", str(file))
    assert "withdrawn before" in said and "report.pdf" not in said


def test_a_misread_code_is_told_and_never_an_argument(desk: Desk) -> None:
    file = desk.path / "code.txt"
    file.write_text("0" * 28, "utf-8")
    refused = desk.run("withdraw", desk.workspace, "--code-file", str(file), code=1)
    assert "typing error" in refused and "000" not in refused
    desk.run("withdraw", desk.workspace, "0000", code=2)


def test_a_list_goes_from_one_organisation_to_another(desk: Desk) -> None:
    desk.answer(5, code=CODE)
    desk.take_in()
    file = desk.path / "code.txt"
    file.write_text(" ".join(receipt_codes.write_words(CODE)), "utf-8")
    desk.run("withdraw", desk.workspace, "--code-file", str(file))
    out = desk.path / "gone.vwithdrawn"
    made = desk.json("withdraw", "list", desk.workspace, "--out", str(out))
    number = made["organisation_fingerprint"]
    again = desk.json("withdraw", "apply", desk.workspace, str(out), "--trust", number)
    assert (again["codes"], again["erased"]) == (1, 0)
    assert again["left"] == {"log_held": False, "server_keeps_copies": False, "beside": []}
    refused = desk.run(
        "withdraw", "apply", desk.workspace, str(out), "--trust", "AAAA", code=3
    )
    assert "not by the one you trust" in refused
    out.write_bytes(b"junk")
    desk.run("withdraw", "apply", desk.workspace, str(out), "--trust", number, code=4)


def test_a_file_that_lies_aside_is_let_go_with_a_reason(desk: Desk) -> None:
    (desk.path / "stick" / "junk.vbundle").write_bytes(b"junk")
    desk.take_in(code=1)
    (file,) = desk.json("responses", "quarantine", desk.workspace)["files"]
    desk.run("responses", "let-go", desk.workspace, file["hash"][:10], "--reason", "not ours")
    assert desk.take_in()["quarantined"] == []
    (decided,) = desk.json("responses", "quarantine", desk.workspace)["decided"]
    assert decided["decision"] == "not ours"


def test_a_response_is_shown_and_corrected_from_a_file(desk: Desk) -> None:
    desk.answer(2)
    desk.take_in()
    (row,) = desk.json("responses", "list", desk.workspace)["responses"]
    value = desk.path / "value.txt"
    value.write_text("5\n", "utf-8")
    words = ("responses", "correct", desk.workspace, row["id"], "--field", "bemotande")
    why = ("--reason", "slip misread")
    desk.run(*words, "--value-file", str(value), *why)
    shown = desk.json("responses", "show", desk.workspace, row["id"])
    assert (shown["answers"], shown["corrected"]) == ({"bemotande": 2}, {"bemotande": 5})
    desk.run(*words, "--undo", *why)
    assert desk.json("responses", "show", desk.workspace, row["id"])["corrected"] == {}
    value.write_text("9", "utf-8")
    desk.run(*words, "--value-file", str(value), *why, code=2)
    value.write_text("hemligt", "utf-8")
    assert "hemligt" not in desk.run(*words, "--value-file", str(value), *why, code=2)
    desk.run(*words, *why, code=2)
    desk.run("responses", "show", desk.workspace, "00" * 16, code=2)
    assert desk.json("responses", "show", desk.workspace, row["id"][:8])["id"] == row["id"]
    other = "0" if row["id"][0] != "0" else "1"
    for wrong in (row["id"][:7], other + row["id"][1:9], "not digits", row["id"] + "00"):
        desk.run("responses", "show", desk.workspace, wrong, code=2)


def test_after_withdrawal_backup_and_receipts_nothing_of_it_lies_in_the_place(desk: Desk) -> None:
    desk.answer(4, code=CODE)
    (desk.path / "stick" / "junk.vbundle").write_bytes(b"junk")
    desk.take_in(code=1)
    file, stick = desk.path / "code.txt", desk.path / "stick"
    file.write_text(receipt_codes.write_groups(CODE), "utf-8")
    line = ("withdraw", desk.workspace, "--code-file", str(file), "--purge", str(stick))
    early = desk.json(*line)
    assert (early["erased"], early["aside"]) == (1, ["junk.vbundle"])
    assert early["purged"][str(stick)]["names"] == []
    with opened(desk) as workspace:
        workspace.backup(desk.path / "backups")
        assert intake.send_receipts(workspace, FolderTransport(stick)).names
    told = desk.json(*line)
    assert len(told["purged"][str(stick)]["names"]) == 1
    assert [left.name for left in stick.glob("*.vbundle")] == ["junk.vbundle"]
    assert "lies aside" in desk.run(*line)


def test_a_record_that_nobody_can_read_is_given_up_with_a_reason(desk: Desk) -> None:
    desk.kiosk.journal().append(b"no body of any kind")
    courier.exchange(desk.kiosk, FolderTransport(desk.path / "stick"), clock)
    desk.take_in(code=1)
    (record,) = desk.json("responses", "quarantine", desk.workspace)["unreadable"]
    way = ("responses", "give-up", desk.workspace)
    desk.run(*way, str(record["number"] + 1), "--reason", "lost", code=2)
    desk.run(*way, str(record["number"]), "--reason", " ", code=2)
    desk.run(*way, str(record["number"]), "--reason", "the device is lost")
    assert desk.json("responses", "quarantine", desk.workspace)["unreadable"] == []


def opened(desk: Desk) -> Workspace:
    return open_workspace(desk.path / "workspace", passphrase=PASSPHRASE, clock=clock)

"""Two organisations, one survey: asked for, shared, accepted, collected, and opened by both."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from admin.commands import campaign as campaign_command
from admin.commands import intake as intake_command
from admin.commands import workspace as workspace_command
from storage.bodies import encode
from storage.kiosk import KioskStore
from storage.workspace import Cost, opening, passphrases
from survey.reading import write_campaign
from sync import courier, enrolment
from sync.folder import FolderTransport
from tests.sync.sync_builders import CAMPAIGN, RATING, campaign, clock, known_random, response

PASSPHRASE = "en lång fras som ingen gissar"
STRANGER = "0000 1111 2222 3333 4444"


@dataclass
class Desk:
    """An organisation's terminal."""

    path: Path
    name: str
    capsys: pytest.CaptureFixture[str]

    @property
    def workspace(self) -> str:
        return str(self.path / self.name)

    def do(self, command: str, way: str, *words: str, code: int = 0) -> dict[str, Any]:
        top = argparse.ArgumentParser()
        commands = top.add_subparsers()
        for one in (campaign_command, intake_command, workspace_command):
            one.add(commands)
        line = [command, way, self.workspace] if way else [command, self.workspace]
        args = top.parse_args([*line, *words, "--json"])
        assert int(args.run(args)) == code
        caught = self.capsys.readouterr()
        told: dict[str, Any] = json.loads(caught.out) if caught.out else {"error": caught.err}
        return told

    def begin(self) -> None:
        self.do("workspace", "create", "--name", self.name)
        file = self.path / "campaign.json"
        file.write_bytes(write_campaign(campaign()))
        self.do("campaign", "new", "--from", str(file))
        self.do("campaign", "review", "--language", "sv", "--language", "en")

    def totals(self) -> list[int]:
        """Every answer here, in an order of its own."""
        opened = opening.open_workspace(
            Path(self.workspace), passphrase=PASSPHRASE, clock=clock
        )
        with opened:
            return sorted(int(p.items[RATING]) for p in opened.persons(CAMPAIGN))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for slow in (opening.create, passphrases.change_passphrase):
        monkeypatch.setitem(slow.__kwdefaults__, "cost", Cost(memory=64, passes=1, lanes=1))
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)


@pytest.fixture
def desks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Desk, Desk]:
    """The town, which runs the survey, and the university."""
    made = Desk(tmp_path, "Exempelkommun", capsys), Desk(tmp_path, "Universitetet", capsys)
    for desk in made:
        desk.begin()
    (tmp_path / "stick").mkdir()
    return made


def asked(university: Desk) -> tuple[str, str]:
    """The university's file, and the number it tells by telephone."""
    file = str(university.path / "theirs.vrecipient")
    told = university.do("campaign", "recipient", "--campaign", str(CAMPAIGN)[:8], "--out", file)
    return file, str(told["organisation_fingerprint"])


def deployed(town: Desk) -> Path:
    stick = town.path / "stick"
    told = town.do("campaign", "deploy", "--to", str(stick))
    return stick / str(told["file"])


def answer_at_a_kiosk(town: Desk) -> Path:
    """A kiosk installs what lies on the stick, and three people answer; its device file."""
    store = KioskStore.create_or_open(
        town.path / "kiosk", name="Entrén", clock=clock, random=known_random("Entrén")
    )
    place = FolderTransport(town.path / "stick")
    assert courier.exchange(store, place, clock).packages == 1
    for rating in (2, 4, 5):
        store.journal().append(encode(response(rating)))
    assert courier.exchange(store, place, clock).bundles == 1
    file = town.path / enrolment.file_name(store.identity)
    file.write_bytes(enrolment.write_device(store.identity, store.signer.sign))
    store.close()
    return file


def test_the_same_bundle_opens_in_both_workspaces_and_they_agree(
    desks: tuple[Desk, Desk],
) -> None:
    town, university = desks
    file, number = asked(university)
    town.do("campaign", "share", file, "--trust", number)
    given = deployed(town)
    device = answer_at_a_kiosk(town)
    theirs = town.do("workspace", "info")["organisation_fingerprint"]
    university.do("campaign", "accept", str(given), "--trust", theirs)
    stick = str(town.path / "stick")
    for desk in desks:
        desk.do("workspace", "enrol", str(device))
        told = desk.do("intake", "", stick)
        assert (told["new"], told["quarantined"]) == (3, [])
    assert town.totals() == university.totals() == [2, 4, 5]
    for desk, written in ((university, 0), (town, 1)):  # the kiosk may forget by the lead's only
        desk.do("workspace", "backup", "--to", str(desk.path / "backups"))
        desk.do("intake", "", stick, "--receipts")
        assert len(list((town.path / "stick").glob("*.vreceipt"))) == written


def test_nothing_is_shared_or_accepted_before_the_number_was_compared(
    desks: tuple[Desk, Desk],
) -> None:
    town, university = desks
    file, number = asked(university)
    shown = town.do("campaign", "share", file, code=3)
    assert (shown["fingerprint"], shown["trusted"]) == (number, False)
    assert "not the one to be trusted" in town.do(
        "campaign", "share", file, "--trust", STRANGER, code=3
    )["error"]
    assert "20 digits" in town.do("campaign", "share", file, "--trust", "12", code=2)["error"]
    assert town.do("campaign", "keys")["partners"] == []
    town.do("campaign", "share", file, "--trust", number)
    given = str(deployed(town))
    assert university.do("campaign", "accept", given, code=3)["trusted"] is False
    university.do("campaign", "accept", given, "--trust", STRANGER, code=3)
    device = answer_at_a_kiosk(town)
    university.do("workspace", "enrol", str(device))
    told = university.do("intake", "", str(town.path / "stick"), code=1)
    assert [one["code"] for one in told["quarantined"]] == ["wrong-campaign"]


def test_a_package_that_is_not_sealed_to_the_partner_is_not_accepted(
    desks: tuple[Desk, Desk],
) -> None:
    town, university = desks
    file, number = asked(university)
    given = str(deployed(town))
    theirs = town.do("workspace", "info")["organisation_fingerprint"]
    told = university.do("campaign", "accept", given, "--trust", theirs, code=3)
    assert "missing-key" in told["error"]
    town.do("campaign", "share", file, "--trust", number)
    town.do("campaign", "unshare", "--recipient", "univ")
    later = str(deployed(town))
    university.do("campaign", "accept", later, "--trust", theirs, code=3)
    [partner] = town.do("campaign", "keys")["partners"]
    assert partner["removed"] is not None


def test_a_retired_survey_is_refused_at_every_door(desks: tuple[Desk, Desk]) -> None:
    town, university = desks
    deployed(town)
    device = answer_at_a_kiosk(town)
    town.do("workspace", "enrol", str(device))
    paper = town.path / "certificate.pdf"
    retire = ("campaign", "retire", "--certificate", str(paper), "--by", "Kim")
    assert "package 1 was given out" in town.do(*retire, "--yes", code=2)["error"]
    ended = town.do("campaign", "end", "--to", str(town.path / "stick"))
    assert (ended["version"], ended["kiosks"]) == (2, [])
    told = town.do(*retire, code=2)
    assert "--yes" in told["error"] and not paper.exists()
    town.do(*retire, "--yes")
    assert paper.read_bytes().startswith(b"%PDF")
    assert paper.with_suffix(".vcertificate").read_bytes().startswith(b"vardera-certificate/1\n")
    assert "[retired]" in town.do(
        "campaign", "deploy", "--to", str(town.path / "stick"), code=3
    )["error"]
    assert "[retired]" in town.do("campaign", "rotate", code=3)["error"]
    file, number = asked(university)
    assert "[retired]" in town.do("campaign", "share", file, "--trust", number, code=3)["error"]
    told = town.do("intake", "", str(town.path / "stick"), code=1)
    assert [one["code"] for one in told["quarantined"]] == ["retired"]
    assert town.do("campaign", "keys")["present"] is None


def test_keys_are_not_destroyed_under_a_kiosk_that_may_be_asking(
    desks: tuple[Desk, Desk]
) -> None:
    town, _ = desks
    deployed(town)
    town.do("workspace", "enrol", str(answer_at_a_kiosk(town)))
    stick, backups = town.path / "stick", town.path / "backups"
    assert town.do("intake", "", str(stick))["new"] > 0
    backups.mkdir()
    town.do("workspace", "backup", "--to", str(backups))
    retire = ("campaign", "retire", "--certificate", str(town.path / "c.pdf"), "--yes")
    told = town.do(*retire, code=2)
    assert "campaign end" in told["error"] and "never be opened" in told["error"]
    assert town.do("campaign", "keys")["present"] is not None
    first = town.do("campaign", "end", "--to", str(stick))
    assert len(first["kiosks"]) == 1
    assert town.do("campaign", "end", "--to", str(stick)) == first  # no second package
    assert town.do(*retire)["kiosks"] == first["kiosks"]


def test_a_new_sheet_and_more_keys_by_command(
    desks: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    town, _ = desks
    before = town.do("campaign", "keys")
    paper = tmp_path / "sheet.pdf"
    town.do("workspace", "new-sheet", "--out", str(paper))
    assert paper.stat().st_mode & 0o777 == 0o600
    after = town.do("campaign", "keys")
    assert [s["replaced"] is None for s in after["sheets"]] == [False, True]
    assert after["present"] == before["present"]
    assert "already" in town.do("workspace", "new-sheet", "--out", str(paper), code=2)["error"]
    third: list[str] = []
    monkeypatch.setattr(
        "admin.reports.recovery_sheet.write_recovery_sheet",
        lambda out, **told: third.append(told["code"]),
    )
    town.do("workspace", "new-sheet", "--out", str(tmp_path / "third.pdf"))
    monkeypatch.setenv("VARDERA_RECOVERY_CODE", third[0])
    left = town.do("campaign", "keys")["recovery_keys_left"]
    assert town.do("workspace", "new-recovery-keys")["recovery_keys_left"] > left

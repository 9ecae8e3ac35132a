"""A photo and a sound the whole way: kiosk, bundle, intake, and one file saved on purpose."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from kiosk import app
from storage.workspace import Cost, Workspace, open_workspace, opening
from storage.workspace.reviews import Which
from survey.files import File
from sync.enrolment import read_device
from tests.files import SMALL_SOUND
from tests.journeys.photo_visit import BENCH, PHOTO, now, sit_down
from vardera import main

PASSPHRASE = "fyra ord som räcker"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def town(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """A folder with a workspace ``ws``, a stick and a kiosk that has the package."""
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    cheap = Cost(memory=64, passes=1, lanes=1)
    monkeypatch.setitem(opening.create.__kwdefaults__, "cost", cheap)
    town, stick, form = tmp_path / "ws", tmp_path / "stick", tmp_path / "bench.md"
    stick.mkdir()
    form.write_text(BENCH, "utf-8")
    assert main(["workspace", "create", str(town), "--name", "Kommunen"]) == 0
    capsys.readouterr()
    new = ["campaign", "new", str(town), "--from", str(form), "--language", "en"]
    assert main([*new, "--allow-photos-and-sound", "--form-language", "en"]) == 0
    told = capsys.readouterr().out
    assert told.count("personal data") == 2 and "You need a lawful basis" in told
    assert main(["campaign", "deploy", str(town), "--to", str(stick)]) == 0
    (packed,) = stick.glob("*.vpackage")
    kiosk = ["--store", str(tmp_path / "kiosk")]
    assert app.main([*kiosk, "--install", str(packed), "--json"]) == 0
    capsys.readouterr()
    return tmp_path


def carry(town: Path) -> None:
    stick = town / "stick"
    assert app.main(["--store", str(town / "kiosk"), "--sync", str(stick), "--json"]) == 0
    (card,) = stick.glob("*.vdevice")
    with open_workspace(town / "ws", passphrase=PASSPHRASE, clock=now) as here:
        here.register_device(read_device(card.read_bytes()), "Kim")
    assert main(["intake", str(town / "ws"), str(stick)]) == 0


def files_of(here: Workspace, campaign: UUID, row: bytes) -> dict[str, File]:
    shown = here.inbox.response(campaign, row)
    assert shown is not None
    found = [here.inbox.hand_out(campaign, row, one, "x", "Kim") for one in shown.further]
    return {file.type.value: file for file in found}


def in_plain(folder: Path) -> list[str]:
    """Files below ``folder`` that hold anything of the photo, wherever they begin to."""
    pieces = [PHOTO.data[at : at + 16] for at in range(700, PHOTO.size - 700, 4096)]
    return [
        file.name for file in folder.rglob("*")
        if file.is_file() and any(piece in file.read_bytes() for piece in pieces)
    ]


def test_the_bytes_that_were_taken_come_home(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sitting = sit_down(town / "kiosk")
    sitting.hand_in_photo()
    sitting.go_on_to_the_end()
    sitting.store.close()
    carry(town)
    assert in_plain(town) == []
    with open_workspace(town / "ws", passphrase=PASSPHRASE, clock=now) as here:
        (campaign,) = here.campaigns()
        (row,) = (one.id for one in here.inbox.listed(campaign.id, Which()))
        assert files_of(here, campaign.id, row) == {
            "image/jpeg": PHOTO, "audio/wav": SMALL_SOUND,
        }
        assert here.verify().faults == ()
    capsys.readouterr()
    one = [str(town / "ws"), row.hex()]
    assert main(["responses", "show", *one, "--json"]) == 0
    answers = json.loads(capsys.readouterr().out)["answers"]
    assert answers == {
        "why": "Solen", "bench": f"image/jpeg ({PHOTO.size} bytes)",
        "birds": f"audio/wav ({SMALL_SOUND.size} bytes)",
    }
    out = town / "bench.jpg"
    save = ["responses", "file", *one, "--field", "bench", "--out", str(out)]
    assert main(save) == 0
    assert out.read_bytes() == PHOTO.data and out.stat().st_mode & 0o777 == 0o600
    assert in_plain(town) == ["bench.jpg"]
    assert main(save) == 2, "a file that is there stays as it is"
    assert main(["responses", "file", *one, "--field", "why", "--out", str(town / "x")]) == 2
    assert not (town / "x").exists()
    capsys.readouterr()
    assert main(["responses", "log", str(town / "ws"), "--json"]) == 0
    log = json.loads(capsys.readouterr().out)["happenings"]
    assert [one["detail"] for one in log if one["kind"] == "file-saved"][-1].endswith("image/jpeg")
    assert row.hex() not in json.dumps(log)


def test_a_power_cut_leaves_the_photo_sealed_and_not_lost(town: Path) -> None:
    child = subprocess.run(
        [sys.executable, "-m", "tests.journeys.photo_kiosk", str(town / "kiosk")],
        cwd=ROOT, capture_output=True, check=False, timeout=60,
    )
    assert (child.stdout, child.returncode) == (b"kept", -9), child.stderr.decode()
    kiosk = town / "kiosk"
    assert sum(file.stat().st_size for file in kiosk.rglob("*") if file.is_file()) > PHOTO.size
    assert in_plain(town) == []
    carry(town)
    with open_workspace(town / "ws", passphrase=PASSPHRASE, clock=now) as here:
        (campaign,) = here.campaigns()
        assert here.counts(campaign.id).partial == 1
        (row,) = (one.id for one in here.inbox.listed(campaign.id, Which()))
        assert files_of(here, campaign.id, row) == {"image/jpeg": PHOTO}

"""``vardera session protocol``: from a log, from a workspace, and with photos of the boards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.admin import printed
from tests.admin.meeting_examples import Meeting
from tests.builders import FACTORS
from tests.storage.focus_groups import focus_group
from tests.storage.review_builders import Town
from tests.storage.workspace_builders import PASSPHRASE
from vardera import main

# Pictures are drawn by Qt; one application serves all tests of a run.
pytestmark = pytest.mark.usefixtures("qapp")

Printed = pytest.CaptureFixture[str]


def told(capsys: Printed, *words: str | Path, code: int = 0) -> Any:
    assert main(["session", "protocol", *map(str, words), "--json"]) == code
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "log.jsonl"
    file.write_text(Meeting().play().log, "utf-8")
    return file


def photo(file: Path) -> Path:
    """As a phone takes it: lying on its side, with maker and place beside the pixels."""
    marks = Image.Exif()
    marks[0x0112], marks[0x010F] = 6, "Telefonfabriken"
    marks[0x8825] = {1: "N", 2: (62.0, 23.0, 27.0)}
    whole = Image.linear_gradient("L").resize((2_400, 1_200)).convert("RGB")
    whole.save(file, exif=marks, comment=b"Rummet bakom")
    return file


def test_a_log_becomes_a_protocol_with_its_day_and_owner(
    tmp_path: Path, log: Path, capsys: Printed
) -> None:
    out = tmp_path / "protocol.pdf"
    found = told(capsys, log, "--day", "2026-11-20", "--organisation", "Sundsvall", "--out", out,
                 "--language", "en", "--next", "Eva Ek skriver till alla i januari.")
    assert found == {"file": str(out), "problems": []}
    text = printed.flowing(out)
    assert "20 November 2026" in text and "Sundsvall" in text and "Personalen (40)" in text
    following = text[text.index("What happens next") :]
    assert following.index("Eva Ek skriver till alla i januari.") < following.index("Agenda")
    assert "No plan was recorded." not in text


def test_lines_that_cannot_be_read_are_told_and_the_rest_is_printed(
    tmp_path: Path, log: Path, capsys: Printed
) -> None:
    out = tmp_path / "protocol.pdf"
    log.write_text('{"kind":"danced"}\n' + log.read_text("utf-8"), "utf-8")
    found = told(capsys, log, "--out", out, code=1)
    assert found["problems"][0]["where"] == "line 1" and out.exists()
    log.write_bytes(b"")
    other = tmp_path / "other.pdf"
    found = told(capsys, log, "--out", other, code=1)
    assert found["file"] is None and found["problems"][0]["code"] == "empty"
    assert not other.exists()


def test_a_photo_is_turned_made_small_and_told_nothing_more(
    tmp_path: Path, log: Path, capsys: Printed
) -> None:
    out = tmp_path / "protocol.pdf"
    told(capsys, log, "--out", out, "--photo", photo(tmp_path / "a.jpg"))
    inside = printed.inside(out)
    for mark in (b"Telefonfabriken", b"Rummet bakom", b"Exif"):
        assert mark in photo(tmp_path / "b.jpg").read_bytes() and mark not in inside
    start = inside.index(b"\xff\xd8\xff")
    (tmp_path / "back.jpg").write_bytes(inside[start : inside.index(b"\xff\xd9", start) + 2])
    with Image.open(tmp_path / "back.jpg") as back:
        assert back.size == (900, 1_800), "upright, and no side above 1 800"
    assert "Foton av tavlorna" in printed.flowing(out)


@pytest.mark.parametrize("kind", ["cut.jpg", "cut.png", "text.jpg", "none.jpg", "form.svg"])
def test_a_photo_that_is_broken_is_told_and_nothing_is_printed(
    tmp_path: Path, log: Path, capsys: Printed, kind: str
) -> None:
    bad, out = tmp_path / kind, tmp_path / "protocol.pdf"
    if kind.startswith("cut"):
        photo(bad)
        bad.write_bytes(bad.read_bytes()[: bad.stat().st_size // 2])
    elif kind == "form.svg":
        bad.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "utf-8")
    elif kind != "none.jpg":
        bad.write_text("not a photo", "utf-8")
    found = told(capsys, log, "--out", out, "--photo", photo(tmp_path / "good.jpg"), "--photo", bad,
                 code=1)
    assert found["file"] is None and not out.exists()
    assert [one["where"] for one in found["problems"]] == [kind]


def test_a_photo_of_more_than_64_mb_is_not_even_read(
    tmp_path: Path, log: Path, capsys: Printed
) -> None:
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
    found = told(capsys, log, "--out", tmp_path / "p.pdf", "--photo", large, code=1)
    assert found["problems"][0]["code"] == "too-large"


def test_a_meeting_that_came_to_a_workspace_is_printed_by_its_title(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    town = Town(tmp_path)
    given = [{"Bemötande": 6, "Nära hem": 4}] * 5
    for room in (1, 2):
        town.take(*focus_group(room, {"Bemötande": FACTORS[0], "Nära hem": None}, given))
    town.workspace.close()
    folder, out = tmp_path / "workspace", tmp_path / "protocol.pdf"
    assert main(["session", "protocol", str(folder), "--out", str(out)]) == 2
    refused = capsys.readouterr().err
    assert "2 group meetings are here" in refused and "Grupp 2" in refused and not out.exists()
    assert told(capsys, folder, "--session", "grupp 2", "--out", out)["file"] == str(out)
    text = printed.flowing(out)
    assert "Grupp 2" in text and "Bemötande (30)" in text and "Hölls" in text
    assert main(["responses", "exports", str(folder)]) == 0
    assert "protocol.pdf" in capsys.readouterr().out, "a withdrawal can name it"
    assert main(["session", "slips", str(folder), "--session", "Grupp 1", "--out", str(out)]) == 0
    assert "Bemötande" in printed.flowing(out)


@pytest.mark.parametrize(
    ("words", "says"),
    [(("--out", "p.docx"), "must end in .pdf"), (("--out", "p.pdf", "--day", "i går"), "no day")],
)
def test_wrong_usage_is_told(
    log: Path, capsys: Printed, words: tuple[str, ...], says: str
) -> None:
    try:
        assert main(["session", "protocol", str(log), *words]) == 2
    except SystemExit as ended:
        assert ended.code == 2
    assert says in capsys.readouterr().err

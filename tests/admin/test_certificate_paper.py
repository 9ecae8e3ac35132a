"""The certificate on paper: everything that must still be destroyed stands on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from admin.reports.certificate import _Telling, write_certificate_pdf
from assets.words import Words
from storage.errors import Damaged
from storage.seal.keys import Signer
from storage.workspace.certificate import (
    Certificate,
    NamedBackup,
    NamedExport,
    NamedPartner,
    NamedSheet,
    read_certificate,
    write_certificate,
)
from sync.enrolment import fingerprint
from tests.admin import printed
from tests.admin.report_examples import MADE
from tests.builders import CAMPAIGN

SIGNER = Signer(bytes(32))
CERTIFICATE = Certificate(
    workspace=bytes(16), campaign=CAMPAIGN, at=MADE, organisation="Upplands Väsby",
    title="Framtidens Väsby", actor="Kim", despite="", keys=(b"\xab" * 16, b"\xcd" * 16),
    packages=3, records=1200, left=1190, erased=0,
    sheets=(NamedSheet(name=b"\x3f\x2a\x91\xc0", made=MADE, replaced=MADE),),
    backups=(NamedBackup(path="backup-north", at=MADE, generation=b"\x11" * 16),),
    partners=(NamedPartner(name="Universitetet", organisation=bytes(32), removed=None),),
    exports=(NamedExport(kind="csv", path="/home/kim/svar.csv", at=MADE, destroyed=None),),
    waiting=(),
)


def text(folder: Path, found: Certificate, language: str = "en") -> str:
    out = folder / "certificate.pdf"
    write_certificate_pdf(
        out, write_certificate(found, SIGNER), Words(language), "Europe/Stockholm"
    )
    return printed.flowing(out)


def test_the_paper_names_what_was_destroyed_and_what_still_opens(tmp_path: Path) -> None:
    said = text(tmp_path, CERTIFICATE)
    for part in (
        "Framtidens Väsby", "Upplands Väsby", "by Kim", "ab" * 8, "cd" * 8, "3F2A 91C0",
        "replaced", "backup-north", "11" * 8, "Universitetet", fingerprint(bytes(32)),
        "/home/kim/svar.csv", "without any link to bundles: 1190", fingerprint(SIGNER.public),
    ):
        assert part in said, part
    assert "given up" not in said


def test_new_ones_are_made_before_anything_is_destroyed_and_running_surveys_named(
    tmp_path: Path,
) -> None:
    out = tmp_path / "c.pdf"
    raw = write_certificate(CERTIFICATE, SIGNER)
    write_certificate_pdf(out, raw, Words("en"), "Europe/Stockholm", ["Bättre bibliotek"])
    said = printed.flowing(out)
    order = ("hang on them too", "Bättre bibliotek", "1. Make a new recovery sheet",
             "2. Give out a new package", "3. Make a new backup", "Then destroy", "3F2A 91C0",
             "backup-north")
    assert [said.index(part) for part in order] == sorted(said.index(part) for part in order)
    alone = text(tmp_path, CERTIFICATE)
    assert "2. Make a new backup" in alone and "next surveys hang on them" in alone
    assert "new package" not in alone


def test_where_no_backup_is_known_the_paper_says_so_and_lets_nobody_tick_it(
    tmp_path: Path,
) -> None:
    raw = write_certificate(replace(CERTIFICATE, backups=()), SIGNER)
    assert "No backup is known" in text(tmp_path, replace(CERTIFICATE, backups=()))
    certificate, _ = read_certificate(raw)
    parts = _Telling(certificate, Words("en"), ZoneInfo("Europe/Stockholm"), ()).parts()
    ticked = [said for part in parts if part.boxes for said in part.says]
    assert not any("No backup" in said for said in ticked) and any("3F2A" in s for s in ticked)


def test_what_was_given_up_stands_there_with_its_reason(tmp_path: Path) -> None:
    said = text(tmp_path, replace(
        CERTIFICATE, waiting=(("missing", 10), ("held", 2)), despite="Kiosken är stulen",
        left=0, erased=1190,
    ))
    assert "never came, at least: 10" in said and "held for a decision: 2" in said
    assert "Kiosken är stulen" in said
    assert "erased too: 1190" in said


def test_what_may_still_hold_the_keys_is_said_and_they_are_not_called_destroyed(
    tmp_path: Path,
) -> None:
    plain = text(tmp_path, CERTIFICATE)
    assert "may still hold" not in plain and "were destroyed on" in plain
    server = text(tmp_path, replace(CERTIFICATE, remains=("server",)))
    assert "database server's own log" in server and "were destroyed on" in server
    held = text(tmp_path, replace(CERTIFICATE, remains=("log", "server")))
    assert "not the final certificate" in held and "were destroyed on" not in held


def test_many_backups_go_on_numbered_pages_inside_the_margins(tmp_path: Path) -> None:
    many = replace(
        CERTIFICATE, title="En mycket lång titel på en undersökning " * 6,
        backups=tuple(
            NamedBackup(path=f"backup-{n}", at=MADE, generation=bytes([n]) * 16)
            for n in range(100)
        ),
    )
    said = text(tmp_path, many)
    assert all(f"backup-{n}," in said for n in range(100))
    pdf = tmp_path / "certificate.pdf"
    assert int(printed.info(pdf)["Pages"]) >= 4
    words = printed.words(pdf)
    assert max(word.right for word in words) < 595 and max(word.bottom for word in words) < 842


def test_no_paper_is_made_of_a_certificate_that_was_changed(tmp_path: Path) -> None:
    raw = bytearray(write_certificate(CERTIFICATE, SIGNER))
    raw[100] ^= 1
    with pytest.raises(Damaged):
        write_certificate_pdf(tmp_path / "c.pdf", bytes(raw), Words("en"), "Europe/Stockholm")
    assert list(tmp_path.iterdir()) == []

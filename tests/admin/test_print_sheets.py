"""The recovery sheet and the poster: read back by a camera, kept safe, the same every time."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from admin.reports.poster import write_poster
from admin.reports.recovery_sheet import groups, write_recovery_sheet
from admin.reports.sheet import TooMuchForQr
from assets.words import Words
from storage.seal.recovery import read_code, write_code
from tests.admin import printed
from tests.admin.report_examples import MADE, example_campaign

SECRET = bytes(range(7, 39))
CODE = write_code(SECRET)
ADDRESS = "https://svara.example.se/v/framtidens-upplands-vasby"


def sheet(folder: Path, name: str = "Upplands Väsby") -> Path:
    return write_recovery_sheet(
        folder / "sheet.pdf", workspace_name=name, code=CODE, words=Words("en"), made=MADE
    )


def poster(folder: Path, holds: str = ADDRESS, language: str = "sv", **changes: object) -> Path:
    return write_poster(
        folder / "poster.pdf", campaign=example_campaign(**changes), url_or_text=holds,
        language=language, words=Words(language), made=MADE,
    )  # fmt: skip


@pytest.fixture
def open_handed() -> Iterator[None]:
    """A machine that would let everybody read new files."""
    before = os.umask(0)
    yield
    os.umask(before)


def test_a_camera_reads_the_recovery_code_back(tmp_path: Path) -> None:
    assert read_code(printed.read_qr(sheet(tmp_path))) == SECRET


def test_the_recovery_code_can_be_typed_from_its_numbered_groups(tmp_path: Path) -> None:
    text = printed.text(sheet(tmp_path))
    for number, four in enumerate(groups(CODE), start=1):
        assert re.search(rf"\b{number} +{four}\b", text)
    assert read_code("-".join(groups(CODE)).lower()) == SECRET


def test_the_recovery_sheet_is_one_page_that_says_what_how_and_whose(tmp_path: Path) -> None:
    made = sheet(tmp_path)
    text = printed.flowing(made)
    assert printed.info(made)["Pages"] == "1"
    for part in ("Upplands Väsby", "What it is", "How to keep it", "How to use it", "Secret"):
        assert part in text
    assert CODE.replace(" ", "") not in printed.info(made)["Title"]


@pytest.mark.usefixtures("open_handed")
def test_only_its_owner_may_read_the_recovery_sheet(tmp_path: Path) -> None:
    assert stat.S_IMODE(sheet(tmp_path).stat().st_mode) == 0o600
    assert stat.S_IMODE(poster(tmp_path).stat().st_mode) == 0o644


def test_a_sheet_that_cannot_be_kept_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "sheet.pdf").mkdir()
    with pytest.raises(OSError, match=r"sheet\.pdf"):
        sheet(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["sheet.pdf"]


def test_a_sheet_replaces_the_old_one_whole(tmp_path: Path) -> None:
    first = sheet(tmp_path, "Norrköping").read_bytes()
    second = sheet(tmp_path).read_bytes()
    assert second != first
    assert (tmp_path / "sheet.pdf").read_bytes() == second


def test_the_same_sheets_are_the_same_bytes(tmp_path: Path) -> None:
    assert sheet(tmp_path).read_bytes() == sheet(tmp_path).read_bytes()
    assert poster(tmp_path).read_bytes() == poster(tmp_path).read_bytes()


@pytest.mark.parametrize("holds", [ADDRESS, "Kom till biblioteket på Dragonvägen å ä ö", "x" * 400])
def test_a_camera_reads_what_the_poster_says_it_holds(tmp_path: Path, holds: str) -> None:
    made = poster(tmp_path, holds)
    assert printed.read_qr(made) == holds
    assert holds[:20] in printed.flowing(made)


def test_a_text_too_long_for_a_code_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(TooMuchForQr, match="too long"):
        poster(tmp_path, "x" * 4000)
    assert list(tmp_path.iterdir()) == []


def test_the_poster_invites_in_two_languages(tmp_path: Path) -> None:
    text = printed.flowing(poster(tmp_path, language="en"))
    assert "The future of Upplands Väsby" in text
    assert text.count(Words("en")("What do you think?")) >= 1
    assert Words("sv")("What do you think?") in text
    assert Words("sv")("It takes a few minutes. We do not ask who you are.")[:20] in text


def test_only_a_web_address_is_said_to_work_on_ones_own_phone(tmp_path: Path) -> None:
    phone = "Scan the code with your phone"
    assert phone in printed.flowing(poster(tmp_path, ADDRESS, "en"))
    assert phone not in printed.flowing(poster(tmp_path, "Welcome to the library", "en"))


@pytest.mark.parametrize(
    "title",
    [
        "Ä" * 90,
        "Hur fungerar kommunens alla verksamheter för dig som bor här? " * 4,
        "\U0001f600",
        "",
    ],
)
def test_any_title_stays_on_the_poster_above_the_faces(tmp_path: Path, title: str) -> None:
    made = poster(tmp_path, title={"sv": title}, organisation="Organisation " * 20)
    assert printed.info(made)["Pages"] == "1"
    words = printed.words(made)
    assert max(word.right for word in words) < 595
    above = [word.bottom for word in words if word.top < 310]
    assert all(bottom < 312 for bottom in above), "the faces begin at 310 points"
    assert printed.read_qr(made) == ADDRESS

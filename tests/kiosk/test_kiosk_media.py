from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.media import Media
from survey.around import campaign_around
from tests.forms import table
from tests.survey.test_campaign_forms import wish
from tests.survey.test_form_media import FILES, PICTURES, PNG, carried


@pytest.fixture
def media(tmp_path: Path) -> Media:
    campaign = campaign_around(table(PICTURES), wish(group_by=()), carried()[0])
    return Media(campaign, tmp_path / "media")


def test_a_picture_is_a_file_with_what_the_package_holds(media: Media, tmp_path: Path) -> None:
    for name, content in FILES.items():
        assert Path(media(name)).read_bytes() == content
    assert media("jr://images/a.png") == media("a.png")
    assert {file.parent for file in (tmp_path / "media").iterdir()} == {tmp_path / "media"}


def test_nothing_is_written_before_it_is_asked_for(media: Media, tmp_path: Path) -> None:
    media.tidy()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "..", "../kiosk.db", "/etc/passwd", "other.png", "a.png/.."])
def test_what_the_survey_does_not_carry_has_no_path(
    media: Media, tmp_path: Path, name: str
) -> None:
    (tmp_path / "kiosk.db").write_bytes(b"x")
    assert media(name) == ""


def test_a_file_that_was_changed_is_made_anew(media: Media, tmp_path: Path) -> None:
    file = Path(media("a.png"))
    for spoil in (lambda: file.write_bytes(b"other"), lambda: _link(file, tmp_path)):
        spoil()
        campaign = campaign_around(table(PICTURES), wish(group_by=()), carried()[0])
        again = Path(Media(campaign, tmp_path / "media")("a.png"))
        assert again == file and again.read_bytes() == PNG + b"a" and not again.is_symlink()
    assert (tmp_path / "elsewhere").read_bytes() == PNG + b"a, elsewhere"


def _link(file: Path, folder: Path) -> None:
    target = folder / "elsewhere"
    target.write_bytes(PNG + b"a, elsewhere")
    file.unlink()
    file.symlink_to(target)


def test_without_room_there_is_no_picture_and_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "media").write_bytes(b"no folder")
    campaign = campaign_around(table(PICTURES), wish(group_by=()), carried()[0])
    assert Media(campaign, tmp_path / "media")("a.png") == ""


def test_files_of_earlier_packages_go(media: Media, tmp_path: Path) -> None:
    kept = Path(media("a.png"))
    (tmp_path / "media" / ".half.7").write_bytes(b"half")
    (tmp_path / "media" / "old.png").write_bytes(PNG)
    media.tidy()
    assert list((tmp_path / "media").iterdir()) == [kept]

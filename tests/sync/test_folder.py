"""The folder: nothing half-written is seen, and a stick that is pulled out loses nothing."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

from storage.values import DeviceIdentity, Receipt
from sync import bundle, enrolment, placing, receipt
from sync.errors import NameTaken, PlaceFull, PlaceGone, PlaceRefuses
from sync.folder import FolderTransport
from sync.transport import sound_name
from tests.sync.sync_builders import MOMENT

NAME = "0011223344556677-000001.vbundle"


def test_no_stranger_may_change_what_is_carried(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        FolderTransport(tmp_path).put(NAME, b"sealed")
    finally:
        os.umask(before)
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o644


def test_a_cut_write_leaves_only_what_nobody_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **more: object) -> None:
        raise KeyboardInterrupt

    transport = FolderTransport(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "link", killed)
        with pytest.raises(KeyboardInterrupt):
            transport.put(NAME, b"sealed")
    assert [p.name[:5] for p in tmp_path.iterdir()] == [".tmp-"]
    assert transport.list(".vbundle") == ()
    transport.put(NAME, b"sealed")
    assert transport.get(NAME) == b"sealed"


def test_bytes_are_durable_before_they_get_their_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    sync, link = os.fsync, os.link

    def synced(handle: int) -> None:
        order.append("directory" if Path(f"/proc/self/fd/{handle}").is_dir() else "file")
        sync(handle)

    def named(old: Path, new: Path, *, follow_symlinks: bool) -> None:
        order.append("name")
        link(old, new, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "link", named)
    FolderTransport(tmp_path).put(NAME, b"sealed")
    assert order == ["file", "name", "directory"]


def test_foreign_and_unfinished_files_are_left_alone(tmp_path: Path) -> None:
    for name in (".tmp-00ff.vbundle", "notes.txt", "photo.jpg", ".vbundle"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder.vbundle").mkdir()
    (tmp_path / "link.vbundle").symlink_to("/etc/hostname")
    assert FolderTransport(tmp_path).list(".vbundle") == ()


def test_a_copy_under_another_name_is_seen(tmp_path: Path) -> None:
    (tmp_path / f"kopia av {NAME}").write_bytes(b"x")
    (tmp_path / "A.VBUNDLE").write_bytes(b"x")
    assert FolderTransport(tmp_path).list(".vbundle") == ("A.VBUNDLE", f"kopia av {NAME}")


def test_a_pulled_out_stick_is_said_in_plain_words(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    transport = FolderTransport(stick)
    transport.put(NAME, b"sealed")
    (stick / NAME).unlink()
    stick.rmdir()
    for act in (
        lambda: transport.list(".vbundle"), lambda: transport.get(NAME),
        lambda: transport.put(NAME, b"sealed"),
    ):
        with pytest.raises(PlaceGone, match="cannot be reached"):
            act()


@pytest.mark.parametrize(("number", "family"), [
    (errno.ENOSPC, PlaceFull), (errno.EDQUOT, PlaceFull), (errno.EROFS, PlaceRefuses),
    (errno.EACCES, PlaceRefuses), (errno.EIO, PlaceGone), (errno.ENODEV, PlaceGone),
])
def test_trouble_while_writing_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, family: type[Exception]
) -> None:
    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(family):
            FolderTransport(tmp_path).put(NAME, b"sealed")
    assert list(tmp_path.iterdir()) == []


def no_links(monkeypatch: pytest.MonkeyPatch, *, renames: bool) -> None:
    """As on FAT, which has no hard links; without ``renames`` no rename that refuses either."""
    def refused(*_: object, **more: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refused)
    if not renames:
        monkeypatch.setattr(placing, "_renameat2", lambda *_: errno.EINVAL)


@pytest.mark.parametrize("renames", [True, False])
def test_without_hard_links_a_taken_name_is_kept_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames: bool
) -> None:
    no_links(monkeypatch, renames=renames)
    transport = FolderTransport(tmp_path)
    transport.put(NAME, b"sealed")
    transport.put(NAME, b"sealed")
    with pytest.raises(NameTaken):
        transport.put(NAME, b"other!")
    (tmp_path / "temporary").write_bytes(b"other!")
    with pytest.raises(FileExistsError):
        placing.settle(tmp_path / "temporary", tmp_path / NAME)
    assert transport.get(NAME) == b"sealed"
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME, "temporary"]


def test_a_name_taken_at_the_last_moment_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync

    def another_comes(handle: int) -> None:
        sync(handle)
        (tmp_path / NAME).write_bytes(b"quicker")

    monkeypatch.setattr(os, "fsync", another_comes)
    with pytest.raises(NameTaken):
        FolderTransport(tmp_path).put(NAME, b"sealed!")
    assert (tmp_path / NAME).read_bytes() == b"quicker"
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_leftovers_of_crashes_are_taken_away_after_a_day(tmp_path: Path) -> None:
    old, new = (tmp_path / f".tmp-{number:016x}" for number in range(2))
    not_ours = tmp_path / ".tmp-of-another-program"
    for path in (old, new, not_ours):
        path.write_bytes(b"x")
    for path in (old, not_ours):
        os.utime(path, (0, time.time() - 25 * 3600))
    os.utime(new, (0, time.time() - 23 * 3600))
    FolderTransport(tmp_path).put(NAME, b"sealed")
    assert {path.name for path in tmp_path.iterdir()} == {NAME, new.name, not_ours.name}


def test_the_empty_folder_of_a_pulled_stick_is_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transport = FolderTransport(tmp_path)
    transport.put(NAME, b"sealed")
    (tmp_path / NAME).unlink()  # what lay on the stick is not in the folder beneath
    stat = Path.stat

    def elsewhere(self: Path, **more: bool) -> object:
        found = stat(self, **more)
        return SimpleNamespace(st_dev=found.st_dev + 1, st_mode=found.st_mode)

    monkeypatch.setattr(Path, "stat", elsewhere)
    for act in (lambda: transport.list(".vbundle"), lambda: transport.put(NAME, b"sealed")):
        with pytest.raises(PlaceGone, match="Put the stick back"):
            act()
    assert list(tmp_path.iterdir()) == []


def test_what_is_removed_is_gone_and_only_ordinary_files_are(tmp_path: Path) -> None:
    transport = FolderTransport(tmp_path)
    transport.put(NAME, b"sealed")
    assert transport.remove(NAME)
    assert not transport.remove(NAME)
    (tmp_path / NAME).symlink_to("/etc/hostname")
    with pytest.raises(PlaceRefuses, match="left alone"):
        transport.remove(NAME)
    with pytest.raises(ValueError, match="name"):
        transport.remove("../x")
    assert (tmp_path / NAME).is_symlink()


def test_every_name_we_give_is_one_that_fat_keeps_apart() -> None:
    stream, campaign = bytes(range(32)), UUID(int=2**128 - 1)
    names = [
        *(bundle.file_name(stream, number) for number in (1, 10, 2**32 - 1)),
        enrolment.file_name(DeviceIdentity(public=stream, name="Ä" * 120)),
        *(receipt.file_name(Receipt(
            number=number, stream=stream, campaign=campaign, issued=MOMENT, backup=b"b" * 16,
            ranges=(),
        )) for number in (1, 2**32 - 1)),
    ]
    for name in names:
        assert sound_name(name)
        assert len(name) <= 128  # half of what FAT's long names and Windows' paths leave
        assert name == name.lower()
    assert len({name.casefold() for name in names}) == len(names)

"""The folder: nothing half-written is seen, and a stick that is pulled out loses nothing."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from sync.errors import PlaceFull, PlaceGone, PlaceRefuses
from sync.folder import FolderTransport

NAME = "0011223344556677-000001.vbundle"


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

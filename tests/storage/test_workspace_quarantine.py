"""Refused files: told for certain, kept within limits, whatever they are called."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.workspace import Workspace, quarantine
from tests.builders import CAMPAIGN
from tests.storage.workspace_builders import Device, World, new_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made, _ = new_workspace(tmp_path / "workspace", World())
    yield made
    made.close()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("caf\udce9.vbundle", "caf\\udce9.vbundle"),
        ("a\x00b\x1b[2J\n.vbundle", "a\\x00b\\x1b[2J\\n.vbundle"),
        ("gpj.\u202eeldnubv", "gpj.\\u202eeldnubv"),
        ("Biblioteket 3.vbundle", "Biblioteket 3.vbundle"),
        ("Kiosk på åtta.vbundle", "Kiosk på åtta.vbundle"),
        ("x" * 5_000, "x" * quarantine.NAME_LIMIT),
    ],
)
def test_a_file_may_have_any_name(workspace: Workspace, name: str, shown: str) -> None:
    hash = workspace.quarantine(b"junk", name, "damaged", f"{name[:20]}: cut short")
    (file,) = workspace.quarantined()
    assert (file.hash, file.name) == (hash, shown)
    file.message.encode("utf-8")
    assert workspace.release_quarantine(hash) is True


def test_a_large_damaged_file_is_told_and_not_kept(workspace: Workspace) -> None:
    size = workspace.directory.joinpath("workspace.db").stat().st_size
    for n in range(20):
        raw = bytes([n]) * 1_000_000
        hash = workspace.quarantine(raw, f"{n}.vbundle", "damaged", "cut short")
        assert workspace.quarantined_raw(hash) is None
    files = workspace.quarantined()
    assert {(f.size, f.kept, f.code) for f in files} == {(1_000_000, False, "damaged")}
    assert "the sender still has what it holds" in files[0].message
    workspace.tidy()
    assert workspace.directory.joinpath("workspace.db").stat().st_size < size + 100_000


def test_what_may_be_taken_in_later_is_kept_whole(workspace: Workspace) -> None:
    raw = b"signed" * 50_000
    hash = workspace.quarantine(raw, "a.vbundle", "unknown-device", "not registered")
    assert workspace.quarantined_raw(hash) == raw
    assert workspace.quarantined()[0].kept


@pytest.mark.parametrize("code", ["damaged", "unknown-device"])
def test_what_is_kept_has_a_limit_in_all(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr(quarantine, "STRANGERS_KEPT_LIMIT", 10_000)
    monkeypatch.setattr(quarantine, "DAMAGED_KEPT_LIMIT", 10_000)
    hashes = [
        workspace.quarantine(bytes([n]) * 4_000, f"{n}.vbundle", code, "why") for n in range(4)
    ]
    assert [f.kept for f in workspace.quarantined()] == [True, True, False, False]
    assert "quarantine is full" in workspace.quarantined()[3].message
    # the same file again stays kept, and one that is let go makes room
    workspace.quarantine(bytes(4_000), "0.vbundle", code, "why")
    workspace.release_quarantine(hashes[1])
    workspace.quarantine(bytes([3]) * 4_000, "3.vbundle", code, "why")
    assert [f.name for f in workspace.quarantined() if f.kept] == ["0.vbundle", "3.vbundle"]


def test_damaged_files_take_no_room_from_the_others(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "STRANGERS_KEPT_LIMIT", 5_000)
    monkeypatch.setattr(quarantine, "DAMAGED_KEPT_LIMIT", 5_000)
    workspace.quarantine(b"d" * 4_000, "d.vbundle", "damaged", "cut short")
    hash = workspace.quarantine(b"u" * 4_000, "u.vbundle", "unknown-device", "not registered")
    assert workspace.quarantined_raw(hash) == b"u" * 4_000


def test_strangers_and_a_revoked_device_take_no_room_from_the_registered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "STRANGER_LIMIT", 4_000)
    for name in ("STRANGERS_KEPT_LIMIT", "REVOKED_KEPT_LIMIT", "KEPT_LIMIT"):
        monkeypatch.setattr(quarantine, name, 5_000)
    world = World()
    workspace, _ = new_workspace(tmp_path / "another", world)
    with workspace:
        ours = Device(workspace, world).register().stream
        raws = {n: bytes([n]) * 4_000 for n in range(1, 6)}
        for n, (code, stream) in enumerate([
            ("unknown-device", b"s" * 16), ("wrong-campaign", None), ("revoked-device", ours),
            ("wrong-campaign", ours), ("revoked-device", ours),
        ], start=1):
            workspace.quarantine(raws[n], f"{n}", code, "why", "Kim", stream)
        workspace.quarantine(bytes(4_001), "large", "unknown-device", "why", "Kim", b"t" * 16)
        kept = [file.kept for file in workspace.quarantined()]
    assert kept == [True, False, True, True, False, False]


def test_junk_does_not_crowd_out_what_a_device_signed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "ROWS_LIMIT", 20)
    monkeypatch.setattr(quarantine, "DAMAGED_LIMIT", 0)
    monkeypatch.setattr(quarantine, "STRANGER_LIMIT", 0)
    signed = workspace.quarantine(b"signed", "a.vbundle", "unknown-device", "not registered")
    for n in range(60):
        workspace.quarantine(bytes([n]), f"{n}.vbundle", "damaged", "cut short")
    assert workspace.quarantined()[0].hash == signed


def test_what_is_let_go_leaves_no_bytes_and_can_come_back(workspace: Workspace) -> None:
    hash = workspace.quarantine(b"a bundle", "a.vbundle", "wrong-campaign", "not here")
    workspace.release_quarantine(hash)
    with workspace._database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT raw, size FROM quarantine").all()
    assert [tuple(row) for row in rows] == [(None, 8)]
    workspace.quarantine(b"a bundle", "a.vbundle", "wrong-campaign", "still not here")
    assert workspace.quarantined_raw(hash) == b"a bundle"


def test_with_very_many_files_the_oldest_without_bytes_are_only_counted(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "ROWS_LIMIT", 20)
    monkeypatch.setattr(quarantine, "DAMAGED_LIMIT", 0)
    kept = workspace.quarantine(b"signed", "kept.vbundle", "unknown-device", "not registered")
    for n in range(25):
        workspace.quarantine(bytes([n]), f"{n}.vbundle", "damaged", "cut short")
    files = workspace.quarantined()
    assert len(files) <= 20 and files[0].hash == kept and files[-1].name == "24.vbundle"
    by_reason = workspace.counts(CAMPAIGN).quarantined
    assert by_reason["damaged"] + by_reason[quarantine.FOLDED] == 25


def test_what_a_person_let_go_is_not_put_aside_again_for_the_same_reason(
    workspace: Workspace,
) -> None:
    hash = workspace.quarantine(b"junk", "a.vbundle", "damaged", "cut short")
    assert workspace.inbox.let_go(hash, "not ours", "Kim")
    workspace.quarantine(b"junk", "a.vbundle", "damaged", "cut short")
    assert workspace.quarantined() == ()
    (decided,) = workspace.inbox.decided_files()
    assert (decided.decision, decided.actor) == ("not ours", "Kim")
    workspace.quarantine(b"junk", "a.vbundle", "too-new", "another reason")
    assert len(workspace.quarantined()) == 1


def test_a_file_over_the_limit_is_told_like_any_other(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "STRANGER_LIMIT", 100)
    workspace.quarantine(bytes(101), "a.vbundle", "too-new", "newer")
    (file,) = workspace.quarantined()
    assert (file.kept, file.size) == (False, 101)

"""What a killed backup leaves, and what must not be taken for it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.workspace import Workspace, files
from tests.storage.workspace_builders import World, new_workspace

ROOT = Path(__file__).parents[2]
KILLED = """
import os, signal, sys
from pathlib import Path
from storage.workspace import verifying
from tests.storage.workspace_builders import World, reopen

verifying.quick = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
reopen(Path(sys.argv[1]), World(seed=b"killed")).backup(Path(sys.argv[2]))
"""


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def workspace(tmp_path: Path, world: World) -> Iterator[Workspace]:
    made, _ = new_workspace(tmp_path / "workspace", world)
    yield made
    made.close()


def killed_while_backing_up(workspace: Workspace, directory: Path) -> Path:
    """What a backup leaves whose process is killed while the copy is checked."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, workspace.directory, directory], cwd=ROOT, timeout=60,
    )
    assert done.returncode < 0
    (left,) = directory.iterdir()
    return left


def test_what_a_killed_backup_left_is_swept_away_by_the_next(
    workspace: Workspace, tmp_path: Path, world: World
) -> None:
    target = tmp_path / "backups"
    left = killed_while_backing_up(workspace, target)
    assert left.name.startswith(".backup-")
    assert (left / files.DATABASE).stat().st_size > 0
    world.wait(minutes=1)
    made = workspace.backup(target)
    assert list(target.iterdir()) == [Path(made.path)]


def test_only_what_is_ours_and_nobody_is_writing_is_swept_away(
    workspace: Workspace, tmp_path: Path, world: World
) -> None:
    target = tmp_path / "backups"
    running = target / ".backup-20250903T080000Z-00000000.new"
    elsewhere = tmp_path / "elsewhere"
    for directory in (running, elsewhere, target / ".backup-notes.new", target / "a.new"):
        directory.mkdir(parents=True)
        (directory / "file").write_text("keep me")
    (target / ".backup-20250903T080000Z-11111111.new").symlink_to(elsewhere)
    before = sorted(target.rglob("*"))
    with files.held(running) as ours:
        assert ours
        made = Path(workspace.backup(target).path)
    assert sorted(p for p in target.rglob("*") if made not in (p, p.parent)) == before
    assert (elsewhere / "file").exists()
    world.wait(minutes=1)
    workspace.backup(target)
    assert not running.exists()

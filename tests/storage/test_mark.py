"""A workspace's mark is another as soon as somebody else has changed something there."""

from __future__ import annotations

import time
from pathlib import Path

from storage.workspace import Workspace, addresses
from tests.storage.postgres_server import postgres_url  # noqa: F401
from tests.storage.workspace_builders import World, new_workspace, reopen

SECONDS = 30


def change(directory: Path, world: World) -> None:
    """As another program does: open, write, close."""
    with reopen(directory, world) as other:
        other.quarantine(b"a file", "x.vbundle", "damaged", "m", "Kim")


def test_the_mark_follows_a_file_that_another_writes(tmp_path: Path) -> None:
    world = World()
    made, _ = new_workspace(tmp_path / "workspace", world)
    with made:
        before = made.mark()
        made.campaigns()
        assert made.mark() == before
        change(tmp_path / "workspace", world)
        assert made.mark() != before


def test_the_mark_follows_a_schema_that_another_writes(
    tmp_path: Path, postgres_url: str  # noqa: F811
) -> None:
    world = World()
    made, _ = new_workspace(tmp_path / "workspace", world, addresses.read(postgres_url))
    with made:
        before = settled(made)
        change(tmp_path / "workspace", world)
        end = time.monotonic() + SECONDS  # the server counts a little later
        while made.mark() == before:
            assert time.monotonic() < end


def settled(workspace: Workspace) -> tuple[int, ...]:
    """The mark when the server has counted what made the workspace."""
    end, before = time.monotonic() + SECONDS, (-1,)
    while (found := workspace.mark()) != before or found == (0,):
        assert time.monotonic() < end
        before = found
    return before

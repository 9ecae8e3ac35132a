"""What comes beside answers, and devices' notes, on PostgreSQL: the same tests, another place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.workspace import Workspace
from storage.workspace.addresses import read
from tests.storage.postgres_server import postgres_url  # noqa: F401
from tests.storage.test_workspace_beside import (  # noqa: F401
    device,
    test_everything_is_counted_once_however_often_it_comes,
    test_vouchers_are_kept_by_their_hashes_alone,
    test_what_came_beside_is_read_as_it_was_written,
    test_what_hangs_on_an_answer_goes_with_it,
    world,
)
from tests.storage.workspace_builders import World, new_workspace


@pytest.fixture
def workspace(
    tmp_path: Path, world: World, postgres_url: str  # noqa: F811
) -> Iterator[Workspace]:
    made, _ = new_workspace(tmp_path / "workspace", world, server=read(postgres_url))
    with made:
        yield made

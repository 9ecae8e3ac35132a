"""Sessions and locked weights on PostgreSQL: the same tests, another place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.workspace.addresses import read
from tests.storage.postgres_server import postgres_url  # noqa: F401
from tests.storage.review_builders import Town
from tests.storage.review_builders import town as new_town
from tests.storage.test_session_weights import (  # noqa: F401
    test_a_locked_version_never_changes_and_what_came_later_is_told,
    test_a_second_device_that_sends_the_same_events_doubles_nothing,
)


@pytest.fixture
def town(tmp_path: Path, postgres_url: str) -> Iterator[Town]:  # noqa: F811
    with new_town(tmp_path, read(postgres_url)) as made:
        yield made

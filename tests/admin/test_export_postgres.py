"""The same exports from a workspace whose rows lie on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.workspace.addresses import read
from tests.admin.test_export_tables import (  # noqa: F401
    test_corrections_are_applied_and_told_with_what_stood_before,
    test_repeats_are_long_tables_that_lead_back_to_their_response,
)
from tests.kiosk import test_form_pipe as pipe
from tests.storage.postgres_server import postgres_url  # noqa: F401


@pytest.fixture
def family(tmp_path: Path, postgres_url: str) -> Iterator[pipe.Town]:  # noqa: F811
    made = pipe.Town(tmp_path, server=read(postgres_url))
    yield made
    made.store.close()
    made.workspace.close()

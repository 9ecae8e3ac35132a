"""Columns over versions and corrections of forms, on PostgreSQL: the same tests, another place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.workspace.addresses import read
from tests.kiosk import test_form_pipe as pipe
from tests.storage import test_form_versions as versions
from tests.storage.postgres_server import postgres_url  # noqa: F401
from tests.storage.test_form_corrections import (  # noqa: F401
    row,
    test_an_answer_in_a_repeat_is_corrected_to_none,
)
from tests.storage.test_form_versions import (  # noqa: F401
    test_another_meaning_is_two_columns_and_the_old_is_in_no_new_figure,
)


@pytest.fixture
def town(
    tmp_path: Path, postgres_url: str,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest,
) -> Iterator[versions.Town]:
    if "row" not in request.fixturenames:
        monkeypatch.setattr(pipe, "VISIT", versions.FIRST)
    made = versions.Town(tmp_path, server=read(postgres_url))
    yield made
    made.store.close()
    made.workspace.close()

"""A store of which the disk gives back other bytes than were written."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.errors import Damaged
from tests.storage.kiosk_builders import open_store


def test_a_garbled_schema_is_said_to_be_damage(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    file = tmp_path / "kiosk.db"
    whole = file.read_bytes()
    at = whole.index(b"CREATE TABLE epoch")
    file.write_bytes(whole[:at] + b"CR\xba\xfeTE" + whole[at + 6:])
    with pytest.raises(Damaged):
        open_store(tmp_path)

"""What lies in a backup's pages once they are decrypted, free ones too; and what goes along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from storage.errors import StorageError
from storage.seal import slots
from storage.workspace import Workspace, addresses, files, restore
from tests.builders import RATINGS
from tests.storage.postgres_server import postgres_url  # noqa: F401
from tests.storage.workspace_builders import (
    PASSPHRASE,
    Device,
    World,
    new_workspace,
    reopen,
    response,
    row_ids,
)

PAGE = 4_096
RESERVED = 80
"""At the end of each of SQLCipher's pages: 16 bytes of IV, then HMAC-SHA512."""
TIE = bytes.fromhex("04092c09")
"""How SQLite begins a row of ``fresh``: batch 1, 16 bytes, campaign 1."""


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def workspace(tmp_path: Path, world: World) -> Iterator[Workspace]:
    made, _ = new_workspace(tmp_path / "workspace", world)
    fill(made, world)
    yield made
    made.close()


def fill(workspace: Workspace, world: World) -> Device:
    device = Device(workspace, world).register()
    device.answer(*(response({RATINGS[0]: 3}) for _ in range(40)))
    workspace.take_in(device.bundle())
    return device


def plain(directory: Path) -> bytes:
    """Every page of the database here, decrypted: what stands in no table as well."""
    key = slots.open_with_passphrase(files.read_slots(directory), PASSPHRASE)
    data = files.database_path(directory).read_bytes()
    pages = []
    for at in range(0, len(data), PAGE):
        page = data[at : at + PAGE]
        cipher = Cipher(algorithms.AES(key), modes.CBC(page[-RESERVED : -RESERVED + 16]))
        body = page[16 if at == 0 else 0 : -RESERVED]
        pages.append(cipher.decryptor().update(body))
    return b"".join(pages)


def tied(pages: bytes, ids: list[bytes]) -> int:
    return sum(TIE + id in pages for id in ids)


def test_no_page_of_a_backup_ties_an_answer_to_its_bundle(
    workspace: Workspace, tmp_path: Path
) -> None:
    ids = _ids(workspace)
    made = Path(workspace.backup(tmp_path / "backups").path)
    pages = plain(made)
    assert all(id in pages for id in ids), "the answers themselves are there"
    assert tied(pages, ids) == 0
    workspace._database.empty_log()
    assert tied(plain(workspace.directory), ids) == len(ids) == 40


def _ids(workspace: Workspace) -> list[bytes]:
    with workspace._database.reading() as connection:
        return [bytes(id) for (id,) in connection.exec_driver_sql("SELECT id FROM response")]


def test_a_backup_of_a_server_ties_none_either(
    tmp_path: Path, world: World, postgres_url: str  # noqa: F811
) -> None:
    made, _ = new_workspace(tmp_path / "workspace", world, addresses.read(postgres_url))
    with made:
        device = fill(made, world)
        pages = plain(Path(made.backup(tmp_path / "backups").path))
        ids = row_ids(made, device)
        assert sorted(ids) == sorted(_ids(made))
    assert all(id in pages for id in ids)
    assert tied(pages, ids) == 0


def test_the_list_of_withdrawn_codes_goes_along_and_comes_back(
    workspace: Workspace, world: World, tmp_path: Path
) -> None:
    workspace.erasing.withdraw(bytes(16), "Kim")
    made = Path(workspace.backup(tmp_path / "backups").path)
    assert (made / "workspace.withdrawn").is_file()
    restore(made, tmp_path / "restored")
    assert (tmp_path / "restored" / "workspace.withdrawn").read_bytes() == (
        (made / "workspace.withdrawn").read_bytes()
    )
    with reopen(tmp_path / "restored", world) as back:
        assert back.erasing.waiting() == 1


def test_what_lies_on_a_server_is_no_backup(
    tmp_path: Path, world: World, postgres_url: str  # noqa: F811
) -> None:
    made, _ = new_workspace(tmp_path / "workspace", world, addresses.read(postgres_url))
    made.close()
    with pytest.raises(StorageError, match="no backup"):
        restore(tmp_path / "workspace", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()

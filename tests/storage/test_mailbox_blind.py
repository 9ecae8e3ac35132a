"""The mailbox on disk: it can read nothing, forgets what is removed, and outlives a kill."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from hashlib import shake_256
from pathlib import Path

import pytest

from storage.errors import Damaged, NoRoom, StorageError, TooNew
from storage.mailbox.store import MailboxStore
from storage.mailbox.values import Quota
from tests.storage.mailbox_builders import KIOSK, NAME, OURS, SetClock, opened, send, upload
from tests.storage.postgres_server import postgres_url
from tests.sync.sync_builders import Device

__all__ = ["postgres_url"]

ANSWERS = ("Jag trivs inte här alls", "könummer 48151623", "Örjan vid disken")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "mailbox.db"


def lying(database: Path) -> bytes:
    """Every byte of the store's files."""
    return b"".join(path.read_bytes() for path in sorted(database.parent.glob("mailbox.db*")))


def sealed_bundle() -> tuple[bytes, str]:
    from sync import bundle

    device = Device()
    made = device.bundle(device.epoch([answer.encode() * 20 for answer in ANSWERS]))
    return (
        bundle.write_bundle(made, device.signer.sign),
        bundle.file_name(made.stream, made.number),
    )


def test_no_answer_is_found_in_the_store_before_or_after_removal(database: Path) -> None:
    raw, name = sealed_bundle()
    store = opened(f"sqlite:///{database}", SetClock())
    send(store, raw, name)
    assert name.encode() in lying(database)
    assert raw[200:264] in lying(database)
    for answer in ANSWERS:
        for encoding in ("utf-8", "utf-16-le"):
            assert answer.encode(encoding) not in lying(database)
    assert store.remove(OURS, name)
    store.close()
    for trace in (name.encode(), raw[200:264], raw[-64:]):
        assert trace not in lying(database)


def test_what_was_removed_is_gone_from_the_files_at_once(database: Path) -> None:
    data = shake_256(b"sealed").digest(700_000)
    store = opened(f"sqlite:///{database}", SetClock())
    send(store, data)
    store.append(upload(data[1:], "b.vbundle"), 0, data[1:100_001])
    assert all(data[at : at + 64] in lying(database) for at in (64, 300_000, 699_000))
    store.remove(OURS, NAME)
    send(store, b"small", "b.vbundle")
    held = lying(database)
    assert not [at for at in range(0, 699_000, 1000) if data[at : at + 64] in held]
    assert len(held) < 200_000
    store.close()


def test_a_closed_space_leaves_nothing(database: Path) -> None:
    data = shake_256(b"sealed").digest(300_000)
    store = opened(f"sqlite:///{database}", SetClock())
    send(store, data)
    store.append(upload(data, "b.vbundle"), 0, data[:1000])
    assert store.close_space(OURS)
    assert not store.close_space(OURS)
    assert not store.knows(OURS)
    assert data[1000:1064] not in lying(database)
    with pytest.raises(StorageError, match="no space"):
        send(store, b"x")
    store.close()


CHILD = """
import sys
from datetime import UTC, datetime
from storage.mailbox.store import MailboxStore
from tests.storage.mailbox_builders import upload
store = MailboxStore.open(sys.argv[1], clock=lambda: datetime.now(UTC))
data = bytes(range(256)) * 4_000
told, at = upload(data), 0
while at < len(data):
    at = store.append(told, at, data[at : at + 4096])
    print(at, flush=True)
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_acknowledged_before_a_kill_is_there_after_it(
    request: pytest.FixtureRequest, database: Path, kind: str
) -> None:
    url = f"sqlite:///{database}" if kind == "sqlite" else request.getfixturevalue("postgres_url")
    opened(url, SetClock()).close()
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, url], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert child.stdout is not None
    acknowledged = [int(child.stdout.readline()) for _ in range(20)][-1]
    child.send_signal(signal.SIGKILL)
    for line in child.stdout:
        acknowledged = int(line)
    child.stdout.close()
    assert child.wait(30) == -signal.SIGKILL
    data = bytes(range(256)) * 4_000
    store = MailboxStore.open(url, clock=SetClock())
    reached = store.come(upload(data))
    assert reached >= acknowledged
    assert reached % 4096 == 0
    store.append(upload(data), reached, data[reached:])
    found = store.find(OURS, NAME)
    assert found is not None
    assert found.sender == KIOSK
    store.close()


def test_a_store_is_made_only_when_asked_for(database: Path) -> None:
    with pytest.raises(Damaged, match="cannot be opened"):
        MailboxStore.open(f"sqlite:///{database}", clock=SetClock())
    assert not database.exists()
    MailboxStore.open(f"sqlite:///{database}", clock=SetClock(), create=True).close()
    assert database.stat().st_mode & 0o777 == 0o600
    MailboxStore.open(f"sqlite:///{database}", clock=SetClock(), create=True).close()


def test_another_programs_database_is_left_alone(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE other (x)")
    connection.close()
    before = database.read_bytes()
    with pytest.raises(Damaged, match="no mailbox"):
        MailboxStore.open(f"sqlite:///{database}", clock=SetClock())
    database.write_bytes(b"not a database at all")
    with pytest.raises(Damaged, match="not a mailbox"):
        MailboxStore.open(f"sqlite:///{database}", clock=SetClock())
    assert before.startswith(b"SQLite format 3\0")


def test_a_later_version_is_too_new(database: Path) -> None:
    opened(f"sqlite:///{database}", SetClock()).close()
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE mailbox SET version = 2")
    connection.close()
    with pytest.raises(TooNew):
        MailboxStore.open(f"sqlite:///{database}", clock=SetClock())


@pytest.mark.parametrize("url", [
    "mysql://host/x", "sqlite://", "mailbox.db", "postgresql://h/x?schema=A;b", "",
])
def test_another_kind_of_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"store|schema"):
        MailboxStore.open(url, clock=SetClock())


def test_a_full_disk_is_told_and_what_came_before_stays(database: Path) -> None:
    store = opened(f"sqlite:///{database}", SetClock(), Quota())
    data = shake_256(b"sealed").digest(400_000)
    store.append(upload(data), 0, data[:100_000])
    with store._database.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    limit = f"PRAGMA max_page_count={pages}"
    with store._database._engine.connect() as connection:  # the pool hands out this one again
        connection.exec_driver_sql(limit)
    with pytest.raises(NoRoom, match="full"):
        store.append(upload(data), 100_000, data[100_000:])
    assert store.come(upload(data)) == 100_000
    with store._database._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    assert store.append(upload(data), 100_000, data[100_000:]) == len(data)
    store.close()

"""What erasing cannot clear is told, certified truthfully, and cleared by doing it again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from storage.errors import NoRoom
from storage.workspace import (
    Workspace,
    ended_file,
    restore,
    retirement,
    sqlcipher,
    tombstones,
)
from storage.workspace.addresses import read
from storage.workspace.certificate import LOG, SERVER, read_certificate
from storage.workspace.retention import Rule
from storage.workspace.withdrawals import code_hash
from tests.builders import CAMPAIGN
from tests.storage.postgres_server import administrator
from tests.storage.postgres_server import postgres_url as postgres_url
from tests.storage.review_builders import CODE, Town, coded, rated, steps, town
from tests.storage.workspace_builders import reopen


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.setattr(sqlcipher, "BUSY_SECONDS", 0.05)
    with town(tmp_path) as made:
        made.take(coded(5), *rated(1))
        made.workspace.close()
        made.workspace = reopen(made.directory / "workspace", made.world)
        yield made


@contextmanager
def somebody_reading(here: Town) -> Iterator[None]:
    with (
        reopen(here.workspace.directory, here.world) as other,
        other._database.reading() as connection,
    ):
        assert connection.exec_driver_sql("SELECT count(*) FROM response").scalar_one() == 2
        yield


def remains(workspace: Workspace) -> tuple[str, ...]:
    return read_certificate(workspace.keys.certificate(CAMPAIGN))[0].remains


def test_a_certificate_says_that_the_log_holds_the_keys_until_it_does_not(here: Town) -> None:
    log = here.workspace.directory / "workspace.db-wal"
    with somebody_reading(here):
        first = here.workspace.keys.retire(CAMPAIGN, despite="a test", actor="Kim")
        assert read_certificate(first)[0].remains == (LOG,)
        assert here.workspace.erasing.leftovers().log
        assert log.stat().st_size
    here.world.wait(hours=1)
    final = here.workspace.keys.retire(CAMPAIGN, actor="Robin")
    found, _ = read_certificate(final)
    assert (found.remains, found.actor, found.at) == ((), "Kim", here.world.now)
    assert not here.workspace.erasing.leftovers().log
    assert not log.stat().st_size
    here.world.wait(hours=1)
    assert here.workspace.keys.retire(CAMPAIGN, actor="Robin") == final


def test_a_retirement_that_was_held_up_is_finished_at_opening(here: Town) -> None:
    with somebody_reading(here):
        here.workspace.keys.retire(CAMPAIGN, despite="a test", actor="Kim")
        here.workspace.close()
    here.workspace = reopen(here.directory / "workspace", here.world)
    assert remains(here.workspace) == ()
    here.sound()


def test_somebody_writing_holds_up_the_certificate_and_not_the_retirement(here: Town) -> None:
    scrubbed = sqlcipher.SqlCipher._scrubbed
    with (
        reopen(here.workspace.directory, here.world) as other,
        pytest.MonkeyPatch.context() as patched,
    ):
        def busy(self: sqlcipher.SqlCipher) -> bool:
            with other._database.writing():
                return scrubbed(self)

        patched.setattr(sqlcipher.SqlCipher, "_scrubbed", busy)
        raw = here.workspace.keys.retire(CAMPAIGN, despite="a test", actor="Kim")
    assert read_certificate(raw)[0].remains == (LOG,)
    here.workspace.keys.retire(CAMPAIGN, actor="Kim")
    assert remains(here.workspace) == ()


@contextmanager
def no_room_to_write_all_anew() -> Iterator[None]:
    def full(_: sqlcipher.SqlCipher) -> None:
        raise NoRoom("the disk is full")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sqlcipher.SqlCipher, "compact", full)
        yield


def test_a_full_disk_holds_up_the_certificate_and_what_is_told_to_backups_not(
    here: Town,
) -> None:
    backup = here.back_up()
    with no_room_to_write_all_anew():
        raw = here.workspace.keys.retire(CAMPAIGN, despite="a test", actor="Kim")
    assert read_certificate(raw)[0].remains == (LOG,)
    assert here.workspace.erasing.leftovers().log
    told = ended_file.read_beside(backup)
    assert told is not None and CAMPAIGN in told[0].campaigns
    here.workspace.keys.retire(CAMPAIGN, actor="Kim")
    assert remains(here.workspace) == ()


def test_a_restored_backup_counts_nothing_withdrawn_where_all_cannot_be_written_anew(
    here: Town, tmp_path: Path
) -> None:
    backup = here.back_up()
    here.workspace.erasing.withdraw(CODE, "Kim")
    with no_room_to_write_all_anew():
        here.workspace.keys.retire(CAMPAIGN, despite="a test", actor="Kim")
        restore(backup, tmp_path / "restored")
        with reopen(tmp_path / "restored", here.world) as restored:
            assert steps(restored) == [1]
            assert restored.erasing.leftovers().log
            assert remains(restored) == (LOG,)


def test_what_was_withdrawn_goes_at_opening_though_nothing_can_be_ended_again(
    here: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = here.back_up()
    here.workspace.erasing.withdraw(CODE, "Kim")
    here.workspace.keys.retire(CAMPAIGN, despite="a test", actor="Kim")
    restore(backup, tmp_path / "restored")

    def full(*_: object) -> bytes:
        raise NoRoom("the disk is full")

    monkeypatch.setattr(retirement, "retire", full)
    with reopen(tmp_path / "restored", here.world) as restored:
        assert steps(restored) == [1]
        (told,) = restored.erasing.leftovers().beside
        assert (told.file, told.code) == (ended_file.FILE, NoRoom.code)


def test_backups_elsewhere_are_told_though_there_is_no_room_here(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, put = here.back_up(), tombstones.put_beside
    erased = Workspace.counts

    def full(directory: Path, *rest: Any) -> None:
        if directory == here.workspace.directory and erased(here.workspace, CAMPAIGN).withdrawn:
            raise NoRoom("the disk is full")
        put(directory, *rest)

    monkeypatch.setattr(tombstones, "put_beside", full)
    assert here.workspace.erasing.withdraw(CODE, "Kim").erased == 1
    told = tombstones.read_beside(backup)
    assert told is not None and told.codes == (code_hash(CODE),)


def test_the_same_withdrawal_or_retention_again_clears_a_log_that_was_held(here: Town) -> None:
    erasing, rule = here.workspace.erasing, Rule(answers_days=1, words_days=None)
    with somebody_reading(here):
        assert erasing.withdraw(CODE, "Kim").left.log
    assert not erasing.withdraw(CODE, "Kim").left.log
    here.take(*rated(3))
    with somebody_reading(here):
        here.world.wait(days=60)
        assert erasing.apply_rule(CAMPAIGN, rule, "Kim")
        assert erasing.leftovers().log
    assert erasing.apply_rule(CAMPAIGN, rule, "Kim") == ()
    assert not erasing.leftovers().log


@pytest.mark.parametrize("name", [tombstones.FILE, ended_file.FILE])
def test_what_lies_beside_and_was_not_believed_is_told_by_every_way_of_erasing(
    here: Town, name: str
) -> None:
    here.workspace.close()
    (here.workspace.directory / name).write_bytes(b"noise")
    here.workspace = reopen(here.workspace.directory, here.world)
    done = here.workspace.erasing.withdraw(CODE, "Kim")
    assert [(one.file, one.code) for one in done.left.beside] == [(name, "damaged")]
    here.workspace.keys.retire(CAMPAIGN, despite="a test", actor="Kim")
    assert here.workspace.erasing.leftovers() == done.left


def dead_rows(schema: str) -> int:
    """Erased rows that still lie in the pages of answers, by the server's own account."""
    with administrator() as server:
        found = 0
        for table in ("response", "rating", "fresh", "circumstance"):
            said: list[str] = []
            server.add_notice_handler(lambda what, said=said: said.append(
                f"{what.message_primary} {what.message_detail}"
            ))
            server.execute(f"VACUUM VERBOSE {schema}.{table}".encode())
            removed = re.findall(r"tuples: (\d+) removed", " ".join(said))
            assert removed
            found += sum(map(int, removed))
        return found


def test_on_a_server_its_log_and_copies_are_named_and_the_answers_vacuumed(
    tmp_path: Path, postgres_url: str
) -> None:
    server = read(postgres_url)
    with town(tmp_path, server) as here:
        here.take(*rated(1, 2), coded(5))
        with here.workspace._database.reading() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM response").scalar_one()
            done = here.workspace.erasing.withdraw(CODE, "Kim")
            assert done.left.log and done.left.server
        assert not here.workspace.erasing.withdraw(CODE, "Kim").left.log
        with administrator() as writer, administrator() as reader:
            writer.execute("BEGIN")
            writer.execute("SELECT pg_current_xact_id()")
            reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            reader.execute("SELECT count(*) FROM pg_class")
            assert here.workspace.erasing.withdraw(CODE, "Kim").left.log
        assert not here.workspace.erasing.withdraw(CODE, "Kim").left.log
        raw = here.workspace.keys.retire(CAMPAIGN, erase=True, despite="a test", actor="Kim")
        assert read_certificate(raw)[0].remains == (SERVER,)
        assert here.workspace.erasing.leftovers().server
        assert dead_rows(server.schema) == 0
        here.sound()

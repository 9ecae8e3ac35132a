"""A new sheet gives the database a new key: old slots lead nowhere, and no cut loses anything."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path

import pytest

from storage.errors import Damaged, InUse, StorageError, WrongKey
from storage.workspace import addresses, files, open_workspace, rekeying, sqlcipher
from storage.workspace.moving import to_file
from storage.workspace.passphrases import change_passphrase
from storage.workspace.sheets import new_sheet
from tests.storage.postgres_server import administrator
from tests.storage.postgres_server import postgres_url as postgres_url
from tests.storage.review_builders import Town, rated, steps, town
from tests.storage.workspace_builders import CHEAP, PASSPHRASE, reopen

NEXT = ("workspace.db.next", "workspace.slots.next", "workspace.slots.server")


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path) as made:
        made.take(*rated(1, 2, 3))
    yield made


def renew(here: Town, kept: list[str]) -> None:
    new_sheet(
        here.workspace.directory, keep=kept.append, clock=here.world.clock, passphrase=PASSPHRASE
    )


def test_old_slots_do_not_open_the_new_database(here: Town) -> None:
    directory, kept = here.workspace.directory, list[str]()
    slots = directory / "workspace.slots"
    old, before = slots.read_bytes(), (directory / "workspace.db").stat().st_ino
    renew(here, kept)
    assert (directory / "workspace.db").stat().st_ino != before
    assert not [name for name in NEXT if (directory / name).exists()]
    with reopen(directory, here.world) as workspace:
        assert steps(workspace) == [1, 2, 3]
        assert workspace.verify().faults == ()
    open_workspace(directory, recovery_code=kept[0], clock=here.world.clock).close()
    slots.write_bytes(old)
    with pytest.raises(Damaged):
        reopen(directory, here.world)


def test_a_workspace_that_is_open_elsewhere_gets_no_new_key(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlcipher, "BUSY_SECONDS", 0.05)
    kept: list[str] = []
    with reopen(here.workspace.directory, here.world) as other:
        assert steps(other) == [1, 2, 3]
        with pytest.raises(InUse):
            renew(here, kept)
        assert steps(other) == [1, 2, 3]
    with pytest.raises(WrongKey):
        open_workspace(here.workspace.directory, recovery_code=kept[0], clock=here.world.clock)


def test_a_power_cut_at_any_step_leaves_the_old_or_the_new_whole(here: Town) -> None:
    directory = here.workspace.directory
    step, ended = 0, False
    while not ended:
        step += 1
        note = here.workspace.directory.parent / f"code-{step}"
        child = os.fork()
        if child == 0:
            with suppress(StorageError):
                new_sheet(
                    directory, keep=partial(note_and_cut, note, step), clock=here.world.clock,
                    passphrase=PASSPHRASE,
                )
                os._exit(0)
            os._exit(1)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code in (0, 9)
        ended = code == 0
        with reopen(directory, here.world) as workspace:
            assert steps(workspace) == [1, 2, 3], step
        assert not [name for name in NEXT if (directory / name).exists()], step
        if ended:
            open_workspace(
                directory, recovery_code=note.read_text(), clock=here.world.clock
            ).close()
    assert step > 8


def note_and_cut(note: Path, step: int, code: str) -> None:
    note.write_text(code)
    cut_at(step)


def cut_at(step: int) -> None:
    """End this process without a word before its ``step``-th durable step from here on."""
    left = [step]

    def cutting(name: str) -> None:
        work = getattr(os, name)

        def done(*given: object, **more: object) -> object:
            left[0] -= 1
            if not left[0]:
                os._exit(9)
            return work(*given, **more)

        setattr(os, name, done)

    for name in ("fsync", "replace", "rename", "ftruncate"):
        cutting(name)


def test_a_new_sheet_for_a_server_cut_after_its_commit_is_finished_at_opening(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with town(tmp_path, addresses.read(postgres_url)) as here:
        here.take(*rated(1, 2))
    directory, kept = here.workspace.directory, list[str]()
    old = (directory / "workspace.slots").read_bytes()
    for broken in ("write_slots", "settle_server"):
        with monkeypatch.context() as patched:
            patched.setattr(rekeying, broken, _cut)
            with pytest.raises(RuntimeError):
                renew(here, kept)
        with reopen(directory, here.world) as workspace:
            assert steps(workspace) == [1, 2]
    assert not (directory / "workspace.slots.server").exists()
    open_workspace(directory, recovery_code=kept[1], clock=here.world.clock).close()
    renew(here, kept)
    with reopen(directory, here.world) as workspace:
        assert workspace.verify().faults == ()
    (directory / "workspace.slots").write_bytes(old)
    with pytest.raises(Damaged):
        reopen(directory, here.world)


@pytest.fixture
def on_server(tmp_path: Path, postgres_url: str) -> Town:
    with town(tmp_path, addresses.read(postgres_url)) as here:
        here.take(*rated(1, 2))
    return here


def cut_before_the_commit(here: Town) -> None:
    write = files.write_new

    def cut(path: Path, data: bytes) -> None:
        write(path, data)
        if path.name == rekeying.SERVER_SLOTS:
            _cut()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(files, "write_new", cut)
        with pytest.raises(RuntimeError):
            renew(here, [])


def cut_after_the_commit(here: Town) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rekeying, "settle_server", _cut)
        with pytest.raises(RuntimeError):
            renew(here, [])


@pytest.mark.parametrize("cut", [cut_before_the_commit, cut_after_the_commit])
def test_while_nobody_knows_which_key_counts_the_slots_are_not_rewritten(
    on_server: Town, cut: Callable[[Town], None]
) -> None:
    directory = on_server.workspace.directory
    cut(on_server)
    change = partial(
        change_passphrase, directory, new="en ny mening att minnas", passphrase=PASSPHRASE,
        cost=CHEAP,
    )
    for rewriting in (change, partial(to_file, directory, passphrase=PASSPHRASE)):
        with pytest.raises(InUse, match="Open the workspace once"):
            rewriting()
    with reopen(directory, on_server.world) as workspace:
        assert steps(workspace) == [1, 2]
    assert not (directory / rekeying.SERVER_SLOTS).exists()
    change()
    open_workspace(
        directory, passphrase="en ny mening att minnas", clock=on_server.world.clock
    ).close()


def test_slots_that_wait_for_nothing_hide_no_damage(on_server: Town) -> None:
    directory = on_server.workspace.directory
    cut_before_the_commit(on_server)
    waiting = directory / rekeying.SERVER_SLOTS
    left = waiting.read_bytes()
    reopen(directory, on_server.world).close()
    change_passphrase(directory, new="en ny mening", passphrase=PASSPHRASE, cost=CHEAP)
    waiting.write_bytes(left)  # as who changed it before they were looked at has left it
    with administrator() as server:
        address = addresses.read(files.read_slots(directory).address)
        server.execute(f"DROP SCHEMA {address.schema} CASCADE".encode())
    with pytest.raises(Damaged, match="empty"):
        open_workspace(directory, passphrase="en ny mening", clock=on_server.world.clock)


@pytest.mark.parametrize(("fault", "told"), [
    (OSError(errno.ENOLCK, "no locks"), False), (BlockingIOError(errno.EAGAIN, "held"), True),
])
def test_a_disk_without_locks_keeps_nobody_from_what_a_power_cut_left(
    here: Town, monkeypatch: pytest.MonkeyPatch, fault: OSError, told: bool
) -> None:
    def locking(*_: object) -> None:
        raise fault

    with monkeypatch.context() as patched:
        patched.setattr(rekeying, "_swap", _cut)
        with pytest.raises(RuntimeError):
            renew(here, [])
    monkeypatch.setattr(fcntl, "flock", locking)
    with pytest.raises(InUse, match="new key") if told else nullcontext():
        reopen(here.workspace.directory, here.world).close()


def _cut(*_: object) -> None:
    raise RuntimeError("the power went")

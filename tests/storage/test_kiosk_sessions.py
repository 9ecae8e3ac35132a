"""Open sessions: resumed with the moderator's words and in no other way, and gone when over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from storage.errors import Conflict, Damaged, MissingKey, NoRoom, TooNew, WrongKey
from storage.kiosk import KioskStore
from storage.kiosk.database import value
from storage.kiosk.sessions import SESSIONS_LIMIT, OpenSession, Sessions
from storage.seal import moderator
from storage.seal.slots import Cost
from tests.storage.kiosk_builders import (
    Hands,
    bodies,
    collecting_store,
    files_with,
    open_store,
    records,
)
from tests.storage.test_kiosk_keeping import Running, opened

CHEAP = Cost(memory=32, passes=1, lanes=4)
EVENTS = [b"opened: what the library is worth", b"joined", b"points", b"grades"]


def sessions(store: KioskStore, hands: Hands) -> Sessions:
    return Sessions(store._database, store.watch, hands.random, CHEAP)


def held(store: KioskStore, hands: Hands) -> OpenSession:
    session = sessions(store, hands).open()
    for event in EVENTS:
        session.keep(store.journal(), event, hands.random)
    return session


def rows(store: KioskStore) -> tuple[int, int]:
    connection = store._database.connection()
    tables = ("session", "session_event")
    first, second = (
        int(value(connection, f"SELECT count(*) FROM {table}"))
        for table in tables
    )
    return first, second


def test_the_words_lead_back_to_the_events_after_a_restart(tmp_path: Path) -> None:
    hands = Hands()
    store = collecting_store(tmp_path / "store", hands)
    session = held(store, hands)
    assert len(session.code) == 7
    assert list(session.bodies()) == EVENTS
    words = " ".join(session.code)
    store.close()
    again = Hands(seed=b"next start")
    store = open_store(tmp_path / "store", again)
    assert sessions(store, again).waiting() == 1
    resumed = sessions(store, again).resume(words.upper())
    assert resumed.code == ()
    assert list(resumed.bodies()) == EVENTS
    resumed.keep(store.journal(), b"one more", again.random)
    assert list(sessions(store, again).resume(words).bodies()) == [*EVENTS, b"one more"]
    assert bodies(store) == [*EVENTS, b"one more"]


def test_nothing_but_the_words_opens_it(tmp_path: Path) -> None:
    hands = Hands()
    store = collecting_store(tmp_path / "store", hands)
    code = held(store, hands).code
    other = moderator.new_code(Hands(seed=b"other").random)
    for wrong in (other, (*code[:6], other[6]), code[::-1], code[:6], (*code, code[0]), ("xyz",)):
        with pytest.raises(WrongKey) as met:
            sessions(store, hands).resume(" ".join(wrong))
        assert not any(word in str(met.value).split() for word in wrong)
    with pytest.raises(WrongKey):
        sessions(store, hands).resume("123456")


def test_closing_keeps_the_last_event_and_leaves_nothing(tmp_path: Path) -> None:
    hands = Hands()
    store = collecting_store(tmp_path / "store", hands)
    session = held(store, hands)
    query = "SELECT sealed FROM session_event UNION SELECT wrapped FROM session"
    sealed = [row for (row,) in store._database.connection().execute(query).fetchall()]
    assert all(files_with(tmp_path, row[12:60]) for row in sealed)
    session.close(store.journal(), b"closed")
    assert rows(store) == (0, 0)
    assert not any(files_with(tmp_path, row[12:60]) for row in sealed)
    assert bodies(store) == [*EVENTS, b"closed"]
    with pytest.raises(MissingKey):
        session.bodies()
    with pytest.raises(MissingKey):
        session.keep(store.journal(), b"after", hands.random)
    with pytest.raises(MissingKey):
        sessions(store, hands).resume(" ".join(session.code))


@pytest.mark.parametrize("restart", [True, False])
def test_it_is_gone_after_24_hours(tmp_path: Path, restart: bool) -> None:
    hands = Running()
    store = collecting_store(tmp_path / "store", hands)
    store.close()
    store = opened(tmp_path / "store", hands)
    session = held(store, hands)
    hands.wait(hours=23, minutes=59)
    store.prepare()
    assert rows(store) == (1, 4)
    hands.wait(minutes=1)
    if restart:
        store.close()
        store = opened(tmp_path / "store", hands)
    else:
        store.prepare()
    assert rows(store) == (0, 0)
    with pytest.raises(MissingKey):
        sessions(store, hands).resume(" ".join(session.code))
    if not restart:
        with pytest.raises(MissingKey):
            session.keep(store.journal(), b"too late", hands.random)
    assert bodies(store) == EVENTS


def test_a_clock_set_back_does_not_lengthen_its_life(tmp_path: Path) -> None:
    hands = Running()
    store = collecting_store(tmp_path / "store", hands)
    store.close()
    store = opened(tmp_path / "store", hands)
    held(store, hands)
    for _ in range(25):
        hands.wait(hours=1)
        store.watch.note()
    hands.jump(days=-20)
    store.prepare()
    assert rows(store) == (0, 0)


def test_a_clock_that_lost_its_time_does_not_end_it(tmp_path: Path) -> None:
    hands = Running()
    store = collecting_store(tmp_path / "store", hands)
    store.close()
    store = opened(tmp_path / "store", hands)
    store.prepare()
    session = held(store, hands)
    store.close()
    hands.jump(days=-10_000)
    store = opened(tmp_path / "store", hands)
    store.prepare()
    assert list(sessions(store, hands).resume(" ".join(session.code)).bodies()) == EVENTS


def test_an_event_that_finds_no_room_is_kept_nowhere(tmp_path: Path) -> None:
    hands = Hands()
    store = collecting_store(tmp_path / "store", hands)
    session = held(store, hands)

    def full(length: int) -> bytes:
        raise NoRoom("the disk is full")

    with pytest.raises(NoRoom):
        session.keep(store.journal(), b"lost", full)
    session.keep(store.journal(), b"kept", hands.random)
    assert list(session.bodies()) == [*EVENTS, b"kept"]
    assert bodies(store) == [*EVENTS, b"kept"]
    assert [record.n for record in records(store)] == [0, 1, 2, 3, 4]


def test_an_event_waits_for_the_person_at_the_screen(tmp_path: Path) -> None:
    hands = Hands()
    store = collecting_store(tmp_path / "store", hands)
    session = held(store, hands)
    store.journal().draft(b"somebody answers")
    with pytest.raises(ValueError):
        session.keep(store.journal(), b"meanwhile", hands.random)
    assert list(session.bodies()) == EVENTS


def test_several_may_be_open_but_not_many(tmp_path: Path) -> None:
    hands = Hands()
    store = collecting_store(tmp_path / "store", hands)
    opened_ones = [sessions(store, hands).open() for _ in range(SESSIONS_LIMIT)]
    with pytest.raises(Conflict):
        sessions(store, hands).open()
    for at, session in enumerate(opened_ones):
        session.keep(store.journal(), b"event of %d" % at, hands.random)
    for at, session in enumerate(opened_ones):
        found = sessions(store, hands).resume(" ".join(session.code))
        assert found.bodies() == (b"event of %d" % at,)


def test_an_event_moved_or_changed_is_damaged(tmp_path: Path) -> None:
    hands = Hands()
    store = collecting_store(tmp_path / "store", hands)
    session = held(store, hands)
    swap = "UPDATE session_event SET n = CASE n WHEN 1 THEN 12 ELSE n END"
    store._database.connection().execute(swap)
    with pytest.raises(Damaged):
        session.bodies()


def test_a_wrapped_key_is_read_strictly() -> None:
    hands = Hands()
    code = moderator.new_code(hands.random)
    wrapped = moderator.wrap(bytes(16), bytes(32), code, cost=CHEAP, random=hands.random)
    assert moderator.unwrap(bytes(16), wrapped, code) == bytes(32)
    with pytest.raises(WrongKey):
        moderator.unwrap(b"\1" * 16, wrapped, code)
    fields = msgspec.msgpack.decode(wrapped)
    for change in ({2: 2**30}, {3: 10_000}, {4: 0}, {1: b""}, {6: b"short"}, {2: 8}):
        changed = msgspec.msgpack.encode([change.get(i, f) for i, f in enumerate(fields)])
        with pytest.raises(Damaged):
            moderator.unwrap(bytes(16), changed, code)
    for bad, error in ((wrapped + b"\0", Damaged), (b"", Damaged), (bytes(2000), Damaged),
                       (msgspec.msgpack.encode([2, *fields[1:]]), TooNew)):
        with pytest.raises(error):
            moderator.unwrap(bytes(16), bad, code)
    with pytest.raises(ValueError):
        moderator.wrap(
            bytes(16), bytes(32), code, cost=replace(CHEAP, memory=2**30), random=hands.random
        )


KILLED = """
import os, sys
from pathlib import Path
from tests.storage.kiosk_builders import Hands, collecting_store
from tests.storage.test_kiosk_sessions import held
hands = Hands()
store = collecting_store(Path(sys.argv[1]), hands)
print(" ".join(held(store, hands).code), flush=True)
os.kill(os.getpid(), 9)
"""


def test_it_survives_the_program_being_killed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path / "store")], capture_output=True, text=True,
        check=False, cwd=Path(__file__).parents[2], env=os.environ | {"PYTHONPATH": "."},
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    hands = Hands(seed=b"next start")
    store = open_store(tmp_path / "store", hands)
    resumed = sessions(store, hands).resume(done.stdout)
    assert list(resumed.bodies()) == EVENTS
    assert not any(files_with(tmp_path, event[:20]) for event in EVENTS if len(event) > 12)

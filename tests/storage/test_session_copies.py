"""A copy of an open session: who has the words goes on elsewhere, and nobody else learns of it."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from storage.errors import (
    Conflict,
    Damaged,
    MissingKey,
    NoRoom,
    StorageError,
    TooNew,
    WrongCampaign,
    WrongKey,
)
from storage.kiosk import KioskStore
from storage.kiosk.database import Database
from storage.kiosk.open_sessions import OpenSession
from storage.seal import coding, moderator, moderator_copy
from storage.seal.moderator import SITTINGS
from storage.seal.moderator_copy import Copy
from tests.storage.kiosk_builders import CAMPAIGN, Hands, bodies, collecting_store, files_with
from tests.storage.test_kiosk_keeping import Running
from tests.storage.test_kiosk_sessions import EVENTS, held, rows, sessions
from tests.storage.write_copy_vectors import VECTORS, text

ERRORS: dict[str, type[StorageError]] = {
    "wrong-key": WrongKey, "damaged": Damaged, "too-new": TooNew
}


def opened(tmp_path: Path) -> tuple[KioskStore, OpenSession, str, bytes]:
    """A store with an open session, its words and a copy."""
    hands = Hands()
    store = collecting_store(tmp_path / "one", hands)
    session = held(store, hands)
    return store, session, " ".join(session.code), session.copy(CAMPAIGN.bytes, hands.random)


def second(tmp_path: Path, copy: bytes, words: str) -> tuple[KioskStore, OpenSession]:
    hands = Hands(seed=b"another device")
    store = collecting_store(tmp_path / "two", hands)
    found = sessions(store, hands)
    taken = found.open_copy(copy, words, CAMPAIGN.bytes)
    return store, found.take_up(taken, store.journal(), 7)


def test_a_second_device_goes_on_with_the_words_and_seals_all_for_the_organisation(
    tmp_path: Path,
) -> None:
    first, session, words, copy = opened(tmp_path)
    assert not any(event[:12] in copy for event in EVENTS)
    store, taken = second(tmp_path, copy, words)
    assert list(taken.bodies()) == EVENTS == bodies(store)
    assert (session.share, taken.share) == (0, 7)
    assert taken.secret == session.secret != bytes(32)
    taken.keep(store.journal(), b"on the other device", Hands().random)
    again = sessions(store, Hands()).resume(words)
    assert list(again.bodies()) == [*EVENTS, b"on the other device"] and again.share == 7
    assert session.read_copy(taken.copy(CAMPAIGN.bytes, Hands().random)) == again.bodies()
    first.close()


def test_nothing_is_kept_of_a_copy_that_words_do_not_open(tmp_path: Path) -> None:
    _, _, words, copy = opened(tmp_path)
    hands = Hands(seed=b"another device")
    store = collecting_store(tmp_path / "two", hands)
    found = sessions(store, hands)
    other = " ".join(moderator.new_code(Hands(seed=b"other").random))
    for wrong in (other, "", words + " papegoja"):
        with pytest.raises(WrongKey):
            found.open_copy(copy, wrong, CAMPAIGN.bytes)
    with pytest.raises(WrongCampaign):
        found.open_copy(copy, words, bytes(16))
    assert rows(store) == (0, 0) and bodies(store) == []


def test_a_session_that_is_open_here_is_not_taken_over(tmp_path: Path) -> None:
    store, _, words, copy = opened(tmp_path)
    with pytest.raises(Conflict):
        sessions(store, Hands()).open_copy(copy, words, CAMPAIGN.bytes)


def test_taking_over_lengthens_no_session(tmp_path: Path) -> None:
    _, _, words, copy = opened(tmp_path)
    hands = Running()
    hands.wait(hours=25)
    store = collecting_store(tmp_path / "two", hands)
    with pytest.raises(MissingKey):
        sessions(store, hands).open_copy(copy, words, CAMPAIGN.bytes)


def test_a_copy_of_another_session_is_not_merged(tmp_path: Path) -> None:
    store, session, _, _ = opened(tmp_path)
    hands = Hands(seed=b"more")
    other = sessions(store, hands).open()
    with pytest.raises(WrongKey):
        session.read_copy(other.copy(CAMPAIGN.bytes, hands.random))


@pytest.mark.parametrize("at", range(0, 1_000, 37))
def test_every_changed_byte_is_noticed(tmp_path: Path, at: int) -> None:
    _, session, _, copy = opened(tmp_path)
    at = at * len(copy) // 1_000
    changed = copy[:at] + bytes([copy[at] ^ 4]) + copy[at + 1:]
    with pytest.raises((Damaged, TooNew, WrongKey)):
        session.read_copy(changed)


def test_events_cannot_be_left_out_or_moved(tmp_path: Path) -> None:
    _, session, _, copy = opened(tmp_path)
    sealed = moderator_copy.read_copy(copy)
    inside = sealed.copy
    for events in (inside.events[:-1], inside.events[::-1], (*inside.events, inside.events[0])):
        body = coding.pack((inside.id, inside.campaign, inside.begun, inside.wrapped, events))
        made = coding.magic("session-copy") + sealed.nonce + sealed.tag + body
        with pytest.raises(Damaged):
            session.read_copy(made)


def test_what_is_too_large_for_a_copy_is_not_written() -> None:
    copy = Copy(id=bytes(16), campaign=bytes(16), begun=0, wrapped=b"", events=())
    whole = replace(copy, events=(bytes(1024 * 1024),) * 64)
    with pytest.raises(ValueError, match="too large"):
        moderator_copy.seal_copy(bytes(32), whole, bytes)
    with pytest.raises(Damaged):
        moderator_copy.read_copy(coding.magic("session-copy") + bytes(64 * 1024 * 1024))


def test_the_published_copy_reads_as_its_page_says() -> None:
    assert VECTORS.read_text("utf-8") == text()
    told: dict[str, Any] = json.loads(text())
    key = open_vector(told, told["copy"], told["words"])
    sealed = moderator_copy.read_copy(bytes.fromhex(told["copy"]))
    assert [body.hex() for body in moderator_copy.open_copy(key, sealed)] == told["bodies"]
    assert moderator.secret_of(key, sealed.copy.id).hex() == told["secret"]


@pytest.mark.parametrize(
    "case", json.loads(text())["refused"], ids=lambda case: str(case["why"])
)
def test_what_must_be_refused_is(case: dict[str, Any]) -> None:
    told = json.loads(text()) | case
    with pytest.raises(ERRORS[case["refused"]]):
        open_vector(told, told["copy"], told["words"])


def open_vector(told: dict[str, Any], copy: str, words: str) -> bytes:
    sealed = moderator_copy.read_copy(bytes.fromhex(copy))
    inside = sealed.copy
    key = moderator.unwrap(inside.id, inside.wrapped, moderator.read_code(words))
    moderator_copy.open_copy(key, sealed)
    return key


def test_forms_by_phone_are_kept_beside_the_events_and_leave_nothing(tmp_path: Path) -> None:
    store, session, words, _ = opened(tmp_path)
    hands, journal = Hands(seed=b"phones"), store.journal()
    session.keep_sitting(1, b"the first person's answers", hands.random)
    session.keep_sitting(2, b"the second's", hands.random)
    session.keep_sitting(1, b"the first person's answers, and one more", hands.random)
    assert not files_with(tmp_path, b"person's answers")
    resumed = sessions(store, hands).resume(words)
    assert resumed.sittings() == {
        1: b"the first person's answers, and one more", 2: b"the second's"
    }
    assert list(resumed.bodies()) == EVENTS
    resumed.end_sitting(journal, 1, b"handed in")
    resumed.forget_sitting(2)
    resumed.forget_sitting(2)
    assert resumed.sittings() == {} and bodies(store) == [*EVENTS, b"handed in"]
    assert rows(store) == (1, len(EVENTS))


def test_nothing_of_a_form_by_phone_that_is_over_lies_in_any_file(tmp_path: Path) -> None:
    store, session, _, _ = opened(tmp_path)
    hands = Hands(seed=b"phones")
    sealed = []
    for sitting, body in ((1, b"the first's answers"), (2, b"the second's"), (1, b"one more")):
        session.keep_sitting(sitting, body, hands.random)
        query = "SELECT sealed FROM session_event WHERE n = ?"
        row = store._database.connection().execute(query, (SITTINGS + sitting,)).fetchone()
        sealed.append(row[0][12:60])
    assert all(files_with(tmp_path, one) for one in sealed), "an earlier one lies in the log still"
    session.end_sitting(store.journal(), 1, b"handed in")
    assert not files_with(tmp_path, sealed[0]) and not files_with(tmp_path, sealed[2])
    assert files_with(tmp_path, sealed[1]), "somebody else goes on"
    session.forget_sitting(2)
    assert not files_with(tmp_path, sealed[1])


def test_a_form_by_phone_is_over_also_where_the_log_finds_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, session, _, _ = opened(tmp_path)
    session.keep_sitting(1, b"the first's answers", Hands(seed=b"phones").random)
    with monkeypatch.context() as full:
        full.setattr(Database, "empty_log", no_room)
        session.end_sitting(store.journal(), 1, b"handed in")
    assert session.sittings() == {} and bodies(store) == [*EVENTS, b"handed in"]


def no_room(_: Database) -> bool:
    raise NoRoom("the disk is full")


def test_many_events_are_kept_together_or_not_at_all(tmp_path: Path) -> None:
    store, session, _, _ = opened(tmp_path)
    more = [b"event %d" % at for at in range(400)]
    draws = iter(range(300))

    def failing(length: int) -> bytes:
        next(draws)  # StopIteration in the middle: as good a fault as any
        return bytes(length)

    with pytest.raises(StopIteration):
        session.keep_all(store.journal(), more, failing)
    assert list(session.bodies()) == EVENTS == bodies(store)
    session.keep_all(store.journal(), more, Hands(seed=b"x").random)
    assert list(session.bodies()) == [*EVENTS, *more] == bodies(store)


def test_a_closed_session_gives_nothing_more(tmp_path: Path) -> None:
    store, session, _, copy = opened(tmp_path)
    session.keep_sitting(1, b"unfinished", Hands().random)
    session.close(store.journal(), b"closed")
    assert rows(store) == (0, 0)
    for late in (
        partial(session.copy, CAMPAIGN.bytes, bytes), session.sittings,
        partial(session.read_copy, copy), partial(getattr, session, "secret"),
        partial(session.keep_sitting, 1, b"x", bytes),
    ):
        with pytest.raises(MissingKey):
            late()

"""What a person answers is sealed, durable and in its place."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection

import pytest

from storage.errors import MissingKey
from storage.seal.epochs import NO_EPOCH
from storage.seal.records import read_record
from tests.storage.kiosk_builders import (
    Hands,
    bodies,
    collecting_store,
    files_with,
    open_store,
    package,
    records,
)


def test_a_finished_response_opens_with_either_recipient_key(tmp_path: Path) -> None:
    from tests.storage.kiosk_builders import RECEIVER, RECOVERY

    store = collecting_store(tmp_path / "store")
    store.journal().finish(b"a finished response")
    assert bodies(store, RECEIVER) == [b"a finished response"]
    assert bodies(store, RECOVERY) == [b"a finished response"]


def test_the_draft_becomes_the_record(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    journal = store.journal()
    journal.draft(b"one answer")
    journal.draft(b"two answers")
    assert store.waiting() == 0
    journal.finish(b"all answers")
    assert bodies(store) == [b"all answers"]
    assert store.waiting() == 1
    assert not journal.has_draft


def test_a_crash_leaves_the_draft_as_a_partial_record(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    store.journal().finish(b"somebody before")
    store.journal().draft(b"so far")
    kept = store.journal()._draft
    store.close()
    again = open_store(tmp_path / "store")
    assert bodies(again) == [b"somebody before", b"so far"]
    assert records(again)[1].raw == kept, "promoted verbatim"


def test_a_partial_can_be_kept_while_running(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    journal = store.journal()
    assert not journal.seal_partial()
    journal.draft(b"so far")
    assert journal.seal_partial()
    journal.finish(b"the next person")
    assert bodies(store) == [b"so far", b"the next person"]


def test_a_discarded_draft_leaves_nothing_behind(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    journal = store.journal()
    journal.draft(b"no, I do not agree")
    discarded = journal._draft
    journal.discard()
    journal.finish(b"another person")
    assert bodies(store) == [b"another person"]
    store._database.empty_log()
    sealed = read_record(discarded)
    assert files_with(tmp_path, sealed.ciphertext) == []
    assert records(store)[0].id != sealed.id


def test_session_events_go_beside_no_draft(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    journal = store.journal()
    journal.append(b"an event")
    journal.draft(b"somebody answers")
    with pytest.raises(ValueError, match="draft is open"):
        journal.append(b"another event")
    assert bodies(store) == [b"an event"]


def test_many_bodies_are_kept_together_or_not_at_all(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    journal = store.journal()
    journal.append(b"before")
    many = [b"event %d" % at for at in range(300)]

    def refuses(_connection: Connection) -> None:
        raise ValueError("what goes along cannot be written")

    with pytest.raises(ValueError, match="along"):
        journal.append_all(many, refuses)
    assert bodies(store) == [b"before"]
    journal.append_all(many[:3])
    journal.append_all(many[3:])
    journal.append(b"after")
    assert bodies(store) == [b"before", *many, b"after"]
    journal.draft(b"somebody answers")
    with pytest.raises(ValueError, match="draft"):
        journal.append_all([b"an event"])


def test_an_epoch_ends_after_fifteen_minutes_but_not_under_a_person(tmp_path: Path) -> None:
    hands = Hands()
    store = collecting_store(tmp_path / "store", hands)
    journal = store.journal()
    journal.draft(b"slow")
    hands.wait(minutes=40)
    journal.draft(b"slow person")
    journal.finish(b"slow person is done")
    journal.finish(b"next")
    first, second = records(store)
    assert first.epoch != second.epoch
    assert (first.n, second.n) == (0, 0)
    (batch,) = store.pending()
    epochs = [epoch for epoch, _, _ in batch.epochs]
    assert epochs[0].parent == NO_EPOCH
    assert (epochs[1].parent, epochs[1].parent_head) == (epochs[0].id, first.hash)
    assert bodies(store) == [b"slow person is done", b"next"]


def test_an_epoch_holds_256_records(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    journal = store.journal()
    for at in range(257):
        journal.finish(b"%d" % at)
    sealed = records(store)
    assert [r.n for r in sealed] == [*range(256), 0]
    assert bodies(store) == [b"%d" % at for at in range(257)]


def test_every_start_begins_a_new_epoch_after_the_last(tmp_path: Path) -> None:
    for at in range(3):
        store = collecting_store(tmp_path / "store", Hands(seed=b"start %d" % at))
        store.journal().finish(b"person %d" % at)
        if at < 2:
            store.close()
    (batch,) = store.pending()
    chain = [(e.parent, e.parent_head) for e, _, _ in batch.epochs[1:]]
    assert chain == [(e.id, head) for e, _, head in batch.epochs[:-1]]


def test_an_epoch_without_a_record_is_nobodys_parent(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    store.journal().draft(b"so far")
    store.journal().discard()
    store.close()
    again = open_store(tmp_path / "store", Hands(seed=b"second start"))
    again.journal().finish(b"a person")
    (batch,) = again.pending()
    assert [e.parent for e, _, _ in batch.epochs] == [NO_EPOCH]


def test_the_time_in_an_epoch_is_no_finer_than_the_hour(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    store.journal().finish(b"a person")
    (batch,) = store.pending()
    opened = batch.epochs[0][0].opened
    assert (opened.hour, opened.minute) == (9, 0)


def test_preparing_when_idle_changes_nothing_that_is_kept(tmp_path: Path) -> None:
    hands = Hands()
    store = collecting_store(tmp_path / "store", hands)
    journal = store.journal()
    journal.finish(b"one")
    journal.prepare()
    hands.wait(minutes=20)
    journal.prepare()
    journal.prepare()
    journal.draft(b"tw")
    journal.prepare()
    journal.finish(b"two")
    assert bodies(store) == [b"one", b"two"]
    assert len({r.epoch for r in records(store)}) == 2


def test_a_new_package_waits_until_the_person_is_done(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    store.journal().draft(b"under the first package")
    store.install(package(version=2))
    store.journal().finish(b"still the first")
    store.journal().finish(b"the second")
    hashes = [batch.package_hash for batch in store.pending()]
    assert hashes == [package().hash, package(version=2).hash]
    assert bodies(store) == [b"still the first", b"the second"]


def test_nothing_is_collected_without_a_package_or_on_a_revoked_device(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    with pytest.raises(MissingKey, match="no package"):
        store.journal()
    store.install(package(revoked=(store.identity.public,)))
    with pytest.raises(MissingKey, match="revoked"):
        store.journal()


def test_a_record_key_seals_one_body_even_when_saving_fails(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    journal = store.journal()
    journal.draft(b"so far")
    ratchet = journal._ratchet
    assert ratchet is not None
    failed = ratchet.record(b"sealed, but the save failed")
    assert read_record(failed).nonce == b""
    journal.finish(b"tried again, with other words")
    (kept,) = records(store)
    assert len(kept.nonce) == 12
    assert bodies(store) == [b"tried again, with other words"]

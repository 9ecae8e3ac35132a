"""A store of every released version opens, and loses nothing on the way up."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from storage import bodies
from storage.kiosk import KioskStore
from storage.kiosk.database import value
from storage.seal import keys
from survey.device_notes import Vouchers
from survey.records import Response
from tests.storage.kiosk_builders import (
    CAMPAIGN,
    ORGANISATION,
    Hands,
    open_store,
    package,
    records,
)
from tests.storage.kiosk_builders import bodies as opened
from tests.storage.test_bodies import RESPONSE
from tests.storage.test_kiosk_sessions import EVENTS

SAMPLES = Path(__file__).parent / "samples"


def test_a_store_of_version_1_opens_with_all_that_was_in_it(tmp_path: Path) -> None:
    """Three finished, two of them forgotten; after 20 minutes one more, and a draft."""
    shutil.copytree(SAMPLES / "kiosk-store-1", tmp_path / "store")
    store = open_store(tmp_path / "store", Hands(seed=b"today"))
    assert store.identity.name == "Library, ground floor"
    assert store.package() == package()
    assert [(r.n, len(r.nonce)) for r in records(store)] == [(2, 0), (0, 0), (1, 12)]
    third, whole, partial = opened(store)
    assert third == b"2"
    assert bodies.decode(whole) == RESPONSE
    assert bodies.decode(partial) == replace(RESPONSE, complete=False)
    stream = keys.stream_id(store.identity.public, CAMPAIGN)
    assert store.next_bundle_number(stream) == 2
    store.journal().finish(b"today")
    assert opened(store)[-1] == b"today"


def test_a_store_of_version_2_opens_with_all_that_was_in_it(tmp_path: Path) -> None:
    """What ``make_kiosk.py`` tells; four events of the session are records too."""
    shutil.copytree(SAMPLES / "kiosk-store-2", tmp_path / "store")
    hands = Hands(seed=b"today")
    store = open_store(tmp_path / "store", hands)
    peer = store.peers.find(ORGANISATION.public)
    assert peer is not None and peer.address == "192.0.2.1:8347"
    assert store.applied.names() == {"an-applied-receipt.vreceipt"}
    finished, *events, partial = opened(store)
    assert bodies.decode(finished) == RESPONSE
    assert events == EVENTS
    assert bodies.decode(partial) == replace(RESPONSE, complete=False)
    assert covered_and_open(store) == (2, 1, len(EVENTS))
    hands.wait(hours=25)
    store.prepare()
    store.journal().finish(b"today")
    assert opened(store)[-1] == b"today"


def test_a_store_of_version_3_opens_with_what_staff_have_on_it(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "kiosk-store-3", tmp_path / "store")
    hands = Hands(seed=b"today")
    store = open_store(tmp_path / "store", hands)
    assert store.pin.opens("482916")
    occasion = store.occasions.now()
    assert occasion is not None and store.occasions.campaign() == CAMPAIGN
    assert (occasion.partner, occasion.audience, occasion.answered) == ("Föreningen", "Kvinnor", 2)
    assert [(note.code, note.number) for note in store.noted.newest()] == [("delivered", 2)]
    assert store.vouchers(CAMPAIGN).left() == 61  # what its lot of 64 left
    hands.wait(days=1)
    assert store.vouchers_given() == 3
    decoded = [bodies.decode(body) for body in opened(store) if body not in EVENTS]
    assert [type(body) for body in decoded] == [Response, Vouchers, Response]
    assert covered_and_open(store) == (2, 1, len(EVENTS))


def covered_and_open(store: KioskStore) -> tuple[int, ...]:
    connection = store._database.connection()
    return tuple(
        int(value(connection, f"SELECT count(*) FROM {table}"))
        for table in ("covered", "session", "session_event")
    )

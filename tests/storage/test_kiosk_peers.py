"""What a kiosk keeps of its organisation's mailbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.errors import NoRoom, WrongSigner
from storage.kiosk import KioskStore
from storage.kiosk.files import RESERVE
from storage.kiosk.peers import PeerTokens
from tests.storage.kiosk_builders import Hands, open_store

US, THEM = b"u" * 32, b"t" * 32


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KioskStore]:
    made = open_store(tmp_path / "store", Hands())
    yield made
    made.close()


def test_pairing_pins_the_organisation_before_any_package(store: KioskStore) -> None:
    assert store.trusted_organisation is None
    store.peers.pin(US, "192.0.2.1:8347", b"s" * 32)
    assert store.trusted_organisation == US
    peer = store.peers.find(US)
    assert peer is not None
    assert (peer.address, peer.server, peer.token) == ("192.0.2.1:8347", b"s" * 32, b"")


def test_another_organisation_is_not_pinned_over_it(store: KioskStore) -> None:
    store.peers.pin(US, "192.0.2.1:8347", b"s" * 32)
    with pytest.raises(WrongSigner, match="nothing was changed"):
        store.peers.pin(THEM, "192.0.2.9:8347", b"x" * 32)
    assert store.trusted_organisation == US
    assert store.peers.find(THEM) is None


def test_the_secret_is_there_after_a_restart_and_gone_after_pairing_anew(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store", Hands())
    tokens = PeerTokens(store.peers, US)
    assert tokens.token() == b""
    store.peers.pin(US, "a:1", bytes(32))
    tokens.keep_token(b"1" * 32)
    tokens.keep_token(b"2" * 32)
    store.peers.met_at(US, "b:2")
    store.close()
    store = open_store(tmp_path / "store", Hands(seed=b"again"))
    peer = store.peers.find(US)
    assert peer is not None
    assert (peer.token, peer.address) == (b"2" * 32, "b:2")
    assert "222" not in repr(peer)
    store.peers.pin(US, "c:3", bytes(32))
    assert PeerTokens(store.peers, US).token() == b""
    store.close()


def test_on_a_full_disk_the_reserve_is_given_up_for_the_secret(
    store: KioskStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = store._database
    transaction: Callable[[], object] = database.transaction
    full = [True]

    def refusing() -> object:
        if full.pop() if full else False:
            raise NoRoom("the disk is full")
        return transaction()

    monkeypatch.setattr(database, "transaction", refusing)
    store.peers.keep_token(US, b"1" * 32)
    assert PeerTokens(store.peers, US).token() == b"1" * 32
    assert (tmp_path / "store" / RESERVE).stat().st_size == 0

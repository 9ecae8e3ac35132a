"""Makes the kiosk's sample store of the present version: once for each released one, never again.

    python tests/storage/samples/make_kiosk.py

Writes ``kiosk-store-<version>`` beside this file and refuses when it is there. In it: a paired
mailbox, a receipt that covers two records which are kept for a week, one finished record after
them, a draft, and a moderator's open session of four events. From version 3 on also a staff's PIN,
an occasion with two who answered, a note, a batch of vouchers and three of them given.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from storage import bodies
from storage.kiosk import KioskStore
from storage.kiosk.migrations import VERSION
from storage.kiosk.pin import Pin
from tests.storage.kiosk_builders import (
    CAMPAIGN,
    ORGANISATION,
    Hands,
    open_store,
    receipt_for,
    records,
)
from tests.storage.test_bodies import RESPONSE
from tests.storage.test_kiosk_keeping import keeping
from tests.storage.test_kiosk_notes import DAY, WHERE
from tests.storage.test_kiosk_pin import CHEAP
from tests.storage.test_kiosk_sessions import held

PIN = "482916"


def main() -> None:
    target = Path(__file__).parent / f"kiosk-store-{VERSION}"
    if target.exists():
        raise SystemExit(f"{target.name} is there already and must never change")
    hands = Hands(seed=b"sample")
    with tempfile.TemporaryDirectory() as directory:
        store = open_store(Path(directory) / "store", hands)
        store.peers.pin(ORGANISATION.public, "192.0.2.1:8347", b"s" * 32)
        store.install(keeping(7))
        for body in (b"1", b"2"):
            store.journal().finish(body)
        receipt = receipt_for(store, records(store), issued=hands.now)
        store.forget(receipt)
        store.applied.note(["an-applied-receipt.vreceipt"])
        store.journal().finish(bodies.encode(RESPONSE))
        held(store, hands)
        staffed(store, hands)
        store.journal().draft(bodies.encode(replace(RESPONSE, complete=False)))
        store.close()
        shutil.copytree(Path(directory) / "store", target, ignore=_beside)


def staffed(store: KioskStore, hands: Hands) -> None:
    """What staff have on a kiosk."""
    Pin(store._database, lambda: 0.0, hands.random, CHEAP).set(PIN)
    store.occasions.begin("Föreningen", "Kvinnor", WHERE, DAY)
    for _ in range(2):
        store.occasions.answered(CAMPAIGN)
    store.noted.add("delivered", 2)
    vouchers = store.vouchers(CAMPAIGN)
    vouchers.fill(store.journal())
    for _ in range(3):
        vouchers.take()


def _beside(_: str, names: list[str]) -> set[str]:
    return {name for name in names if name.endswith(("-shm", ".lock")) or "reserve" in name}


if __name__ == "__main__":
    main()

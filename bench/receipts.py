"""What an exchange costs where 200 receipts lie that were applied before; and without knowing."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import fsspec

from storage.kiosk import KioskStore
from storage.kiosk.applied import Applied
from storage.values import AcknowledgedRange, Receipt
from sync import package, receipt
from sync.courier import exchange
from sync.envelope import FILE_LIMIT
from sync.objects import ObjectTransport
from sync.transport import Transport
from tests.sync import mailbox_place
from tests.sync.sync_builders import MOMENT, Organisation, campaign, clock, known_random

RECEIPTS = 200
SLOW_SECONDS = 0.02
"""What a request to a store on the internet takes."""


class Asked:
    """Counts what is asked of ``inner``, and takes ``slow`` seconds more for each."""

    def __init__(self, inner: Transport, slow: float) -> None:
        self._inner, self._slow = inner, slow
        self.asked: Counter[str] = Counter()

    def list(self, suffix: str) -> tuple[str, ...]:
        self._wait("list")
        return self._inner.list(suffix)

    def bad_names(self, suffix: str) -> tuple[str, ...]:
        return self._inner.bad_names(suffix)

    def get(self, name: str, limit: int = FILE_LIMIT) -> bytes:
        self._wait("get")
        return self._inner.get(name, limit)

    def put(self, name: str, data: bytes) -> None:
        self._wait("put")
        self._inner.put(name, data)

    def close(self) -> None:
        self._inner.close()

    def _wait(self, what: str) -> None:
        self.asked[what] += 1
        time.sleep(self._slow)


def measured(store: KioskStore, place: Asked) -> dict[str, object]:
    """One exchange: its requests, seconds, and what it let the kiosk forget."""
    place.asked.clear()
    start = time.perf_counter()
    done = exchange(store, place, clock)
    assert not done.problems, done.problems
    took = round(time.perf_counter() - start, 3)
    return {"seconds": took, "requests": place.asked.total(), "forgotten": done.forgotten}


@contextmanager
def kiosk(home: Path) -> Iterator[tuple[KioskStore, list[tuple[str, bytes]]]]:
    """A kiosk with as many records as receipts, and a receipt for each."""
    us = Organisation()
    store = KioskStore.create_or_open(
        home / "kiosk", name="Kiosk", clock=clock, random=known_random("kiosk")
    )
    try:
        store.install(package.read_package(package.write_package(us, campaign(), clock).raw))
        for n in range(RECEIPTS):
            store.journal().append(f"answer {n}".encode())
        (batch,) = store.pending()
        epochs = {part[0].id: part[0] for part in batch.epochs}
        files = []
        for number, record in enumerate(batch.records, 1):
            made = Receipt(
                number=number, stream=batch.stream, campaign=epochs[record.epoch].campaign,
                issued=MOMENT, backup=b"b" * 16, ranges=(AcknowledgedRange(
                    epoch=record.epoch, first=record.n, count=1,
                    digest=receipt.range_digest([record.hash]),
                ),),
            )
            raw = receipt.write_receipt(made, us.signer_public, us.sign)
            files.append((receipt.file_name(made), raw))
        yield store, files
    finally:
        store.close()


def at(transport: Transport, slow: float) -> dict[str, object]:
    """The first exchange there, the next one, and the next of a kiosk that notes nothing."""
    with tempfile.TemporaryDirectory() as home, kiosk(Path(home)) as (store, files):
        for name, raw in files:
            transport.put(name, raw)
        place = Asked(transport, slow)
        found: dict[str, object] = {"first": measured(store, place)}
        with patch.object(Applied, "names", lambda _: frozenset()):
            found["next, not knowing"] = measured(store, place)
        return found | {"next": measured(store, place)}


def main() -> int:
    found: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "place").mkdir()
        files = fsspec.filesystem("file")
        transport = ObjectTransport(files, f"{home}/place", "a server's folder", whole=False)
        found[f"fsspec, {SLOW_SECONDS} s a request"] = at(transport, SLOW_SECONDS)
    with tempfile.TemporaryDirectory() as home, mailbox_place.served(Path(home)) as served:
        found["mailbox, TLS on this machine"] = at(served.open(), 0)
    print(json.dumps(found, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())

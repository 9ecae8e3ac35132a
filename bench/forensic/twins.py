"""Two kiosks alike but in who took a voucher: does anything that lies in the files tell them apart?

The same people come in pairs and answer the same, with the same chance for both kiosks. At one the
first of each pair takes a voucher, at the other the second. What can be seen without a key is then
compared: names, sizes, the shape of every page of the database, the log's count of its emptyings,
and whatever else lies there byte by byte. Sealed bytes differ by themselves and are left out.

No second lot of vouchers is made meanwhile: when that is, some visit says, and what follows from
it is counted by ``linking.candidates``.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import struct
import tempfile
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from bench.forensic.vouchers import Kiosk, giving
from bench.power.child import ORGANISATION, RECEIVER
from storage.seal import keys
from storage.values import Package, Recipient
from survey.reading import write_campaign

FILE = "kiosk.db"
_TREE = (2, 5, 10, 13)
_LOG_HEAD, _FRAME_HEAD = 32, 24
_HOLDS_SEALED = ("record", "epoch")
_SEALED = ("reserve", "kiosk.db", "kiosk.db-wal", "kiosk.db-shm")

Known = Callable[[int], bytes]


def known_chance() -> Known:
    """Randomness that is the same for both, drawn for each length apart."""
    drawn: dict[int, int] = {}

    def draw(length: int) -> bytes:
        drawn[length] = at = drawn.get(length, 0) + 1
        seed = f"{length} {at}".encode()
        blocks = (sha256(seed + bytes([n])).digest() for n in range(length // 32 + 1))
        return b"".join(blocks)[:length]

    return draw


def package() -> Package:
    """The survey that gives vouchers, put into the store directly."""
    campaign = giving()
    definition = write_campaign(campaign)
    return Package(
        hash=keys.digest("package", definition), campaign=campaign.id, version=1,
        issued=Kiosk.BEGINNING, organisation="Exempelby", signer=ORGANISATION.public,
        definition=definition, revoked=(), raw=b"",
        recipients=(Recipient(id=RECEIVER.id, role="campaign", public=RECEIVER.public),),
    )


def serve(directory: Path, pairs: int, first_takes: bool) -> Kiosk:
    """One of the two, open at the end; two more who take none come last."""
    kiosk = Kiosk(directory, known_chance())
    kiosk.store.install(package())
    kiosk.sit()
    draw = random.Random(3)
    for pair in range(pairs + 1):
        for second in (False, True):
            kiosk.serve(draw, takes=pair < pairs and second is not first_takes)
            kiosk.rest()
    return kiosk


def shape(directory: Path) -> dict[str, object]:
    """What can be seen of a store without any key."""
    seen: dict[str, object] = {}
    for path in sorted(directory.iterdir()):
        data = path.read_bytes()
        seen[f"{path.name}: size"] = len(data)
        if path.name not in _SEALED:
            seen[path.name] = data
    database = (directory / "kiosk.db").read_bytes()
    size = struct.unpack(">H", database[16:18])[0]
    for at in range(0, len(database), size):
        begins = at + (100 if at == 0 else 0)
        # of a tree its kind and how its cells lie; of others the page that follows
        length = 8 if database[begins] in _TREE else 4
        seen[f"kiosk.db: page {at // size + 1}"] = database[begins : begins + length]
    log = (directory / "kiosk.db-wal").read_bytes()
    frames = range(_LOG_HEAD, len(log), _FRAME_HEAD + size)
    seen["kiosk.db-wal: pages in turn"] = [log[at : at + 4] for at in frames]
    seen["kiosk.db-wal: begun so often"] = log[12:16]
    return seen | rows(directory)


def rows(directory: Path) -> dict[str, object]:
    """Every row of the database, sealed bytes by their length."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(directory, Path(folder) / "store")  # to look would empty the log
        with closing(sqlite3.connect(copy / FILE)) as store:
            names = store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            tables = {
                name: store.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
                for (name,) in names
            }
    return {
        f"table {name}": [_unsealed(row) for row in table] if name in _HOLDS_SEALED else table
        for name, table in tables.items()
    }


def _unsealed(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(len(one) if isinstance(one, bytes) else one for one in row)


def told_apart(one: Path, other: Path) -> list[str]:
    """What differs between two stores, to whoever has no key."""
    first, second = shape(one), shape(other)
    return sorted(what for what in first | second if first.get(what) != second.get(what))

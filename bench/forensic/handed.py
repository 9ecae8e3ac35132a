"""A voucher that was given is looked for in every file, and for what leads from it to answers."""

from __future__ import annotations

import shutil
import sqlite3
import statistics
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from bench.forensic import twins
from bench.forensic.linking import Link, in_rows
from bench.forensic.needles import Needles
from bench.forensic.vouchers import Told
from storage.kiosk.files import StoreFiles
from storage.kiosk.vouchers import Vouchers
from storage.seal import voucher_codes

PLACES = ("kiosk", "carried", "workspace", "backups")
PAIRS = 100
NOTES_TIME = "INSERT INTO handed VALUES (?)"
NOTES_PLACE = "INSERT INTO handed SELECT max(place) FROM record WHERE ? > 0"

Take = Callable[[Vouchers], str | None]


@dataclass
class Handed:
    """``hits``, ``links`` and ``told_apart`` are to be empty, every one of ``controls`` True."""

    people: int = 0
    redeemed: int = 0
    refused_again: int = 0
    bytes: int = 0
    ways: int = 0
    hits: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    told_apart: list[str] = field(default_factory=list)
    batches: int = 0
    may_be_of_least: int = 0
    may_be_of_median: float = 0
    may_just_be_of_least: int = 0
    controls: dict[str, bool] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """Whether nothing was found, everything planted was, and each was redeemed once."""
        once = self.redeemed == self.refused_again == self.people
        found = self.hits or self.links or self.told_apart
        return once and not found and all(self.controls.values())


def look(told: Told, work: Path, pairs: int = PAIRS) -> Handed:
    """Look through what :mod:`bench.forensic.vouchers` left below ``work``."""
    looked_for = needles(told.given)
    found = Handed(
        people=len(told.given), redeemed=told.redeemed, refused_again=told.refused_again,
        ways=looked_for.ways, links=told.links, batches=told.batches,
        may_be_of_least=min(told.may_be_of), may_be_of_median=statistics.median(told.may_be_of),
        may_just_be_of_least=min(told.may_just_be_of),
    )
    for place in PLACES:
        size, hits = looked_for.found_below(work / place)
        found.bytes += size
        found.hits += [f"{place}: {hit}" for hit in hits]
    found.told_apart = compared(work / "twins", pairs)
    found.controls = planted(told.given, work) | faulty(work, min(pairs, 8))
    return found


def needles(given: list[str]) -> Needles:
    """Each voucher as its bytes, as what was told of it, and as people write it."""
    made = Needles(voucher_codes.CODE_BYTES)
    for text in given:
        code = voucher_codes.read(text)
        made.secret("a voucher", code)
        made.secret("a voucher's hash", voucher_codes.code_hash(code))
        for spelt in (text, text.replace(" ", ""), text.replace(" ", "-")):
            made.text("a voucher's letters", spelt, spelt.lower())
    return made


def compared(work: Path, pairs: int) -> list[str]:
    """What tells two kiosks apart at which other people took a voucher; as they lie, open."""
    for name, first in (("one", True), ("other", False)):
        kiosk = twins.serve(work / name, pairs, first_takes=first)
        shutil.copytree(work / name, work / f"{name}, seized")
        kiosk.store.close()
    return twins.told_apart(work / "one, seized", work / "other, seized")


def planted(given: list[str], work: Path) -> dict[str, bool]:
    """A row, and a line in a log, with a voucher or with an order: each is to be found."""
    codes = [voucher_codes.read(text) for text in given]
    hashes = [voucher_codes.code_hash(code) for code in codes]
    copy = work / "planted"
    shutil.copytree(work / "kiosk", copy)
    with closing(sqlite3.connect(copy / "kiosk.db")) as database, database:
        database.execute("CREATE TABLE handed (code BLOB)")
        database.execute("INSERT INTO handed VALUES (?)", (codes[0],))
    in_row = bool(needles(given[:1]).found_below(copy)[1])
    shutil.rmtree(copy)
    copy.mkdir()
    (copy / "log").write_text(f"10:32 {given[1].lower()} given\n", "utf-8")
    in_log = bool(needles(given[1:2]).found_below(copy)[1])
    shuffled = sorted(hashes)
    order = [{"hash": hash} for hash in hashes]
    hour = [{"hash": hash, "at": hashes.index(hash) * 10 // len(hashes)} for hash in shuffled]
    return {
        "a row with a voucher": in_row,
        "a line in a log": in_log,
        "rows in the order of giving": bool(in_rows("handed", order, hashes)),
        "rows with the hour": bool(in_rows("handed", hour, hashes)),
    }


def faulty(work: Path, pairs: int) -> dict[str, bool]:
    """Kiosks that note the time, or the newest record's place, or empty the log only after those
    who take a voucher."""
    real = Vouchers.take
    faults: dict[str, tuple[type, str, object]] = {
        "a kiosk that notes the time": (Vouchers, "take", notes(NOTES_TIME, real)),
        "a kiosk that notes the newest record": (Vouchers, "take", notes(NOTES_PLACE, real)),
        "a kiosk with a log since the last": (StoreFiles, "log_is_used", lambda _files: False),
    }
    found = {}
    for at, (what, (kind, name, fault)) in enumerate(faults.items()):
        with mock.patch.object(kind, name, fault):
            found[what] = bool(compared(work / f"faulty {at}", pairs))
    return found


def notes(statement: str, real: Take) -> Take:
    """A kiosk's way of giving a voucher that also runs ``statement``; its ``?`` is the time."""

    def take(self: Vouchers) -> str | None:
        with self._database.transaction() as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS handed (n INTEGER)")
            connection.execute(statement, (int(self._clock().timestamp()),))
        return real(self)

    return take

"""A disk that is nearly full: whoever may begin can end, with the largest answer there is.

A small file system in memory (Linux, root) is filled until exactly the least room is left; then one
person's answer of the largest size is kept again and again, also while somebody reads the store so
that its log cannot be emptied, until there is no room; the end is kept all the same. Then it is
filled to the last byte: nothing acknowledged is gone.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.respondents import five_ratings  # noqa: E402
from bench.tap_to_paint import Organisation  # noqa: E402
from kiosk.opening import open_store  # noqa: E402
from kiosk.running import now  # noqa: E402
from storage.errors import NoRoom  # noqa: E402
from storage.kiosk.journal import Journal  # noqa: E402
from storage.kiosk.room import LEAST, Room, free_bytes  # noqa: E402
from storage.seal.records import BODY_LIMIT  # noqa: E402
from sync.package import write_package  # noqa: E402

DISK = 64 * 1024 * 1024
TAPS = 200

LARGEST = BODY_LIMIT - 1024


def taps(journal: Journal, most: int) -> int:
    """How often the largest answer can be kept anew before there is no room, ``most`` at most."""
    for done in range(most):
        try:
            journal.draft(os.urandom(LARGEST))
        except NoRoom:
            return done
    return most


def fill(folder: Path, until: int) -> None:
    """Leave ``until`` bytes free."""
    with (folder / "filling").open("ab") as file:
        while (left := free_bytes(folder) - until) > 0:
            try:
                file.write(bytes(min(left, 65536)))
                file.flush()
            except OSError:
                return


def measure(folder: Path) -> dict[str, object]:
    """What came of it."""
    store = open_store(folder / "kiosk", "bench", now, os.urandom)
    store.install(write_package(Organisation(), five_ratings(), now))
    journal = store.journal()
    fill(folder, LEAST)
    assert Room(folder).enough()
    alone = taps(journal, TAPS)
    reading = sqlite3.connect(folder / "kiosk" / "kiosk.db")
    reading.execute("BEGIN")
    reading.execute("SELECT count(*) FROM record").fetchone()
    beside = taps(journal, TAPS)
    journal.finish(os.urandom(LARGEST))
    reading.close()
    left, again = free_bytes(folder), Room(folder).enough()
    fill(folder, 0)
    refused = 0
    for _ in range(3):
        try:
            journal.draft(os.urandom(LARGEST))
        except NoRoom:
            refused += 1
    kept = store.waiting()
    store.close()
    opened = open_store(folder / "kiosk", "bench", now, os.urandom)
    found = opened.waiting()
    opened.close()
    return {
        "least_bytes": LEAST, "largest_answer_kept": kept == 1, "taps_of_it": alone,
        "taps_beside_a_reader": beside, "free_after_it": left, "another_may_begin": again,
        "refused_when_full": refused,
        "kept_after_reopening_on_a_full_disk": found,
    }


def good(report: dict[str, object]) -> bool:
    """Whoever began has ended, nobody may begin after it, and nothing acknowledged is gone."""
    return bool(
        report["largest_answer_kept"] and report["taps_of_it"] and report["refused_when_full"]
        and report["kept_after_reopening_on_a_full_disk"] and not report["another_may_begin"]
    )


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", folder], check=True)
        try:
            report = measure(Path(folder))
        finally:
            subprocess.run(["umount", "-l", folder], check=True)
    sys.stdout.write(json.dumps(report | {"good": good(report)}, indent=1) + "\n")
    return 0 if good(report) else 1


if __name__ == "__main__":
    sys.exit(main())

"""No known answer or key lies readable in a store or workspace; a readable one would be found."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from bench.forensic.admin import take_in
from bench.forensic.kiosk import Known, collect
from bench.forensic.needles import kept, written
from bench.forensics import forgotten, needles, search
from storage.seal.slots import Cost

CHEAP = Cost(memory=64, passes=1, lanes=4)


def test_a_kiosk_store_shows_no_answer_code_or_key(tmp_path: Path) -> None:
    kiosk = collect(tmp_path / "store", 300, CHEAP)
    known = kiosk.known
    assert len(known.texts) > 600 and len(known.secrets) > 700
    shutil.copytree(tmp_path / "store", tmp_path / "seized")  # as it lies, with its log
    assert (tmp_path / "seized" / "kiosk.db-wal").stat().st_size > 0
    assert search("seized", tmp_path / "seized", known).hits == []
    kiosk.store.close()
    forgotten(tmp_path / "store")
    assert search("forgotten", tmp_path / "store", known).hits == []
    with sqlite3.connect(tmp_path / "store" / "kiosk.db") as database:
        # the control: an answer that does lie there is found
        database.execute("CREATE TABLE answer (text TEXT)")
        database.execute("INSERT INTO answer VALUES (?)", (known.texts[0],))
    database.close()
    assert search("control", tmp_path / "store", known).hits != []


def test_a_workspace_shows_none_without_its_passphrase(tmp_path: Path) -> None:
    workspace, known = take_in(tmp_path, 40, CHEAP)
    found = search("open", tmp_path, known)
    assert found.hits == [] and found.bytes > 1_000_000
    workspace.close()
    assert search("closed", tmp_path, known).hits == []


def test_every_way_of_writing_an_answer_or_a_key_would_be_found() -> None:
    text, secret = "nånting som någon har svarat på en fråga", bytes(range(40, 72))
    looked_for = needles(Known(texts=[text], secrets=[secret]))
    for form, raw in (*written(text), *kept(secret)):
        for before in range(3):
            assert looked_for.found(bytes(before) + raw + b"after"), form
    assert looked_for.found(b"nothing of it, only some other words" * 50) == []

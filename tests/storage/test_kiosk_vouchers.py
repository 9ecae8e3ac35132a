"""Vouchers on a kiosk: made ahead, told by hashes, each given once, and nothing leads back."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path
from uuid import UUID

import pytest

from storage.bodies import decode
from storage.errors import NoRoom
from storage.kiosk import KioskStore, files
from storage.kiosk.journal import Along
from storage.kiosk.vouchers import BATCH, FEW
from storage.seal import voucher_codes
from survey.device_notes import Vouchers
from tests.storage.kiosk_builders import (
    CAMPAIGN,
    Hands,
    bodies,
    collecting_store,
    files_with,
    full_until_given_up,
    open_store,
)


def told(store: KioskStore) -> list[Vouchers]:
    found = [decode(body) for body in bodies(store)]
    return [body for body in found if isinstance(body, Vouchers)]


def test_vouchers_are_made_ahead_and_told_by_their_hashes_alone(tmp_path: Path) -> None:
    hands = Hands()
    store = collecting_store(tmp_path / "store", hands)
    store.vouchers(CAMPAIGN).fill(store.journal())
    (batch,) = told(store)
    made = {draw for draw in hands.draws if len(draw) == voucher_codes.CODE_BYTES}
    assert store.vouchers(CAMPAIGN).left() == len(made) == BATCH
    assert batch.hashes == tuple(sorted(voucher_codes.code_hash(code) for code in made))


def test_another_batch_comes_only_when_few_are_left(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    for _ in range(2):
        store.vouchers(CAMPAIGN).fill(store.journal())
    assert store.vouchers(CAMPAIGN).left() == BATCH
    for _ in range(BATCH - FEW + 1):
        store.vouchers(CAMPAIGN).take()
    store.vouchers(CAMPAIGN).fill(store.journal())
    assert store.vouchers(CAMPAIGN).left() == FEW - 1 + BATCH
    assert len(told(store)) == 2


def test_each_voucher_is_given_once_and_was_told_before(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    store.vouchers(CAMPAIGN).fill(store.journal())
    known = set(told(store)[0].hashes)
    given = [store.vouchers(CAMPAIGN).take() for _ in range(BATCH)]
    codes = [voucher_codes.read(code) for code in given if code is not None]
    assert len(codes) == BATCH and {voucher_codes.code_hash(code) for code in codes} == known
    assert store.vouchers(CAMPAIGN).take() is None


def test_vouchers_of_one_survey_are_not_given_in_another(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    store.vouchers(CAMPAIGN).fill(store.journal())
    assert store.vouchers(UUID(int=9)).take() is None


def test_they_lie_ready_after_a_restart(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    store.vouchers(CAMPAIGN).fill(store.journal())
    store.close()
    assert open_store(tmp_path / "store").vouchers(CAMPAIGN).left() == BATCH


def test_codes_that_could_not_be_told_of_are_not_there(tmp_path: Path) -> None:
    class Full:
        def append(self, body: bytes, along: Along | None = None) -> None:
            raise NoRoom("full")

    store = collecting_store(tmp_path / "store")
    with pytest.raises(NoRoom):
        store.vouchers(CAMPAIGN).fill(Full())
    assert store.vouchers(CAMPAIGN).left() == 0


def test_a_given_voucher_is_in_no_file_and_the_log_tells_no_order(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    store.vouchers(CAMPAIGN).fill(store.journal())
    given = [voucher_codes.read(store.vouchers(CAMPAIGN).take() or "") for _ in range(5)]
    shutil.copytree(tmp_path / "store", tmp_path / "seized")
    assert [files_with(tmp_path / "seized", code) for code in given] == [[]] * 5
    waiting = store.vouchers(CAMPAIGN).take() or ""
    # the control: one that waits can be found
    assert files_with(tmp_path / "seized", voucher_codes.read(waiting)) != []
    log = tmp_path / "seized" / "kiosk.db-wal"
    assert not log.exists() or log.stat().st_size == 0


def test_which_one_a_person_gets_is_chance(tmp_path: Path) -> None:
    firsts = []
    for at in range(8):
        hands = Hands()
        store = collecting_store(tmp_path / f"store{at}", hands)
        store.vouchers(CAMPAIGN).fill(store.journal())
        ready = sorted(d for d in hands.draws if len(d) == voucher_codes.CODE_BYTES)
        hands.drawn += at  # the same vouchers lie there, and chance goes on otherwise
        firsts.append(ready.index(voucher_codes.read(store.vouchers(CAMPAIGN).take() or "")))
    assert len(set(firsts)) > 4


@pytest.mark.parametrize("spoilt", [
    "", "ABCD EFGH JKMN", "ABCD EFGH JKMN PQRSX", "ABCD EFGH JKMN PQU9",
])
def test_a_voucher_that_cannot_be_one_is_refused_without_being_repeated(spoilt: str) -> None:
    with pytest.raises(voucher_codes.MisreadVoucher) as refused:
        voucher_codes.read(spoilt)
    assert spoilt == "" or spoilt not in str(refused.value)


def test_most_slips_of_the_pen_show() -> None:
    code = os.urandom(voucher_codes.CODE_BYTES)
    written = voucher_codes.write(code)
    assert voucher_codes.read(written.lower().replace(" ", "-")) == code
    missed = 0
    for place, letter in enumerate(written):
        for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ":
            if letter not in (" ", other):
                try:
                    voucher_codes.read(written[:place] + other + written[place + 1:])
                except voucher_codes.MisreadVoucher:
                    continue
                missed += 1
    assert missed < 16  # of 496; 2 are expected


def test_those_given_are_told_as_a_whole_day_when_it_is_over(tmp_path: Path) -> None:
    hands = Hands()
    store = collecting_store(tmp_path / "store", hands)
    store.vouchers(CAMPAIGN).fill(store.journal())
    for _ in range(3):
        store.vouchers(CAMPAIGN).take()
    assert store.vouchers_given() == 0, "a count that rises within the day would tell the hour"
    hands.wait(days=1)
    store.vouchers(CAMPAIGN).take()
    store.close()
    again = open_store(tmp_path / "store", hands)
    assert again.vouchers_given() == 3
    hands.wait(days=1)
    assert again.vouchers_given() == 1


def test_a_voucher_given_while_somebody_reads_is_out_of_the_log_later(tmp_path: Path) -> None:
    hands = Hands()
    store = collecting_store(tmp_path / "store", hands)
    store.vouchers(CAMPAIGN).fill(store.journal())
    codes = [draw for draw in hands.draws if len(draw) == voucher_codes.CODE_BYTES]
    store._database.empty_log()
    reader = sqlite3.connect(store._database.files.database)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM voucher").fetchone()
    store._database.connection().execute("PRAGMA busy_timeout = 0")
    given = store.vouchers(CAMPAIGN).take()
    assert given is not None
    (code,) = [one for one in codes if voucher_codes.write(one) == given]
    assert files_with(tmp_path / "store", code), "the reader still sees it"
    reader.close()
    store.prepare()
    assert files_with(tmp_path / "store", code) == []


def test_a_voucher_given_on_a_full_disk_puts_the_reserve_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = collecting_store(tmp_path / "store")
    store.vouchers(CAMPAIGN).fill(store.journal())
    reserve = tmp_path / "store" / files.RESERVE
    full_until_given_up(monkeypatch, store._database, "empty_log", reserve)
    assert store.vouchers(CAMPAIGN).take() is not None
    assert reserve.stat().st_size == files.RESERVE_BYTES

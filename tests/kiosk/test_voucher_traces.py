"""Nothing in a file leads from a voucher to whoever got it; what did would be found."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.forensic import handed
from bench.forensic.linking import candidates, correlation, in_rows
from bench.forensic.vouchers import serve_all
from bench.power.child import Person, response
from storage.kiosk.files import StoreFiles
from storage.kiosk.vouchers import Vouchers
from storage.seal import keys
from storage.seal.slots import Cost
from survey.device_notes import Vouchers as Batch
from survey.records import Body

CHEAP = Cost(memory=64, passes=1, lanes=4)
HASHES = [keys.digest("voucher", bytes([at])) for at in range(120)]


def test_given_vouchers_are_in_no_file_and_each_is_redeemed_once(tmp_path: Path) -> None:
    workspace, kiosk, told = serve_all(tmp_path, 32, CHEAP)
    looked_for = handed.needles(told.given)
    for place in handed.PLACES:
        size, hits = looked_for.found_below(tmp_path / place)
        assert size > 0 and hits == []
    assert told.redeemed == told.refused_again == len(set(told.given)) == 32
    assert told.links == []
    waiting = kiosk.store.vouchers(workspace.campaigns()[0].id).take() or ""
    assert waiting not in told.given
    found = handed.planted(told.given, tmp_path)
    assert all(found.values()), found
    kiosk.store.close()
    workspace.close()


def test_who_took_a_voucher_cannot_be_told_from_the_files(tmp_path: Path) -> None:
    assert handed.compared(tmp_path, 4) == []


@pytest.mark.parametrize("take", [
    handed.notes(handed.NOTES_TIME, Vouchers.take),
    handed.notes(handed.NOTES_PLACE, Vouchers.take),
])
def test_a_kiosk_that_leaves_a_trace_of_it_is_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, take: handed.Take
) -> None:
    monkeypatch.setattr(Vouchers, "take", take)
    assert handed.compared(tmp_path, 1) != []


def test_a_log_emptied_only_after_those_who_take_one_is_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StoreFiles, "log_is_used", lambda _files: False)
    assert "kiosk.db-wal: pages in turn" in handed.compared(tmp_path, 4)


def test_an_order_is_found_in_a_table_and_chance_is_none() -> None:
    in_order = [{"hash": hash, "day": 3} for hash in HASHES]
    assert [link.where for link in in_rows("t", in_order, HASHES)] == ["t, as it is read"]
    hours = [{"hash": hash, "hour": HASHES.index(hash) // 40} for hash in sorted(HASHES)]
    assert [link.where for link in in_rows("t", hours, HASHES)] == ["t.hour"]
    by_chance = [{"hash": hash, "day": 3, "seen": hash[0]} for hash in sorted(HASHES)]
    assert in_rows("t", by_chance, HASHES) == []
    assert correlation([(1, 3), (2, 2), (3, 1)]) == -1


def test_how_many_people_a_voucher_may_be_of_is_counted_from_its_lot_on() -> None:
    said = response(Person(1, 1, "finish"), 1, complete=True)
    first, second = (Batch(hashes=tuple(sorted(HASHES[at : at + 60]))) for at in (0, 60))
    carried: list[list[Body]] = [[first, said, said], [said, second, said, said]]
    given = [*HASHES[:3], *HASHES[60:62]]
    assert candidates(carried, given) == ([5, 5, 5, 2, 2], [2, 2, 5, 2, 2], 2)

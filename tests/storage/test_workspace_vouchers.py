"""A voucher is redeemed once, in its own survey, and tells of nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage.seal import voucher_codes
from storage.workspace.vouchers import Worth
from survey.device_notes import Vouchers
from tests.builders import CAMPAIGN
from tests.storage.review_builders import Town, rated, town

CODES = [bytes([at]) * voucher_codes.CODE_BYTES for at in range(4)]
BATCH = Vouchers(hashes=tuple(sorted(map(voucher_codes.code_hash, CODES))))


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path) as made:
        yield made


def show(town: Town, code: bytes) -> Worth:
    return town.workspace.vouchers.redeem(CAMPAIGN, voucher_codes.write(code), "Kim")


def test_a_voucher_is_redeemed_once(here: Town) -> None:
    here.take(BATCH, *rated(3))
    assert [show(here, CODES[0]) for _ in range(2)] == [Worth.REDEEMED, Worth.USED]
    assert show(here, CODES[1]) is Worth.REDEEMED


def test_a_batch_that_comes_twice_makes_no_voucher_new(here: Town) -> None:
    here.take(BATCH)
    show(here, CODES[0])
    here.take(BATCH)
    assert show(here, CODES[0]) is Worth.USED
    assert here.workspace.vouchers.count(CAMPAIGN).made == len(CODES)


def test_one_that_no_kiosk_has_told_of_is_unknown_until_its_data_comes(here: Town) -> None:
    assert show(here, CODES[0]) is Worth.UNKNOWN
    here.take(BATCH)
    assert show(here, CODES[0]) is Worth.REDEEMED


def test_a_slip_of_the_pen_is_told_and_redeems_nothing(here: Town) -> None:
    here.take(BATCH)
    with pytest.raises(voucher_codes.MisreadVoucher):
        here.workspace.vouchers.redeem(CAMPAIGN, voucher_codes.write(CODES[0])[:-1] + "Z", "Kim")
    assert here.workspace.vouchers.count(CAMPAIGN).redeemed == {}


def test_days_are_counted_and_nothing_finer(here: Town) -> None:
    here.take(BATCH)
    for code in CODES[:3]:
        show(here, code)
    here.world.wait(days=1)
    show(here, CODES[3])
    count = here.workspace.vouchers.count(CAMPAIGN)
    (first, three), (second, one) = count.redeemed.items()
    assert (count.made, three, one, second - first) == (4, 3, 1, timedelta(days=1))


def test_no_row_leads_from_a_voucher_to_a_kiosk_or_an_answer(here: Town) -> None:
    here.take(BATCH, *rated(1, 2))
    show(here, CODES[0])
    (columns,) = {tuple(row) for row in here.rows("SELECT * FROM voucher LIMIT 1")}
    assert len(columns) == 4  # survey, hash, day, who redeemed it
    body = here.rows("SELECT body FROM note WHERE kind = 'voucher.batch'")
    assert [bytes(one) for (one,) in body] == [b""]

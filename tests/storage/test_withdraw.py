"""A receipt code given back: the answers go, everywhere and for good, and the counts say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from storage.errors import Damaged, WrongSigner
from storage.seal import coding
from storage.seal.keys import ReceivingKey, Signer
from storage.workspace import restore, tombstones
from storage.workspace.exports import Made
from storage.workspace.withdrawals import code_hash
from survey.reading import write_campaign
from survey.records import Withdrawal
from tests.builders import CAMPAIGN, UNITS, small_campaign
from tests.storage.review_builders import CODE, OTHER_CODE, Town, coded, rated, steps, town
from tests.storage.workspace_builders import Device, reopen

TABLES = ("rating", "choice", "words", "declined", "response", "review", "correction", "fresh")


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path) as made:
        yield made


def test_a_code_given_back_erases_its_answers_and_leaves_a_count(here: Town) -> None:
    here.take(*rated(1, 2), coded(5))
    done = here.workspace.erasing.withdraw(CODE, "Kim")
    assert (done.erased, done.waiting) == (1, False)
    assert here.steps() == [1, 2]
    counts = here.workspace.counts(CAMPAIGN)
    assert (counts.complete, counts.withdrawn, counts.gone, counts.records) == (2, 1, 1, 3)
    assert here.rows("SELECT count(*) FROM response WHERE code IS NOT NULL") == [(0,)]
    here.sound()


def test_giving_a_code_back_twice_is_harmless(here: Town) -> None:
    here.take(coded(5), *rated(1))
    here.workspace.erasing.withdraw(CODE, "Kim")
    again = here.workspace.erasing.withdraw(CODE, "Kim")
    assert (again.erased, again.waiting) == (0, False)
    assert here.workspace.counts(CAMPAIGN).withdrawn == 1
    here.sound()


def test_no_table_has_a_row_of_withdrawn_answers(here: Town) -> None:
    here.take(coded(5))
    id = here.ids()[5]
    here.workspace.erasing.withdraw(CODE, "Kim")
    for table in TABLES:
        key = "id" if table == "response" else "response"
        query = f"SELECT count(*) FROM {table} WHERE hex({key}) = '{id.hex().upper()}'"
        assert here.rows(query) == [(0,)], table
    assert here.rows("SELECT count(*) FROM circumstance") == [(0,)]
    assert here.workspace.inbox.response(CAMPAIGN, id) is None


def test_a_withdrawal_that_comes_before_its_answers_waits_for_them(here: Town) -> None:
    done = here.workspace.erasing.withdraw(CODE, "Kim")
    assert (done.erased, done.waiting) == (0, True)
    assert here.workspace.erasing.waiting() == 1
    here.take(*rated(1), coded(5))
    assert here.steps() == [1]
    counts = here.workspace.counts(CAMPAIGN)
    assert (counts.withdrawn, counts.records) == (1, 2)
    assert here.workspace.erasing.waiting() == 0
    here.sound()


def test_answers_withdrawn_before_they_came_leave_no_trace_of_where_they_were_given(
    here: Town,
) -> None:
    here.workspace.erasing.withdraw(CODE, "Kim")
    here.take(*rated(1), coded(5, unit=UNITS[1]))
    assert here.rows("SELECT count(*) FROM circumstance") == [(1,)]
    here.sound()
    here.back_up()


def test_a_leftover_is_told_and_stops_no_backup(here: Town) -> None:
    here.take(*rated(1))
    with here.workspace._database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO circumstance SELECT 7, campaign, form, form_version, unit, place, mode,"
            " language, time, day, clock, consent FROM circumstance"
        )
    assert "1 circumstances are of no answer" in here.workspace.verify().faults
    here.back_up()
    assert here.receipts() == 1


def test_a_kiosk_brings_a_withdrawal_with_its_bundle(here: Town) -> None:
    here.take(*rated(1), coded(5))
    here.take(Withdrawal(code=CODE))
    assert here.steps() == [1]
    counts = here.workspace.counts(CAMPAIGN)
    assert (counts.withdrawn, counts.gone, counts.records) == (1, 2, 3)
    here.sound()


def test_answers_and_their_withdrawal_may_lie_in_one_bundle(here: Town) -> None:
    here.take(coded(5), Withdrawal(code=CODE), *rated(2))
    assert here.steps() == [2]
    here.sound()


def test_withdrawn_answers_do_not_come_back_with_another_bundle_of_them(here: Town) -> None:
    here.take(coded(5))
    here.workspace.erasing.withdraw(CODE, "Kim")
    here.workspace.take_in(here.device.bundle(), "Kim")
    other = Device(here.workspace, here.world, name="Kiosk 2").register()
    here.take(coded(4), device=other)  # the same code from elsewhere
    assert here.steps() == []
    here.sound()


def test_a_restored_older_backup_withdraws_again(here: Town, tmp_path: Path) -> None:
    here.take(*rated(1), coded(5))
    backup = here.back_up()
    here.workspace.erasing.withdraw(CODE, "Kim")
    restore(backup, tmp_path / "restored")
    with reopen(tmp_path / "restored", here.world) as restored:
        assert steps(restored) == [1]
        assert restored.counts(CAMPAIGN).withdrawn == 1
        assert restored.verify().faults == ()
    with reopen(backup, here.world) as opened:  # also when the backup itself is opened
        assert steps(opened) == [1]


def test_a_backup_that_was_away_gets_the_list_when_it_is_there_again(here: Town) -> None:
    here.take(coded(5))
    backup = here.back_up()
    away = backup.rename(backup.with_name("away"))
    done = here.workspace.erasing.withdraw(CODE, "Kim")
    assert done.unreached == (str(backup),)
    away.rename(backup)
    here.back_up()
    found = tombstones.read_beside(backup)
    assert found is not None and found.codes == (code_hash(CODE),)


def test_a_withdrawal_interrupted_after_the_commit_reaches_the_list_at_opening(
    here: Town,
) -> None:
    here.take(coded(5), Withdrawal(code=CODE))  # intake alone writes no file
    directory = here.workspace.directory
    (directory / tombstones.FILE).unlink(missing_ok=True)
    here.workspace.close()
    here.workspace = reopen(directory, here.world)
    found = tombstones.read_beside(directory)
    assert found is not None and found.codes == (code_hash(CODE),)


def test_a_damaged_or_foreign_list_is_put_aside_and_told(here: Town) -> None:
    here.take(coded(5))
    here.workspace.erasing.withdraw(OTHER_CODE, "Kim")
    directory = here.workspace.directory
    foreign = tombstones.write_list((code_hash(CODE),), Signer(bytes(32)), here.world.now)
    for raw in (foreign, b"junk"):
        here.workspace.close()
        (directory / tombstones.FILE).write_bytes(raw)
        here.workspace = reopen(directory, here.world)
        assert here.workspace.erasing.leftovers().beside
        assert here.steps() == [5]
        newest = max(directory.glob(f"{tombstones.FILE}.damaged*"), key=lambda path: len(path.name))
        assert newest.read_bytes() == raw
        found = tombstones.read_beside(directory)
        assert found is not None and found.codes == (code_hash(OTHER_CODE),)


def test_a_signed_list_withdraws_at_another_recipients(here: Town, tmp_path: Path) -> None:
    here.take(coded(5), *rated(1))
    sender = Signer(b"s" * 32)
    raw = tombstones.write_list((code_hash(CODE), code_hash(OTHER_CODE)), sender, here.world.now)
    found = tombstones.read_list(raw)
    with pytest.raises(WrongSigner):
        here.workspace.erasing.apply_list(found, b"x" * 32, "Kim")
    assert here.workspace.erasing.apply_list(found, sender.public, "Kim") == 1
    assert here.workspace.erasing.apply_list(found, sender.public, "Kim") == 0
    assert here.steps() == [1]
    here.sound()


def test_a_partners_list_takes_answers_only_in_surveys_shared_with_it(here: Town) -> None:
    partner, erasing = Signer(b"s" * 32), here.workspace.erasing
    other = replace(small_campaign(), id=UUID(int=7))
    here.workspace.add_campaign(other, write_campaign(other), "Kim")
    here.take(coded(5), *rated(1))
    found = tombstones.read_list(tombstones.write_list(
        (code_hash(CODE), code_hash(OTHER_CODE)), partner, here.world.now
    ))
    for survey, left in ((None, [1, 5]), (other.id, [1, 5]), (CAMPAIGN, [1])):
        if survey is not None:
            here.workspace.keys.share(
                survey, public=ReceivingKey(bytes(96)).public, name="U",
                organisation=partner.public, actor="Kim",
            )
        if survey == CAMPAIGN:
            assert erasing.obey(found, "Kim") == 1
        else:
            with pytest.raises(WrongSigner, match="shared"):
                erasing.obey(found, "Kim")
        assert here.steps() == left
        assert erasing.waiting() == int(survey is not None)  # the code whose answers may come
    assert erasing.obey(found, "Kim") == 0
    here.sound()


def test_a_list_of_one_campaign_names_what_was_found_there_and_what_waits(here: Town) -> None:
    here.take(coded(5))
    for code in (CODE, OTHER_CODE):
        here.workspace.erasing.withdraw(code, "Kim")
    found = tombstones.read_list(here.workspace.erasing.list_file(CAMPAIGN))
    assert found.codes == tuple(sorted((code_hash(CODE), code_hash(OTHER_CODE))))
    assert found.signer == here.workspace.signer_public


def test_what_the_program_cannot_reach_is_told(here: Town) -> None:
    here.take(coded(5))
    erasing = here.workspace.erasing
    number = erasing.note_export(
        CAMPAIGN, Made(kind="report", path="/tmp/report.pdf", records=1), "Kim"
    )
    done = erasing.withdraw(CODE, "Kim")
    assert [export.number for export in done.traces.exports] == [number]
    assert [(d.name, d.waiting) for d in done.traces.devices] == [("Kiosk 1", 1)]
    assert erasing.export_destroyed(number, "Kim")
    here.back_up()
    here.receipts()
    again = erasing.withdraw(CODE, "Kim").traces
    assert again.exports == ()
    assert [(d.name, d.waiting, d.unsent) for d in again.devices] == [("Kiosk 1", 0, 0)]


def test_only_a_count_is_told_of_a_withdrawal(here: Town) -> None:
    here.take(coded(5))
    here.workspace.erasing.withdraw(CODE, "Kim")
    (said,) = [what for what in here.workspace.inbox.happenings() if what.kind == "withdrawn"]
    assert (said.actor, said.detail) == ("Kim", "answers: 1")


def test_every_single_flipped_bit_of_a_list_is_refused(here: Town) -> None:
    raw = tombstones.write_list((code_hash(CODE),), Signer(bytes(32)), here.world.now)
    whole = tombstones.read_list(raw)
    assert whole.codes == (code_hash(CODE),)
    for at in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises(Exception) as refused:
            tombstones.read_list(bytes(changed))
        assert type(refused.value).__name__ in ("Damaged", "TooNew")


def test_a_list_out_of_order_or_cut_is_damaged(here: Town) -> None:
    signer = Signer(bytes(32))
    codes = sorted((code_hash(CODE), code_hash(OTHER_CODE)))
    for joined in (b"".join(reversed(codes)), codes[0] * 2, codes[0][:-1]):
        payload = coding.pack((1, 0, joined))
        signature = signer.sign("withdrawn", signer.public, payload)
        raw = coding.magic("withdrawn") + coding.pack((payload, signer.public, signature))
        with pytest.raises(Damaged):
            tombstones.read_list(raw)

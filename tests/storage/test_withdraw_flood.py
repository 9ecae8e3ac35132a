"""No device, no partner and nothing beside the database makes a workspace impossible to open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.seal import coding
from storage.seal.keys import Signer
from storage.workspace import ended_file, erasing, odd_records, sqlcipher, tombstones
from storage.workspace.withdrawals import code_hash
from survey.records import Withdrawal
from tests.storage.review_builders import CODE, OTHER_CODE, Town, coded, rated, town
from tests.storage.workspace_builders import reopen

INVENTED = tuple(bytes([n] * 16) for n in range(100, 106))


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path) as made:
        yield made


def test_invented_codes_beyond_a_number_wait_for_a_decision(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(odd_records, "WAITING_LIMIT", 2)
    here.take(coded(5))
    here.take(*(Withdrawal(code=code) for code in (*INVENTED, CODE)))
    assert here.workspace.erasing.waiting() == 2
    assert here.steps() == []
    reasons = here.rows("SELECT reason FROM unreadable")
    assert len(reasons) == len(INVENTED) - 2
    assert all("too many codes" in str(reason) for (reason,) in reasons)
    here.sound()


def test_somebody_reading_while_answers_go_is_told(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlcipher, "BUSY_SECONDS", 0.05)
    here.take(coded(5), *rated(1))
    here.workspace.close()
    here.workspace = reopen(here.directory / "workspace", here.world)
    with (
        reopen(here.directory / "workspace", here.world) as other,
        other._database.reading() as connection,
    ):
        assert connection.exec_driver_sql("SELECT count(*) FROM response").scalar_one() == 2
        assert here.workspace.erasing.withdraw(CODE, "Kim").erased == 1
        assert here.workspace.erasing.leftovers().log


def test_a_full_list_names_what_was_found_before_what_waits(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tombstones, "CODES_LIMIT", 3)
    here.take(coded(5))
    for code in (*INVENTED[:3], CODE, *INVENTED[3:]):
        here.workspace.erasing.withdraw(code, "Kim")
    found = tombstones.read_beside(here.directory / "workspace")
    assert found is not None
    assert len(found.codes) == 3
    assert code_hash(CODE) in found.codes
    assert here.workspace.erasing.list_file()
    here.workspace.close()
    here.workspace = reopen(here.directory / "workspace", here.world)
    assert here.workspace.erasing.waiting() == len(INVENTED)


def test_a_partners_long_list_erases_what_is_here_and_fills_no_list(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "LISTS_LIMIT", 2)
    here.take(*rated(1), coded(5))
    sender = Signer(bytes(32))
    hashes = [code_hash(code) for code in (*INVENTED, CODE)]
    found = tombstones.read_list(tombstones.write_list(hashes, sender, here.world.now))
    assert here.workspace.erasing.apply_list(found, sender.public, "Kim") == 1
    assert here.steps() == [1]
    assert here.workspace.erasing.waiting() == 2
    assert "not noted" in here.workspace.erasing.leftovers().beside[0].text


@pytest.mark.parametrize(
    ("name", "kind"), [(tombstones.FILE, tombstones.KIND), (ended_file.FILE, ended_file.KIND)]
)
@pytest.mark.parametrize("odd", ["directory", "newer", "noise"])
def test_nothing_beside_the_database_keeps_it_from_opening(
    here: Town, name: str, kind: str, odd: str
) -> None:
    directory = here.directory / "workspace"
    here.workspace.erasing.withdraw(CODE, "Kim")
    here.workspace.inbox.revoke(here.device.identity.public, "stolen", "Kim")
    here.workspace.close()
    (directory / name).unlink()
    if odd == "directory":
        (directory / name).mkdir()
    else:
        newer = coding.magic(kind).replace(b"1", b"9")
        (directory / name).write_bytes(newer if odd == "newer" else b"noise")
    here.workspace = reopen(directory, here.world)
    assert here.workspace.erasing.waiting() == 1
    assert (directory / f"{name}.damaged").exists()
    assert (directory / name).is_file()
    here.workspace.erasing.withdraw(OTHER_CODE, "Kim")
    assert here.workspace.erasing.settle() == ()

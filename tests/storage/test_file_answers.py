"""Photos and sounds as answers: sealed with the others, kept whole, gone with their response."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from storage import bodies
from storage.errors import Damaged
from storage.workspace import file_rows
from storage.workspace.retention import Rule
from storage.workspace.withdrawals import code_hash
from survey import files
from survey.files import PHOTO_LIMIT, SAMPLES_A_SECOND, SECONDS_LIMIT, TOGETHER_LIMIT, File, sound
from survey.records import Further, Kind, Response
from tests.builders import CAMPAIGN, RATINGS
from tests.files import SMALL_PHOTO, SMALL_SOUND, large_photo
from tests.storage.review_builders import CODE, Town, town
from tests.storage.test_bodies import RESPONSE, number
from tests.storage.workspace_builders import response

TODAY = date(2025, 9, 3)


def handed(*given: File) -> tuple[Further, ...]:
    """One answer for each, in a repeat."""
    return tuple(
        Further(node=number(50), at=(at,), kind=Kind.FILE, value=file)
        for at, file in enumerate(given, 1)
    )


def filled(*given: File, ago: int = 0, **other: object) -> Response:
    made = response({RATINGS[0]: 3}, day=TODAY - timedelta(days=ago))
    return replace(made, further=handed(*given), **other)  # type: ignore[arg-type]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path) as made:
        yield made


def kept(here: Town) -> tuple[int, int]:
    """Rows of files, and of what is said of them."""
    ((files,),) = here.rows("SELECT count(*) FROM file")
    ((said,),) = here.rows("SELECT count(*) FROM further WHERE kind = 'file'")
    return int(str(files)), int(str(said))


def test_photo_and_sound_come_back_as_they_were() -> None:
    body = replace(RESPONSE, further=handed(SMALL_PHOTO, SMALL_SOUND, large_photo(100_000)))
    assert bodies.decode(bodies.encode(body)) == body


def test_a_minute_of_sound_or_a_large_photo_fits_a_record() -> None:
    whole = sound(bytes(SECONDS_LIMIT * SAMPLES_A_SECOND))
    for held in ((whole,), (large_photo(), large_photo(TOGETHER_LIMIT - PHOTO_LIMIT, seed=2))):
        body = replace(RESPONSE, further=handed(*held))
        assert bodies.decode(bodies.encode(body)) == body


def test_more_than_one_person_may_hand_in_is_neither_sealed_nor_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = replace(RESPONSE, further=handed(large_photo(), large_photo(190_000, seed=2)))
    with pytest.raises(ValueError, match="larger together"):
        bodies.encode(body)
    with monkeypatch.context() as lax:
        lax.setattr(files, "TOGETHER_LIMIT", 10**6)
        sealed = bodies.encode(body)
    with pytest.raises(Damaged, match="larger together"):
        bodies.decode(sealed)


@pytest.mark.parametrize("change", [
    ("image/jpeg", SMALL_SOUND.data), ("audio/wav", SMALL_PHOTO.data), ("image/png", b"\x89PNG"),
    ("image/jpeg", SMALL_PHOTO.data[:-1]), ("image/jpeg", b""), ("image/jpeg", "text"),
], ids=range(6))  # fmt: skip
def test_a_file_of_another_shape_is_damaged(change: tuple[str, bytes]) -> None:
    wire = msgspec.msgpack.decode(bodies.encode(replace(RESPONSE, further=handed(SMALL_PHOTO))))
    wire[7][0][3:] = change
    with pytest.raises(Damaged):
        bodies.decode(msgspec.msgpack.encode(wire))


def test_they_lie_apart_and_are_told_by_type_and_size(here: Town) -> None:
    here.take(filled(SMALL_PHOTO, SMALL_SOUND))
    (row,) = here.ids().values()
    shown = here.workspace.inbox.response(CAMPAIGN, row)
    assert shown is not None
    assert [one.value for one in shown.further] == [
        replace(SMALL_PHOTO, data=b""), replace(SMALL_SOUND, data=b""),
    ]
    assert kept(here) == (2, 2)
    here.sound()


def test_one_is_saved_on_purpose_and_the_log_tells_it(here: Town) -> None:
    here.take(filled(SMALL_PHOTO, SMALL_SOUND))
    (row,) = here.ids().values()
    inbox = here.workspace.inbox
    shown = inbox.response(CAMPAIGN, row)
    assert shown is not None
    assert inbox.hand_out(CAMPAIGN, row, shown.further[1], "/home/kim/a.wav", "Kim") == SMALL_SOUND
    last = inbox.happenings()[-1]
    assert (last.kind, last.actor, last.detail) == ("file-saved", "Kim", "export 1: audio/wav")
    (export,) = here.workspace.erasing.exports()
    assert (export.kind, export.path) == ("file", "/home/kim/a.wav")


def test_they_go_with_a_withdrawal(here: Town) -> None:
    here.take(filled(SMALL_PHOTO, code=code_hash(CODE)), filled(SMALL_SOUND))
    here.workspace.erasing.withdraw(CODE, "Kim")
    assert kept(here) == (1, 1)
    here.sound()


def test_they_go_as_early_as_free_words_and_the_dry_run_says_so(here: Town) -> None:
    here.take(filled(SMALL_PHOTO, ago=40), filled(SMALL_SOUND, ago=400), filled(SMALL_PHOTO))
    rule = Rule(answers_days=365, words_days=30)
    due = {one.table: one.rows for one in here.workspace.erasing.due(CAMPAIGN, rule)}
    assert (due["file"], due["further"], due["response"]) == (2, 2, 1)
    here.workspace.erasing.apply_rule(CAMPAIGN, rule, "Kim")
    assert kept(here) == (1, 1) and here.workspace.erasing.due(CAMPAIGN, rule) == ()
    here.sound()


def test_a_changed_or_missing_file_is_found_and_never_handed_out(here: Town) -> None:
    here.take(filled(SMALL_PHOTO))
    (row,) = here.ids().values()
    shown = here.workspace.inbox.response(CAMPAIGN, row)
    assert shown is not None
    for harm, told in (("UPDATE file SET data = x'ffd8'", "were changed"),
                       ("DELETE FROM file", "are gone")):
        with here.workspace._database.writing() as connection:
            connection.exec_driver_sql(harm)
        assert [told in fault for fault in here.workspace.verify().faults] == [True]
        with pytest.raises(Damaged):
            here.workspace.inbox.hand_out(CAMPAIGN, row, shown.further[0], "x", "Kim")


def test_checking_files_changes_no_other_reading_of_the_same_connection(here: Town) -> None:
    here.take(filled(SMALL_PHOTO))
    with here.workspace._database.reading() as connection:
        before = dict(connection.get_execution_options())
        assert list(file_rows.faults(connection)) == []
        assert dict(connection.get_execution_options()) == before


def test_a_backup_has_them_too(here: Town) -> None:
    here.take(filled(large_photo()))
    path = here.back_up()
    assert sum(file.stat().st_size for file in path.iterdir()) > PHOTO_LIMIT

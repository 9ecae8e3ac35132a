"""What the kiosk's store keeps for staff: the occasion that goes on, and what happened when."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from storage import bodies as encoded
from storage.errors import Conflict, MissingKey
from storage.kiosk import noted
from storage.kiosk.occasions import Where
from tests.storage.kiosk_builders import CAMPAIGN, Hands, bodies, collecting_store, open_store

UNIT = UUID("0d9f1c5e-6a1b-4a53-8a52-1d7b9c1f4e11")
WHERE = Where(campaign=CAMPAIGN, unit=UNIT)
DAY = date(2026, 3, 2)


def test_an_occasion_counts_those_who_answer_and_its_end_is_a_record(tmp_path: Path) -> None:
    store = collecting_store(tmp_path)
    store.occasions.begin("  Somaliska föreningen ", "Kvinnor", WHERE, DAY)
    for _ in range(3):
        store.occasions.answered(CAMPAIGN)
    done = store.occasions.end(store.journal(), present=40, asked=12, declined=5)
    assert (done.partner, done.audience, done.answered) == ("Somaliska föreningen", "Kvinnor", 3)
    assert encoded.decode(bodies(store)[-1]) == done
    assert store.occasions.now() is None


def test_an_occasion_goes_on_after_a_restart(tmp_path: Path) -> None:
    hands = Hands()
    store = collecting_store(tmp_path, hands)
    store.occasions.begin("Föreningen", "", WHERE, DAY)
    store.occasions.answered(CAMPAIGN)
    store.close()
    found = open_store(tmp_path, hands).occasions.now()
    assert found is not None
    assert (found.partner, found.day, found.unit, found.answered) == ("Föreningen", DAY, UNIT, 1)


def test_a_second_occasion_is_refused_while_one_goes_on(tmp_path: Path) -> None:
    store = collecting_store(tmp_path)
    store.occasions.begin("Den första", "", WHERE, DAY)
    with pytest.raises(Conflict):
        store.occasions.begin("Den andra", "", WHERE, DAY)
    found = store.occasions.now()
    assert found is not None and found.partner == "Den första"


def test_without_an_occasion_nobody_is_counted_and_nothing_ends(tmp_path: Path) -> None:
    store = collecting_store(tmp_path)
    store.occasions.answered(CAMPAIGN)
    with pytest.raises(MissingKey):
        store.occasions.end(store.journal(), present=1, asked=1, declined=0)
    assert store.waiting() == 0


def test_who_answers_another_survey_is_not_counted_at_the_occasion(tmp_path: Path) -> None:
    store = collecting_store(tmp_path)
    store.occasions.begin("Föreningen", "", WHERE, DAY)
    store.occasions.answered(UUID(int=7))
    found = store.occasions.now()
    assert found is not None and found.answered == 0
    assert store.occasions.campaign() == CAMPAIGN


def test_while_somebody_answers_an_occasion_cannot_end_and_goes_on(tmp_path: Path) -> None:
    store = collecting_store(tmp_path)
    store.occasions.begin("Föreningen", "", WHERE, DAY)
    store.journal().draft(b"so far")
    with pytest.raises(ValueError, match="draft"):
        store.occasions.end(store.journal(), present=1, asked=1, declined=0)
    assert store.occasions.now() is not None


@pytest.mark.parametrize("name", ["", "   ", "two\nlines", "x" * 121])
def test_the_name_of_an_occasion_is_one_line(tmp_path: Path, name: str) -> None:
    store = open_store(tmp_path)
    with pytest.raises(ValueError):
        store.occasions.begin(name, "", WHERE, DAY)
    assert store.occasions.now() is None


def test_what_happens_within_an_hour_is_summed_and_no_finer_time_is_kept(tmp_path: Path) -> None:
    hands = Hands()
    store = open_store(tmp_path, hands)
    happened = ((0, "delivered"), (7, "place-gone"), (13, "delivered"), (41, "delivered"))
    for minutes, code in happened:
        hands.wait(minutes=minutes)
        store.noted.add(code, 2)
    told = [(note.hour.hour, note.hour.minute, note.code, note.number)
            for note in store.noted.newest()]
    assert told == [(10, 0, "delivered", 2), (9, 0, "place-gone", 2), (9, 0, "delivered", 4)]


def test_the_oldest_notes_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noted, "MOST", 5)
    hands = Hands()
    store = open_store(tmp_path, hands)
    for n in range(8):
        hands.wait(hours=1)
        store.noted.add("delivered", n + 1)
    assert [note.number for note in store.noted.newest()] == [8, 7, 6, 5, 4]


def test_a_note_is_a_short_word(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for code, number in (("", 1), ("x" * 41, 1), ("för lång", 1), ("delivered", 0)):
        with pytest.raises(ValueError):
            store.noted.add(code, number)
    assert store.noted.newest() == ()

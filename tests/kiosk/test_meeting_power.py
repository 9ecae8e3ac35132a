"""Power is cut and the kiosk is killed in a meeting: a small edition of the benches."""

from __future__ import annotations

from pathlib import Path

import pytest

from admin.simulation.disk_calls import Call
from bench import kills
from bench.power import meeting_checks
from bench.power.meeting_checks import Promises
from bench.power.meetings import acts, digest
from bench.powercuts import SESSION, Outcome, cut, record
from tests.kiosk.meeting_builders import MemoryBook, points, weighing
from tests.kiosk.test_power_at_the_way import is_sync

HAPPENS, SEED = 60, 5


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Call]]:
    """The system calls of a kiosk that holds a meeting, and where it kept its store."""
    work = tmp_path_factory.mktemp("meeting")
    return work, record(work, "FULL", SEED, HAPPENS, SESSION.module)


def cuts(work: Path, calls: list[Call], many: int) -> Outcome:
    outcome = Outcome("FULL", cuts=many)
    cut(calls, outcome, seed=SEED, plan=acts(SEED, HAPPENS), work=work, played=SESSION)
    return outcome


def test_power_cuts_in_a_meeting_cost_nothing_that_was_acknowledged(
    recorded: tuple[Path, list[Call]],
) -> None:
    outcome = cuts(*recorded, 40)
    assert outcome.lost == [] and outcome.leaks == []
    assert outcome.promises_checked > 1_000
    assert outcome.writes_at_stake > outcome.cuts, "a cut with nothing at stake proves nothing"


def test_without_syncing_some_of_it_is_lost(recorded: tuple[Path, list[Call]]) -> None:
    work, calls = recorded
    outcome = cuts(work, [call for call in calls if not is_sync(call)], 12)
    assert outcome.cuts_that_lost > 0 and outcome.leaks == []


def test_kills_in_the_middle_of_weighting_cost_nothing_that_was_acknowledged(
    tmp_path: Path,
) -> None:
    outcome = kills.in_a_meeting(4, 3, tmp_path)
    assert (outcome.kills, outcome.lost, outcome.leaks) == (4, [], [])
    assert outcome.killed_in_the_middle >= 3 and outcome.promises_checked > 50


def test_the_comparison_finds_what_is_gone_doubled_or_changed() -> None:
    book = MemoryBook()
    host = weighing(book=book)
    host.reply(1, points(host.task(1), 6, 4))
    assert book.lasting is not None
    *before, last = book.lasting.kept
    assert last.writer is not None
    line = f"event {last.writer.hex} {last.n}"
    promised = Promises.read(["session a b c d e f g", f"{line} {digest(last)}"])
    changed = Promises.read([f"{line} 0123456789abcdef"])
    look = meeting_checks._events
    assert look([*before, last], promised) == []
    assert look(before, promised) == ["a promised event is gone"]
    assert look([*before, last, last], promised) == ["an event is there 2 times"]
    assert look([*before, last], changed) == ["a promised event says something else"]
    assert promised.code and promised.in_session == [(last.writer.hex, last.n)]

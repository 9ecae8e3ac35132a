"""Power is cut and the kiosk is killed while people are at it: a small edition of the benches."""

from __future__ import annotations

from pathlib import Path

import pytest

from admin.simulation.disk_calls import Call
from bench import kills
from bench.power import visits
from bench.power.visitors import QUESTIONS, START, Visitor, answer, visitors
from bench.powercuts import WAY, Outcome, cut, record
from storage import bodies
from survey.records import Circumstances, ClockQuality, Mode, Response
from tests.builders import UNITS

PEOPLE, SEED = 24, 11


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Call]]:
    """The system calls of a kiosk with people at it, and where it kept its store."""
    work = tmp_path_factory.mktemp("way")
    return work, record(work, "FULL", SEED, PEOPLE, WAY.module)


def cuts(work: Path, calls: list[Call], many: int) -> Outcome:
    outcome = Outcome("FULL", cuts=many)
    plan = visitors(SEED, PEOPLE)
    cut(calls, outcome, seed=SEED, plan=plan, work=work, played=WAY)
    return outcome


def is_sync(call: Call) -> bool:
    return call.name in ("fsync", "fdatasync")


def promised(call: Call) -> bool:
    return call.name == "write" and call.rest[0] == "1"


def told_before_its_sync(calls: list[Call]) -> list[Call]:
    """The same kiosk, but that each promise is made just before what it waited for."""
    hasty: list[Call] = []
    for call in calls:
        syncs = [at for at, before in enumerate(hasty[-40:]) if is_sync(before)]
        if promised(call) and syncs:
            hasty.insert(max(len(hasty) - 40, 0) + syncs[-1], call)
        else:
            hasty.append(call)
    return hasty


def test_power_cuts_at_the_way_cost_nothing_that_was_acknowledged(
    recorded: tuple[Path, list[Call]],
) -> None:
    outcome = cuts(*recorded, 300)
    assert outcome.lost == [] and outcome.leaks == []
    assert outcome.promises_checked > 5_000
    assert outcome.writes_at_stake > outcome.cuts, "a cut with nothing at stake proves nothing"


def test_without_syncing_some_of_it_is_lost(recorded: tuple[Path, list[Call]]) -> None:
    work, calls = recorded
    outcome = cuts(work, [call for call in calls if not is_sync(call)], 12)
    assert outcome.cuts_that_lost > 0 and outcome.leaks == []


def test_a_promise_told_just_before_its_sync_is_found_out(
    recorded: tuple[Path, list[Call]],
) -> None:
    work, calls = recorded
    outcome = cuts(work, told_before_its_sync(calls), 30)
    assert outcome.cuts_that_lost > 0 and outcome.leaks == []


def test_a_kill_over_random_taps_costs_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    outcome = kills.run(6, 3, tmp_path)
    assert (outcome.kills, outcome.lost, outcome.leaks) == (6, [], [])
    assert outcome.promises_checked > 20


def response(who: Visitor, given: int, *, complete: bool = True) -> Response:
    around = Circumstances(
        unit=UNITS[0], place=None, mode=Mode.KIOSK, language="sv", time=START, day=START.date(),
        clock=ClockQuality.OK, consent="1",
    )
    said = {QUESTIONS[at]: answer(who, at) for at in range(given)}
    return Response(
        form=UNITS[1], form_version=1, answers=said, circumstances=around, complete=complete
    )


def test_the_search_finds_an_answer_and_the_comparison_what_is_wrong() -> None:
    who = Visitor(0, 2, "finish", 9)
    kept = response(who, 2)
    assert visits.leaks(bodies.encode(kept)) and not visits.leaks(str(QUESTIONS).encode())

    def faults(found: list[Response], *said: str) -> list[str]:
        return visits.compare(found, [who], visits.Promises.read(said))

    assert faults([kept], "tap 0", "draft 0 2 sv", "finish 0") == []
    assert faults([], "tap 0") == ["visitor 0 is gone"]
    assert faults([kept, kept], "tap 0") == ["visitor 0 is there 2 times"]
    assert faults([kept], "draft 0 3 sv") == ["visitor 0 has lost an answer"]
    assert faults([kept], "draft 0 2 en") == ["visitor 0 is in another language"]
    assert faults([kept], "draft 0 2 sv", "partial 0") == ["visitor 0 ended otherwise"]
    assert faults([kept], "discarding 0", "discard 0") == ["visitor 0 was forgotten and is back"]
    assert faults([kept], "leaving 0", "left 0") == [
        "visitor 0 has left, and more than the tap is there"
    ]
    assert faults([kept], "assigned") == ["an arm that was drawn is not kept"]
    assert faults([response(who, 2, complete=False)], "tap 0") == [
        "visitor 0 has lost the tap, or it counts for less"
    ]
    assert faults([response(Visitor(1, 2, "finish", 9), 2)]) == ["visitor 0 has other answers"]

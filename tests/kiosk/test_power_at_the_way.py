"""Power is cut and the kiosk is killed while people are at it: a small edition of the benches."""

from __future__ import annotations

from pathlib import Path

from bench import kills
from bench.power import visits
from bench.power.visitors import EARLY, QUESTIONS, START, Visitor, answer
from bench.powercuts import WAY, run
from storage import bodies
from survey.records import Circumstances, ClockQuality, Mode, Response
from tests.builders import UNITS


def test_power_cuts_at_the_way_cost_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    outcome = run("FULL", cuts=300, people=24, seed=11, work=tmp_path, played=WAY)
    assert outcome.lost == [] and outcome.leaks == []
    assert outcome.promises_checked > 5_000
    assert outcome.writes_at_stake > outcome.cuts, "a cut with nothing at stake proves nothing"


def test_without_syncing_some_of_it_is_lost(tmp_path: Path) -> None:
    outcome = run("OFF", cuts=15, people=8, seed=11, work=tmp_path, played=WAY)
    assert outcome.cuts_that_lost > 0 and outcome.leaks == []


def test_a_kiosk_that_promises_before_it_keeps_is_found_out(tmp_path: Path) -> None:
    outcome = run(EARLY, cuts=15, people=8, seed=11, work=tmp_path, played=WAY)
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
    assert faults([kept], "assigned") == ["an arm that was drawn is not kept"]
    assert faults([response(who, 2, complete=False)], "tap 0") == [
        "visitor 0 has lost the tap, or it counts for less"
    ]
    assert faults([response(Visitor(1, 2, "finish", 9), 2)]) == ["visitor 0 has other answers"]

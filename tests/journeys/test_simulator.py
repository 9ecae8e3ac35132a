"""Thirty small seeds of the whole system under faults, and two controls that must fail."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from admin.simulation.detection import Detections
from admin.simulation.disk import Disk
from admin.simulation.disk_calls import Call
from admin.simulation.people import TAPS, Ending, Person, answers, draw_person, number_of
from admin.simulation.plan import Fault, Settings, draw_rounds
from admin.simulation.promises import Promises
from admin.simulation.running import Said
from survey.tally import Person as Answered

ROOT = Path(__file__).resolve().parents[2]


def account_of(*command: str) -> tuple[int, dict[str, Any]]:
    """The exit code and the JSON of a module of ours."""
    done = subprocess.run(
        [sys.executable, "-m", *command, "--json"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, json.loads(done.stdout)


def test_thirty_seeds_lose_and_double_nothing_and_notice_everything() -> None:
    code, sums = account_of(
        "bench.simulate", "--seeds", "30", "--kiosks", "3", "--responses", "12"
    )
    assert sums["bad"] == []
    wrong = (sums["lost"], sums["doubled"], sums["undetected"], sums["false_alarms"])
    assert (code, *wrong) == (0, 0, 0, 0, 0)
    assert sums["converged"] == 30
    assert sums["promises"] > 700, "a simulation without promises proves nothing"
    listed = {*map(str, Fault), "gap", "fork", "cloned"}
    never = {name for name in listed if not sums["faults"].get(name, {}).get("done")}
    assert not never, "faults that no seed met"


def test_a_seed_that_is_run_again_is_the_same() -> None:
    one = ("vardera", "simulate", "--seed", "9", "--kiosks", "2", "--responses", "6")
    quiet = (*one, "--faults", "lost,doubled,flipped,lost-receipt,clock,image")
    (code, first), (_, second) = account_of(*quiet), account_of(*quiet)
    assert code == 0
    assert first | {"seconds": 0} == second | {"seconds": 0}


def test_kiosks_that_do_not_wait_for_the_disk_lose_answers() -> None:
    _, sums = account_of(
        "bench.simulate", "--seeds", "1", "--kiosks", "3", "--responses", "12",
        "--control", "no-sync",
    )
    assert sums["lost"] > 0


def test_an_intake_without_a_ledger_counts_answers_twice() -> None:
    _, sums = account_of(
        "bench.simulate", "--seeds", "1", "--kiosks", "2", "--responses", "4",
        "--control", "no-ledger",
    )
    assert sums["doubled"] > 0


def test_an_unknown_fault_is_wrong_usage() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vardera", "simulate", "--faults", "rain"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )
    assert done.returncode == 2
    assert "power-cut" in done.stderr


def test_the_plan_follows_from_the_seed_alone() -> None:
    settings = Settings(seed=4, kiosks=5, responses=20)
    assert draw_rounds(settings) == draw_rounds(settings)
    assert draw_rounds(settings) != draw_rounds(Settings(seed=5, kiosks=5, responses=20))


def test_everybody_answers_once_and_faults_not_asked_for_are_not_planned() -> None:
    asked = frozenset({Fault.LOST})
    rounds = draw_rounds(Settings(seed=4, kiosks=3, responses=17, faults=asked))
    numbers = [p.number for round in rounds for turn in round.kiosks for p in turn.people]
    assert sorted(numbers) == list(range(1, 52))
    turns = [turn for round in rounds for turn in round.kiosks]
    assert {turn.road for turn in turns} == {None, Fault.LOST}
    assert not [turn for turn in turns if turn.ending or turn.weather or turn.image]


def person(ending: Ending = Ending.FINISH) -> Person:
    return Person(number=1234, taps=3, ending=ending)


def kept(taps: int) -> Answered:
    return Answered(groups={}, items=answers(person(), taps))


def held(who: Person, said: Said, found: list[Answered]) -> tuple[int, int]:
    promises = Promises()
    promises.note([who], said)
    lost, extra = promises.hold_against(found, ())
    return len(lost), len(extra)


def test_a_number_is_spelt_by_the_first_answers() -> None:
    drawn = [draw_person(number, 9, random.Random(1)) for number in (0, 7, 5**9 - 1)]
    assert [number_of(answers(p, TAPS)) for p in drawn] == [0, 7, 5**9 - 1]


FINISHED: Said = [["draft", 1234, 1], ["draft", 1234, 2], ["draft", 1234, 3], ["ending", 1234],
                  ["end", 1234]]


@pytest.mark.parametrize(("said", "found", "verdict"), [
    (FINISHED, [kept(3)], (0, 0)),
    (FINISHED, [], (1, 0)),
    (FINISHED, [kept(3), kept(3)], (0, 1)),
    (FINISHED, [kept(2)], (1, 0)),
    (FINISHED[:2], [kept(2)], (0, 0)),
    (FINISHED[:2], [kept(3)], (0, 0)),
    (FINISHED[:2], [kept(1)], (1, 0)),
    (FINISHED[:2], [], (1, 0)),
    ([], [], (0, 0)),
    ([], [kept(1)], (0, 0)),
], ids=str)
def test_promises_are_held_against_what_came_out(
    said: Said, found: list[Answered], verdict: tuple[int, int]
) -> None:
    assert held(person(), said, found) == verdict


def test_who_took_everything_back_is_not_there() -> None:
    discarded = person(Ending.DISCARD)
    assert held(discarded, FINISHED, []) == (0, 0)
    assert held(discarded, FINISHED, [kept(3)]) == (0, 1)
    assert held(discarded, FINISHED[:4], []) == held(discarded, FINISHED[:4], [kept(3)]) == (0, 0)


def test_what_was_not_told_and_what_was_told_for_nothing_both_count() -> None:
    note = Detections()
    note.expect_all("gap", {"a", "b"}, {"b", "c"})
    note.expect_all("gap", {"b"}, {"b"})
    assert (note.detected, note.undetected, len(note.false_alarms)) == (1, 1, 1)


def call(name: str, *arguments: str, texts: tuple[bytes, ...] = (), result: int = 0) -> Call:
    return Call(name, texts, arguments, result)


def named_disk(*more: Call) -> Disk:
    """A file written and synced under another name, then given its own."""
    disk = Disk("/s")
    for one in (
        call("openat", "AT_FDCWD", '""', "O_RDONLY", texts=(b"/s",), result=3),
        call("openat", "AT_FDCWD", '""', "O_RDWR|O_CREAT", texts=(b"/s/new",), result=4),
        call("write", "4", '""', "5", texts=(b"whole",), result=5),
        call("fsync", "4"),
        call("fsync", "3"),
        *more,
    ):
        disk.take(one)
    return disk


def after_cuts(disk: Disk) -> set[tuple[tuple[str, bytes], ...]]:
    return {tuple(sorted(disk.cut(random.Random(seed)).items())) for seed in range(40)}


def test_a_rename_that_was_not_synced_happened_or_did_not() -> None:
    rename = call("rename", '""', '""', texts=(b"/s/new", b"/s/name"))
    before, after = (("/s/new", b"whole"),), (("/s/name", b"whole"),)
    assert after_cuts(named_disk(rename)) == {before, after}
    assert after_cuts(named_disk(rename, call("fsync", "3"))) == {after}


def test_a_link_and_the_old_name_are_two_changes() -> None:
    link = call("link", '""', '""', texts=(b"/s/new", b"/s/name"))
    both = after_cuts(named_disk(link, call("unlink", '""', texts=(b"/s/new",))))
    assert {len(names) for names in both} == {0, 1, 2}


def test_a_folder_keeps_what_lies_in_it_when_it_is_renamed() -> None:
    disk = named_disk(
        call("mkdir", '""', texts=(b"/s/.a",)),
        call("rename", '""', '""', texts=(b"/s/new", b"/s/.a/new")),
        call("openat", "AT_FDCWD", '""', "O_RDONLY", texts=(b"/s/.a",), result=5),
        call("fsync", "5"),
        call("rename", '""', '""', texts=(b"/s/.a", b"/s/a")),
        call("fsync", "3"),
    )
    assert after_cuts(disk) == {(("/s/a/new", b"whole"),)}

"""From sessions that came in to locked weights: mapped, left out, pooled, and never changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from admin.results.reckoning import value_results
from storage.errors import Conflict, Damaged
from storage.workspace.actors import UNNAMED
from storage.workspace.sessions import fingerprint
from survey import weight_files, weight_sets
from survey.campaign import Factor, WeightRule
from survey.facilitation import log
from survey.facilitation.harmonising import Kind, Mapped
from survey.reading import write_campaign
from survey.records import PointsSet, SessionEvent
from survey.weight_sets import WeightSet
from tests.builders import CAMPAIGN, FACTORS, RATINGS, small_campaign, texts
from tests.storage.focus_groups import focus_group, heading, session
from tests.storage.review_builders import Town
from tests.storage.review_builders import town as new_town
from tests.storage.workspace_builders import Device, response

A, B = FACTORS
POINTS = (
    [{"Värme": 7, "Nära": 3}, {"Värme": 5, "Nära": 5}],
    [{"Värme": 2, "Nära": 8}, {"Värme": 4, "Nära": 6}, {"Värme": 9, "Nära": 1}],
    [{"Värme": 10, "Nära": 0}, {"Värme": 6, "Nära": 4}],
)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with new_town(tmp_path) as made:
        yield made


def three_groups(town: Town) -> None:
    for room, points in enumerate(POINTS, start=1):
        town.take(*focus_group(room, {"Värme": A, "Nära": B}, points))


def locked(town: Town) -> WeightSet:
    draft = town.workspace.sessions.gathered(CAMPAIGN).draft
    return town.workspace.sessions.lock(CAMPAIGN, fingerprint(draft), "Kim")


def shares() -> np.ndarray:
    return np.array([
        np.mean([[p["Värme"], p["Nära"]] / np.sum([p["Värme"], p["Nära"]]) for p in points], axis=0)
        for points in POINTS
    ])


def test_three_groups_give_the_interval_that_a_hand_gives(town: Town) -> None:
    three_groups(town)
    people = [(5, 4, 2, 3), (4, 4, 1, 2), (3, 5, 4, 4), (5, 5, 3, 2), (2, 3, 2, 1), (4, 3, 5, 4)]
    town.take(*(response(dict(zip(RATINGS, steps, strict=True))) for steps in people))
    locked(town)
    found = value_results(town.workspace, CAMPAIGN, ())
    groups = shares()
    weights = groups.mean(axis=0)
    t_groups = stats.t.ppf(0.975, 2)
    for at, weight in enumerate(found.weights):
        half = t_groups * groups[:, at].std(ddof=1) / np.sqrt(3)
        assert weight.weight == pytest.approx(weights[at], abs=1e-12)
        assert weight.ci is not None
        ends = max(0.0, weights[at] - half), min(1.0, weights[at] + half)
        assert weight.ci == pytest.approx(ends, abs=1e-12)
    steps = np.array(people, dtype=float)
    scores = np.stack([steps[:, :2].mean(axis=1), steps[:, 2:].mean(axis=1)], axis=1)
    index = (scores.mean(axis=0) - 1) / 4 * 100
    value = weights @ index
    of_persons = ((scores - 1) / 4 * 100 @ weights).var(ddof=1) / len(people)
    of_groups = (groups @ index).var(ddof=1) / 3
    df = (of_persons + of_groups) ** 2 / (of_persons**2 / 5 + of_groups**2 / 2)
    half = stats.t.ppf(0.975, df) * np.sqrt(of_persons + of_groups)
    row = found.rows[0]
    assert row.value_index == pytest.approx(value, abs=1e-9)
    assert row.ci == pytest.approx((value - half, value + half), abs=1e-9)
    assert (found.weights_version, found.weights[0].n_groups) == (1, 3)
    assert found.release.endswith("-w1")


def test_a_mapping_taken_back_gives_the_earlier_figures_to_the_last_digit(town: Town) -> None:
    three_groups(town)
    town.take(*focus_group(4, {"Trygghet": None, "Nära": B}, [{"Trygghet": 7, "Nära": 3}] * 5))
    sessions = town.workspace.sessions
    before = sessions.gathered(CAMPAIGN)
    assert before.draft.weights.outside == 35
    assert [one.code for one in before.cautions] == ["small-group", "not-mapped"]
    mapped = Mapped(Kind.NARROWER, A)
    assert sessions.map(CAMPAIGN, session(4), heading(4, 0), mapped, "Kim")
    assert not sessions.map(CAMPAIGN, session(4), heading(4, 0), mapped, "Kim")
    during = sessions.gathered(CAMPAIGN)
    assert during.draft.weights.outside == 0
    assert [one.code for one in during.cautions] == ["small-group"]
    assert during.draft.weights.weight[A] == pytest.approx((shares()[:, 0].sum() + 0.7) / 4)
    assert sessions.map(CAMPAIGN, session(4), heading(4, 0), None, "Robin")
    after = sessions.gathered(CAMPAIGN)
    assert after.draft == before.draft  # every float of it
    assert [(one.mapped, one.actor) for one in after.decisions[session(4)]] == [
        (mapped, "Kim"), (None, "Robin"),
    ]
    assert after.came == before.came  # nothing was written into the session


def test_a_heading_called_new_takes_its_points_from_a_factor_it_was_mapped_to(town: Town) -> None:
    three_groups(town)
    sessions = town.workspace.sessions
    sessions.map(CAMPAIGN, session(1), heading(1, 0), Mapped(Kind.NEW, None), "Kim")
    draft = sessions.gathered(CAMPAIGN).draft
    assert draft.sessions[0].shares == (0.0, 1.0) and draft.sessions[0].outside == 12
    assert draft.sessions[0].named == (1,)


def test_a_locked_version_never_changes_and_what_came_later_is_told(town: Town) -> None:
    events = focus_group(1, {"Värme": A, "Nära": B}, POINTS[1] * 2)
    later = events[-4:-1]  # three participants' points were on a device that was away
    town.take(*events[:-4], events[-1])
    first = locked(town)
    raw = town.workspace.sessions.file(CAMPAIGN, 1)
    town.take(*later)
    found = town.workspace.sessions.gathered(CAMPAIGN)
    assert found.since is not None and (found.since.events, found.since.new) == (3, 0)
    assert found.locked == (first,)
    assert town.workspace.sessions.file(CAMPAIGN, 1) == raw
    assert value_results(town.workspace, CAMPAIGN, ()).weights_version == 1
    assert found.draft.weights.n_participants == 6 > first.weights.n_participants == 3
    second = locked(town)
    assert second.version == 2
    found = town.workspace.sessions.gathered(CAMPAIGN)
    assert found.locked == (first, second) and found.since is not None
    assert not found.since.anything
    assert value_results(town.workspace, CAMPAIGN, ()).weights[0].n_participants == 6
    town.sound()


def test_what_somebody_looked_at_is_what_is_locked(town: Town) -> None:
    three_groups(town)
    seen = fingerprint(town.workspace.sessions.gathered(CAMPAIGN).draft)
    town.take(*focus_group(4, {"Värme": A}, [{"Värme": 10}]))
    with pytest.raises(Conflict, match="meanwhile"):
        town.workspace.sessions.lock(CAMPAIGN, seen, "Kim")
    locked(town)
    with pytest.raises(Conflict, match="exactly this"):
        locked(town)


def test_a_session_left_out_does_not_count_until_it_is_taken_in_again(town: Town) -> None:
    three_groups(town)
    sessions = town.workspace.sessions
    before = sessions.gathered(CAMPAIGN).draft
    assert sessions.choose(CAMPAIGN, session(2), counts=False, reason="Fel fråga", actor="Kim")
    found = sessions.gathered(CAMPAIGN)
    assert [one.id for one in found.draft.sessions] == [session(1), session(3)]
    assert found.left[session(2)].reason == "Fel fråga"
    assert sessions.choose(CAMPAIGN, session(2), counts=True, reason="", actor="Kim")
    assert sessions.gathered(CAMPAIGN).draft == before
    with pytest.raises(ValueError, match="reason"):
        sessions.choose(CAMPAIGN, session(2), counts=False, reason=" ", actor="Kim")


def test_a_second_device_that_sends_the_same_events_doubles_nothing(town: Town) -> None:
    three_groups(town)
    before = town.workspace.sessions.gathered(CAMPAIGN)
    other = Device(town.workspace, town.world).register()
    again = [
        replace(one, circumstances=replace(one.circumstances, language="en"))
        for one in focus_group(2, {"Värme": A, "Nära": B}, POINTS[1])
    ]  # its own circumstances, as after a takeover
    town.take(*again, device=other)
    after = town.workspace.sessions.gathered(CAMPAIGN)
    assert after.draft == before.draft
    assert [one.events for one in after.came] == [one.events for one in before.came]
    assert len(town.workspace.session_events(CAMPAIGN)) == sum(one.events for one in after.came)
    town.sound()


def test_an_event_that_two_devices_tell_differently_is_told_before_anybody_locks(
    town: Town
) -> None:
    three_groups(town)
    other = Device(town.workspace, town.world).register()
    events = focus_group(2, {"Värme": A, "Nära": B}, POINTS[1])
    at = next(n for n, one in enumerate(events) if isinstance(one.event, PointsSet))
    forged = PointsSet(
        participant=1, points={heading(2, 0): 10}, phase="weigh"
    )
    town.take(replace(events[at], event=forged), device=other)
    found = town.workspace.sessions.gathered(CAMPAIGN)
    assert [one.code for one in found.cautions] == ["small-group", "incomplete"]


def test_a_changed_event_is_put_aside_until_the_device_sends_it_again(town: Town) -> None:
    events = focus_group(1, {"Värme": A}, [{"Värme": 10}] * 5)
    town.device.answer(*events)
    bundle = town.device.bundle()
    at = next(n for n, one in enumerate(events) if isinstance(one.event, PointsSet))
    bad = bundle.records[at]
    changed = bad.ciphertext[:-1] + bytes([bad.ciphertext[-1] ^ 1])
    records = list(bundle.records)
    records[at] = replace(bad, ciphertext=changed)
    taken = town.workspace.take_in(replace(bundle, records=tuple(records)), "Kim")
    assert taken.unreadable == 1
    found = town.workspace.sessions.gathered(CAMPAIGN)
    assert found.draft.weights.n_participants == 4
    assert [one.code for one in found.cautions] == ["small-group", "small-factor", "incomplete"]
    town.workspace.take_in(town.device.bundle(), "Kim")
    found = town.workspace.sessions.gathered(CAMPAIGN)
    assert found.draft.weights.n_participants == 5 and found.cautions == ()


def test_the_hash_of_a_session_is_that_of_its_log_as_text(town: Town) -> None:
    events = focus_group(1, {"Värme": A}, [{"Värme": 10}])
    town.take(*reversed(events))
    (found,) = town.workspace.sessions.came(CAMPAIGN)
    text = "".join(log.written(one) + "\n" for one in events)
    assert found.hash == sha256(text.encode()).digest()


def test_a_locked_version_that_was_changed_is_damaged(town: Town) -> None:
    three_groups(town)
    made = locked(town)
    raw = weight_files.written(replace(made, by="Robin"))
    with town.workspace._database.writing() as connection:
        connection.exec_driver_sql("UPDATE weight_set SET raw = ?", (raw,))
    assert any("weights" in fault for fault in town.workspace.verify().faults)
    with pytest.raises(Damaged):
        town.workspace.sessions.weights(CAMPAIGN)


def test_only_what_is_here_is_mapped(town: Town) -> None:
    three_groups(town)
    sessions = town.workspace.sessions
    for where, what in (
        ((session(9), heading(1, 0)), Mapped(Kind.SAME, A)),
        ((session(1), heading(9, 0)), Mapped(Kind.SAME, A)),
        ((session(1), heading(1, 0)), Mapped(Kind.SAME, heading(1, 0))),
        ((session(1), heading(1, 0)), Mapped(Kind.SAME, None)),
        ((session(1), heading(1, 0)), Mapped(Kind.NEW, A)),
    ):
        with pytest.raises(Conflict):
            sessions.map(CAMPAIGN, *where, what, "Kim")
    assert sessions.mapped(CAMPAIGN) == {}


def test_decisions_rename_the_edition(town: Town) -> None:
    three_groups(town)
    town.take(*(response({RATINGS[0]: 4}) for _ in range(5)))
    before = value_results(town.workspace, CAMPAIGN, ()).release
    town.workspace.sessions.map(
        CAMPAIGN, session(1), heading(1, 0), Mapped(Kind.WIDER, B), "Kim"
    )
    after = value_results(town.workspace, CAMPAIGN, ()).release
    assert after == f"{before}.1"


def test_a_title_that_a_file_cannot_hold_is_written_without_it(town: Town) -> None:
    events: list[SessionEvent] = focus_group(
        1, {"Värme": A}, [{"Värme": 10}] * 5, title="Rad\tett\u202e\u2028två"
    )
    town.take(*events)
    assert locked(town).sessions[0].title == "Rad ett  två"
    assert town.workspace.sessions.gathered(CAMPAIGN).locked[0].sessions[0].title == "Rad ett  två"


@pytest.mark.parametrize("name", ["\u200b", " \t", "\u202e\u2028", "Kim\n"])
def test_whoever_locks_by_a_name_that_cannot_be_seen_locks_a_set_that_is_read_again(
    town: Town, name: str
) -> None:
    three_groups(town)
    sessions = town.workspace.sessions
    made = sessions.lock(CAMPAIGN, fingerprint(sessions.gathered(CAMPAIGN).draft), name)
    assert made.by in (UNNAMED, "Kim")
    assert sessions.gathered(CAMPAIGN).locked == (made,)
    town.sound()


def test_what_a_file_cannot_hold_is_not_locked(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_groups(town)
    monkeypatch.setattr(weight_files, "MOST_SESSIONS", 2)
    with pytest.raises(Conflict, match="cannot be kept"):
        locked(town)
    assert town.workspace.sessions.gathered(CAMPAIGN).locked == ()


def test_locked_weights_outlive_the_events_they_rest_on(town: Town) -> None:
    three_groups(town)
    town.take(*(response({RATINGS[0]: 4}) for _ in range(5)))
    made = locked(town)
    before = value_results(town.workspace, CAMPAIGN, ())
    with town.workspace._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM session_event")
    found = town.workspace.sessions.gathered(CAMPAIGN)
    assert found.came == () and found.since is not None and found.since.gone == 3
    after = value_results(town.workspace, CAMPAIGN, ())
    assert after.weights == before.weights and after.rows == before.rows
    assert found.locked == (made,)


def test_a_small_group_among_large_ones_is_told_before_anybody_locks(town: Town) -> None:
    town.take(*focus_group(1, {"Värme": A}, [{"Värme": 10}] * 6))
    town.take(*focus_group(2, {"Värme": A}, [{"Värme": 10}] * 4))
    sessions = town.workspace.sessions
    assert [one.code for one in sessions.gathered(CAMPAIGN).cautions] == ["small-group"]
    town.take(*focus_group(3, {"Värme": A}, [{"Värme": 10}]))  # among many small ones as well
    town.take(*focus_group(4, {"Värme": A}, [{"Värme": 10}], closed=False))
    found = sessions.gathered(CAMPAIGN).cautions
    assert [one.code for one in found] == ["small-group", "not-closed"]


def test_a_factor_that_only_few_named_is_told_before_anybody_locks(town: Town) -> None:
    town.take(*focus_group(1, {"Värme": A}, [{"Värme": 10}] * 7))
    town.take(*focus_group(2, {"Värme": A, "Nära": B}, [{"Värme": 4, "Nära": 6}] * 4))
    found = town.workspace.sessions.gathered(CAMPAIGN)
    assert weight_sets.of_few(found.draft) == (False, True)
    assert [one.code for one in found.cautions] == ["small-group", "small-factor"]
    town.take(*focus_group(3, {"Nära": B}, [{"Nära": 10}] * 5))
    found = town.workspace.sessions.gathered(CAMPAIGN)
    assert weight_sets.of_few(found.draft) == (False, False)


@pytest.mark.parametrize("later", [
    {"weight_rule": WeightRule.SHARE_OF_SUMS},
    {"factors": (*small_campaign().factors, Factor(id=heading(9, 9), name=texts("Ny", "New")))},
])
def test_a_survey_with_another_rule_or_factor_is_something_that_came_since(
    town: Town, later: dict[str, Any]
) -> None:
    three_groups(town)
    locked(town)
    campaign = town.workspace.campaign(CAMPAIGN)
    other = replace(campaign, version=campaign.version + 1, **later)
    town.workspace.add_campaign(other, write_campaign(other), "Kim")
    since = town.workspace.sessions.gathered(CAMPAIGN).since
    assert since is not None and since.survey and since.anything and not since.changed
    assert locked(town).version == 2
    since = town.workspace.sessions.gathered(CAMPAIGN).since
    assert since is not None and not since.anything

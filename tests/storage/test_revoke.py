"""A lost device: what came after its last receipt is held until a person decides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.errors import RevokedDevice, WrongSigner
from storage.workspace import restore
from storage.workspace.remembering import HOURS
from storage.workspace.reviews import State, Which
from survey.records import ParticipantJoined, SessionOpened
from tests.builders import CAMPAIGN
from tests.storage.review_builders import Town, rated, steps, town
from tests.storage.test_workspace_reading import SESSIONS
from tests.storage.workspace_builders import MORNING, Device, reopen, session_event


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path) as made:
        yield made


def lost(here: Town) -> bytes:
    """Two answers long covered by a receipt, two and a session after it; then it is lost."""
    here.take(*rated(1, 2))
    here.back_up()
    assert here.receipts() == 1
    here.world.wait(hours=HOURS)
    here.take(
        *rated(3, 4), session_event(SESSIONS[0], 1, SessionOpened(title="O", method="m")),
        session_event(SESSIONS[0], 2, ParticipantJoined(participant=1)),
    )
    return here.device.identity.public


def test_revoking_holds_what_came_after_the_last_receipt(here: Town) -> None:
    device = lost(here)
    assert here.steps() == [1, 2, 3, 4]
    done = here.workspace.inbox.revoke(device, "stolen on Tuesday", "Kim")
    assert (done.held, done.already) == (4, False)
    assert here.steps() == [1, 2]
    counts = here.workspace.counts(CAMPAIGN)
    assert (counts.complete, counts.held, counts.session_events, counts.records) == (2, 4, 0, 6)
    assert here.workspace.sessions.came(CAMPAIGN) == ()
    assert here.workspace.inbox.revoked_devices() == (device,)
    (standing,) = here.workspace.inbox.devices()
    assert (standing.held, standing.why_revoked, standing.revoked_by) == (
        4, "stolen on Tuesday", "Kim"
    )
    here.sound()


def test_another_device_is_not_touched(here: Town) -> None:
    device = lost(here)
    other = Device(here.workspace, here.world, name="Kiosk 2").register()
    here.take(*rated(5), device=other)
    here.workspace.inbox.revoke(device, "stolen", "Kim")
    assert here.steps() == [1, 2, 5]


def test_accepting_counts_what_is_held_and_says_why(here: Town) -> None:
    device = lost(here)
    here.workspace.inbox.revoke(device, "stolen", "Kim")
    changed = here.workspace.inbox.decide_device(
        device, accept=True, reason="found untouched", actor="Lo"
    )
    assert changed == 4
    assert here.steps() == [1, 2, 3, 4]
    shown = here.workspace.inbox.response(CAMPAIGN, here.ids()[3])
    assert shown is not None
    assert [(r.state, r.actor) for r in shown.reviews] == [
        (State.HELD, "Kim"), (State.COUNTED, "Lo")
    ]
    assert shown.reviews[0].reason.endswith(": stolen")
    here.sound()


def test_rejecting_excludes_what_is_held_and_can_be_taken_back(here: Town) -> None:
    device = lost(here)
    inbox = here.workspace.inbox
    inbox.revoke(device, "stolen", "Kim")
    assert inbox.decide_device(device, accept=False, reason="forged", actor="Lo") == 4
    assert here.steps() == [1, 2]
    assert here.workspace.counts(CAMPAIGN).excluded == 4
    changed = inbox.review(
        CAMPAIGN, Which(state=State.EXCLUDED), State.COUNTED, "not forged after all", "Kim"
    )
    assert changed == 2
    assert here.steps() == [1, 2, 3, 4]
    assert here.rows("SELECT count(*) FROM fresh") == [(0,)]
    here.sound()


def test_a_revoked_device_brings_nothing_new_but_what_is_known_is_no_fault(here: Town) -> None:
    device = lost(here)
    here.workspace.inbox.revoke(device, "stolen", "Kim")
    assert here.workspace.take_in(here.device.bundle()).new == 0
    here.device.answer(*rated(5))
    with pytest.raises(RevokedDevice):
        here.workspace.take_in(here.device.bundle())
    here.workspace.take_in(here.device.bundle(), "Kim", despite_revoked=True)
    assert here.steps() == [1, 2, 5]


def test_no_receipt_goes_to_a_revoked_device_until_it_is_accepted(here: Town) -> None:
    device = lost(here)
    here.workspace.inbox.revoke(device, "stolen", "Kim")
    here.back_up()
    here.workspace.take_in(here.device.bundle())  # asks for its receipts again
    assert here.workspace.receipts_due() == []
    assert here.workspace.receipts() == []
    here.workspace.inbox.decide_device(device, accept=False, reason="forged", actor="Kim")
    assert here.workspace.receipts_due() == []
    here.workspace.inbox.decide_device(device, accept=True, reason="it was ours", actor="Kim")
    assert here.receipts() == 2
    here.sound()


def test_a_device_trusted_again_works_as_before(here: Town) -> None:
    device = lost(here)
    inbox = here.workspace.inbox
    inbox.revoke(device, "stolen", "Kim")
    assert inbox.restore_device(device, "found in the cloakroom", "Kim")
    assert not inbox.restore_device(device, "once more", "Kim")
    here.take(*rated(5))
    assert here.steps() == [1, 2, 5]  # what was held awaits its decision still
    inbox.decide_device(device, accept=True, reason="nobody had touched it", actor="Kim")
    assert here.steps() == [1, 2, 3, 4, 5]
    assert inbox.revoked_devices() == ()
    assert [h.kind for h in inbox.happenings() if h.device == device] == [
        "device-revoked", "device-restored", "device-accepted"
    ]


def test_revoking_once_more_holds_what_was_accepted_and_has_no_receipt(here: Town) -> None:
    device = lost(here)
    inbox = here.workspace.inbox
    inbox.revoke(device, "stolen", "Kim")
    inbox.decide_device(device, accept=True, reason="ours", actor="Kim")
    again = inbox.revoke(device, "stolen after all", "Kim")
    assert (again.held, again.already) == (4, True)


def test_what_is_held_can_be_decided_in_a_restored_backup(here: Town, tmp_path: Path) -> None:
    device = lost(here)
    here.workspace.inbox.revoke(device, "stolen", "Kim")
    restore(here.back_up(), tmp_path / "restored")
    with reopen(tmp_path / "restored", here.world) as restored:
        assert restored.inbox.decide_device(device, accept=True, reason="ours", actor="Kim") == 4
        assert steps(restored) == [1, 2, 3, 4]
        assert restored.verify().faults == ()


def test_a_restored_backup_says_what_it_cannot_tell_apart(here: Town, tmp_path: Path) -> None:
    device = lost(here)
    restore(here.back_up(), tmp_path / "restored")
    with reopen(tmp_path / "restored", here.world) as restored:
        done = restored.inbox.revoke(device, "stolen", "Kim")
        assert (done.held, done.cannot_tell) == (2, 4)  # the session's events name their device
        # the bundle says when its epoch was opened, which was before the first two
        assert (done.first, done.last) == (MORNING.date(), here.world.now.date())
        assert restored.sessions.came(CAMPAIGN) == ()
    assert here.workspace.inbox.revoke(device, "stolen", "Kim").cannot_tell == 0


def test_what_was_rejected_and_accepted_cannot_be_told_apart_again(here: Town) -> None:
    inbox, device = here.workspace.inbox, lost(here)
    inbox.revoke(device, "stolen", "Kim")
    inbox.decide_device(device, accept=False, reason="not ours", actor="Kim")
    assert inbox.revoke(device, "once more", "Kim").cannot_tell == 0
    inbox.decide_device(device, accept=True, reason="ours", actor="Kim")
    assert inbox.revoke(device, "stolen after all", "Kim").cannot_tell == 4


def test_a_backup_leads_from_no_answer_to_its_bundle(here: Town) -> None:
    here.take(*rated(1, 2))
    assert here.rows("SELECT count(*) FROM fresh") == [(2,)]
    with reopen(here.back_up(), here.world) as copy, copy._database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM fresh").scalar_one() == 0
    here.receipts()
    assert here.rows("SELECT count(*) FROM fresh") == [(2,)]
    here.world.wait(hours=HOURS)
    here.receipts()
    assert here.rows("SELECT count(*) FROM fresh") == [(0,)]
    here.sound()


def test_what_came_lately_is_held_though_backups_and_receipts_are_automatic(here: Town) -> None:
    here.take(*rated(1, 2))
    here.back_up()
    here.receipts()
    here.world.wait(hours=HOURS)
    here.take(*rated(3, 4, 5))  # a thief's, backed up and receipted at once
    here.back_up()
    here.receipts()
    here.world.wait(hours=HOURS - 1)
    done = here.workspace.inbox.revoke(here.device.identity.public, "stolen", "Kim")
    assert (done.held, done.cannot_tell, done.earlier, done.hours) == (3, 0, 2, HOURS)
    assert here.steps() == [1, 2]
    here.sound()


def test_what_nobody_can_tell_any_more_is_at_least_counted(here: Town, tmp_path: Path) -> None:
    here.take(*rated(1, 2, 3))
    restore(here.back_up(), tmp_path / "restored")
    here.receipts()
    here.world.wait(hours=HOURS + 1)
    done = here.workspace.inbox.revoke(here.device.identity.public, "stolen", "Kim")
    assert (done.held, done.earlier, here.steps()) == (0, 3, [1, 2, 3])
    here.world.wait(days=31)
    again = here.workspace.inbox.revoke(here.device.identity.public, "stolen", "Kim")
    assert again.earlier == 0


def test_how_long_it_is_remembered_is_the_organisations_choice(here: Town) -> None:
    inbox = here.workspace.inbox
    here.take(*rated(1))
    here.back_up()
    here.receipts()
    inbox.keep_fresh(48, "Kim")
    assert inbox.fresh_hours() == 48
    assert here.rows("SELECT count(*) FROM fresh") == [(1,)]
    here.world.wait(hours=1)
    here.take(*rated(2))  # no receipt covers it: it is remembered whatever was chosen
    inbox.keep_fresh(0, "Kim")
    assert here.rows("SELECT count(*) FROM fresh") == [(1,)]
    for wrong in (-1, 721):
        with pytest.raises(ValueError, match="720"):
            inbox.keep_fresh(wrong, "Kim")
    assert [h.kind for h in inbox.happenings()].count("fresh-hours") == 2


def test_a_workspace_that_lay_closed_forgets_when_it_is_opened(here: Town) -> None:
    here.take(*rated(1))
    here.back_up()
    here.receipts()
    here.world.wait(hours=HOURS + 1)
    assert here.rows("SELECT count(*) FROM fresh") == [(1,)]
    with reopen(here.workspace.directory, here.world) as again:
        with again._database.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM fresh").scalar_one() == 0
        assert again.verify().faults == ()


def test_a_stranger_cannot_be_revoked_nor_anybody_without_a_reason(here: Town) -> None:
    with pytest.raises(WrongSigner):
        here.workspace.inbox.revoke(bytes(32), "stolen", "Kim")
    with pytest.raises(ValueError, match="reason"):
        here.workspace.inbox.revoke(here.device.identity.public, " ", "Kim")
    assert here.workspace.inbox.revoked_devices() == ()

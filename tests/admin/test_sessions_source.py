"""The page of group meetings on a real workspace: decided, locked and printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from admin.app import clock
from admin.sessions.source import WorkspaceSessions
from admin.start.held import Held
from assets.words import Words
from storage.errors import Conflict
from storage.workspace.sessions import fingerprint
from survey.facilitation.harmonising import Kind, Mapped
from tests.admin import printed
from tests.builders import CAMPAIGN, FACTORS
from tests.storage.focus_groups import focus_group, heading, session
from tests.storage.review_builders import Town
from tests.storage.workspace_builders import PASSPHRASE

A, B = FACTORS


def test_from_what_came_in_to_locked_weights_and_papers(tmp_path: Path, qapp: Any) -> None:
    town, words = Town(tmp_path), Words("sv")
    given = [{"Värme": 6, "Nära": 4}] * 6
    events = focus_group(1, {"Värme": A, "Nära": None}, given, "Seniorerna", closed=False)
    late = replace(events[-1].circumstances, day=date(2025, 9, 9))
    town.take(*events[:-1], replace(events[-1], circumstances=late))
    town.workspace.close()
    held = Held(clock, lambda: words)
    held.open(tmp_path / "workspace", PASSPHRASE)
    door = WorkspaceSessions(held, clock, "Kim")
    try:
        came = door.come(CAMPAIGN)
        seen = fingerprint(came.gathered.draft)
        mapped = Mapped(Kind.WIDER, B)
        assert door.map(CAMPAIGN, session(1), heading(1, 1), mapped)
        assert not door.map(CAMPAIGN, session(1), heading(1, 1), mapped)
        with pytest.raises(Conflict):
            door.lock(CAMPAIGN, seen)
        assert door.choose(CAMPAIGN, session(1), False, "prov")
        assert door.come(CAMPAIGN).gathered.draft.weights.n_groups == 0
        assert door.choose(CAMPAIGN, session(1), True, "")
        assert door.lock(CAMPAIGN, fingerprint(door.come(CAMPAIGN).gathered.draft)) == 1
        protocol, slips = tmp_path / "protocol.pdf", tmp_path / "slips.pdf"
        door.save_protocol(CAMPAIGN, session(1), protocol, words)
        door.save_slips(CAMPAIGN, session(1), slips, words)
        said = printed.flowing(protocol)
        assert "Seniorerna" in said and "3 september 2025" in said and "9 september" not in said
        assert int(printed.info(slips)["Pages"]) >= 6
        workspace = held.workspace
        assert "session-protocol" in {one.kind for one in workspace.erasing.exports()}
        assert workspace.verify().faults == ()
    finally:
        held.close()

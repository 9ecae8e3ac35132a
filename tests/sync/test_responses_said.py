"""How ``vardera responses`` calls what is unfinished, and what nobody wanted to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from admin.commands import which
from storage.workspace.reviews import Listed, State
from tests.sync.sync_builders import campaign
from tests.sync.test_inbox_commands import Desk, desk  # noqa: F401


def test_what_nobody_wanted_to_say_is_called_so(desk: Desk) -> None:  # noqa: F811
    desk.answer(2)
    desk.take_in()
    (row,) = desk.json("responses", "list", desk.workspace)["responses"]
    value = desk.path / "value.txt"
    value.write_text("-", "utf-8")
    desk.run("responses", "correct", desk.workspace, row["id"], "--field", "bemotande",
             "--value-file", str(value), "--reason", "slip misread")
    shown = desk.run("responses", "show", desk.workspace, row["id"])
    assert "corrected: bemotande = rather not say" in shown and "None" not in shown


@pytest.mark.parametrize(
    ("complete", "use_partials", "state", "word"),
    [
        (False, False, State.COUNTED, "unfinished"), (False, True, State.COUNTED, "counted"),
        (True, False, State.COUNTED, "counted"), (False, False, State.HELD, "held"),
    ],
)  # fmt: skip
def test_only_what_results_count_is_called_counted(
    complete: bool, use_partials: bool, state: State, word: str
) -> None:
    listed = Listed(
        id=bytes(16), unit=UUID(int=1), place=None, mode="kiosk", language="sv",
        day=date(2026, 3, 1), complete=complete, state=state, corrected=False, form_version=1,
    )
    assert which.standing(listed, replace(campaign(), use_partials=use_partials)) == word

"""A form that is filled in again from a response is worked out to its end, or it is said."""

from __future__ import annotations

from datetime import UTC, date

import pytest

from survey.exporting.asking import Asking
from survey.forms.restoring import Restoring, at_the_end_of
from tests.forms import table

BOUND = "survey.forms.engine.running.MOST_WORK"
DAY = date(2026, 3, 14)
FORM = table(
    "| survey |\n| | type | name | label | calculation | relevant |\n| | integer | a | A | | |\n"
    + "".join(f"| | calculate | c{n} | | ${{a}} + {n} | |\n" for n in range(40))
    + "| | text | last | Why? | | ${c39} > 40 |\n"
)
ASKED = {node.name: node.id for node in FORM.walk()}
GIVEN = {(ASKED["a"], ()): 5}


def test_a_restored_form_is_worked_out_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    restoring, world = Restoring(FORM), at_the_end_of(DAY, UTC)
    whole = restoring.restored(GIVEN, world)
    monkeypatch.setattr(BOUND, whole.around.spent * 2 // 3)
    again = restoring.restored(GIVEN, world)
    assert not again.behind
    assert again.find("/data/c39").value == "44"


def test_who_was_asked_is_not_told_from_a_form_worked_out_by_halves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asking = Asking(FORM, UTC)
    assert (ASKED["last"], ()) not in set(asking.not_asked(GIVEN, DAY))
    assert asking.told
    monkeypatch.setattr(BOUND, 20)
    late = Asking(FORM, UTC)
    assert not set(late.not_asked(GIVEN, DAY))
    assert not late.told

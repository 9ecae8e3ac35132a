"""What ODK's specifications promise of running forms, sentence by sentence."""

from __future__ import annotations

from survey.forms.engine.running import RunningForm
from survey.forms.engine.state import state_of
from tests.forms import opened


def values(form: RunningForm, *names: str) -> list[object]:
    state = state_of(form)
    return [state[f"/data/{name}"].get("value") for name in names]


def test_once_waits_for_the_first_answer_and_then_stays() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label | calculation |
        |  | integer | age | Age | |
        |  | calculate | first | | once(${age}) |
        """
    )
    form.answer("/data/age", "7")
    assert values(form, "first") == ["7"]
    form.answer("/data/age", "8")
    assert values(form, "first") == ["7"]

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pyxform", reason="pyxform is the second opinion")

from bench.foreign_forms import differing, files, table, tried, verdict
from bench.foreign_trial import Limits

LIMITS = Limits(seconds=30, megabytes=4000)
GOOD = """
| survey |
| | type | name | label | constraint |
| | integer | age | Age | . > 17 and . < 19 |
| | begin_repeat | pet | Pet | |
| | text | called | Called | |
| | end_repeat | | | |
"""


def form(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_form_both_take_is_run_to_its_end_and_written_the_same(tmp_path: Path) -> None:
    outcome = tried(form(tmp_path, "good.md", GOOD), LIMITS)
    assert outcome["verdict"] == "both take"
    assert list(differing(outcome)) == []
    parts = ("opens", "ends", "same_record", "same_json", "same_workbook", "same_xform")
    assert [outcome[part] for part in parts] == [True] * len(parts)


def test_a_form_both_refuse_is_told_with_its_place(tmp_path: Path) -> None:
    outcome = tried(form(tmp_path, "bad.md", GOOD.replace("end_repeat", "end_group")), LIMITS)
    assert outcome["verdict"] == "both refuse"
    assert outcome["refusal"].startswith("survey:A3 never-ended")


def test_a_form_that_never_satisfies_itself_is_told_with_the_question(tmp_path: Path) -> None:
    never = GOOD.replace(". > 17 and . < 19", "false()")
    outcome = tried(form(tmp_path, "never.md", never), LIMITS)
    assert outcome["ends"] is True  # nobody has to answer
    must = never.replace("| constraint |", "| constraint | required |").replace(
        "false() |", "false() | yes |"
    )
    told = list(differing(tried(form(tmp_path, "must.md", must), LIMITS)))
    assert len(told) == 1
    assert "/data/age" in told[0]


def test_a_process_that_does_not_end_is_ended_and_told(tmp_path: Path) -> None:
    outcome = tried(form(tmp_path, "good.md", GOOD), Limits(seconds=0, megabytes=4000))
    assert "no end after 0 s" in outcome["ended"]
    assert outcome["verdict"] == "we broke down"


@pytest.mark.parametrize(
    ("usable", "taken", "said"),
    [(True, False, "only we take"), (False, True, "only pyxform takes"), (True, None, "")],
)
def test_the_verdict_names_who_takes_the_form(usable: bool, taken: bool | None, said: str) -> None:
    outcome = {"file": "a", "ended": "", "usable": usable}
    if taken is not None:
        outcome["taken"] = taken
    assert verdict(outcome) == (said or "no second opinion")


def test_the_table_counts_each_part_among_those_it_was_tried_on() -> None:
    made = [
        {"file": "a", "ended": "", "usable": True, "opens": True, "verdict": "both take"},
        {"file": "b", "ended": "", "usable": True, "opens": "cycle", "verdict": "both take"},
        {"file": "c", "ended": "", "usable": False, "verdict": "both refuse"},
    ]
    lines = "\n".join(" ".join(line.split()) for line in table(made))
    assert "3 files" in lines
    assert "both take 2" in lines
    assert "opens in the engine 1 of 2 50.0 %" in lines


def test_only_what_may_be_a_form_is_tried(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.xlsx", "in/b.XML", "c.png", "d.csv"):
        (tmp_path / name).write_bytes(b"")
    assert [path.name for path in files(tmp_path)] == ["a.xlsx", "d.csv", "b.XML"]

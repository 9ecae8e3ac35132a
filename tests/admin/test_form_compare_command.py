from __future__ import annotations

import json
from pathlib import Path

import pytest

import vardera

_FIRST = "| survey |\n| | type | name | label |\n| | integer | a | A |\n"


def test_versions_are_compared_for_people_and_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "one" / "visit.md", tmp_path / "two" / "visit.md"
    for file, text in ((old, _FIRST), (new, _FIRST.replace("integer", "text"))):
        file.parent.mkdir()
        file.write_text(text, encoding="utf-8")
    assert vardera.main(["form", "compare", str(old), str(new), "--language", "en"]) == 0
    said = capsys.readouterr().out
    assert "a asks for another kind of answer: a whole number → a text." in said
    assert "a: answers of both versions stand side by side." in said
    assert vardera.main(["form", "compare", str(old), str(new)]) == 0
    assert "a frågar efter en annan sorts svar: ett heltal → en text." in capsys.readouterr().out
    assert vardera.main(["form", "compare", str(old), str(new), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [change["aspect"] for change in told["changes"]] == ["type"]
    assert told["columns"][0]["pools"] == [[0], [1]]


def test_a_form_that_cannot_be_used_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(_FIRST, encoding="utf-8")
    new.write_text(_FIRST.replace("integer", "intger"), encoding="utf-8")
    assert vardera.main(["form", "compare", str(old), str(new)]) == 1
    assert "new.md" in capsys.readouterr().err

"""``vardera form eval``: one line out for each line in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import vardera

DOCUMENT = """<h xmlns="urn:x"><instance id="t"><root><item a="1">one</item></root></instance>
<translation lang="sv"><text id="hi"><value>hej</value></text></translation></h>"""


def told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *cases: dict[str, object]
) -> list[dict[str, object]]:
    (tmp_path / "docs").mkdir(exist_ok=True)
    (tmp_path / "docs" / "d.xml").write_text(DOCUMENT, "utf-8")
    batch = tmp_path / "cases.jsonl"
    batch.write_text("\n".join(json.dumps(case) for case in cases) + "\n\n", "utf-8")
    assert vardera.main(["form", "eval", "--batch", str(batch)]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_case_gives_its_value_or_why_there_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    doc = {"doc": "docs/d.xml", "default_ns": "urn:x", "ns": {"x": "urn:x"}}
    assert told(
        tmp_path, capsys,
        {"id": "a", "expr": "1 div 0", "kind": "number"},
        {"id": "b", "expr": "0 * -1"},
        {"id": "c", "expr": "foo()", "kind": "error"},
        {"id": "d", "expr": "instance('t')/root/item", "kind": "nodeset", **doc},
        {"id": "e", "expr": "jr:itext('hi')", "kind": "string", "language": "sv", **doc},
        {"id": "f", "expr": ".", "kind": "string", "context": "/*[1]/*[1]/*[1]/*[1]/@a", **doc},
        {"id": "g", "expr": "today()", "now_ms": 0, "tz": "America/Phoenix"},
        {"id": "h", "expr": "1", "doc": "docs/none.xml"},
        {"id": "i", "expr": "1", "tz": "Nowhere/At_all"},
        {"id": "j", "expr": "1", "context": "/*[9]"},
        {"id": "k", "expr": "x:h/y:z", **doc},
        {"id": "l", "expr": 5},
        {"id": "m", "expr": "1", "ns": []},
        {"id": "n", "expr": "1", "ns": ["a"]},
        {"id": "o", "expr": "today()", "now_ms": 1e30},
    ) == [
        {"id": "a", "value": "Infinity"},
        {"id": "b", "value": "-0"},
        {"id": "c", "error": "there is no function foo(); is floor() meant? (at character 1)"},
        {"id": "d", "value": [
            {"path": "/*[1]/*[1]/*[1]/*[1]", "value": "one", "name": "item"},
        ]},
        {"id": "e", "value": "hej"},
        {"id": "f", "value": "1"},
        {"id": "g", "value": "1969-12-31"},
        {"id": "h", "error": "there is no document docs/none.xml"},
        {"id": "i", "error": "no time zone is called Nowhere/At_all"},
        {"id": "j", "error": "nothing is at /*[9] (at character 1)"},
        {"id": "k", "error": "the prefix 'y' stands for nothing (at character 5)"},
        {"id": "l", "error": "expr is not a text"},
        {"id": "m", "value": 1},
        {"id": "n", "error": "ns is not an object"},
        {"id": "o", "error": "now_ms is no time"},
    ]


def test_documents_may_lie_in_a_folder_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "e.xml").write_text("<a>7</a>", "utf-8")
    monkeypatch.setenv("VARDERA_CASES", str(elsewhere))
    case = {"id": 1, "expr": "/a + 1", "doc": "e.xml"}
    assert told(tmp_path, capsys, case) == [{"id": 1, "value": 8}]


def test_a_batch_that_cannot_be_read_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = tmp_path / "cases.jsonl"
    assert vardera.main(["form", "eval", "--batch", str(batch)]) == 2
    batch.write_text("[1]\n", "utf-8")
    assert vardera.main(["form", "eval", "--batch", str(batch)]) == 2
    assert "line 1" in capsys.readouterr().err

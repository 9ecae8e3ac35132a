"""Files that are made to take time or memory: what is counted while they are read."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.forms.problems import Findings
from survey.forms.read import plain, workbook
from survey.forms.read.excel_cells import SheetReader, Surroundings
from survey.forms.read.excel_parts import Styles, Texts
from survey.forms.read.workbook import read_workbook

HEAD = "| survey |\n| | type | name | label |\n"


class Piece(str):
    """A piece of a text that may not be put together with others piece by piece."""

    __slots__ = ()

    def __radd__(self, before: str) -> str:
        raise AssertionError("all that was read before is copied for each piece")


def told(data: bytes) -> list[str]:
    findings = Findings()
    read_workbook(data, findings)
    return [problem.code for problem in findings.problems()]


def workbook_of(rows: int, sheets: int = 1, text: str = "a") -> bytes:
    """An Excel workbook whose cells all point at one shared text."""
    made = io.BytesIO()
    names = [f"s{number}" for number in range(sheets)]
    under = "".join('<row><c t="s"><v>0</v></c></row>' for _ in range(rows))
    with zipfile.ZipFile(made, "w") as archive:
        tags = "".join(f'<sheet name="{name}" r:id="{name}"/>' for name in names)
        outer = f'<workbook xmlns:r="r"><sheets>{tags}</sheets></workbook>'
        archive.writestr("xl/workbook.xml", outer)
        links = "".join(
            f'<Relationship Id="{name}" Type="x/worksheet" Target="{name}.xml"/>' for name in names
        ) + '<Relationship Id="t" Type="x/sharedStrings" Target="t.xml"/>'
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{links}</Relationships>")
        archive.writestr("xl/t.xml", f"<sst><si><t>{text}</t></si></sst>")
        sheet = f"<worksheet><sheetData>{under}</sheetData></worksheet>"
        for name in names:
            archive.writestr(f"xl/{name}.xml", sheet)
    return made.getvalue()


@given(st.text(alphabet="#|a \\", max_size=30))
def test_what_follows_the_last_hash_is_a_comment_where_no_bar_follows(line: str) -> None:
    cut = re.match(r"^(.*)(#[^|]+)$", line)
    expected = plain._markdown_cells(f"| {cut[1] if cut else line}") if line else None
    assert (plain._markdown_cells(f"| {line}") if line else None) == expected


def test_a_line_of_very_many_hashes_is_read_once() -> None:
    line = "| | text | a | " + "#x" * 400_000 + " |\n"
    assert told((HEAD + line).encode()) == []


def test_a_shared_text_in_very_many_pieces_is_put_together_once() -> None:
    texts = Texts()
    texts.start("si", {})
    for _ in range(3):
        texts.start("t", {})
        texts.said(Piece("ab"))
        texts.end("t")
    texts.end("si")
    assert (texts.made, texts.signs) == (["ababab"], 6)


def test_a_cell_in_very_many_pieces_is_put_together_once() -> None:
    reader = SheetReader("survey", Surroundings([], Styles()), Findings())
    reader._start("c", {"r": "A1", "t": "inlineStr"})
    for _ in range(3):
        reader._start("t", {})
        reader._text(Piece("ab"))
    reader._end("c")
    assert reader._cells == {1: "ababab"}


def test_a_text_table_is_refused_at_the_first_cell_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook, "MOST_CELLS", 60)
    monkeypatch.setattr(plain, "LONGEST", 1000)
    unread = '"' + "x" * 2000 + '"\n'  # damaged, if it were reached
    rows = '"survey","type","name","label"\n' + '"","text","a","b"\n' * 20
    assert told((rows + unread).encode()) == ["too-many-cells"]
    assert told((HEAD + "| | text | a | b |\n" * 20).encode()) == ["too-many-cells"]
    assert told((HEAD + "| | text | a | b |\n" * 5).encode()) == []


def test_cells_are_counted_over_all_sheets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook, "MOST_CELLS", 60)
    assert told(workbook_of(10)) == []
    assert told(workbook_of(10, sheets=2)) == ["too-many-cells"]


def test_a_shared_text_counts_in_every_cell_that_points_at_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook, "MOST_SIGNS", 1000)
    assert told(workbook_of(9, text="a" * 100)) == []
    assert told(workbook_of(11, text="a" * 100)) == ["too-many-cells"]


def test_a_field_of_several_lines_is_one_field_whatever_ends_the_lines() -> None:
    for end in ("\n", "\r\n", "\r"):
        text = end.join(('"survey","type","name"', '"","text","a' + end + 'b"', ""))
        rows = [{1: "type", 2: "name"}, {1: "text", 2: f"a{end}b"}]
        assert plain._commas(text) == [("survey", rows)]

"""Rows read by a pattern are read as the XML reader reads them."""

from __future__ import annotations

import io
import zipfile

import pytest

from survey.forms.problems import Findings
from survey.forms.read import excel
from survey.forms.read.excel_plain import Sieve
from survey.forms.read.workbook import Unreadable

HEAD = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="str"><v>name</v></c></row>'
ROWS = {
    "plain": '<row r="2" spans="1:2"><c r="A2" s="1" t="s"><v>1</v></c>'
             '<c r="B2"><v>2.0</v></c></row>',
    "inline": '<row r="2"><c r="A2" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>'
              "</row>",
    "both": '<row r="2"><c r="A2" t="inlineStr"><v>1</v></c><c r="B2"><is><t>x</t></is></c></row>',
    "empty": '<row r="2"/><row r="4"><c r="A4"/><c r="B4" t="s"><v/></c></row><row r="5"></row>',
    "formula": '<row r="2"><c r="A2" t="str"><f>1</f><v>a</v></c></row>'
               '<row r="3"><c r="A3"><f>2</f></c></row>',
    "reference": '<row r="2"><c r="A2" t="str"><v>a &amp; b &#229;</v></c></row>',
    "unknown": '<row r="2"><c r="A2" t="str"><v>&nbsp;</v></c></row>',
    "comment": f'<!-- </row>{HEAD} --><row r="2"><c r="A2" t="str"><v>a</v></c></row>',
    "commented": '<row r="2"><!-- </row><row r="3"><c r="A3" t="str"><v>a</v></c></row> --></row>',
    "cdata": '<row r="2"><c r="A2" t="str"><v><![CDATA[</row><row r="3">]]></v></c></row>',
    "order": '<row ht="5" r="2"><c t="str" r="B2"><v>a</v></c><c><v>7</v></c></row>',
    "again": '<row r="2" r="3"><c r="A2" t="str"><v>a</v></c></row>',
    "sign": '<row r="2"><c r="A2" t="str"><v>a\x01</v></c></row>',
    "ends": '<row r="2"><c r="A2" t="str"><v>a\r\nb\rc</v></c></row>',
    "bracket": '<row r="2"><c r="A2" t="str"><v>a]]></v></c></row>',
    "open": '<row r="2"><c r="A2" t="str"><v>a</v></c>',
    "far": '<row r="2"><c r="XFE2" t="str"><v>a</v></c></row>',
    "none": '<row r="0"><c r="A2" t="str"><v>a</v></c></row>',
    "back": '<row r="3"><c r="A3" t="str"><v>a</v></c></row><row r="2"><c r="A2"><v>1</v></c>'
            "</row>",
    "pointless": '<row r="2"><c r="A2" t="s"><v>9</v></c></row>',
    "no number": '<row r="2"><c r="A2"><v>x</v></c></row>',
    "fault": '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2" t="b"><v>1</v></c></row>',
    "words": '<row r="2">words<c r="A2"><v>1</v></c></row>and '
             '<row r="3"><c r="A3"><v>1</v></c></row>',
}  # fmt: skip
AROUND = (
    '<worksheet xmlns="x"><sheetData>{}</sheetData></worksheet>',
    '<?xml version="1.0" encoding="ISO-8859-1"?><worksheet><sheetData>{}</sheetData></worksheet>',
    '<worksheet><sheetData ><!-- <sheetData><row r="1"><c r="A1"><v>5</v></c></row> -->'
    "{}</sheetData></worksheet>",
    '<?xml version="1.0"?><worksheet><sheetData ><?x <sheetData><row r="1"><c r="A1"><v>5</v>'
    "</c></row>?>{}</sheetData></worksheet>",
    '<worksheet><!--<sheetData>--><sheetData>{}</sheetData>'
    '<mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>',
)  # fmt: skip
TEXTS = '<sst count="2"><si><t>type</t></si><si><r><t>rich </t></r><r><t>å</t></r></si></sst>'


def packed(sheet: bytes, texts: str = TEXTS) -> bytes:
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "xl/workbook.xml": '<workbook><sheets><sheet name="survey" id="1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": (
            f'<r><Relationship Id="1" Type="{related}/worksheet" Target="a.xml"/>'
            f'<Relationship Id="2" Type="{related}/sharedStrings" Target="b.xml"/></r>'
        ),
        "xl/b.xml": texts,
        "xl/a.xml": sheet,
    }
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", 8) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return into.getvalue()


def told(data: bytes) -> tuple[object, ...]:
    findings = Findings()
    try:
        return excel.read(data, findings), findings.problems()
    except Unreadable as fault:
        return fault.code, fault.values


def alike(data: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[object, ...]:
    """What is read, which is what the XML reader alone reads."""
    made = told(data)
    with monkeypatch.context() as only:
        only.setattr(Sieve, "_open", Sieve.give_up)
        assert made == told(data)
    return made


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
def test_rows_are_read_as_the_xml_reader_reads_them(
    rows: str, around: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = "".join(f'<row r="{at}"><c r="B{at}"><v>{at}</v></c></row>' for at in range(6, 9))
    alike(packed(around.format(HEAD + rows + more).encode("latin-1")), monkeypatch)


def test_every_place_where_a_piece_ends_reads_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = "".join(ROWS[name] for name in ("plain", "reference", "formula"))
    data = packed(AROUND[-1].format(HEAD + sound).encode())
    whole = told(data)
    for size in (1, 7, 64):
        monkeypatch.setattr("survey.forms.read.excel_parts._PIECE", size)
        assert alike(data, monkeypatch) == whole


@pytest.mark.parametrize("cell", [
    '<c r="A2" t="str"><v>{}</v></c>', '<c r="A2" t="inlineStr"><is><t>{}</t></is></c>',
    '<c r="C2" t="str"><v>{}</v></c>',
])  # fmt: skip
def test_a_cell_is_too_long_however_it_is_read(
    cell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("survey.forms.read.excel_cells.LONGEST_TEXT", 30)
    rows = f'{HEAD}<row r="2">{cell}</row>'
    assert alike(packed(AROUND[0].format(rows.format("y" * 31)).encode()), monkeypatch) == (
        "cell-too-long", {"most": 30}
    )
    alike(packed(AROUND[0].format(rows.format("y" * 30)).encode()), monkeypatch)


def test_a_comment_that_hides_rows_hides_them(monkeypatch: pytest.MonkeyPatch) -> None:
    book, _ = alike(packed(AROUND[0].format(HEAD + ROWS["commented"]).encode()), monkeypatch)
    assert [row.cells for sheet in book.sheets for row in sheet.rows] == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("texts", [
    "<sst><si><t>type</t></si><si><t>a &lt; b</t></si></sst>",
    "<sst><!-- <si><t>no</t></si> --><si><t>type</t></si><si><t> x005F_b\xa0c</t></si></sst>",
    '<x:sst xmlns:x="y"><x:si><x:t>type</x:t></x:si><x:si><x:t>b</x:t></x:si></x:sst>',
    "<sst><si><t>type</t><rPh><t>no</t></rPh></si><si><t/></si></sst>",
    "<sst><si><t>type</t></si><si><t>b</si></sst>",
])  # fmt: skip
def test_shared_texts_are_read_as_the_xml_reader_reads_them(
    texts: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alike(packed(AROUND[0].format(HEAD + ROWS["plain"]).encode(), texts), monkeypatch)


def test_rows_of_the_usual_shape_never_reach_the_xml_reader() -> None:
    met: list[bytes] = []

    class Counted:
        XmlDeclHandler = None

        def Parse(self, data: bytes, last: bool = False) -> int:
            met.append(data)
            return 1

    from survey.forms.read.excel_cells import _BEHIND, ROW

    taken: list[str] = []
    sieve = Sieve(Counted(), _BEHIND, ROW, lambda row: taken.append(row[1]), lambda: True)  # type: ignore[arg-type]
    head = HEAD.encode()
    for piece in (b"<worksheet><sheetData>", head[:20], head[20:], b"</sheetData>"):
        sieve.feed(piece)
    sieve.feed(b"", True)
    assert taken == ["1"]
    assert b"".join(met) == b"<worksheet><sheetData></sheetData>"

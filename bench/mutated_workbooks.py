"""Workbooks with random damage: does anything but problems ever come out of the reader?

``python -m bench.mutated_workbooks [--count 2000] [--seed 1]`` mutates cells, bytes and parts of
workbooks; prints how many were read and how many refused, and every exception with its seed.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
import traceback
import zipfile
from collections import Counter
from dataclasses import dataclass

from survey.forms.canonical import read_canonical, write_form
from survey.forms.read.form import read_form
from survey.forms.write.xlsx import write_xlsx

SURVEY = [
    ["type", "name", "label::sv", "label::en", "hint", "relevant", "constraint", "calculation",
     "appearance", "parameters", "choice_filter", "default", "trigger", "repeat_count",
     "bind::odk:x", "media::image", "required", "x_id"],
    ["begin_group", "g", "Grupp", "Group", "", "", "", "", "field-list"],
    ["integer", "age", "Ålder", "Age", "år", "", ". > 0 and . < 120"],
    ["select_one towns or_other", "town", "Ort", "Town", "", "${age} > 17"],
    ["end_group"],
    ["begin_repeat", "r", "Barn", "Child", "", "", "", "", "", "", "", "", "", "${age} div 20"],
    ["text", "first", "Namn", "Name", "", "", "", "", "", "rows=3"],
    ["range", "mark", "Betyg", "Mark", "", "", "", "", "x-rating-faces", "start=1 end=5 step=1"],
    ["end_repeat"],
    ["calculate", "sum", "", "", "", "", "", "sum(${mark}) + count(${r})"],
    ["select_multiple towns", "more", "Fler", "More", "", "", "", "", "minimal",
     "randomize=true", "state = 'a'", "", "${age}"],
    ["select_one_from_file far.csv", "far", "Fjärran", "Far"],
    ["begin loop over towns", "l", "Slinga", "Loop"],
    ["integer", "n", "%(label)s", "%(label)s"],
    ["end loop"],
    ["note", "", "Hej ${age}", "Hi ${age}"],
]  # fmt: skip
CHOICES = [
    ["list_name", "name", "label::sv", "label::en", "state", "a b"],
    ["towns", "v", "Väsby", "Vasby", "a", "x"],
    ["towns", "s", "Solna", "Solna", "b", "y"],
]
SETTINGS = [["form_title", "form_id", "version", "default_language"], ["T", "f", "1", "sv"]]
ENTITIES = [["list_name", "label"], ["people", "${age}"]]
HOSTILE = [
    "", " ", "${", "${}", "${nobody}", "${age", "}", "((((" * 40, "[" * 300, "1" * 400, "'", '"',
    "begin_group", "end_group", "begin_repeat", "end_repeat", "begin loop over towns", "end loop",
    "select_one", "select_one ", "select_one towns", "select_multiple ${r}", "select_one ${first}",
    "rank towns", "osm a", "audit", "calculate", "range", "geopoint", "csv-external", "note",
    "meta", "data", "g", "a b", "1a", "é", "\U0001f600", "a:b", "a::b::c", "label", "bind", "media",
    "body::x", "label::", "::", ":", "jr:count", "hint:sv", "name", "type", "NaN", "1e999", "-0",
    "start=a", "start=1 end=nan", "step=0", "a=b=c", "=", "randomize=true seed=${age}", "true()",
    "tick_labelset=towns", "reference-geometry=${r}", "not(", "if(1)", ". = ${age}", "${sum}",
    "../../..", "//a", "a[b[c[d]]]", "pulldata('x','y','z',1)", "instance('towns')/root/item",
    "%(name", "%s", "100%", "yes", "no", "table-list", "search('x')", "x-points", "x-rating-9",
    "\x00", "\x0b", "a\nb", "\u202e", "jr://images/x", "list#a", "#", "000", "=1+1", "last-saved#a",
    "${last-saved#age}", "00000000-0000-0000-0000-000000000000", "a" * 40_000, "or_other",
]  # fmt: skip


@dataclass
class Book:
    """Sheets of rows of cells, to be changed at will."""

    sheets: dict[str, list[list[str]]]

    @classmethod
    def fresh(cls) -> Book:
        """The form that everything starts from."""
        named = {"survey": SURVEY, "choices": CHOICES, "settings": SETTINGS, "entities": ENTITIES}
        return cls({name: [list(row) for row in rows] for name, rows in named.items()})

    def change(self, dice: random.Random) -> None:
        """One random change to a cell, a row, a column or a sheet."""
        name = dice.choice(list(self.sheets))
        rows = self.sheets[name]
        way = dice.randrange(8)
        if way == 0 and len(self.sheets) > 1:
            self.sheets[dice.choice(["Survey", "x", "setings", "osm"])] = self.sheets.pop(name)
        elif way == 1 and rows:
            rows.insert(dice.randrange(len(rows) + 1), list(dice.choice(rows)))
        elif way == 2 and rows:
            del rows[dice.randrange(len(rows))]
        elif way == 3 and len(rows) > 1:
            a, b = dice.randrange(len(rows)), dice.randrange(len(rows))
            rows[a], rows[b] = rows[b], rows[a]
        elif rows:
            row = dice.choice(rows)
            at = dice.randrange(len(row) + 2)
            row += [""] * (at + 1 - len(row))
            row[at] = dice.choice(HOSTILE)

    def markdown(self) -> bytes:
        """As tables of text."""
        lines = []
        for name, rows in self.sheets.items():
            lines.append(f"| {name} |")
            lines += ["| | " + " | ".join(c.replace("\n", " ") for c in row) + " |" for row in rows]
        return "\n".join(lines).encode("utf-8", "surrogatepass")

    def excel(self) -> bytes:
        """As a workbook."""
        from openpyxl import Workbook
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        book = Workbook()
        book.remove(book.active)
        for name, rows in self.sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row])
        into = io.BytesIO()
        book.save(into)
        return into.getvalue()


def mutated(seed: int) -> bytes:
    """The workbook of a seed."""
    dice = random.Random(seed)
    book = Book.fresh()
    for _ in range(dice.randrange(1, 4)):
        book.change(dice)
    way = dice.randrange(6)
    if way < 3:
        return book.markdown()
    data = book.excel()
    if way == 3:
        return data
    return _torn(data, dice) if way == 4 else _torn_part(data, dice)


def _torn(data: bytes, dice: random.Random) -> bytes:
    torn = bytearray(data)
    for _ in range(dice.randrange(1, 20)):
        torn[dice.randrange(len(torn))] = dice.randrange(256)
    return bytes(torn[: dice.randrange(1, len(torn))] if dice.random() < 0.3 else torn)


def _torn_part(data: bytes, dice: random.Random) -> bytes:
    """One part of the workbook damaged, the archive around it sound."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(into, "w") as new:
        names = old.namelist()
        victim = dice.choice(names)
        for name in names:
            part = old.read(name)
            new.writestr(name, _torn(part, dice) if name == victim and part else part)
    return into.getvalue()


def trial(seed: int) -> str:
    """``read`` or ``refused``; raises whatever the reader lets out."""
    reading = read_form(mutated(seed), "form")
    told = [problem.plain() for problem in reading.problems]
    if reading.form is None:
        if not any(problem["severity"] == "error" for problem in told):
            raise AssertionError("refused without a reason")
        return "refused"
    back, _ = read_canonical(write_form(reading.form))
    if back != reading.form:
        raise AssertionError("the form is not the same after JSON")
    if read_form(write_xlsx(reading.form), "form").form is None:
        raise AssertionError("what was written cannot be read")
    return "read"


def main() -> int:
    """Run the trials; exit 1 when an exception left the reader."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    counts: Counter[str] = Counter()
    slowest = 0.0
    for seed in range(args.seed, args.seed + args.count):
        began = time.perf_counter()
        try:
            counts[trial(seed)] += 1
        except Exception:
            counts["exceptions"] += 1
            print(f"seed {seed}:\n{traceback.format_exc(limit=-4)}")
        slowest = max(slowest, time.perf_counter() - began)
    print(dict(counts), f"slowest {slowest:.2f} s")
    return 1 if counts["exceptions"] else 0


if __name__ == "__main__":
    sys.exit(main())

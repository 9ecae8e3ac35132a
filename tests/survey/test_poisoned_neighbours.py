"""Files beside a form that are links, damaged or far too large, and names that lead elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from survey.forms.engine import loading, tables
from survey.forms.engine.loading import beside
from survey.forms.engine.trying import tried
from tests.forms import still, table

HEAD = "| survey |\n| | type | name | label |\n"


def told(files: dict[str, bytes], *asked: str) -> list[tuple[str, str]]:
    rows = "".join(
        f"| | select_one_from_file {name} | q{at} | Q |\n" for at, name in enumerate(asked)
    )
    found = tried(table(HEAD + rows), still(files=files))
    return [(problem.code, problem.values["file"]) for problem in found]


def test_a_link_is_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("s")
    folder, other = tmp_path / "form", tmp_path / "other"
    (folder / "media").mkdir(parents=True)
    (folder / "a.csv").symlink_to(tmp_path / "secret.txt")
    (folder / "media" / "b.csv").symlink_to(tmp_path / "secret.txt")
    (folder / "media" / "c.csv").write_text("name")
    other.mkdir()
    (other / "media").symlink_to(tmp_path, target_is_directory=True)
    read = beside(folder)
    assert read("jr://file-csv/a.csv") is None
    assert read("jr://file-csv/b.csv") is None
    assert read("jr://file-csv/c.csv") == b"name"
    assert beside(other)("jr://file/secret.txt") is None


def test_what_is_no_ordinary_file_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    read = beside(tmp_path)
    assert read("jr://file-csv/folder.csv") is None
    assert read("jr://file-csv/pipe.csv") is None  # nobody writes into it: nothing may wait


def test_a_name_that_leads_elsewhere_on_some_system_is_not_there(tmp_path: Path) -> None:
    for name in ("a\\b.csv", "c:b.csv"):
        (tmp_path / name).write_text("name")
    read = beside(tmp_path)
    for name in ("a\\b.csv", "c:b.csv", "..", ".", "x\0y.csv", "l" * 300 + ".csv", "\ud800.csv"):
        assert read(f"jr://file-csv/{name}") is None


def test_a_file_over_the_limit_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "LARGEST", 4)
    (tmp_path / "a.csv").write_text("name")
    (tmp_path / "b.csv").write_text("names")
    assert (beside(tmp_path)("a.csv"), beside(tmp_path)("b.csv")) == (b"name", None)


def test_every_table_is_opened_when_a_form_is_tried() -> None:
    files = {
        "jr://file-csv/good.csv": b"name,label\na,A\n", "jr://file/map.geojson": b"[" * 100_000,
        "jr://file/tree.xml": b"<root><item>",
    }  # fmt: skip
    assert told(files, "good.csv", "gone.csv", "map.geojson", "tree.xml") == [
        ("table-missing", "jr://file-csv/gone.csv"),
        ("table-unreadable", "jr://file/map.geojson"),
        ("table-unreadable", "jr://file/tree.xml"),
    ]


def test_a_table_of_more_than_fits_is_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_CELLS", 50)
    monkeypatch.setattr(tables, "MOST_VALUES", 50)
    small = {"jr://file-csv/t.csv": b"name\n" + b"a\n" * 10}
    large = {"jr://file-csv/t.csv": b"name\n" + b"a\n" * 20}
    wide = {"jr://file/t.geojson": b'{"features":[' + b"{}," * 50 + b"{}]}"}
    assert told(small, "t.csv") == []
    assert told(large, "t.csv") == [("table-unreadable", "jr://file-csv/t.csv")]
    assert told(wide, "t.geojson") == [("table-unreadable", "jr://file/t.geojson")]

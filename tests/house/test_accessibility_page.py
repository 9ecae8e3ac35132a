"""The page on accessibility names tests; each of them is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "accessibility.md"
NAMED = re.compile(r"`(?:tests/[a-z]+/)?(?P<file>test_[a-z_]+\.py)?(?:::(?P<test>test_\w+))?`")


def test_every_test_that_the_page_names_is_there() -> None:
    files = {path.name: path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")}
    last, seen, wrong = "", 0, []
    for found in NAMED.finditer(PAGE.read_text("utf-8")):
        last = found["file"] or last
        if not found["file"] and not found["test"]:
            continue
        seen += 1
        named = found["test"]
        if last not in files or (named and f"def {named}(" not in files[last]):
            wrong.append(found[0])
    assert seen > 40
    assert wrong == []

"""Files beside a form that its questions look things up in, by how questions name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

_PULLDATA = re.compile(r"pulldata\s*\(\s*(.*?),")
_SEARCH = "search("

LAST_SAVED = "__last-saved"
LAST_SAVED_SOURCE = "jr://instance/last-saved"
ASKS_LAST_SAVED = re.compile(r"\$\{last-saved#")


def parted(name: str) -> tuple[str, str]:
    """A file's name without its ending, and the ending with its dot."""
    ending = PurePosixPath(name).suffix
    return name[: len(name) - len(ending)], ending


def of_file(file: str) -> tuple[str, str]:
    """Id and source of the table in a file of choices."""
    name, ending = parted(file)
    folder = "file-csv" if ending == ".csv" else "file"
    return name, f"jr://{folder}/{file}"


def searches(appearance: str) -> bool:
    """Does an appearance look choices up by ``search()``?"""
    return any(")" in line.partition(_SEARCH)[2] for line in appearance.split("\n"))


def pulled(formulas: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Id and source of every table that ``pulldata()`` reads in the formulas."""
    for text in formulas:
        if "pulldata(" in text:
            for call in _PULLDATA.finditer(text):
                name = call[1].replace("'", "").replace('"', "").strip()
                yield name, f"jr://file-csv/{name}.csv"

"""Reads finished PDFs back the way a reader, a screen reader and a camera do (poppler, zxing)."""

from __future__ import annotations

import re
import subprocess
import zlib
from dataclasses import dataclass
from pathlib import Path

import zxingcpp
from PIL import Image

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_PLACE = re.compile(r'<word xMin="[^"]*" yMin="([^"]*)" xMax="([^"]*)" yMax="([^"]*)"')
_FONT = re.compile(r"^(\S+) .* (yes|no) +(?:yes|no) +(?:yes|no) +\d+ +\d+$", re.MULTILINE)


def info(pdf: Path) -> dict[str, str]:
    """What pdfinfo says, by name."""
    lines = _poppler("pdfinfo", str(pdf)).splitlines()
    return {name.strip(): said.strip() for name, _, said in (line.partition(":") for line in lines)}


def text(pdf: Path) -> str:
    """All text as laid out on the page, with plain blanks and no break marks."""
    said = _poppler("pdftotext", "-layout", str(pdf), "-")
    return said.replace("\u00a0", " ").replace("\u200b", "").replace("\u00ad", "")


def flowing(pdf: Path) -> str:
    """All text in reading order as one line with single blanks."""
    said = _poppler("pdftotext", str(pdf), "-")
    return " ".join(said.replace("\u200b", "").replace("\u00ad", "").split())


@dataclass(frozen=True, slots=True)
class Word:
    """One word's place on its page, in points from the upper left corner."""

    top: float
    right: float
    bottom: float


def words(pdf: Path) -> list[Word]:
    """Every word with its place on the page."""
    found = _PLACE.findall(_poppler("pdftotext", "-bbox", str(pdf), "-"))
    assert found, "a page without words is no page of ours"
    return [Word(float(top), float(right), float(bottom)) for top, right, bottom in found]


def tags(pdf: Path) -> str:
    """The structure that a screen reader follows."""
    return _poppler("pdfinfo", "-struct", str(pdf))


def fonts(pdf: Path) -> dict[str, bool]:
    """Each font's name without its subset mark, and whether it is embedded."""
    found = _FONT.findall(_poppler("pdffonts", str(pdf)))
    return {name.split("+")[-1]: embedded == "yes" for name, embedded in found}


def inside(pdf: Path) -> bytes:
    """The file's bytes with every compressed stream opened."""
    raw = pdf.read_bytes()
    opened = [raw]
    for stream in _STREAM.findall(raw):
        try:
            opened.append(zlib.decompress(stream))
        except zlib.error:
            opened.append(stream)
    return b"\n".join(opened)


def read_qr(pdf: Path) -> str:
    """What a camera reads from the first page."""
    target = pdf.with_name(f"{pdf.stem}-page")
    _poppler("pdftoppm", "-r", "100", "-png", "-gray", "-singlefile", str(pdf), str(target))
    with Image.open(target.with_suffix(".png")) as page:
        found = zxingcpp.read_barcodes(page)
    assert len(found) == 1, "one code on the page, and it can be read"
    return found[0].text


def _poppler(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode("utf-8", errors="replace")

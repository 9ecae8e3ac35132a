"""One printed page with a QR code: fonts, colours, text in a column, the code itself."""

from __future__ import annotations

import io
from functools import cache

import qrcode
from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from admin.reports.printable import printable
from assets import theme

WIDTH, HEIGHT = A4
TEXT, STRONG, HEADING = "NotoSans-Regular", "NotoSans-Bold", "Raleway-Bold"
_SHORT = 120


class TooMuchForQr(ValueError):
    """The text does not fit in a QR code."""


@cache
def _register_fonts() -> None:
    for file in theme.font_files():
        if file.stem in (TEXT, STRONG, HEADING):
            pdfmetrics.registerFont(TTFont(file.stem, str(file)))


class Sheet:
    """An A4 page under the pen. Lengths are in points, y is measured from the page's top."""

    def __init__(self, title: str, language: str) -> None:
        _register_fonts()
        self._made = io.BytesIO()
        self.canvas = Canvas(self._made, pagesize=A4, invariant=1, lang=language)
        self.canvas.setTitle(printable(title))
        self.canvas.setCreator("Värdera")
        self.colours = theme.load()

    def text(
        self, x: float, y: float, said: str, *, font: str = TEXT, size: float = 12,
        colour: str = "", width: float = 0, leading: float = 1.4, centred: bool = False,
    ) -> float:  # fmt: skip
        """Lines from baseline ``y`` down, broken at ``width``; gives the next baseline."""
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(HexColor(colour or self.colours.text))
        for line in lines_of(said, font, size, width or WIDTH):
            if centred:
                self.canvas.drawCentredString(x, HEIGHT - y, line)
            else:
                self.canvas.drawString(x, HEIGHT - y, line)
            y += size * leading
        return y

    def box(
        self, x: float, y: float, width: float, height: float, *, fill: str, radius: float = 0
    ) -> None:
        """A filled rectangle whose upper left corner is (x, y)."""
        self.canvas.setFillColor(HexColor(fill))
        self.canvas.roundRect(x, HEIGHT - y - height, width, height, radius, stroke=0, fill=1)

    def line(self, x: float, y: float, width: float, colour: str) -> None:
        """A thin line to the right."""
        self.canvas.setStrokeColor(HexColor(colour))
        self.canvas.setLineWidth(0.75)
        self.canvas.line(x, HEIGHT - y, x + width, HEIGHT - y)

    def qr(self, x: float, y: float, side: float, holds: str) -> None:
        """A QR code with its white margin inside ``side``. Raises TooMuchForQr."""
        rows = _modules(holds)
        step = side / len(rows)
        self.box(x, y, side, side, fill="#FFFFFF")
        path = self.canvas.beginPath()
        for down, row in enumerate(rows):
            for start, end in _runs(row):
                below = HEIGHT - y - (down + 1) * step
                path.rect(x + start * step, below, (end - start) * step, step)
        self.canvas.setFillColor(HexColor("#000000"))
        self.canvas.drawPath(path, stroke=0, fill=1)

    def pdf(self) -> bytes:
        """The finished page; the same marks give the same bytes."""
        self.canvas.showPage()
        self.canvas.save()
        return self._made.getvalue()


def lines_of(said: str, font: str, size: float, width: float) -> list[str]:
    """The text broken into lines of at most ``width``; a word that is too long is cut too."""
    _register_fonts()
    found = []
    for line in simpleSplit(printable(said).replace("\u200b", ""), font, size, width):
        while pdfmetrics.stringWidth(line, font, size) > width and len(line) > 1:
            fits = len(line) - 1
            while fits > 1 and pdfmetrics.stringWidth(line[:fits], font, size) > width:
                fits -= 1
            fits = _after_a_stroke(line, fits)
            found.append(line[:fits])
            line = line[fits:]
        found.append(line)
    return found


def _after_a_stroke(line: str, fits: int) -> int:
    """Where to break a word that is too long: behind its last stroke or dash, as in an address."""
    stroke = max(line.rfind(sign, fits // 3, fits) for sign in "/-.?&=_")
    return stroke + 1 if stroke > 0 else fits


def shortened(said: str, font: str, size: float, width: float, most: int) -> str:
    """The text cut to ``most`` lines, with an ellipsis where something is left out."""
    lines = lines_of(said, font, size, width)
    if len(lines) <= most:
        return said
    return " ".join(lines[:most])[:-1].rstrip() + "…"


def fitting_size(said: str, font: str, sizes: tuple[float, ...], width: float, most: int) -> float:
    """The largest of ``sizes`` at which the text takes at most ``most`` lines, else the last."""
    return next((s for s in sizes if len(lines_of(said, font, s, width)) <= most), sizes[-1])


def margin() -> float:
    """The margin on every side that any printer leaves alone."""
    return 20 * mm


def qr_svg(holds: str) -> str:
    """A QR code with its white margin as SVG, a unit per module. Raises TooMuchForQr."""
    rows = _modules(holds)
    drawn = "".join(
        f"M{start} {down}h{end - start}v1h-{end - start}z"
        for down, row in enumerate(rows) for start, end in _runs(row)
    )
    side = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        f'width="{side}" height="{side}"><path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>'
        f'<path fill="#000" d="{drawn}"/></svg>'
    )


def _modules(holds: str) -> list[list[bool]]:
    strength = ERROR_CORRECT_Q if len(holds) <= _SHORT else ERROR_CORRECT_M
    code = qrcode.QRCode(error_correction=strength, border=4)
    try:
        code.add_data(holds)
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:
        raise TooMuchForQr("the text is too long for a QR code; make it shorter") from error
    return [list(map(bool, row)) for row in code.get_matrix()]


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where dark runs begin and end, so that no hairline shows between modules."""
    runs: list[tuple[int, int]] = []
    start = None
    for i, dark in enumerate([*row, False]):
        if dark and start is None:
            start = i
        elif not dark and start is not None:
            runs.append((start, i))
            start = None
    return runs

"""The recovery sheet: the one paper that opens a workspace when the passphrase is lost."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from reportlab.lib.units import mm

from admin.reports.figures import Figures
from admin.reports.keeping import keep
from admin.reports.sheet import HEADING, STRONG, TEXT, WIDTH, Sheet, fitting_size, margin
from assets.words import Words
from storage.seal.recovery import read_code, recovery_secret, sheet_name, write_sheet_name

_GROUP = 4
_GROUPS_ON_A_LINE = 3
_LINE = 32


def write_recovery_sheet(
    out: Path, *, workspace_name: str, code: str, words: Words, made: datetime
) -> Path:
    """Write the sheet to ``out``, readable by its owner only. The file is as secret as the code.

    ``made`` is an aware time; its date is printed as it stands. Raises WrongKey when ``code`` is
    none, and OSError.
    """
    sheet = Sheet(words("Recovery sheet"), words.language)
    named = words(
        "Made {day}. Sheet {name}", day=Figures(words).day(made.date()),
        name=write_sheet_name(sheet_name(recovery_secret(read_code(code)))),
    )
    y = _head(sheet, workspace_name, words, named)
    y = _code(sheet, y, code, words)
    for title, says in _advice(words):
        y = sheet.text(margin(), y, title, font=HEADING, size=17) + 2
        for one in says:
            y = sheet.text(margin(), y, one, size=14, width=WIDTH - 2 * margin()) + 3
        y += 9
    return keep(sheet.pdf(), out, private=True)


def groups(code: str) -> list[str]:
    """The code's signs in fours, whatever dashes or spaces it was written with."""
    signs = "".join(c for c in code if c.isalnum())
    return [signs[i : i + _GROUP] for i in range(0, len(signs), _GROUP)]


def _head(sheet: Sheet, workspace_name: str, words: Words, named: str) -> float:
    colours = sheet.colours
    left, width = margin(), WIDTH - 2 * margin()
    sheet.box(left, 20 * mm, width, 3, fill=colours.bad)
    y = sheet.text(left, 30 * mm, words("Secret. Keep it locked up."), font=STRONG, size=13)
    y = sheet.text(left, y + 22, words("Recovery sheet"), font=HEADING, size=34, leading=1.1)
    size = fitting_size(workspace_name, TEXT, (17, 14, 11), width, 1)
    y = sheet.text(left, y, workspace_name, size=size, colour=colours.text_soft, width=width)
    return 8 + sheet.text(left, y, named, size=12, colour=colours.text_soft)


def _code(sheet: Sheet, y: float, code: str, words: Words) -> float:
    """The QR code to the left, the same code to read aloud or type to the right."""
    left, side = margin(), 66 * mm
    quiet_edge = 5 * mm
    sheet.qr(left - quiet_edge, y - quiet_edge, side + 2 * quiet_edge, code)
    x = left + side + 10 * mm
    below = sheet.text(x, y + 4 * mm, words("The code"), font=HEADING, size=16) + 4
    across = (WIDTH - margin() - x) / _GROUPS_ON_A_LINE
    for n, four in enumerate(groups(code)):
        row, column = divmod(n, _GROUPS_ON_A_LINE)
        here, line = x + column * across, below + row * _LINE
        sheet.text(here, line, str(n + 1), size=9, colour=sheet.colours.text_quiet)
        sheet.text(here + 15, line, four, font=STRONG, size=19)
        if column == 0:
            sheet.line(x, line + 9, WIDTH - margin() - x, sheet.colours.outline_soft)
    rows = -(-len(groups(code)) // _GROUPS_ON_A_LINE)
    return max(below + rows * _LINE, y + side) + 15 * mm


def _advice(words: Words) -> list[tuple[str, list[str]]]:
    return [
        (
            words("What it is"),
            [
                words(
                    "With this code the workspace can be opened when the passphrase is lost. "
                    "Whoever holds the sheet can read every answer."
                )
            ],
        ),
        (
            words("How to keep it"),
            [
                words("Print two sheets and keep them in two locked places, such as safes."),
                words("Do not photograph or copy it, and do not send it by e-mail."),
                words("Delete the file when the sheets are printed."),
            ],
        ),
        (
            words("How to use it"),
            [
                words(
                    "1. On the start page choose the workspace's folder, then “Open with the "
                    "recovery code”."
                ),
                words(
                    "2. Type the fourteen groups, or read the QR code with a scanner. "
                    "Spaces and capital letters do not matter, and O is read as zero."
                ),
                words("3. Choose a new passphrase. The sheet still works afterwards."),
                words(
                    "Bundles can be opened with it even without the program, by "
                    "docs/recovery/open_bundle.py."
                ),
            ],
        ),
    ]

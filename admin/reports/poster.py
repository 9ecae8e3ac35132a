"""The poster that invites to a survey: seen from across a room, calm, in Swedish and English."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from reportlab.lib.units import mm

from admin.reports.faces import draw_face
from admin.reports.figures import Figures
from admin.reports.keeping import keep
from admin.reports.sheet import (
    HEADING,
    HEIGHT,
    STRONG,
    TEXT,
    WIDTH,
    Sheet,
    fitting_size,
    margin,
    shortened,
)
from assets.words import LANGUAGES, Words
from survey.campaign import Campaign
from survey.forms.model import said

_FIELD = 124 * mm
_FACE = 13 * mm


def write_poster(
    out: Path, *, campaign: Campaign, url_or_text: str, language: str, words: Words, made: datetime
) -> Path:
    """Write an A4 poster to ``out``; ``url_or_text`` is what the QR code holds.

    ``language`` stands first and large, the program's other language below it; ``words`` are
    those of ``language``. ``made`` is printed as the day of the poster.
    Raises TooMuchForQr when the text does not fit in a QR code, OSError.
    """
    title = said(campaign.title, language)
    sheet = Sheet(title, language)
    second = Words(next(other for other in LANGUAGES if other != language))
    _field(sheet, campaign, title, words)
    _faces(sheet)
    _invitation(sheet, words, second, url_or_text)
    _foot(sheet, campaign, words, Figures(words).day(made.date()))
    return keep(sheet.pdf(), out)


def _field(sheet: Sheet, campaign: Campaign, title: str, words: Words) -> None:
    """The coloured upper half with the question and the survey's title."""
    colours = sheet.colours
    left, width = margin(), WIDTH - 2 * margin()
    white, soft = colours.text_on_action, colours.action_soft
    sheet.box(0, 0, WIDTH, _FIELD, fill=colours.action)
    whose = shortened(campaign.organisation, TEXT, 14, width, 1)
    sheet.text(left, 25 * mm, whose, size=14, colour=soft, width=width)
    size = fitting_size(title, HEADING, (54, 46, 38, 30, 24), width, 3)
    shown = shortened(title, HEADING, size, width, 3 if size > 30 else 4)
    y = sheet.text(
        left, 50 * mm, shown, font=HEADING, size=size, colour=white, width=width, leading=1.12
    )
    period = Figures(words).period(campaign.first_day, campaign.last_day)
    sheet.text(left, min(y - 4, _FIELD - 21 * mm), period, size=15, colour=soft)


def _faces(sheet: Sheet) -> None:
    """Five faces from displeased to pleased, half over the field's edge."""
    many = len(sheet.colours.faces)
    between = (WIDTH - 2 * margin() - 2 * _FACE) / (many - 1)
    for n in range(many):
        x = margin() + _FACE + n * between
        draw_face(sheet.canvas, (x, HEIGHT - _FIELD), _FACE, n, sheet.colours)


def _invitation(sheet: Sheet, words: Words, second: Words, holds: str) -> None:
    """The QR code, and beside it the invitation in both languages."""
    colours = sheet.colours
    top, side = _FIELD + 30 * mm, 80 * mm
    sheet.qr(margin() - 8 * mm, top - 8 * mm, side + 16 * mm, holds)
    x = margin() + side + 10 * mm
    width = WIDTH - margin() - x
    y = top + 8 * mm
    for language, large in ((words, True), (second, False)):
        ink = colours.text if large else colours.text_soft
        heading = _question(language)
        size = fitting_size(heading, HEADING, (28, 24, 20) if large else (18, 16), width, 2)
        y = sheet.text(
            x, y, heading, font=HEADING, size=size, colour=ink, width=width, leading=1.15
        )
        body = 14 if large else 12
        for one in (_way(language, holds), _promise(language)):
            y = sheet.text(x, y + 3, one, size=body, colour=ink, width=width)
        y += 10 * mm
    _holds(sheet, words, holds, side, top + side + 6 * mm)


def _question(words: Words) -> str:
    return words("What do you think?")


def _promise(words: Words) -> str:
    return words("It takes a few minutes. We do not ask who you are.")


def _way(words: Words, holds: str) -> str:
    """How to answer: only a web address can be answered on one's own phone."""
    if holds.startswith(("https://", "http://")):
        return words("Scan the code with your phone, or answer on the tablet here.")
    return words("Answer on the tablet here. Scan the code to take the invitation with you.")


def _holds(sheet: Sheet, words: Words, holds: str, width: float, y: float) -> None:
    """What the code holds, so that nobody need scan something unknown; the start of a long text."""
    quiet = sheet.colours.text_quiet
    y = sheet.text(margin(), y, words("The code holds this text"), size=10, colour=quiet)
    size = fitting_size(holds, STRONG, (12, 10.5, 9), width, 2)
    shown = shortened(holds, STRONG, size, width, 3)
    sheet.text(margin(), y + 1, shown, font=STRONG, size=size, width=width)


def _foot(sheet: Sheet, campaign: Campaign, words: Words, day: str) -> None:
    quiet, width = sheet.colours.text_quiet, WIDTH - 2 * margin()
    y = HEIGHT - 17 * mm
    sheet.line(margin(), y - 14, width, sheet.colours.outline_soft)
    contact = campaign.contact or campaign.organisation
    asked = words("Questions: {contact}", contact=contact)
    size = fitting_size(asked, TEXT, (10, 8, 7), width * 0.7, 1)
    line = shortened(asked, TEXT, size, width * 0.7, 1)
    sheet.text(margin(), y, line, size=size, colour=quiet)
    sheet.canvas.setFont(TEXT, 10)
    sheet.canvas.drawRightString(WIDTH - margin(), HEIGHT - y, day)

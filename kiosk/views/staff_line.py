"""One quiet line for staff, where nobody answers. Before people it only calls for them, where they
are needed; on a page that is staff's own it says what waits, and what is in the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from assets.words import Words
from kiosk.staff.troubles import explained
from kiosk.style import Style, set_text_colour
from survey.late import dataclass

if TYPE_CHECKING:
    from kiosk.carrying import Standing

_PASSES = ("", "place-gone", "place-not-here", "busy")
"""What is in the way and goes by itself, or with the stick: nobody has to come for it."""

_HEIGHT = 26
_SIDE = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """The kiosk's own number, and the survey's zone; None where there is no survey. ``shut``: there
    is no PIN, so staff cannot get in."""

    number: str = ""
    zone: tzinfo | None = None
    shut: bool = False


class StaffLine(QLabel):
    """Lies at the lower edge, below everything else."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._standing: Standing | None = None
        self._words: Words | None = None
        self._kiosk = Who()
        self._whole = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def dress(self, style: Style, words: Words, *, whole: bool) -> None:
        """The looks and the language; ``whole`` tells everything, for the page is staff's."""
        self._words, self._whole = words, whole
        self.setFont(Style(style.theme, min(style.percent, 125)).text(15))
        set_text_colour(self, style.colour("text_quiet"))
        self._say()
        self.raise_()

    def tell(self, standing: Standing) -> None:
        """How things stand now."""
        self._standing = standing
        self._say()

    def name(self, kiosk: Who) -> None:
        """Which kiosk this is, and whose hours it tells."""
        self._kiosk = kiosk
        self._say()

    def tell_hours(self, zone: tzinfo | None) -> None:
        """Whose hours it tells where nobody can be asked; None where that is not known."""
        self.name(replace(self._kiosk, zone=zone or self._kiosk.zone))

    def settle(self, width: int, height: int) -> None:
        """Take the place at the lower edge of a window of this size."""
        self.setGeometry(_SIDE, height - _HEIGHT - 2, width - 2 * _SIDE, _HEIGHT)
        self._say()

    def _say(self) -> None:
        if self._standing is not None and self._words is not None:
            standing, words = self._standing, self._words
            text = (said if self._whole else calls)(standing, words, self._kiosk)
            if self._whole and self.fontMetrics().horizontalAdvance(text) > self.width():
                text = said(standing, words, replace(self._kiosk, number=""))
            self.setText(text)
            self.setAccessibleName(text)


def calls(standing: Standing, words: Words, kiosk: Who) -> str:
    """What stands before people: that staff are to come, and empty where they need not."""
    needed = standing.trouble not in _PASSES or standing.copied or kiosk.shut
    return words("For staff: see to this kiosk.") if needed else ""


def said(standing: Standing, words: Words, kiosk: Who) -> str:
    """The line's words; the hour in the survey's zone."""
    parts = [words.many(
        "{n} record waits to be fetched", "{n} records wait to be fetched", standing.waiting
    )]
    if standing.last is not None:
        from kiosk.staff.status import zone_of

        local = standing.last.astimezone(kiosk.zone or zone_of(None))
        parts.append(words("last carried {time}", time=local.strftime("%H:%M")))
    if standing.trouble:
        parts.append(explained(standing.trouble, words).rstrip("."))
    if standing.copied:
        parts.append(words("this kiosk has been restored or copied: tell the administrator"))
    if kiosk.shut:
        parts.append(words("no PIN for staff: set one with --set-pin"))
    if kiosk.number:
        parts.append(words("this kiosk's number {number}", number=kiosk.number))
    return " · ".join(parts)

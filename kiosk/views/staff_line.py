"""One quiet line for staff: how many answers wait, when they were carried, what is in the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from assets.words import Words
from kiosk.style import Style, set_text_colour

if TYPE_CHECKING:
    from kiosk.carrying import Standing

_HEIGHT = 26
_SIDE = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """The kiosk's own number, and the survey's zone; None is the machine's own. ``shut``: there
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
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def dress(self, style: Style, words: Words) -> None:
        """The looks and the language."""
        self._words = words
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

    def settle(self, width: int, height: int) -> None:
        """Take the place at the lower edge of a window of this size."""
        self.setGeometry(_SIDE, height - _HEIGHT - 2, width - 2 * _SIDE, _HEIGHT)
        self._say()

    def _say(self) -> None:
        if self._standing is not None and self._words is not None:
            text = said(self._standing, self._words, self._kiosk)
            if self.fontMetrics().horizontalAdvance(text) > self.width():
                text = said(self._standing, self._words, replace(self._kiosk, number=""))
            self.setText(text)
            self.setAccessibleName(text)


def said(standing: Standing, words: Words, kiosk: Who) -> str:
    """The line's words; the hour in the survey's zone."""
    parts = [words.many(
        "{n} record waits to be fetched", "{n} records wait to be fetched", standing.waiting
    )]
    if standing.last is not None:
        local = standing.last.astimezone(kiosk.zone)
        parts.append(words("last carried {time}", time=local.strftime("%H:%M")))
    if standing.trouble:
        parts.append(_trouble(standing.trouble, words))
    if standing.copied:
        parts.append(words("this kiosk has been restored or copied: tell the administrator"))
    if kiosk.shut:
        parts.append(words("no PIN for staff: set one with --set-pin"))
    if kiosk.number:
        parts.append(words("this kiosk's number {number}", number=kiosk.number))
    return " · ".join(parts)


def _trouble(code: str, words: Words) -> str:
    match code:
        case "place-gone":
            return words("the administrator's computer cannot be reached")
        case "place-not-here":
            return words("the stick or folder is not here")
        case "unpaired" | "expired" | "not-admitted" | "no-space":
            return words("the administrator's computer does not let this kiosk in: pair it again")
        case "revoked":
            return words("this kiosk has been blocked: ask the administrator")
        case "cloned":
            return words("another device comes in this kiosk's name: tell the administrator")
        case "server-unknown" | "server-expired":
            return words("another computer answers than the paired one: tell the administrator")
        case "several-campaigns":
            return words("several surveys lie there: ask the administrator to choose one")
        case "place-full":
            return words("the place to carry to is full")
        case "no-room":
            return words("this kiosk's disk is full")
        case "busy":
            return words("the administrator's computer is busy")
        case "stopped":
            return words("carrying has stopped: start the program again")
        case _:
            return words("not everything was accepted: tell the administrator ({code})", code=code)

"""Languages with how their consent stands, and texts beside those of the first language."""

from __future__ import annotations

from enum import IntEnum
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt

from admin.campaigns.consents import Stand, Standing
from admin.campaigns.tongues import from_right, kept_apart, language_name
from admin.shell.rows import DISPLAY, SORT_ROLE, RowsModel
from assets.words import Words
from survey.forms.model import said
from survey.shown_texts import Kind, ShownText

_HERE = ZoneInfo("Europe/Stockholm")
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
_RIGHT |= Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter


def stands(one: Standing, words: Words) -> str:
    """How a language's consent stands."""
    if one.stand is Stand.READ and one.at is not None:
        when = one.at.astimezone(_HERE).strftime("%Y-%m-%d")
        return words("Read by {name}, {day}", name=one.by, day=when)
    return {
        Stand.READ: words("Read"),
        Stand.SAID_READ: words("Read, says the survey itself"),
        Stand.OWN: words("The program's own words"),
        Stand.NO_TEXT: words("No text"),
        Stand.UNREAD: words("Not read by anybody"),
    }[one.stand]


def kind_name(one: ShownText, words: Words) -> str:
    """What a text is."""
    name = {
        Kind.CONSENT: words("Consent"), Kind.TITLE: words("Title"), Kind.ABOUT: words("About"),
        Kind.FIRST_SCREEN: words("First screen"), Kind.NOT_FOR: words("What it is not for"),
        Kind.VOUCHER: words("Voucher"), Kind.QUESTION: words("Question"),
        Kind.HELP: words("Help"), Kind.STEP: words("Step"), Kind.CHOICE: words("Choice"),
    }[one.kind]
    return f"{name} {one.name}".rstrip()


class LanguageColumn(IntEnum):
    """The columns of languages."""

    LANGUAGE = 0
    STANDS = 1


class LanguagesModel(RowsModel[Standing]):
    """A language a row."""

    columns = LanguageColumn

    def cell(self, row: Standing, column: int, role: int) -> Any:
        if role == SORT_ROLE:
            return row.language if column == LanguageColumn.LANGUAGE else row.stand.value
        if role != DISPLAY:
            return None
        if column == LanguageColumn.LANGUAGE:
            return language_name(row.language)
        mark = "✓" if row.stand in (Stand.READ, Stand.SAID_READ, Stand.OWN) else "!"
        return f"{mark} {stands(row, self._words)}"

    def head(self, column: int) -> str:
        return (self._words("Language"), self._words("Its consent text"))[column]


class TextColumn(IntEnum):
    """The columns of texts."""

    WHAT = 0
    FIRST = 1
    HERE = 2


class TextsModel(RowsModel[ShownText]):
    """A text a row, in the survey's first language and in another."""

    columns = TextColumn

    def __init__(self) -> None:
        super().__init__()
        self._first = self._here = ""

    def show_texts(
        self, rows: tuple[ShownText, ...], first: str, here: str, words: Words
    ) -> None:
        """These texts, in these two languages."""
        if (self._first, self._here) != (first, here):
            self.replace((), words)  # the same texts are shown in other languages
        self._first, self._here = first, here
        self.replace(rows, words)

    def cell(self, row: ShownText, column: int, role: int) -> Any:
        tag = self._first if column == TextColumn.FIRST else self._here
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            turned = column != TextColumn.WHAT and from_right(tag)
            return int(_RIGHT if turned else _LEFT)
        if role not in (DISPLAY, SORT_ROLE):
            return None
        if column == TextColumn.WHAT:
            return kind_name(row, self._words)
        own = row.texts.get(tag) or row.texts.get(tag.partition("-")[0], "")
        if not own:
            other = said(row.texts, self._first)
            missing = self._words("(missing: the kiosk shows “{text}”)", text=other)
            return missing if column == TextColumn.HERE else ""
        return kept_apart(own, tag)

    def head(self, column: int) -> str:
        if column == TextColumn.WHAT:
            return self._words("Text")
        return language_name(self._first if column == TextColumn.FIRST else self._here)

"""Languages of a survey as a person reads them."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt


def language_name(tag: str) -> str:
    """The language as it calls itself, and its tag; the tag alone where nobody knows the name."""
    if tag == "en":  # Qt names the American kind, which no survey says
        return "English (en)"
    locale = _locale(tag)
    known = locale.language() not in (QLocale.Language.C, QLocale.Language.AnyLanguage)
    name = locale.nativeLanguageName() if known else ""
    return f"{name} ({tag})" if name else tag


def from_right(tag: str) -> bool:
    """Whether the language is written from the right."""
    return _locale(tag).textDirection() == Qt.LayoutDirection.RightToLeft


def kept_apart(text: str, tag: str) -> str:
    """The text so that its own direction holds within a page that is written the other way."""
    return f"\u2067{text}\u2069" if from_right(tag) else text


def _locale(tag: str) -> QLocale:
    return QLocale(tag.partition("-")[0])

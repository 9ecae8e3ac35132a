"""Languages as people name their own, and which way they are written."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QLocale, Qt

OWN_NAMES = {
    "sv": "Svenska",
    "sv-simple": "Lättläst svenska",
    "en": "English",
    "fi": "Suomi",
    "se": "Davvisámegiella",
    "ar": "العربية",
    "fa": "فارسی",
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "uk": "Українська",
    "es": "Español",
    "ku": "Kurdî",
    "prs": "دری",
    "zh": "中文",
}
"""The program's own languages, and those that Qt calls otherwise or not at all."""


@cache
def own_name(tag: str, otherwise: str = "") -> str:
    """What speakers call the language, in its own script; where nobody knows, ``otherwise``."""
    if tag in OWN_NAMES:
        return OWN_NAMES[tag]
    locale = QLocale(tag)
    known = locale.language() is not QLocale.Language.C
    name = locale.nativeLanguageName() if known else ""
    return name[:1].upper() + name[1:] if name else otherwise or tag


@cache
def right_to_left(tag: str) -> bool:
    """True for languages written from right to left."""
    return tag == "prs" or QLocale(tag).textDirection() is Qt.LayoutDirection.RightToLeft

"""Languages as people name their own, and which way they are written."""

from __future__ import annotations

OWN_NAMES = {
    "sv": "Svenska",
    "en": "English",
    "fi": "Suomi",
    "se": "Davvisámegiella",
    "ar": "العربية",
    "fa": "فارسی",
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "uk": "Українська",
}
_RIGHT_TO_LEFT = frozenset({"ar", "fa"})


def own_name(tag: str) -> str:
    """What speakers call the language, in its own script; the tag itself when unknown."""
    return OWN_NAMES.get(tag, tag)


def right_to_left(tag: str) -> bool:
    """True for languages written from right to left."""
    return tag in _RIGHT_TO_LEFT

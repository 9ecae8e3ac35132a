"""The program's own words in a language: gettext catalogues, handed in as a value.

Survey texts are not here: they travel in the package, per language.
"""

from __future__ import annotations

import gettext
from functools import cache

import assets

LANGUAGES = ("sv", "en")
"""Complete for everybody, staff and administrators too."""

RESPONDENTS = ("sv", "en", "fi", "se", "ar", "so", "ti", "fa", "uk", "sv-simple")
"""Complete for whoever answers at a kiosk; what only staff read is Swedish in the later ones.

``sv-simple`` is easy Swedish, *lättläst*: ``simple`` is a registered variant of BCP 47.
"""

_NEAR = {"prs": "fa"}
_FROM_RIGHT = ("ar", "fa", "prs", "ur", "ckb", "he", "ps", "yi", "ug", "dv", "sd")
_ISOLATE, _POP = "\u2068", "\u2069"


class Words:
    """``words("Back")`` gives the words in ``language``; an unknown language gives English.

    A tag with more than a language (``ar-SY``) has that language's words. In a language written
    from the right, what fills a place keeps its own direction: a number to call is not turned.
    """

    def __init__(self, language: str = "sv") -> None:
        self.language = language
        self._catalogue = _catalogue(language)
        self._turned = language.partition("-")[0] in _FROM_RIGHT

    def __call__(self, message: str, /, **values: object) -> str:
        """The message, with ``{name}`` places filled from ``values``."""
        said = self._catalogue.gettext(message)
        return said.format(**self._kept(values)) if values else said

    def many(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The right plural for ``n``; ``{n}`` is filled too."""
        return self._catalogue.ngettext(one, many, n).format(n=n, **self._kept(values))

    def _kept(self, values: dict[str, object]) -> dict[str, object]:
        if not self._turned:
            return values
        return {
            name: f"{_ISOLATE}{value}{_POP}" if isinstance(value, str) and value else value
            for name, value in values.items()
        }


@cache
def has_words(language: str) -> bool:
    """Whether the program speaks the language or a near one; where not, its words are English."""
    tags = _tags(language)
    return "en" in tags or any(_read(tag) is not None for tag in tags)


def _tags(language: str) -> tuple[str, ...]:
    """The language itself, that of its first part, and a near one."""
    base = language.partition("-")[0]
    return tuple(dict.fromkeys((language, base, _NEAR.get(base, base))))


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """The language's own words, then a nearer language's, then Swedish where there are any."""
    read = [_read(tag) for tag in _tags(language)]
    own = [translations for translations in read if translations is not None]
    swedish = _read("sv") if own and language.partition("-")[0] != "sv" else None
    if swedish is not None:
        own.append(swedish)
    if not own:
        return gettext.NullTranslations()
    for translations in own[1:]:
        own[0].add_fallback(translations)
    return own[0]


def _read(tag: str) -> gettext.GNUTranslations | None:
    if not tag.replace("-", "").isalnum():
        return None
    try:
        with assets.path("locale", tag, "LC_MESSAGES", "vardera.mo").open("rb") as compiled:
            return gettext.GNUTranslations(compiled)
    except FileNotFoundError:
        return None


def later(message: str) -> str:
    """Mark a message that is said elsewhere, so that ``./run words`` finds it."""
    return message

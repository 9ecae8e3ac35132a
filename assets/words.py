"""The program's own words in a language: gettext catalogues, handed in as a value.

Survey texts are not here: they travel in the package, per language.
"""

from __future__ import annotations

import gettext

import assets

LANGUAGES = ("sv", "en")


class Words:
    """``words("Back")`` gives the words in ``language``; an unknown language gives English."""

    def __init__(self, language: str = "sv") -> None:
        self.language = language
        self._catalogue = gettext.translation(
            "vardera", localedir=str(assets.path("locale")), languages=[language], fallback=True
        )

    def __call__(self, message: str, /, **values: object) -> str:
        """The message, with ``{name}`` places filled from ``values``."""
        said = self._catalogue.gettext(message)
        return said.format(**values) if values else said

    def many(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The right plural for ``n``; ``{n}`` is filled too."""
        return self._catalogue.ngettext(one, many, n).format(n=n, **values)


def later(message: str) -> str:
    """Mark a message that is said elsewhere, so that ``./run words`` finds it."""
    return message

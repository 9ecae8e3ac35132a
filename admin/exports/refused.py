"""An export that cannot be made as it is wished: why and what to do, for every language."""

from __future__ import annotations

from assets.words import Words


class Refused(Exception):
    """Says why and what to do, in English; :meth:`in_words` says the same to a reader.

    ``sentence`` is a message of the catalogue, whose ``{name}`` places ``filled`` fills.
    """

    def __init__(self, sentence: str, /, **filled: object) -> None:
        super().__init__(Words("en")(sentence, **filled))
        self._sentence, self._filled = sentence, filled

    def in_words(self, words: Words) -> str:
        """The same in the reader's language."""
        return words(self._sentence, **self._filled)

"""The page itself: a handful of files, read once, packed once, the same for everybody."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path

from assets.words import RESPONDENTS, Words
from sync.room import messages
from sync.room.answers import Answer
from sync.room.words import FROM_RIGHT, page_words

_HERE = Path(__file__).resolve().parent / "page"
_KINDS = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
_GZIP = (b"content-encoding", b"gzip")


class PageFiles:
    """What a browser may fetch. ``languages``: tag → its own name, the first used unless asked."""

    def __init__(self, languages: Mapping[str, str]) -> None:
        self._languages = {tag: languages[tag] for tag in languages if tag in RESPONDENTS}
        self._files = {
            f"/{path.name}": _packed(path.read_bytes(), _KINDS[path.suffix])
            for path in sorted(_HERE.iterdir()) if path.suffix in _KINDS
        }
        self._files["/"] = self._files.pop("/page.html")
        for tag in self._languages:
            self._files[f"/words/{tag}.json"] = _packed(self._words(tag), "application/json")

    def answer(self, path: str, packs: bool) -> Answer | None:
        """The file, packed where the browser ``packs``; None when there is none."""
        found = self._files.get(path)
        if found is None:
            return None
        kind, plain, packed = found
        if packs:
            return Answer(packed, kind=kind, headers=(_GZIP,))
        return Answer(plain, kind=kind)

    def sizes(self) -> dict[str, tuple[int, int]]:
        """Path → bytes as they are, and packed."""
        return {path: (len(plain), len(packed)) for path, (_, plain, packed) in self._files.items()}

    def _words(self, tag: str) -> bytes:
        return messages.write({
            "language": tag, "direction": "rtl" if tag in FROM_RIGHT else "ltr",
            "languages": self._languages, "words": page_words(Words(tag)),
        })


def _packed(data: bytes, kind: str) -> tuple[str, bytes, bytes]:
    return kind, data, gzip.compress(data, 9, mtime=0)

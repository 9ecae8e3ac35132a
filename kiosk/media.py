"""A survey's pictures and sounds as files, for whatever shows and plays them. No Qt.

What the signed package holds is the truth; the files are made of it and can go at any time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from survey.campaign import Campaign
from survey.forms.media import Medium, ending, plain_name

FOLDER = "media"


def no_media(name: str) -> str:
    """A survey without media."""
    return ""


def first_of(media: Callable[[str], str], stem: str, endings: Sequence[str]) -> str:
    """The file of the first medium called ``stem`` with one of the endings; empty without any."""
    return next((path for path in (media(f"{stem}.{end}") for end in endings) if path), "")


class Media:
    """``media(name)`` gives the path of what a form calls ``name``, or an empty text.

    A file is named by its content and laid in ``folder`` when it is first asked for. Nothing that
    a form says becomes part of a path.
    """

    def __init__(self, campaign: Campaign, folder: Path) -> None:
        self._folder = folder
        self._held = {medium.name: medium for medium in campaign.media}
        self._laid: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        """The path; empty when the survey does not carry it, or there is no room for it."""
        wanted = plain_name(name)
        medium = self._held.get(wanted)
        if medium is None:
            return ""
        if wanted not in self._laid:
            self._laid[wanted] = self._lay(medium)
        return self._laid[wanted]

    @property
    def carried(self) -> tuple[Medium, ...]:
        """All that the survey carries."""
        return tuple(self._held.values())

    def tidy(self) -> None:
        """Remove files that are of no medium of this survey; harmless when there are none."""
        kept = {_file_name(medium) for medium in self._held.values()}
        with suppress(OSError):
            for file in list(self._folder.iterdir()):
                if file.name not in kept:
                    file.unlink()

    def _lay(self, medium: Medium) -> str:
        file = self._folder / _file_name(medium)
        try:
            if not file.is_symlink() and file.is_file() and file.read_bytes() == medium.data:
                return str(file)
            self._folder.mkdir(mode=0o700, exist_ok=True)
            unfinished = file.with_name(f".{file.name}.{os.getpid()}")
            unfinished.write_bytes(medium.data)
            unfinished.replace(file)
        except OSError:
            with suppress(OSError):
                file.with_name(f".{file.name}.{os.getpid()}").unlink()
            return ""
        return str(file)


def _file_name(medium: Medium) -> str:
    return f"{sha256(medium.data).hexdigest()}.{ending(medium.name)}"

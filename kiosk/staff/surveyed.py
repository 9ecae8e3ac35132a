"""The survey that is installed, read once for each package. No Qt."""

from __future__ import annotations

from assets.words import has_words
from storage.errors import StorageError
from storage.kiosk import KioskStore
from survey.campaign import Campaign
from survey.reading import read_campaign


class Survey:
    """Staff must see it where nobody can be asked yet too, as before its place is chosen."""

    def __init__(self, store: KioskStore) -> None:
        self._store = store
        self._hash = b""
        self._campaign: Campaign | None = None

    def now(self) -> Campaign | None:
        """The newest package's survey; None without one, or when it ends, or cannot be read."""
        try:
            package = self._store.package()
        except StorageError:
            return None
        if package is None or package.ends:
            return None
        if package.hash != self._hash:
            self._hash = package.hash
            self._campaign, _ = read_campaign(package.definition)
        return self._campaign


def wordless(campaign: Campaign) -> tuple[str, ...]:
    """The survey's languages that the program has no words of its own in: what it says there beside
    the survey's texts is English."""
    return tuple(tag for tag in campaign.languages if not has_words(tag))

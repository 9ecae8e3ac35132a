"""What lies aside in the open workspace, for the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from admin.responses.aside_state import AsideFile, Lying, Totals, Unread
from admin.responses.state import Refused
from admin.start.held import Held
from assets.words import Words
from storage.workspace.files import write_new
from survey.forms.model import said
from sync.receiving import Receiving


class WorkspaceAside:
    """Every call may take long."""

    def __init__(self, held: Held, words: Callable[[], Words], actor: str) -> None:
        self._held, self._words, self._actor = held, words, actor

    def look(self) -> Lying:
        """Files and records that wait, and each survey's totals."""
        workspace, language = self._held.workspace, self._words().language
        totals = []
        for campaign in workspace.campaigns():
            found = workspace.counts(campaign.id)
            unused = 0 if campaign.use_partials else found.partial
            totals.append(Totals(
                survey=said(campaign.title, language), held=found.held,
                counted=found.complete + found.partial - unused, incomplete=unused,
                excluded=found.excluded, withdrawn=found.withdrawn,
            ))
        return Lying(
            files=tuple(
                AsideFile(
                    hash=f.hash, kept=f.kept,
                    refused=Refused(name=f.name, code=f.code, why=f.message),
                )
                for f in workspace.quarantined()
            ),
            unread=tuple(
                Unread(number=one.number, kiosk=one.name) for one in workspace.inbox.unreadable()
            ),
            totals=tuple(totals),
        )

    def try_again(self) -> tuple[int, int]:
        """Try every file that lies aside; files and records that were taken in."""
        work = Receiving(self._held.workspace, self._actor)
        work.try_again()
        work.settle()
        return len(work.resolved), work.new

    def let_go(self, file: bytes, why: str) -> bool:
        """Take a file off the list; its bytes go."""
        return self._held.workspace.inbox.let_go(file, why, self._actor)

    def give_up(self, records: tuple[int, ...], why: str) -> int:
        """Wait no longer for these records; how many that were."""
        inbox = self._held.workspace.inbox
        return sum(inbox.give_up(number, why, self._actor) for number in records)

    def save(self, file: bytes, to: Path) -> bool:
        """Write the sealed bytes of a file to a new file; False when they are not kept."""
        raw = self._held.workspace.quarantined_raw(file)
        if raw is None:
            return False
        write_new(to, raw)
        return True

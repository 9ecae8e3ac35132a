"""The open workspace of the window, and the doors to it: create, open, overview, recovery sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from admin.reports.recovery_sheet import write_recovery_sheet
from admin.start.state import Overview
from assets.words import Words
from storage.values import Clock
from storage.workspace import Workspace, create, open_workspace
from storage.workspace.passphrases import change_passphrase
from survey.forms.model import said


class NotOpen(Exception):
    """Something asked for the workspace before one was open: a fault in the program."""


class Held:
    """Holds at most one open workspace. Its transactions each have a connection of their own,
    so background threads may use it side by side."""

    def __init__(self, clock: Clock, words: Callable[[], Words]) -> None:
        self._clock, self._words = clock, words
        self._workspace: Workspace | None = None
        self._folder = Path()
        self._leave: Callable[[], None] = lambda: None

    def before_leaving(self, leave: Callable[[], None]) -> None:
        """What must end before a workspace is closed, on whichever thread that happens."""
        self._leave = leave

    @property
    def workspace(self) -> Workspace:
        """The open workspace. Raises NotOpen."""
        if self._workspace is None:
            raise NotOpen("no workspace is open")
        return self._workspace

    @property
    def language(self) -> str:
        """The language that the window speaks."""
        return self._words().language

    def open(self, folder: Path, passphrase: str) -> None:
        """Raises what opening raises; what was open before is then still open."""
        self._take(open_workspace(folder, passphrase=passphrase, clock=self._clock), folder)

    def open_with_code(self, folder: Path, code: str) -> None:
        """Open with the recovery code; raises as :meth:`open`."""
        self._take(open_workspace(folder, recovery_code=code, clock=self._clock), folder)

    def renew(self, code: str, passphrase: str) -> None:
        """Let ``passphrase`` open the workspace from now on instead of the forgotten one."""
        change_passphrase(self._folder, new=passphrase, recovery_code=code)

    def create(self, folder: Path, name: str, passphrase: str) -> str:
        """Create a workspace and hold it; gives its recovery code."""
        made, code = create(folder, name=name, passphrase=passphrase, clock=self._clock)
        self._take(made, folder)
        return code

    def overview(self) -> Overview:
        """What is in the workspace, at a glance."""
        workspace, words = self.workspace, self._words()
        campaigns = tuple(workspace.campaigns())
        counts = [workspace.counts(campaign.id) for campaign in campaigns]
        backups, ended = workspace.backups(), workspace.keys.retired()
        latest = max((backup.at for backup in backups), default=None)
        return Overview(
            name=workspace.name,
            folder=self._folder,
            campaigns=tuple(
                words("{survey} (ended)", survey=title) if campaign.id in ended else title
                for campaign in campaigns
                for title in (said(campaign.title, words.language),)
            ),
            answers=sum(count.complete for count in counts),
            incomplete=sum(count.partial for count in counts),
            devices=len(workspace.devices()) - len(workspace.revoked_devices()),
            backup=_when(latest) if latest else "",
        )

    def mark(self) -> tuple[int, ...]:
        """Another value soon after any program changed the workspace; cheap. Raises NotOpen."""
        return self.workspace.mark()

    def save_sheet(self, file: Path, name: str, code: str) -> None:
        """Write the recovery sheet as PDF, readable by its owner only."""
        made = self._clock()
        write_recovery_sheet(file, workspace_name=name, code=code, words=self._words(), made=made)

    def close(self) -> None:
        """Close the workspace, if there is one."""
        self._put(None, self._folder)

    def _take(self, workspace: Workspace, folder: Path) -> None:
        self._put(workspace, folder)

    def _put(self, workspace: Workspace | None, folder: Path) -> None:
        # the new one stands first: whatever begins while the old one is left, begins in the new
        before, self._workspace, self._folder = self._workspace, workspace, folder
        if before is not None:
            self._leave()
            before.close()


def _when(at: datetime) -> str:
    """Date and time as people here read them."""
    return at.astimezone(ZoneInfo("Europe/Stockholm")).strftime("%Y-%m-%d\N{NO-BREAK SPACE}%H:%M")

"""Backing up whenever a person wants it, without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from admin.background import Background, Report
from admin.listening.presenter import Network
from admin.responses.presenter import Intake
from admin.responses.state import Kept
from admin.responses.wording import kept_line
from admin.shell.tone import Tone
from admin.shell.trouble import trouble_in_words
from assets.words import Words
from storage.errors import StorageError
from sync.errors import TransportError


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupState:
    """``busy`` while the backup is made; then what came of it."""

    words: Words
    busy: bool = False
    message: str = ""
    tone: Tone = Tone.INFO


class View(Protocol):
    """The button and the line below it."""

    def show_backup(self, state: BackupState) -> None: ...


class BackupPresenter:
    """``kept`` is told what was kept; None when no receipts were carried to a place."""

    def __init__(
        self, view: View, intake: Intake, network: Network, background: Background,
        kept: Callable[[Kept | None], None],
    ) -> None:
        self._view, self._intake, self._network = view, intake, network
        self._background, self._kept = background, kept
        self._state = BackupState(words=Words("sv"))

    def show(self, words: Words) -> None:
        """Show it in a language."""
        self._change(words=words, message="")

    def workspace_opened(self) -> None:
        """There is a workspace, or another one."""
        self._change(busy=False, message="")

    def back_up(self, folder: Path, answers: Path | str | None) -> None:
        """Back up into ``folder`` and send the receipts that are due.

        They go out on the network while that is on, else to ``answers``, where answers were taken
        in last. With neither they stay due, and the line says so.
        """
        if self._state.busy:
            return
        said = self._state.words("Backing up")
        self._change(busy=True, message=f"{said} …", tone=Tone.INFO)

        def work(report: Report) -> Kept | None:
            if not self._network.heard().running:
                return self._intake.back_up(folder, answers, report)
            due = self._network.back_up(folder)  # which may have been switched off just now
            return None if due is None else Kept(backup=folder, receipts=0, records=0, due=due)

        def done(kept: Kept | None) -> None:
            words = self._state.words
            if kept is None:
                said = words(
                    "Backed up in {folder}. The kiosks fetch their receipts over the network.",
                    folder=str(folder),
                )
            else:
                said = _said(kept, words, carried=answers is not None)
            self._change(busy=False, message=said, tone=Tone.GOOD)
            self._kept(None if kept is None or kept.due else kept)

        self._background(work, done=done, failed=self._failed)

    def _failed(self, trouble: Exception) -> None:
        said = trouble_in_words(trouble, self._state.words)
        self._change(busy=False, message=said, tone=Tone.TROUBLE)
        if not isinstance(trouble, StorageError | TransportError | OSError):
            raise trouble

    def _change(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        self._view.show_backup(self._state)


def _said(kept: Kept, words: Words, *, carried: bool) -> str:
    """That the backup is made, and where the receipts are; ``carried``: answers came by files."""
    if carried and not kept.due:
        return kept_line(kept, words)
    said = words("Backed up in {folder}.", folder=str(kept.backup))
    if kept.due:
        said += " " + words(
            "Kiosks wait for receipts: take in their answers under Units & kiosks and "
            "back up there, or switch on the network."
        )
    return said

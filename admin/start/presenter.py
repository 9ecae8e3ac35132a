"""What happens on the start page, without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from admin.background import Background
from admin.shell.tone import Tone
from admin.shell.trouble import trouble_in_words
from admin.start.state import Mode, Overview, StartState
from assets.words import Words
from storage.errors import StorageError
from storage.workspace.passphrases import SHORTEST


def passphrase_fault(passphrase: str, again: str, words: Words) -> str:
    """What is wrong with a new passphrase and its repetition, in words; empty when nothing is."""
    if len(passphrase) < SHORTEST:
        return words(
            "Choose a longer passphrase, at least {n} characters. Four words are easy to "
            "remember and hard to guess.",
            n=SHORTEST,
        )
    if passphrase != again:
        return words("The two passphrases are not the same. Write it once more.")
    return ""


class View(Protocol):
    """The page."""

    def show_state(self, state: StartState) -> None: ...


class Doors(Protocol):
    """Opens and creates workspaces; may take a second, so it is called in the background."""

    def open(self, folder: Path, passphrase: str) -> None: ...

    def open_with_code(self, folder: Path, code: str) -> None: ...

    def renew(self, code: str, passphrase: str) -> None:
        """Another passphrase for the open workspace, instead of the forgotten one."""

    def create(self, folder: Path, name: str, passphrase: str) -> str:
        """Create and open; gives the recovery code, once."""

    def overview(self) -> Overview: ...

    def mark(self) -> tuple[int, ...]:
        """Another value soon after any program changed the workspace; cheap."""

    def save_sheet(self, file: Path, name: str, code: str) -> None:
        """Write the recovery sheet as PDF."""


@dataclass(frozen=True, slots=True)
class _Opened:
    overview: Overview
    code: str = ""


class StartPresenter:
    """Opens a workspace; tells ``opened`` that pages may be filled, ``seen`` what is in it."""

    def __init__(
        self,
        view: View,
        doors: Doors,
        background: Background,
        opened: Callable[[], None],
        seen: Callable[[Overview], None],
    ) -> None:
        self._view, self._doors, self._background = view, doors, background
        self._opened, self._seen = opened, seen
        self._state = StartState(words=Words("sv"))
        self._code = ""

    def show(self, words: Words, folder: str = "") -> None:
        """Show the page in a language, with a folder filled in when one is given."""
        changed = words.language != self._state.words.language
        self._change(words=words, folder=folder or self._state.folder, message="")
        if changed:
            self.refresh()

    def open(self, folder: str, passphrase: str) -> None:
        """Open the workspace in ``folder``."""

        def work(_report: object) -> _Opened:
            self._doors.open(Path(folder), passphrase)
            return _Opened(self._doors.overview())

        self._open(folder, work, self._show_open)

    def open_with_code(self, folder: str, code: str) -> None:
        """Open with the recovery code, then ask for a new passphrase."""

        def work(_report: object) -> _Opened:
            self._doors.open_with_code(Path(folder), code)
            return _Opened(self._doors.overview(), code)

        self._open(folder, work, self._show_renewing)

    def renew(self, passphrase: str, again: str) -> None:
        """Give the workspace that the code opened another passphrase."""
        words, code = self._state.words, self._code
        if self._state.busy:
            return
        fault = passphrase_fault(passphrase, again, words)
        if fault:
            self._complain(fault, creating=False)
            return
        self._change(busy=True, message="")

        def work(_report: object) -> str:
            self._doors.renew(code, passphrase)
            return words(
                "The workspace has a new passphrase. Make a new backup: earlier ones still open "
                "with the old passphrase."
            )

        self._background(work, done=self._go_on, failed=self._failed(creating=False))

    def skip_renewing(self) -> None:
        """Go on with the forgotten passphrase still in place."""
        if not self._state.busy:
            self._go_on("")

    def create(self, folder: str, name: str, passphrase: str, again: str) -> None:
        """Create a workspace in ``folder``, then show its recovery code once."""
        if self._state.busy:
            return
        fault = self._fault(folder, name, passphrase, again)
        if fault:
            self._complain(fault, creating=True)
            return
        self._change(busy=True, message="")

        def work(_report: object) -> _Opened:
            code = self._doors.create(Path(folder), name.strip(), passphrase)
            return _Opened(self._doors.overview(), code)

        self._background(work, done=self._show_code, failed=self._failed(creating=True))

    def save_sheet(self, file: Path) -> None:
        """Write the recovery sheet to a file."""
        state = self._state
        name = state.overview.name if state.overview else ""

        def work(_report: object) -> Path:
            self._doors.save_sheet(file, name, state.code)
            return file

        self._background(work, done=self._sheet_saved, failed=self._failed(creating=False))

    def code_kept(self) -> None:
        """The person has the code on paper: forget it and go on."""
        self._change(mode=Mode.OPEN, code="", sheet=None, message="")
        self._opened()

    def refresh(self) -> None:
        """Something was taken in or backed up, or the page is shown: read the overview again."""
        if self._state.mode is Mode.OPEN:
            self._background(
                lambda _report: self._doors.overview(),
                done=self._show_overview,
                failed=self._failed(creating=False),
            )

    def _fault(self, folder: str, name: str, passphrase: str, again: str) -> str:
        words = self._state.words
        if not name.strip():
            return words("Give the workspace a name, such as your organisation's.")
        if not folder.strip():
            return words("Choose a folder for the workspace first.")
        return passphrase_fault(passphrase, again, words)

    def _open(
        self,
        folder: str,
        work: Callable[[object], _Opened],
        done: Callable[[_Opened], None],
    ) -> None:
        if self._state.busy:
            return
        if not folder.strip():
            said = self._state.words("Choose the folder of the workspace first.")
            self._complain(said, creating=False)
            return
        self._change(busy=True, message="", folder=folder)
        self._background(work, done=done, failed=self._failed(creating=False))

    def _show_renewing(self, opened: _Opened) -> None:
        self._code = opened.code
        self._change(busy=False, mode=Mode.RENEW, message="")
        self._show_overview(opened.overview)

    def _go_on(self, message: str) -> None:
        self._code = ""
        self._change(busy=False, mode=Mode.OPEN, message=message, tone=Tone.GOOD)
        self._opened()

    def _show_open(self, opened: _Opened) -> None:
        self._change(busy=False, mode=Mode.OPEN, message="")
        self._show_overview(opened.overview)
        self._opened()

    def _show_overview(self, overview: Overview) -> None:
        self._change(overview=overview)
        self._seen(overview)

    def _show_code(self, opened: _Opened) -> None:
        self._change(busy=False, mode=Mode.RECOVERY, code=opened.code, message="")
        self._show_overview(opened.overview)

    def _sheet_saved(self, file: Path) -> None:
        said = self._state.words(
            "The sheet is saved. Print it, put the paper in a safe place, then delete the file."
        )
        self._change(sheet=file, message=said, tone=Tone.GOOD)

    def _complain(self, fault: str, *, creating: bool) -> None:
        self._change(busy=False, message=fault, tone=Tone.TROUBLE, about_creating=creating)

    def _failed(self, *, creating: bool) -> Callable[[Exception], None]:
        def failed(trouble: Exception) -> None:
            said = trouble_in_words(trouble, self._state.words)
            self._complain(said, creating=creating)
            if not isinstance(trouble, StorageError | OSError):
                raise trouble

        return failed

    def _change(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        self._view.show_state(self._state)

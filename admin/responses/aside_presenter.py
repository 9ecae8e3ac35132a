"""What happens with files and records that lie aside, without Qt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from admin.background import Background
from admin.responses.aside_state import AsideState, Lying
from admin.shell.presenting import Presenting
from admin.shell.tone import Tone
from assets.words import Words
from storage.errors import StorageError
from sync.errors import TransportError

REASON_LIMIT = 300


class View(Protocol):
    """The card."""

    def show_state(self, state: AsideState) -> None: ...


class Aside(Protocol):
    """The workspace's quarantine; every call may take long and runs in the background."""

    def look(self) -> Lying: ...

    def try_again(self) -> tuple[int, int]: ...

    def let_go(self, file: bytes, why: str) -> bool: ...

    def give_up(self, records: tuple[int, ...], why: str) -> int: ...

    def save(self, file: bytes, to: Path) -> bool: ...


class AsidePresenter(Presenting[AsideState]):
    """``changed`` is told when answers came of what lay aside."""

    known_troubles = (StorageError, TransportError, OSError)

    def __init__(
        self, view: View, aside: Aside, background: Background, changed: Callable[[], None]
    ) -> None:
        self._view, self._aside, self._background = view, aside, background
        self._changed = changed
        self._state = AsideState(words=Words("sv"))

    def show(self, words: Words) -> None:
        """Show the card in a language."""
        self._change(words=words, message="")
        self.refresh()

    def workspace_opened(self) -> None:
        """There is a workspace: look."""
        self._change(is_open=True, chosen=None, asking=False, giving_up=False, lying=Lying(),
                     message="")
        self.refresh()

    def refresh(self) -> None:
        """Look again."""
        if self._state.is_open:
            self._background(
                lambda _r: self._aside.look(), done=lambda found: self._change(lying=found),
                failed=self._tell,
            )

    def choose(self, file: bytes) -> None:
        """A file was chosen in the table."""
        if file != self._state.chosen:
            self._change(chosen=file, asking=False, giving_up=False, fault="", message="")

    def try_again(self) -> None:
        """Try all files again; the reason may have gone away."""
        def done(result: tuple[int, int]) -> None:
            files, records = result
            said = self._state.words(
                "{files} files could be read now, with {records} new records.",
                files=files, records=records,
            )
            self._end(said)

        self._run(self._aside.try_again, done)

    def save(self, to: Path) -> None:
        """Save a sealed copy of the chosen file."""
        file = self._state.file
        if file is None:
            return

        def done(kept: bool) -> None:
            words = self._state.words
            said = words("Saved, still sealed.") if kept else words("Its bytes are not kept here.")
            self._change(busy=False, message=said, tone=Tone.INFO)

        self._run(lambda: self._aside.save(file.hash, to), done)

    def ask(self, *, giving_up: bool) -> None:
        """Ask before the chosen file goes, or before the records are waited for no longer."""
        if not self._state.busy and (giving_up or self._state.file is not None):
            meant = tuple(one.number for one in self._state.lying.unread) if giving_up else ()
            self._change(
                asking=not giving_up, giving_up=giving_up, meant=meant, fault="", message=""
            )

    def decline(self) -> None:
        """Nothing is done."""
        self._change(asking=False, giving_up=False, fault="")

    def agree(self, reason: str) -> None:
        """Let go, or give up, with a reason."""
        state, why = self._state, reason.strip()
        if state.busy or not (state.asking or state.giving_up):
            return
        if not 0 < len(why) <= REASON_LIMIT:
            self._change(fault=state.words("Write the reason in a few words (at most 300 signs)."))
            return
        if state.giving_up:
            # others may have come since it was asked
            self._run(
                lambda: self._aside.give_up(state.meant, why),
                lambda n: self._end(
                    self._state.words("They are waited for no longer.") if n else ""
                ),
            )
        elif state.file is not None:
            hash = state.file.hash
            self._run(
                lambda: self._aside.let_go(hash, why),
                lambda went: self._end(self._state.words("The file is let go.") if went else ""),
            )

    def _end(self, said: str) -> None:
        tone = Tone.GOOD if said else Tone.INFO
        said = said or self._state.words("It was so already; nothing was done now.")
        self._change(busy=False, asking=False, giving_up=False, meant=(), fault="", message=said,
                     tone=tone)
        self.refresh()
        self._changed()

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        if not self._state.busy:
            self._change(busy=True, message="")
            self._background(lambda _report: work(), done=done, failed=self._failed)

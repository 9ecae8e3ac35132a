"""What happens on the network page, without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol
from uuid import UUID

from admin.background import Background
from admin.listening.state import Heard, NetworkState, Offered
from admin.shell.tone import Tone
from admin.shell.trouble import trouble_in_words
from assets.words import Words
from storage.errors import StorageError
from sync.errors import TransportError


class View(Protocol):
    """The page."""

    def show_state(self, state: NetworkState) -> None: ...


class Network(Protocol):
    """The server. Only ``heard`` may be called on the window's thread."""

    def surveys(self) -> tuple[Offered, ...]:
        """Those that have not ended and of which a package was made; may take long."""

    def choose(self, survey: UUID | None) -> None:
        """Give kiosks this survey only; None where there is only one."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def heard(self) -> Heard: ...

    def open_door(self) -> None: ...

    def extend_door(self) -> None: ...

    def close_door(self) -> None: ...

    def decide(self, same: bool, words: tuple[str, ...]) -> None: ...

    def back_up(self, folder: Path) -> int | None:
        """None: the receipts are out; else how many stay due, for nothing is served any more."""


class NetworkPresenter:
    """``changed`` is told when answers came or a kiosk was paired."""

    def __init__(
        self, view: View, network: Network, background: Background, changed: Callable[[], None]
    ) -> None:
        self._view, self._network, self._background = view, network, background
        self._changed = changed
        self._state = NetworkState(words=Words("sv"))
        self._again = False

    @property
    def state(self) -> NetworkState:
        """What is shown."""
        return self._state

    def show(self, words: Words) -> None:
        """Show the page in a language."""
        self._change(words=words, message="")

    def workspace_opened(self) -> None:
        """There is another workspace; what served the one before was stopped with it."""
        self._change(is_open=True, message="", heard=Heard(), surveys=(), only=None)
        self.look()
        self.refresh()

    def refresh(self) -> None:
        """Read which surveys there are: another may have been made or have ended."""
        if self._state.is_open:
            self._background(
                lambda _report: self._network.surveys(), done=self._offered, failed=self._tell
            )

    def choose(self, survey: UUID | None) -> None:
        """Give kiosks this survey from now on."""
        if self._state.busy or survey == self._state.only:
            return
        self._change(only=survey)
        self._run(lambda: self._network.choose(survey))

    def switch(self, on: bool) -> None:
        """Receive over the network, or no more."""
        if self._state.is_open and on != self._state.heard.running:
            if on:
                self.refresh()
            self._run(self._network.start if on else self._network.stop)

    def pair(self) -> None:
        """Open the door for one kiosk."""
        self._run(self._network.open_door)

    def extend(self) -> None:
        """More time."""
        self._run(self._network.extend_door)

    def close(self) -> None:
        """No kiosk after all."""
        self._run(self._network.close_door)

    def decide(self, same: bool) -> None:
        """Whether the kiosk shows the words that stand on this page."""
        shown = self._state.heard.pairing
        if shown is not None:
            self._run(lambda: self._network.decide(same, shown.words))

    def back_up(self, folder: Path) -> None:
        """Back up, so that the kiosks get their receipts."""
        self._run(lambda: self._network.back_up(folder))

    def look(self) -> None:
        """Something happened at the server, or a second passed."""
        before, heard = self._state.heard, self._network.heard()
        said, tone = self._state.message, self._state.tone
        words = self._state.words
        stage = heard.pairing.stage if heard.pairing else ""
        was = before.pairing.stage if before.pairing else ""
        if heard.trouble is not None and heard.trouble is not before.trouble:
            said, tone = trouble_in_words(heard.trouble, words), Tone.TROUBLE
        elif heard.pairing is not None and stage != was:
            said, tone = {
                "paired": (
                    words("{kiosk} is paired and registered.", kiosk=heard.pairing.kiosk),
                    Tone.GOOD,
                ),
                "refused": (
                    words("{kiosk} was not paired. Try again, and compare the words anew.",
                          kiosk=heard.pairing.kiosk),
                    Tone.CAUTION,
                ),
            }.get(stage, ("", Tone.INFO))
        self._change(heard=heard, message=said, tone=tone)
        if (heard.files, heard.aside, heard.unkept) != (
            before.files, before.aside, before.unkept
        ) or (
            stage == "paired" and was != "paired"
        ):
            self._changed()

    def _offered(self, surveys: tuple[Offered, ...]) -> None:
        if self._state.busy:
            self._again = True  # nothing can be chosen now: looked again when that is done
            return
        ids = [one.id for one in surveys]
        only = self._state.only if self._state.only in ids else None
        gone = only != self._state.only
        self._change(surveys=surveys, only=only)
        if gone:
            self._run(lambda: self._network.choose(None))

    def _run(self, work: Callable[[], object]) -> None:
        if self._state.busy:
            return
        self._change(busy=True, message="")
        self._background(lambda _report: work(), done=self._done, failed=self._failed)

    def _done(self, _result: object) -> None:
        self._change(busy=False)
        self.look()
        self._look_again()

    def _failed(self, trouble: Exception) -> None:
        self._change(busy=False)
        self._look_again()
        self._tell(trouble)

    def _look_again(self) -> None:
        if self._again:
            self._again = False
            self.refresh()

    def _tell(self, trouble: Exception) -> None:
        said = trouble_in_words(trouble, self._state.words)
        if getattr(trouble, "code", "") == "place-refuses":
            said = self._state.words(
                "The network cannot be used: {why}", why=str(trouble)
            )
        self._change(message=said, tone=Tone.TROUBLE, heard=self._network.heard())
        if not isinstance(trouble, StorageError | TransportError | OSError):
            raise trouble

    def _change(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        self._view.show_state(self._state)

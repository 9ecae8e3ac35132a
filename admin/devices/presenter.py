"""What happens on the page of kiosks, without Qt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from admin.background import Background
from admin.devices import asked
from admin.devices.rows import Arrived, Device, NewDevice
from admin.devices.state import Asking, DevicesState
from admin.shell.presenting import Presenting
from admin.shell.tone import Tone
from assets.words import Words
from storage.errors import StorageError
from storage.workspace.revoking import Revoked
from sync.deciding import Decided
from sync.errors import TransportError

REASON_LIMIT = 300


class View(Protocol):
    """The page."""

    def show_state(self, state: DevicesState) -> None: ...


class Desk(Protocol):
    """The devices of the workspace; every call may take long and runs in the background."""

    def devices(self) -> tuple[Device, ...]: ...

    def arrived(self, device: bytes) -> tuple[Arrived, ...]: ...

    def revoke(self, device: bytes, why: str) -> Revoked: ...

    def restore(self, device: bytes, why: str) -> bool: ...

    def accept(self, device: bytes, why: str) -> Decided: ...

    def reject(self, device: bytes, why: str) -> Decided: ...

    def let_in(self, device: bytes) -> bool: ...

    def read(self, file: Path) -> NewDevice: ...

    def register(self, device: NewDevice) -> None: ...


class DevicesPresenter(Presenting[DevicesState]):
    """``changed`` is told when what counts, or who may deliver, may have changed."""

    known_troubles = (StorageError, TransportError, OSError)

    def __init__(
        self, view: View, desk: Desk, background: Background, changed: Callable[[], None]
    ) -> None:
        self._view, self._desk, self._background = view, desk, background
        self._changed = changed
        self._state = DevicesState(words=Words("sv"))

    def show(self, words: Words) -> None:
        """Show the page in a language."""
        self._change(words=words, message="")
        if self._state.is_open:
            self.refresh()

    def workspace_opened(self) -> None:
        """There is a workspace: read its devices."""
        self._change(is_open=True, chosen=None, arrived=(), waiting=(), asking=Asking.NOTHING,
                     message="", devices=())
        self.refresh()

    def refresh(self) -> None:
        """Something came or was decided: read the devices anew."""
        if self._state.is_open:
            self._background(
                lambda _r: self._desk.devices(), done=self._read, failed=self._tell
            )

    def choose(self, public: bytes) -> None:
        """Show one device."""
        if public == self._state.chosen:
            return
        self._change(chosen=public, arrived=(), asking=Asking.NOTHING, fault="", message="")
        self._read_arrived()

    def found(self, waiting: tuple[NewDevice, ...]) -> None:
        """Device files lay where answers were taken in."""
        self._change(waiting=waiting)

    def read_file(self, file: Path) -> None:
        """Ask about the device whose file this is."""
        if self._state.is_open and not self._state.busy:
            def read(device: NewDevice) -> None:
                self._change(busy=False)
                self.ask_to_register(device)

            self._run(lambda: self._desk.read(file), read)

    def ask_to_register(self, device: NewDevice) -> None:
        """Show its number to compare."""
        if self._state.busy:
            return
        known = any(d.standing.public == device.public for d in self._state.devices)
        if known:
            said = self._state.words("{kiosk} is registered already.", kiosk=device.name)
            self._change(chosen=device.public, message=said, tone=Tone.INFO)
            self._read_arrived()
        else:
            self._change(register=device, asking=Asking.REGISTER, fault="", message="")

    def ask(self, asking: Asking) -> None:
        """Open a question about the chosen device."""
        if self._state.device is not None and not self._state.busy:
            self._change(asking=asking, fault="", message="")

    def decline(self) -> None:
        """Nothing is done."""
        self._change(asking=Asking.NOTHING, fault="", register=None)

    def agree(self, reason: str) -> None:
        """Do what was asked."""
        state, why = self._state, reason.strip()
        if state.busy or state.asking is Asking.NOTHING:
            return
        if state.asking is Asking.REGISTER:
            self._register()
            return
        device = state.device
        if device is None:
            return
        if state.asking is not Asking.LET_IN and not 0 < len(why) <= REASON_LIMIT:
            self._change(fault=state.words("Write the reason in a few words (at most 300 signs)."))
            return
        asking, key = state.asking, device.standing.public
        self._run(
            lambda: self._do(asking, key, why),
            lambda result: self._done(asking, device.standing.name, result),
        )

    def _do(self, asking: Asking, key: bytes, why: str) -> Any:
        return {
            Asking.REVOKE: lambda: self._desk.revoke(key, why),
            Asking.HOLD_AGAIN: lambda: self._desk.revoke(key, why),
            Asking.ACCEPT: lambda: self._desk.accept(key, why),
            Asking.REJECT: lambda: self._desk.reject(key, why),
            Asking.RESTORE: lambda: self._desk.restore(key, why),
            Asking.LET_IN: lambda: self._desk.let_in(key),
        }[asking]()

    def _done(self, asking: Asking, name: str, result: Any) -> None:
        words, tone = self._state.words, Tone.GOOD
        if result is False:  # somebody else was quicker
            said, tone = words("It was so already; nothing was done now."), Tone.INFO
        elif isinstance(result, Revoked):
            said = asked.revoked(name, result, words, again=asking is Asking.HOLD_AGAIN)
        elif isinstance(result, Decided):
            said = asked.decided(name, asking, result, words)
        elif asking is Asking.RESTORE:
            said = words("{kiosk} is trusted again. Pair it anew under Network.", kiosk=name)
        else:
            said = words("The next device that comes as {kiosk} is let in.", kiosk=name)
        self._change(busy=False, asking=Asking.NOTHING, fault="", message=said, tone=tone)
        self._after()

    def _register(self) -> None:
        device = self._state.register
        if device is None:
            return

        def done(_none: object) -> None:
            said = self._state.words("{kiosk} is registered.", kiosk=device.name)
            self._change(
                busy=False, asking=Asking.NOTHING, register=None, message=said, tone=Tone.GOOD,
                waiting=tuple(w for w in self._state.waiting if w.public != device.public),
                chosen=device.public,
            )
            self._after()

        self._run(lambda: self._desk.register(device), done)

    def _after(self) -> None:
        self.refresh()
        self._changed()

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._change(busy=True, message="")
        self._background(lambda _report: work(), done=done, failed=self._failed)

    def _read(self, devices: tuple[Device, ...]) -> None:
        known = {d.standing.public for d in devices}
        waiting = tuple(w for w in self._state.waiting if w.public not in known)
        self._change(devices=devices, waiting=waiting)
        self._read_arrived()

    def _read_arrived(self) -> None:
        chosen = self._state.chosen
        if chosen is None or self._state.device is None:
            return

        def done(arrived: tuple[Arrived, ...]) -> None:
            if self._state.chosen == chosen:
                self._change(arrived=arrived)

        self._background(
            lambda _r: self._desk.arrived(chosen), done=done, failed=self._tell
        )

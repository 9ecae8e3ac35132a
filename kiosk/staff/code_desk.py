"""A short code, typed or scanned: to a mailbox to pair with, or to a place where packages lie."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.staff.loading import Loading
from kiosk.staff.means import Means
from kiosk.staff.screens import CodeEntry
from kiosk.staff.wishes import Deed, Do, Filled, StaffWish
from sync.provision import MisreadCode, Provision, read_provision


class CodeDesk:
    """``pair`` leads to the screens of pairing, with an address and whose it must be."""

    def __init__(self, means: Means, pair: Callable[[str, str], None]) -> None:
        self._means = means
        self._pair = pair
        self._loading: Loading | None = None

    def begin(self) -> None:
        """Ask for the code."""
        self._means.show(CodeEntry())

    def receive(self, wish: StaffWish) -> None:
        """A code was typed, or what lies where it leads was chosen."""
        match wish:
            case Filled(deed=Deed.BEGIN, values=(typed,)) if self._loading is None:
                self._read(typed)
            case Do() if self._loading is not None:
                self._loading.receive(wish)

    def end(self) -> None:
        """They have gone."""
        if self._loading is not None:
            self._loading.end()
            self._loading = None

    def _read(self, typed: str) -> None:
        try:
            self._follow(read_provision(typed))
        except MisreadCode as fault:
            self._means.show(CodeEntry(misread=fault.reason.value))

    def _follow(self, code: Provision) -> None:
        if code.mailbox is not None:
            self._pair(str(code.mailbox), code.organisation)
            return
        self._loading = Loading(
            self._means, lambda: (), expected=code.organisation, place=code.place
        )
        self._loading.begin()

"""Taking out what waits to a stick: seen while it goes on, stopped between two files. No Qt."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from kiosk.carrying import SIZE, on_stick
from kiosk.staff.means import Means
from kiosk.staff.screens import Folders, TakenOut, Working
from kiosk.staff.sticks import Find
from kiosk.staff.wishes import Deed, Do, StaffWish
from storage.errors import StorageError
from sync.courier import Exchanged, exchange
from sync.errors import TransportError
from sync.noting import TAKEN_OUT
from sync.places import open_place


class TakingOut:
    """Packages and receipts that lie there are taken in as well: it is one exchange."""

    def __init__(self, means: Means, find: Find) -> None:
        self._means = means
        self._find = find
        self._turn = 0
        self._stop = False

    def begin(self) -> None:
        """Show where it can go."""
        folders = tuple(str(folder) for folder in self._find())
        self._means.show(Folders(of="take-out", folders=folders))

    def receive(self, wish: StaffWish) -> None:
        """A folder was chosen, looked for again, or the work stopped."""
        match wish:
            case Do(deed=Deed.CHOOSE, value=folder) if Path(folder) in self._find():
                self._stop = False
                self._turn += 1
                turn = self._turn
                self._means.show(Working(of="take-out"))
                self._means.crew.away(lambda: self._carry(turn, folder))
            case Do(deed=Deed.CHOOSE | Deed.AGAIN):
                self.begin()
            case Do(deed=Deed.CANCEL):
                self._stop = True

    def end(self) -> None:
        """They have gone: the file in hand is the last one."""
        self._stop = True
        self._turn += 1

    def _carry(self, turn: int, folder: str) -> None:
        """In the other thread."""
        means = self._means

        def going(moved: int, name: str) -> None:
            now = Working(of="take-out", moved=moved)
            means.crew.here(lambda: self._show(turn, now))

        try:
            with closing(open_place(on_stick(Path(folder)))) as place:
                done = exchange(
                    means.store, place, means.clock, size=SIZE, going=going,
                    cancelled=lambda: self._stop, noted=TAKEN_OUT,
                )
            shown: TakenOut | Folders = self._told(done)
        except (StorageError, TransportError) as fault:
            shown = Folders(
                of="take-out", trouble=fault.code, folders=tuple(map(str, self._find()))
            )
        means.crew.here(lambda: self._show(turn, shown))

    def _told(self, done: Exchanged) -> TakenOut:
        return TakenOut(
            records=done.records, bundles=done.bundles, forgotten=done.forgotten,
            packages=done.packages, cancelled=done.cancelled, waiting=self._means.store.waiting(),
            problems=tuple(problem.code for problem in done.problems),
        )

    def _show(self, turn: int, shown: Working | TakenOut | Folders) -> None:
        if turn == self._turn:
            self._means.show(shown)

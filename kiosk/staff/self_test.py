"""The self-test: one part after another, each with what came of it in plain words. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kiosk.staff.means import Means
from kiosk.staff.screens import Checked, SelfTested
from kiosk.staff.status import Delivered, free_mb, zone_of
from kiosk.staff.surveyed import wordless
from kiosk.staff.wishes import Deed, Do, StaffWish
from storage.errors import StorageError
from storage.kiosk import proving
from storage.values import RandomBytes

ENOUGH_MB = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the machine round the store says: the screen's size in pixels, whether there is sound
    to hear (None: it cannot be told), and how the last delivery went."""

    screen: Callable[[], tuple[int, int]]
    sound: Callable[[], bool | None]
    delivered: Callable[[], Delivered]
    random: RandomBytes


class SelfTest:
    """Begins at once; can be done again."""

    def __init__(self, means: Means, around: Around) -> None:
        self._means = means
        self._around = around
        self._turn = 0

    def begin(self) -> None:
        """Begin; each part is shown when it is done."""
        self._turn += 1
        turn = self._turn
        self._means.show(SelfTested(checks=(), over=False))
        here = (self._words(), self._screen(), self._sound(), self._delivery(), self._clock())
        self._means.crew.away(lambda: self._test(turn, here))

    def receive(self, wish: StaffWish) -> None:
        """Once more, or the clock was looked at and is right."""
        match wish:
            case Do(deed=Deed.AGAIN):
                self.begin()
            case Do(deed=Deed.CLOCK):
                self._means.store.watch.set_right()
                self.begin()

    def end(self) -> None:
        """They have gone."""
        self._turn += 1

    def _test(self, turn: int, here: tuple[Checked, ...]) -> None:
        """In the other thread."""
        done: list[Checked] = []
        for check in self._slow():
            done.append(check)
            self._back(turn, SelfTested(checks=tuple(done), over=False))
        self._back(turn, SelfTested(checks=(*done, *here), over=True))

    def _slow(self) -> Iterator[Checked]:
        means, random = self._means, self._around.random
        yield _tried("disk", lambda: proving.disk_keeps(means.directory, random))
        room = free_mb(means.directory)
        yield Checked(what="room", good=None if room < 0 else room >= ENOUGH_MB, told=str(room))
        yield _tried("sealing", lambda: proving.seals(means.store, random))
        yield _tried("chain", lambda: proving.chain_holds(means.store))

    def _words(self) -> Checked:
        campaign = self._means.campaign()
        if campaign is None:
            return Checked(what="words", good=None)
        missing = wordless(campaign)
        return Checked(what="words", good=not missing, told=" ".join(missing))

    def _screen(self) -> Checked:
        wide, high = self._around.screen()
        return Checked(what="screen", good=wide >= 800 and high >= 480, told=f"{wide} × {high}")

    def _sound(self) -> Checked:
        return Checked(what="sound", good=self._around.sound())

    def _delivery(self) -> Checked:
        found = self._around.delivered()
        if found.last is None and not found.trouble:
            return Checked(what="network", good=None)
        return Checked(what="network", good=not found.trouble, told=found.trouble)

    def _clock(self) -> Checked:
        return Checked(
            what="clock", good=not self._means.store.watch.jumped(),
            told=self._means.clock().astimezone(zone_of(self._means.campaign())).strftime(
                "%Y-%m-%d %H:%M"
            ),
        )

    def _back(self, turn: int, shown: SelfTested) -> None:
        def show() -> None:
            if turn == self._turn:
                self._means.show(shown)

        self._means.crew.here(show)


def _tried(what: str, work: Callable[[], int | None]) -> Checked:
    try:
        found = work()
    except StorageError as fault:
        return Checked(what=what, good=False, told=fault.code)
    return Checked(what=what, good=True, told="" if found is None else str(found))

"""Connecting the kiosk to an administrator's computer: found, compared, agreed. No Qt.

What waits for the network runs in another thread; what it finds comes back in this one.
"""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.screens import Frame, NumberScreen, PairScreen, PairStage, Screen
from kiosk.wishes import LeavePairing, Pair, PairWith, SameWords, ShowNumber, Wish
from storage.errors import StorageError
from storage.kiosk import KioskStore
from sync.enrolment import fingerprint
from sync.errors import TransportError
from sync.mailbox import cards, discovery, kiosk_side
from sync.mailbox.address import Address, read_address
from sync.mailbox.channel import Means

_LOOK = 0.1

Job = Callable[[], None]


class PairingView(Protocol):
    """Shows one screen at a time and remembers nothing."""

    def present(self, screen: Screen) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """``away`` does a job in the thread that may wait; ``here`` one in the window's thread.

    ``means.wait`` ends an attempt when the program does. ``find`` looks on the network.
    """

    away: Callable[[Job], None]
    here: Callable[[Job], None]
    means: Means
    find: Callable[[], tuple[discovery.Found, ...]] = discovery.find


class Pairing:
    """One attempt after another, until :attr:`over`."""

    def __init__(self, view: PairingView, store: KioskStore, frame: Frame, crew: Crew) -> None:
        self._view = view
        self._store = store
        self._frame = frame
        self._crew = crew
        self._attempt = 0
        self._answers: queue.Queue[bool] = queue.Queue()
        self.over = False

    def receive(self, wish: Wish) -> None:
        """Do what staff ask for."""
        match wish:
            case Pair():
                self._look()
            case PairWith(address=text, organisation=expected):
                self._with(text, expected)
            case SameWords(same=same):
                self._answers.put(same)
                if same:
                    self._show(PairStage.WAITING)
            case ShowNumber():
                self._leave()
                self._show_number()
            case LeavePairing():
                self._leave()
                self.over = True

    def _look(self) -> None:
        self._leave()
        self._show(PairStage.LOOKING)
        attempt = self._attempt
        self._crew.away(lambda: self._find(attempt))

    def _leave(self) -> None:
        """Whatever is under way belongs to no screen any more, and is refused."""
        self._attempt += 1
        self._answers.put(False)

    def _find(self, attempt: int) -> None:
        try:
            found = self._crew.find()
        except TransportError:
            found = ()
        addresses = tuple(dict.fromkeys(str(place.address) for place in found))
        whose = {place.organisation for place in found}
        self._back(attempt, lambda: self._found(addresses, len(whose)))

    def _found(self, addresses: tuple[str, ...], organisations: int) -> None:
        if organisations == 1:
            self._with(addresses[0])
        else:
            trouble = "" if addresses else "none-found"
            self._show(PairStage.CHOOSE, found=addresses, trouble=trouble)

    def _with(self, text: str, expected: str = "") -> None:
        try:
            address = read_address(text.strip())
        except ValueError:
            self._show(PairStage.CHOOSE, trouble="address")
            return
        self._leave()
        self._answers = queue.Queue()
        self._show(PairStage.CONNECTING)
        attempt, answers = self._attempt, self._answers
        self._crew.away(lambda: self._pair(attempt, address, answers, expected))

    def _pair(
        self, attempt: int, address: Address, answers: queue.Queue[bool], expected: str
    ) -> None:
        others: list[str] = []

        def compared(shown: kiosk_side.Words) -> bool:
            number = fingerprint(shown.organisation.organisation)
            if expected and number != expected:
                others.append(number)
                return False
            self._back(attempt, lambda: self._compare(shown))
            waited = 0.0
            while answers.empty():
                self._crew.means.wait(_LOOK)
                waited += _LOOK
                if waited >= kiosk_side.ASK_AGAIN:
                    waited = 0.0
                    shown.still()
            return answers.get()

        if attempt != self._attempt:
            return
        try:
            kiosk_side.pair(self._store, address, self._crew.means, compared)
        except (TransportError, StorageError) as fault:
            code = "not-expected" if others else fault.code
            self._back(attempt, lambda: self._show(PairStage.FAILED, trouble=code))
        else:
            self._back(attempt, lambda: self._show(PairStage.PAIRED))

    def _compare(self, shown: kiosk_side.Words) -> None:
        self._show(
            PairStage.COMPARE, words=shown.words, organisation=shown.organisation.name,
            number=fingerprint(shown.organisation.organisation),
        )

    def _back(self, attempt: int, job: Job) -> None:
        """Do ``job`` in the window's thread, if nobody has gone elsewhere meanwhile."""
        self._crew.here(lambda: job() if attempt == self._attempt else None)

    def _show(
        self, stage: PairStage, found: tuple[str, ...] = (), words: tuple[str, ...] = (),
        organisation: str = "", number: str = "", trouble: str = "",
    ) -> None:
        self._view.present(PairScreen(
            frame=self._frame, stage=stage, found=found, words=words, organisation=organisation,
            number=number, trouble=trouble,
        ))

    def _show_number(self) -> None:
        identity = self._store.identity
        self._view.present(NumberScreen(
            frame=self._frame, device=identity.name, number=fingerprint(identity.public),
            card=cards.device_card(identity, self._store.signer.sign),
        ))

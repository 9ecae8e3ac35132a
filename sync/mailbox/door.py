"""The organisation's door for pairing: opened by a person, for minutes, for one at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest
from threading import RLock

from storage.errors import StorageError
from storage.values import DeviceIdentity, RandomBytes
from sync.mailbox.pace import Ticks
from sync.mailbox.pairing import Host, Hosting, Stage, commit_of, id_of
from sync.mailbox.refusals import Refusal

SECONDS = 300
ATTEMPTS = 3
SILENCE = 60
"""A kiosk that begins and says nothing for so many seconds has gone; the next one may try.

Once its words stand here it is for the person alone to end its attempt: nobody takes its place.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the person at the door sees: an attempt that has come far enough to compare words."""

    device: DeviceIdentity
    words: tuple[str, ...]
    stage: Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What the door is given: ``register`` makes a device durable in the registry, ``changed``
    is called (from any thread) whenever :meth:`Door.seen` may have changed."""

    register: Callable[[DeviceIdentity], None]
    changed: Callable[[], None]
    ticks: Ticks
    random: RandomBytes


class Door:
    """Closed when made. Any thread may call; answers what comes under ``/v1/pair/``."""

    def __init__(self, host: Host, hands: Hands) -> None:
        self._host = host
        self._hands = hands
        self._guard = RLock()
        self._until = 0.0
        self._left = 0
        self._attempt: Hosting | None = None
        self._heard = 0.0

    def open(self, seconds: float = SECONDS) -> None:
        """Let one kiosk in at a time, for ``seconds`` and at most ATTEMPTS tries."""
        with self._guard:
            self._until, self._left = self._hands.ticks() + seconds, ATTEMPTS
            self._attempt = None

    def extend(self, seconds: float = SECONDS) -> None:
        """``seconds`` from now where it is open, also for who has begun; else nothing."""
        with self._guard:
            if self.is_open:
                self._until = self._hands.ticks() + seconds

    def close(self) -> None:
        """Nobody may pair any more; an attempt that is not finished comes to nothing."""
        with self._guard:
            self._until, self._left = 0.0, 0
            if self._attempt is not None:
                self._attempt.refuse()
        self._hands.changed()

    @property
    def is_open(self) -> bool:
        """Whether a kiosk may still begin, or has begun."""
        with self._guard:
            if self._hands.ticks() >= self._until:
                return False
            return self._left > 0 or self._going() is not None

    def seen(self) -> Seen | None:
        """The attempt whose words can be compared, or what became of it; None before that."""
        with self._guard:
            attempt = self._attempt
            if attempt is None or attempt.device is None:
                return None
            return Seen(device=attempt.device, words=attempt.words, stage=attempt.stage)

    def decide(self, same: bool, words: tuple[str, ...]) -> Stage:
        """The person here has compared ``words`` with those at the kiosk.

        REFUSED, and nothing is decided, when these words do not stand at the door (any more):
        an answer is worth nothing for another kiosk than the one it was given for.
        """
        with self._guard:
            attempt = self._attempt
            if attempt is None or not words or attempt.words != words:
                return Stage.REFUSED
            self._run_out(attempt)
            attempt.decide(same)
            self._finish(attempt)
            stage = attempt.stage
        self._hands.changed()
        return stage

    def answer(self, step: str, body: bytes) -> bytes:
        """Answer a kiosk. Refusal ``pairing-closed`` or ``pairing-refused``; Damaged."""
        with self._guard:
            if step == "begin":
                said = self._begin(body)
            elif step in ("reveal", "agree", "refuse"):
                said = self._go_on(step, body)
            else:
                raise Refusal("bad-request")
        self._hands.changed()
        return said

    def _begin(self, body: bytes) -> bytes:
        now, going = self._hands.ticks(), self._going()
        if going is not None and going.commit == commit_of(body):
            return going.begin(body)  # the answer was lost, and it asks again
        if now >= self._until or self._left < 1 or going is not None:
            raise Refusal("pairing-closed")
        self._left -= 1
        self._attempt, self._heard = Hosting(self._host, self._hands.random), now
        return self._attempt.begin(body)

    def _go_on(self, step: str, body: bytes) -> bytes:
        attempt, id = self._attempt, id_of(step, body)
        if attempt is None or not compare_digest(attempt.id, id):
            raise Refusal("pairing-closed")
        self._run_out(attempt)
        self._heard = self._hands.ticks()
        if step == "refuse":
            attempt.refuse()
            return attempt.outcome()
        if step == "reveal":
            return attempt.reveal(body)
        attempt.agree(body)
        self._finish(attempt)
        return attempt.outcome()

    def _finish(self, attempt: Hosting) -> None:
        if attempt.agreed and attempt.device is not None:
            try:
                self._hands.register(attempt.device)
            except StorageError:
                attempt.refuse()
                raise
            attempt.registered()
            self._left = 0  # who opened the door wanted one kiosk in

    def _run_out(self, attempt: Hosting) -> None:
        if self._hands.ticks() >= self._until:
            attempt.refuse()

    def _going(self) -> Hosting | None:
        attempt = self._attempt
        if attempt is None or attempt.stage in (Stage.REFUSED, Stage.PAIRED):
            return None
        if attempt.stage is Stage.COMPARING:
            return attempt
        return attempt if self._hands.ticks() < self._heard + SILENCE else None

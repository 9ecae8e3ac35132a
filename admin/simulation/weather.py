"""What may happen to a place while it is used."""

from __future__ import annotations

from dataclasses import dataclass

from sync.envelope import FILE_LIMIT
from sync.errors import PlaceFull, PlaceGone
from sync.transport import Transport


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """A fault at the ``at``-th call (from 0): ``gone``, ``full``, ``lost-ack``.

    ``gone`` stays, ``full`` refuses what is written, ``lost-ack`` does the work and then says
    that the place is gone.
    """

    kind: str
    at: int


class Troubled:
    """A transport that meets its weather; ``struck`` says whether it has."""

    def __init__(self, inner: Transport, weather: Weather) -> None:
        self._inner = inner
        self._weather = weather
        self.kind = weather.kind
        self._calls = 0
        self.struck = False

    def list(self, suffix: str) -> tuple[str, ...]:
        """See :class:`sync.transport.Transport`, as every method here."""
        self._before()
        return self._inner.list(suffix)

    def bad_names(self, suffix: str) -> tuple[str, ...]:
        return self._inner.bad_names(suffix)

    def get(self, name: str, limit: int = FILE_LIMIT) -> bytes:
        self._before()
        return self._inner.get(name, limit)

    def put(self, name: str, data: bytes) -> None:
        due = self._calls >= self._weather.at
        self._before()
        if due and self.kind == "full":
            self.struck = True
            raise PlaceFull("the place is full. Nothing was lost")
        self._inner.put(name, data)
        if due and self.kind == "lost-ack" and not self.struck:
            self.struck = True
            raise PlaceGone("the place went away before it had answered")

    def close(self) -> None:
        self._inner.close()

    def _before(self) -> None:
        if self.kind == "gone" and self._calls >= self._weather.at:
            self.struck = True
            raise PlaceGone("the place is not there any more. Nothing was lost")
        self._calls += 1

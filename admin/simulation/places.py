"""Places that bundles are carried through, what may happen there, and how to meddle with them."""

from __future__ import annotations

import builtins
from dataclasses import dataclass
from pathlib import Path

from sync.envelope import FILE_LIMIT
from sync.errors import PlaceFull, PlaceGone
from sync.folder import FolderTransport
from sync.transport import Transport


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """A fault at the ``at``-th call (from 0): ``gone``, ``full``, ``lost-ack``.

    ``gone`` stays, ``full`` refuses what is written, ``lost-ack`` does the work and then says
    that the place is gone.
    """

    kind: str
    at: int


def open_place(address: str) -> Transport:
    """The transport to ``address``: a folder's path."""
    return FolderTransport(Path(address))


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


class Place:
    """A place seen from outside the programs, by whoever loses, copies or spoils files."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._folder = Path(address)
        self._folder.mkdir(parents=True, exist_ok=True)

    def names(self, suffix: str) -> builtins.list[str]:
        """The names of whole files with this suffix, sorted."""
        return sorted(path.name for path in self._folder.glob(f"*{suffix}"))

    def read(self, name: str) -> bytes:
        return (self._folder / name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        """Put bytes there, over what there is."""
        (self._folder / name).write_bytes(data)

    def remove(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)

"""What the administrator ought to have seen, reckoned from the files themselves.

Nothing here opens a record or asks the workspace: which records came, what is missing, where a
stream went two ways and whose clock was wrong follows from the signed outside of the bundles that
lay in a place when it was taken in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from storage.seal.epochs import NO_EPOCH
from storage.values import Epoch
from sync.bundle import Bundle, read_bundle

CLOCK_MARGIN = timedelta(minutes=10)


@dataclass(slots=True)
class _Epoch:
    epoch: Epoch
    made: int = 0
    head: bytes = b""
    hashes: dict[int, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class _Stream:
    epochs: dict[bytes, _Epoch] = field(default_factory=dict)
    bundles: list[tuple[int, int, datetime]] = field(default_factory=list)


@dataclass(slots=True)
class Visit:
    """What a visit to a place should report: whole ``bundles``, ``repeated`` ones, and the rest.

    ``new`` counts records. ``gaps`` and ``forks`` are (stream, epoch) as hexadecimal digits,
    ``clocks`` (device, code).
    """

    bundles: int = 0
    repeated: int = 0
    new: int = 0
    damaged: set[str] = field(default_factory=set)
    strangers: set[str] = field(default_factory=set)
    gaps: set[tuple[str, str]] = field(default_factory=set)
    forks: set[tuple[str, str]] = field(default_factory=set)
    clocks: set[tuple[str, str]] = field(default_factory=set)


class Arrivals:
    """The model of one workspace. ``names`` are the registered devices' by public key."""

    def __init__(self) -> None:
        self.names: dict[bytes, str] = {}
        self.spoilt: set[bytes] = set()
        """Hashes of files that somebody damaged or forged."""
        self._streams: dict[bytes, _Stream] = {}
        self._seen: set[bytes] = set()
        self._aside: dict[bytes, bytes] = {}
        self._opened: dict[bytes, Bundle] = {}

    def visit(self, files: Mapping[str, bytes], now: datetime) -> Visit:
        """Take in ``files`` (by name) at ``now`` as the administrator ought to."""
        visit = Visit()
        heard: set[bytes] = set()
        for hash, raw in tuple(self._aside.items()):
            if self._take(self._bundle(hash, raw), hash, now, visit, heard):
                del self._aside[hash]
        for name in sorted(files):
            raw = files[name]
            hash = sha256(raw).digest()
            if hash in self.spoilt:
                visit.damaged.add(name)
            elif not self._take(self._bundle(hash, raw), hash, now, visit, heard):
                visit.strangers.add(name)
                self._aside[hash] = raw
        for stream in heard:
            known = self._streams[stream]
            visit.gaps |= {(stream.hex(), epoch.hex()) for epoch in _gaps(known)}
            visit.forks |= {(stream.hex(), parent.hex()) for parent in _forks(known)}
        return visit

    def _bundle(self, hash: bytes, raw: bytes) -> Bundle:
        """The same file lies in its place visit after visit."""
        if hash not in self._opened:
            self._opened[hash] = read_bundle(raw)
        return self._opened[hash]

    def _take(
        self, bundle: Bundle, hash: bytes, now: datetime, visit: Visit, heard: set[bytes]
    ) -> bool:
        name = self.names.get(bundle.device)
        if name is None:
            return False
        heard.add(bundle.stream)
        stream = self._streams.setdefault(bundle.stream, _Stream())
        code = _clock(stream, bundle, now)
        if code is not None:
            visit.clocks.add((name, code))
        new = _add(stream, bundle)
        if new or hash not in self._seen:
            stream.bundles.append((bundle.number, len(stream.bundles), bundle.made))
            self._seen.add(hash)
        visit.bundles += 1
        visit.repeated += not new
        visit.new += new
        return True


def _add(stream: _Stream, bundle: Bundle) -> int:
    new = 0
    for part in bundle.epochs:
        known = stream.epochs.setdefault(part.epoch.id, _Epoch(part.epoch))
        if part.count > known.made:
            known.made, known.head = part.count, part.head
    for record in bundle.records:
        hashes = stream.epochs[record.epoch].hashes
        new += record.n not in hashes
        hashes[record.n] = record.hash
    return new


def _clock(stream: _Stream, bundle: Bundle, now: datetime) -> str | None:
    if bundle.made > now + CLOCK_MARGIN:
        return "clock-ahead"
    before = max((b for b in stream.bundles if b[0] < bundle.number), default=None)
    back = before is not None and bundle.made < before[2] - CLOCK_MARGIN
    return "clock-back" if back else None


def _gaps(stream: _Stream) -> set[bytes]:
    short = {id for id, epoch in stream.epochs.items() if len(epoch.hashes) < epoch.made}
    parents = {epoch.epoch.parent for epoch in stream.epochs.values()}
    return short | (parents - stream.epochs.keys() - {NO_EPOCH})


def _forks(stream: _Stream) -> set[bytes]:
    children: dict[bytes, int] = {}
    forks = set()
    for known in stream.epochs.values():
        parent = known.epoch.parent
        children[parent] = children.get(parent, 0) + 1
        before = stream.epochs.get(parent)
        if before is None or before.head == known.epoch.parent_head:
            continue
        places = [n for n, hash in before.hashes.items() if hash == known.epoch.parent_head]
        if places and places[0] < before.made - 1:
            forks.add(parent)
    return forks | {parent for parent, count in children.items() if count > 1}

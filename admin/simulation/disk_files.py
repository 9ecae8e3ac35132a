"""Files and folders on a disk that may lose what was not synced."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

SECTOR = 512


@dataclass(eq=False)
class Inode:
    """A file's bytes: ``safe`` ones, and what was asked for since (offset, data or None, size)."""

    safe: bytearray = field(default_factory=bytearray)
    pending: list[Change] = field(default_factory=list)

    def sync(self) -> None:
        apply_to(self.safe, self.pending)
        self.pending = []


@dataclass(eq=False)
class Folder:
    """Names a running program sees, ``safe`` ones, and changes since, each all or nothing."""

    now: dict[str, Node] = field(default_factory=dict)
    safe: dict[str, Node] = field(default_factory=dict)
    pending: list[Names] = field(default_factory=list)

    def ask(self, names: Names) -> None:
        rename(self.now, names)
        self.pending.append(names)

    def sync(self) -> None:
        for names in self.pending:
            rename(self.safe, names)
        self.pending = []


Node = Inode | Folder
Change = tuple[int, bytes | None]
Names = tuple[tuple[str, Node | None], ...]


def left(root: str, folder: Folder, draw: random.Random) -> Iterator[tuple[str, Inode]]:
    """The files whose names survive, some of the changes of names with them."""
    names = dict(folder.safe)
    for change in folder.pending:
        if draw.random() < 0.5:
            rename(names, change)
    for name, node in names.items():
        if isinstance(node, Folder):
            yield from left(f"{root}/{name}", node, draw)
        else:
            yield f"{root}/{name}", node


def rename(names: dict[str, Node], changes: Names) -> None:
    for name, node in changes:
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def survivors(
    pending: list[tuple[int, bytes | None]], keep: float, torn: bool, draw: random.Random
) -> Iterator[tuple[int, bytes | None]]:
    """Some of the writes, or of their sectors, in another order."""
    parts: list[tuple[int, bytes | None]] = []
    for offset, data in pending:
        if data is None or not torn:
            parts.append((offset, data))
        else:
            parts += sectors(offset, data)
    draw.shuffle(parts)
    for offset, data in parts:
        if draw.random() < keep:
            yield offset, data
        elif torn and data is not None and draw.random() < 0.05:
            yield offset, draw.choice((bytes(len(data)), draw.randbytes(len(data))))


def sectors(offset: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    """``data`` cut where the disk's sectors end."""
    at = 0
    while at < len(data):
        size = min(SECTOR - (offset + at) % SECTOR, len(data) - at)
        yield offset + at, data[at : at + size]
        at += size


def apply(content: bytes | bytearray, changes: Iterable[Change]) -> bytes:
    """``content`` after writes (offset, data) and truncations (size, None)."""
    result = bytearray(content)
    apply_to(result, changes)
    return bytes(result)


def apply_to(content: bytearray, changes: Iterable[Change]) -> None:
    for offset, data in changes:
        if len(content) < offset:
            content += bytes(offset - len(content))
        if data is None:
            del content[offset:]
        else:
            content[offset : offset + len(data)] = data

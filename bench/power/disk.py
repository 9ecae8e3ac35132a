"""A disk that loses power: replays recorded system calls and drops what was not synced.

The rules are harsher than any real file system's:
- a write is safe only after fsync or fdatasync of that very file;
- a file's name (made or removed) is safe only after fsync of its directory;
- what is not safe is, per 512-byte sector, kept, lost, or turned to rubbish, in any order.
``-shm`` files are left out: SQLite rebuilds them and never trusts them after a power cut.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
CALLS = (
    "openat,open,creat,close,write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,"
    "sync_file_range,ftruncate,truncate,fallocate,rename,renameat,renameat2,link,linkat,"
    "unlink,unlinkat,mkdir,mkdirat,mmap,dup,dup2,dup3,sendfile,copy_file_range,msync"
)
_LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+|0x[0-9a-f]+|\?)(?: .*)?$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Call:
    """One system call; ``texts`` are its strings decoded, ``rest`` its other arguments."""

    name: str
    texts: tuple[bytes, ...]
    rest: tuple[str, ...]
    result: int


@dataclass
class Inode:
    """A file's bytes: ``safe`` ones, and what was asked for since (offset, data or None, size)."""

    safe: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)


@dataclass
class Handle:
    path: str
    inode: Inode | None  # None for a directory
    offset: int = 0


def parse(log: Path) -> Iterator[Call]:
    """The calls that strace -xx wrote. Raises ValueError for a line it does not know."""
    with log.open(encoding="ascii") as lines:
        for line in lines:
            if "+++" in line or "--- SIG" in line:
                continue
            found = _LINE.match(line.rstrip("\n"))
            if found is None:
                raise ValueError(f"strace wrote something unexpected: {line[:120]}")
            name, arguments, result = found.groups()
            texts = tuple(bytes.fromhex(t.replace("\\x", "")) for t in _TEXT.findall(arguments))
            rest = tuple(part.strip() for part in _TEXT.sub('""', arguments).split(","))
            yield Call(name, texts, rest, int(result, 0) if result != "?" else -1)


class Disk:
    """Files below ``root`` as the calls leave them, safe and not yet safe."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._names: dict[str, Inode] = {}  # as the running program sees them
        self._safe_names: dict[str, Inode] = {}
        self._pending_names: list[tuple[str, Inode | None]] = []
        self._handles: dict[int, Handle] = {}
        self._inodes: list[Inode] = []
        self.written: list[bytes] = []
        self.said: list[str] = []

    @property
    def pending(self) -> int:
        """How many writes and names would be at stake if the power went now."""
        return len(self._pending_names) + sum(len(inode.pending) for inode in self._inodes)

    def take(self, call: Call) -> None:
        """One call more. Raises ValueError for one whose effect is not modelled."""
        if call.result < 0:
            return
        match call.name:
            case "openat" | "open":
                self._open(call)
            case "close":
                self._handles.pop(int(call.rest[0]), None)
            case "write":
                self._write(int(call.rest[0]), None, call.texts[0][: call.result])
            case "pwrite64":
                self._write(int(call.rest[0]), int(call.rest[3]), call.texts[0][: call.result])
            case "ftruncate":
                self._truncate(self._handles.get(int(call.rest[0])), int(call.rest[1]))
            case "truncate":
                path = call.texts[0].decode()
                self._truncate(Handle(path, self._names.get(path)), int(call.rest[1]))
            case "fsync" | "fdatasync":
                self._sync(int(call.rest[0]))
            case "unlink":
                self._unlink(call.texts[0].decode())
            case "mmap":
                self._refuse_shared_writing(call)
            case "mkdir":
                pass  # the store's own directory: the replay makes it
            case _:
                raise ValueError(f"{call.name} is not modelled")

    def _mine(self, path: str) -> bool:
        return path.startswith(self._root + "/") and not path.endswith("-shm")

    def _open(self, call: Call) -> None:
        path, flags = call.texts[0].decode(), call.rest[2 if call.name == "openat" else 1]
        if path.rstrip("/") == self._root:
            self._handles[call.result] = Handle(self._root, None)
        if not self._mine(path):
            return
        inode = self._names.get(path)
        if inode is None:
            inode = Inode()
            self._inodes.append(inode)
            self._names[path] = inode
            self._pending_names.append((path, inode))
        self._handles[call.result] = Handle(path, inode)
        if "O_TRUNC" in flags:
            inode.pending.append((0, None))

    def _write(self, number: int, offset: int | None, data: bytes) -> None:
        if number == 1:
            self.said += data.decode().splitlines()
        handle = self._handles.get(number)
        if handle is None or handle.inode is None:
            return
        at = handle.offset if offset is None else offset
        handle.inode.pending.append((at, data))
        self.written.append(data)
        if offset is None:
            handle.offset += len(data)

    @staticmethod
    def _truncate(handle: Handle | None, size: int) -> None:
        if handle is not None and handle.inode is not None:
            handle.inode.pending.append((size, None))

    def _sync(self, number: int) -> None:
        handle = self._handles.get(number)
        if handle is None:
            return
        if handle.inode is None:
            _apply_names(self._safe_names, self._pending_names)
            self._pending_names = []
            return
        handle.inode.safe = apply(handle.inode.safe, handle.inode.pending)
        handle.inode.pending = []

    def _unlink(self, path: str) -> None:
        if self._mine(path):
            del self._names[path]
            self._pending_names.append((path, None))

    def _refuse_shared_writing(self, call: Call) -> None:
        handle = self._handles.get(int(call.rest[4]))
        if handle is not None and "PROT_WRITE" in call.rest[2] and "MAP_SHARED" in call.rest[3]:
            raise ValueError("a file of the store is written through memory")

    def cut(self, draw: random.Random) -> dict[str, bytes]:
        """What a disk may hold when the power goes now: names to bytes."""
        names = dict(self._safe_names)
        kept = [change for change in self._pending_names if draw.random() < 0.5]
        _apply_names(names, kept)
        keep = draw.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        torn = draw.random() < 0.6
        return {
            path: apply(inode.safe, list(survivors(inode.pending, keep, torn, draw)))
            for path, inode in names.items()
        }


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


def apply(content: bytes, changes: list[tuple[int, bytes | None]]) -> bytes:
    """``content`` after writes (offset, data) and truncations (size, None)."""
    result = bytearray(content)
    for offset, data in changes:
        if len(result) < offset:
            result += bytes(offset - len(result))
        if data is None:
            del result[offset:]
        else:
            result[offset : offset + len(data)] = data
    return bytes(result)


def _apply_names(names: dict[str, Inode], changes: list[tuple[str, Inode | None]]) -> None:
    for path, inode in changes:
        if inode is None:
            names.pop(path, None)
        else:
            names[path] = inode

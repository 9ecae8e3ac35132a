"""System calls as strace wrote them down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    "openat,open,creat,close,write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,"
    "sync_file_range,ftruncate,truncate,fallocate,rename,renameat,renameat2,link,linkat,"
    "unlink,unlinkat,rmdir,mkdir,mkdirat,mmap,dup,dup2,dup3,sendfile,copy_file_range,msync"
)
_LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+|0x[0-9a-f]+|\?)(?: .*)?$")


@dataclass(frozen=True)
class Call:
    """One system call; ``texts`` are its strings decoded, ``rest`` its other arguments."""

    name: str
    texts: tuple[bytes, ...]
    rest: tuple[str, ...]
    result: int


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
            # each byte is written as a number: a quotation mark never lies in a string
            parts = arguments.split('"')
            if len(parts) % 2 == 0:
                raise ValueError(f"strace wrote something unexpected: {line[:120]}")
            texts = tuple(bytes.fromhex(part.replace("\\x", "")) for part in parts[1::2])
            rest = tuple(part.strip() for part in '""'.join(parts[::2]).split(","))
            yield Call(name, texts, rest, int(result, 0) if result != "?" else -1)

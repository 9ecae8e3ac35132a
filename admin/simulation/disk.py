"""A disk that loses power: replays recorded system calls and drops what was not synced.

The rules are harsher than any real file system's:
- a write is safe only after fsync or fdatasync of that very file;
- a name (made, changed or removed) is safe only after fsync of its directory;
- what is not safe is, per 512-byte sector, kept, lost, or turned to rubbish, in any order.
``-shm`` files are left out: SQLite rebuilds them and never trusts them after a power cut.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from admin.simulation.disk_calls import Call
from admin.simulation.disk_files import Folder, Inode, Node, apply, left, survivors


@dataclass
class Handle:
    path: str
    node: Node
    offset: int = 0


class Disk:
    """Files below ``roots`` as the calls leave them, safe and not yet safe.

    The roots themselves exist and are empty, until :meth:`load`. ``said`` are the lines that the
    program wrote to its standard output.
    """

    def __init__(self, *roots: str) -> None:
        self._roots = {root.rstrip("/"): Folder() for root in roots}
        self._handles: dict[int, Handle] = {}
        self._nodes: list[Node] = [*self._roots.values()]
        self.written: list[bytes] = []
        self.said: list[str] = []

    def load(self) -> None:
        """Take over, as safe, what really lies below the roots now."""
        for root, folder in self._roots.items():
            self._load(Path(root), folder)

    def _load(self, directory: Path, folder: Folder) -> None:
        for path in directory.iterdir():
            node: Node
            if path.is_dir():
                node = Folder()
                self._load(path, node)
            elif self._is_kept(path.name):
                node = Inode(bytearray(path.read_bytes()))
            else:
                continue
            folder.now[path.name] = folder.safe[path.name] = node
            self._nodes.append(node)

    @property
    def pending(self) -> int:
        """How many writes and names would be at stake if the power went now."""
        return sum(len(node.pending) for node in self._nodes)

    def take(self, call: Call) -> None:
        """One call more. Raises ValueError for one whose effect is not modelled."""
        if call.result < 0:
            return
        rest = call.rest
        match call.name:
            case "openat" | "open":
                self._open(call)
            case "close":
                self._handles.pop(int(rest[0]), None)
            case "write":
                self._write(int(rest[0]), None, call.texts[0][: call.result])
            case "pwrite64":
                self._write(int(rest[0]), int(rest[3]), call.texts[0][: call.result])
            case "ftruncate":
                self._truncate(self._handles.get(int(rest[0])), int(rest[1]))
            case "truncate":
                self._truncate(self._at(call.texts[0].decode()), int(rest[1]))
            case "fsync" | "fdatasync":
                handle = self._handles.get(int(rest[0]))
                if handle is not None:
                    handle.node.sync()
            case "mmap":
                self._refuse_shared_writing(call)
            case _:
                self._change_names(call)

    def _change_names(self, call: Call) -> None:
        texts, rest = [text.decode() for text in call.texts], call.rest
        match call.name:
            case "unlink" | "rmdir":
                self._set(texts[0], None)
            case "unlinkat":
                self._set(self._absolute(rest[0], texts[0]), None)
            case "mkdir":
                folder = Folder()
                if self._set(texts[0], folder):
                    self._nodes.append(folder)
            case "link":
                self._link(*texts)
            case "linkat":
                self._link(self._absolute(rest[0], texts[0]), self._absolute(rest[2], texts[1]))
            case "rename":
                self._rename(*texts)
            case "renameat" | "renameat2":
                self._rename(self._absolute(rest[0], texts[0]), self._absolute(rest[2], texts[1]))
            case _:
                raise ValueError(f"{call.name} is not modelled")

    @staticmethod
    def _is_kept(name: str) -> bool:
        return not name.endswith("-shm")

    def _absolute(self, directory: str, path: str) -> str:
        if path.startswith("/") or directory == "AT_FDCWD":
            return path
        handle = self._handles.get(int(directory))
        return path if handle is None else f"{handle.path}/{path}"

    def _find(self, path: str) -> tuple[Folder, str] | None:
        """The folder that holds the last name of ``path``, and that name; None if not ours."""
        for root, folder in self._roots.items():
            if not path.startswith(root + "/"):
                continue
            *parents, name = path[len(root) + 1 :].rstrip("/").split("/")
            for parent in parents:
                inner = folder.now.get(parent)
                if not isinstance(inner, Folder):
                    return None
                folder = inner
            return (folder, name) if self._is_kept(name) else None
        return None

    def _at(self, path: str) -> Handle | None:
        if path.rstrip("/") in self._roots:
            return Handle(path.rstrip("/"), self._roots[path.rstrip("/")])
        found = self._find(path)
        node = None if found is None else found[0].now.get(found[1])
        return None if node is None else Handle(path, node)

    def _set(self, path: str, node: Node | None) -> bool:
        found = self._find(path)
        if found is not None:
            found[0].ask(((found[1], node),))
        return found is not None

    def _rename(self, old: str, new: str) -> None:
        before, after = self._find(old), self._find(new)
        if before is None and after is None:
            return
        if before is None or after is None:
            raise ValueError("a file is renamed across the borders of what is modelled")
        node = before[0].now[before[1]]
        if before[0] is after[0]:
            before[0].ask(((before[1], None), (after[1], node)))
        else:
            after[0].ask(((after[1], node),))
            before[0].ask(((before[1], None),))

    def _link(self, old: str, new: str) -> None:
        before = self._at(old)
        if before is not None:
            self._set(new, before.node)
        elif self._find(new) is not None:
            raise ValueError("a file is named from outside of what is modelled")

    def _open(self, call: Call) -> None:
        path, flags = call.texts[0].decode(), call.rest[2 if call.name == "openat" else 1]
        if call.name == "openat":
            path = self._absolute(call.rest[0], path)
        handle = self._at(path)
        if handle is None:
            inode = Inode()
            if not self._set(path, inode):
                return
            self._nodes.append(inode)
            handle = Handle(path, inode)
        self._handles[call.result] = handle
        if "O_TRUNC" in flags:
            self._truncate(handle, 0)

    def _write(self, number: int, offset: int | None, data: bytes) -> None:
        if number == 1:
            self.said += data.decode().splitlines()
        handle = self._handles.get(number)
        if handle is None or not isinstance(handle.node, Inode):
            return
        handle.node.pending.append((handle.offset if offset is None else offset, data))
        self.written.append(data)
        if offset is None:
            handle.offset += len(data)

    @staticmethod
    def _truncate(handle: Handle | None, size: int) -> None:
        if handle is not None and isinstance(handle.node, Inode):
            handle.node.pending.append((size, None))

    def _refuse_shared_writing(self, call: Call) -> None:
        handle = self._handles.get(int(call.rest[4]))
        if handle is not None and "PROT_WRITE" in call.rest[2] and "MAP_SHARED" in call.rest[3]:
            raise ValueError("a modelled file is written through memory")

    def cut(self, draw: random.Random) -> dict[str, bytes]:
        """What a disk may hold when the power goes now: paths to bytes."""
        keep = draw.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        torn = draw.random() < 0.6
        kept: dict[str, bytes] = {}
        for root, folder in self._roots.items():
            for path, inode in left(root, folder, draw):
                if path not in kept:
                    changes = list(survivors(inode.pending, keep, torn, draw))
                    kept[path] = apply(inode.safe, changes)
        return kept

    def put_back(self, draw: random.Random) -> None:
        """Make the real files below the roots what :meth:`cut` says; needs :meth:`load`."""
        kept = self.cut(draw)
        for root in self._roots:
            for path in sorted(Path(root).rglob("*"), reverse=True):
                if path.is_dir():
                    if not any(path.iterdir()):
                        path.rmdir()
                elif str(path) not in kept:
                    path.unlink()
        for name, content in kept.items():
            path = Path(name)
            if path.exists() and path.read_bytes() == content:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)  # no program may hold on to what was there before
            path.write_bytes(content)

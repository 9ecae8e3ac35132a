"""An object store that keeps its objects in a directory: what fsspec would ask one for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

ROOT = "bucket"


class Bucket:
    """Objects get their name whole, and once; see :class:`sync.objects.Files`."""

    protocol: str | tuple[str, ...] = "simulated"

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def ls(self, path: str, detail: bool = True, **more: Any) -> list[dict[str, Any]]:
        """Every object; names that begin with a dot are not objects yet."""
        return [
            self._entry(file) for file in self._directory.iterdir()
            if not file.name.startswith(".")
        ]

    def info(self, path: str, **more: Any) -> dict[str, Any]:
        """What is known of an object, or of the bucket. FileNotFoundError."""
        if path == ROOT:
            return {"name": ROOT, "type": "directory", "size": 0}
        return self._entry(self._file(path))

    def cat_file(self, path: str, start: int = 0, end: int = -1) -> bytes:
        """The bytes from ``start`` up to ``end``."""
        return self._file(path).read_bytes()[start:end]

    def pipe_file(self, path: str, value: bytes, mode: str = "create") -> None:
        """Store an object. FileExistsError when the name is taken."""
        unnamed = self._directory / f".{os.urandom(8).hex()}"
        unnamed.write_bytes(value)
        try:
            os.link(unnamed, self._file(path))
        finally:
            unnamed.unlink()

    def open(self, path: str, mode: str = "rb") -> Any:
        """Objects are not opened."""
        raise PermissionError(path)

    def mv(self, path1: str, path2: str) -> None:
        """Objects are not renamed."""
        raise PermissionError(path1)

    def rm_file(self, path: str) -> None:
        """Remove an object. FileNotFoundError."""
        self._file(path).unlink()

    def _file(self, path: str) -> Path:
        return self._directory / path.rpartition("/")[2]

    def _entry(self, file: Path) -> dict[str, Any]:
        size = file.stat().st_size
        return {"name": f"{ROOT}/{file.name}", "type": "file", "size": size}

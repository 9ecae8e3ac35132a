"""Data that the program carries, and the one place that knows where it lies."""

from __future__ import annotations

from pathlib import Path

_here = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """The file or folder below ``assets``. Raises FileNotFoundError when it is missing."""
    found = _here.joinpath(*parts)
    if not found.exists():
        raise FileNotFoundError(f"assets: {'/'.join(parts)} is missing; install the program again")
    return found


def text(*parts: str) -> str:
    """The text of an asset, read as UTF-8."""
    return path(*parts).read_text(encoding="utf-8")


def data(*parts: str) -> bytes:
    """The bytes of an asset."""
    return path(*parts).read_bytes()

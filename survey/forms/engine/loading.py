"""A form file's neighbours: files beside it, found by the URIs that forms use."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from survey.forms.engine.circumstances import Files

LARGEST = 64 * 1024 * 1024
"""Bytes of a file beside a form that are read; a larger one counts as not there."""


def beside(folder: Path) -> Files:
    """Files of ``folder`` and its ``media`` by the last part of their URI, nothing outside."""

    def read(uri: str) -> bytes | None:
        name = PurePosixPath(uri.rpartition("//")[2]).name
        for place in (folder / name, folder / "media" / name):
            if name and place.is_file() and place.stat().st_size <= LARGEST:
                return place.read_bytes()
        return None

    return read

"""Asks the person for a folder or for a file to save in, with the system's own dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def pick(parent: QWidget, title: str, what: str) -> Path | None:
    """A folder when ``what`` is ``folder``, a file to read when it is ``open`` and a pattern.

    Else a file to save, named ``what``. ``None`` when cancelled.
    """
    if what == "folder":
        chosen = QFileDialog.getExistingDirectory(parent, title)
    elif what.startswith("open "):
        chosen, _ = QFileDialog.getOpenFileName(parent, title, "", what.removeprefix("open "))
    else:
        ending = Path(what).suffix
        chosen, _ = QFileDialog.getSaveFileName(
            parent, title, str(Path.home() / what), f"*{ending}"
        )
        if chosen and not Path(chosen).suffix:
            chosen += ending
    return Path(chosen) if chosen else None

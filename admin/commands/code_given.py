"""A code as somebody wrote it, from a file or a question; never from an argument."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from admin.commands import terminal

CODE_LIMIT = 4096


def code_text(file: Path | None, question: str) -> str:
    """What stands in ``file``, else what is answered. WrongUsage where nobody can be asked."""
    if file is not None:
        try:
            return terminal.file_bytes(file, CODE_LIMIT).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise terminal.WrongUsage(f"{file} cannot be read as text") from None
    if not sys.stdin.isatty():
        raise terminal.WrongUsage("there is nobody to ask for the code: use --code-file")
    try:
        return getpass.getpass(question)
    except (EOFError, KeyboardInterrupt):
        sys.stderr.write("\n")
        raise terminal.WrongUsage("nothing was entered; nothing was done") from None

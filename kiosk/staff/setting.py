"""Setting the staff's PIN from the kiosk's own account, without its window."""

from __future__ import annotations

import getpass
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from kiosk.opening import open_store
from storage.errors import StorageError
from storage.seal import pin as signs

_FAULTS = {
    "short": "a PIN has at least 6 digits",
    "long": "a PIN has at most 12 digits",
    "simple": "that one is guessed first: take digits that are not in a row",
}
_LIMIT = 1_000


def set_pin(directory: Path, name: str, file: str) -> int:
    """Set it, asked for twice at the terminal, or from the first line of ``file`` (- reads it
    here). Exit 0 done, 1 it cannot be one, 2 cannot be read, 4 the store refuses.

    It is never an argument, for others can see those, and is never written out again.
    """
    try:
        pin = _asked() if not file else signs.digits(_first_line(file))
    except OSError as trouble:
        sys.stderr.write(f"{file}: {trouble.strerror}\n")
        return 2
    except ValueError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    if fault_word := signs.fault(pin):
        sys.stderr.write(f"{_FAULTS[fault_word]}\n")
        return 1
    try:
        store = open_store(directory, name, lambda: datetime.now(UTC), os.urandom)
    except StorageError as trouble:
        sys.stderr.write(f"{trouble}\n")
        return trouble.exit_code
    except OSError as trouble:
        sys.stderr.write(f"{directory}: {trouble.strerror}\n")
        return 4
    try:
        store.pin.set(pin)
    except StorageError as trouble:
        sys.stderr.write(f"{trouble}\n")
        return trouble.exit_code
    finally:
        store.close()
    sys.stdout.write("The PIN is set. Wrong ones before it are forgotten.\n")
    return 0


def _asked() -> str:
    """ValueError when the two are not the same, or hold other signs than digits."""
    first = signs.digits(getpass.getpass("New PIN, 6 to 12 digits (it is not shown): "))
    if signs.digits(getpass.getpass("The same once more: ")) != first:
        raise ValueError("the two were not the same; nothing was changed")
    return first


def _first_line(file: str) -> str:
    if file == "-":
        return sys.stdin.readline(_LIMIT)
    with Path(file).open(encoding="utf-8", errors="replace") as lines:
        return lines.readline(_LIMIT)

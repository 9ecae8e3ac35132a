"""How much may lie sealed beside the answers: records nobody can read here, and unknown kinds.

A device, or somebody with its key, could fill the disk with them. What is over the limit is
refused with its whole bundle, so that nothing is lost, and nothing told as taken in.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from storage.errors import TooMuchAside

STREAM_LIMIT = 32 * 1024 * 1024
"""Bytes of sealed records laid aside, and of their epochs' headers, of one stream."""
WORKSPACE_LIMIT = 256 * 1024 * 1024
"""The same of all streams together."""

_SUMS = """
SELECT x.stream, sum(x.size) total FROM (
SELECT u.stream, length(u.sealed) size FROM unreadable u
UNION ALL
SELECT e.stream, length(k.sealed) FROM kept k JOIN epoch e ON e.number = k.epoch
UNION ALL
SELECT e.stream, length(e.header) FROM epoch e WHERE e.header IS NOT NULL
) x GROUP BY x.stream
"""
_UNUSED = """
UPDATE epoch SET header = NULL WHERE header IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM kept k WHERE k.campaign = epoch.campaign AND k.epoch = epoch.number)
AND NOT EXISTS (SELECT 1 FROM unreadable u WHERE u.stream = epoch.stream AND u.epoch = epoch.id)
"""


class Room:
    """What there is still room for. Reckoned once in a transaction, and only when asked."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sums: dict[int, int] | None = None

    def take(self, stream: int, size: int) -> None:
        """Count ``size`` bytes more of ``stream``. Raises TooMuchAside when they are too many."""
        if self._sums is None:
            rows = self._connection.exec_driver_sql(_SUMS)
            self._sums = {row.stream: int(row.total) for row in rows}
        here = self._sums.get(stream, 0)
        if here + size > STREAM_LIMIT:
            raise TooMuchAside(
                "bundle: its device has made more records that cannot be read here than are laid "
                f"aside of one device ({_mebibytes(STREAM_LIMIT)}). Nothing of it was taken in, "
                "and the device keeps it all. Look at the device; is this program older than it?"
            )
        if sum(self._sums.values()) + size > WORKSPACE_LIMIT:
            raise TooMuchAside(
                "bundle: it holds records that cannot be read here, and as many are laid aside of "
                f"all devices as there is room for ({_mebibytes(WORKSPACE_LIMIT)}). Nothing of it "
                "was taken in, and the device keeps it all. Give up what nobody waits for, or "
                "update this program"
            )
        self._sums[stream] = here + size

    def reckon_anew(self) -> None:
        """Something was undone, or went."""
        self._sums = None


def keep_headers(connection: Connection, headers: dict[int, bytes]) -> None:
    """Keep the headers of these epochs (by number), without which nobody opens their records."""
    connection.exec_driver_sql(
        "UPDATE epoch SET header = ? WHERE number = ?",
        [(header, number) for number, header in headers.items()],
    )


def without_header(connection: Connection, epochs: Collection[int]) -> frozenset[int]:
    """Those of ``epochs`` (by number) whose header is not kept."""
    marks = ",".join("?" * len(epochs))
    rows = connection.exec_driver_sql(
        f"SELECT number FROM epoch WHERE header IS NULL AND number IN ({marks})",  # noqa: S608
        tuple(epochs),
    )
    return frozenset(number for (number,) in rows)


def drop_headers(connection: Connection) -> None:
    """Let go of the headers of epochs of which nothing is kept sealed any more."""
    connection.exec_driver_sql(_UNUSED)


def _mebibytes(size: int) -> str:
    return f"{size / 2**20:g} MiB"

"""Secrets in the columns of a database that others keep, sealed one by one.

See ``docs/formats/workspace.md``: whoever has the database alone signs and opens nothing.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.errors import Damaged
from storage.seal import coding, keys
from storage.values import RandomBytes

NONCE_BYTES = 12
_AAD = b"vardera/column/1\0"


class ColumnSealer:
    """Seals under a key derived from a workspace's 32-byte database key, for it alone."""

    def __init__(self, key: bytes, workspace: bytes, random: RandomBytes) -> None:
        self._cipher = AESGCM(keys.derive(key, b"vardera/columns/1\0" + workspace))
        self._workspace = workspace
        self._random = random

    def seal(self, table: str, column: str, row: bytes, value: bytes) -> bytes:
        """``nonce12 ‖ ciphertext ‖ tag16``, bound to this very column of this very row."""
        nonce = self._random(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, value, self._aad(table, column, row))

    def open(self, table: str, column: str, row: bytes, value: bytes) -> bytes:
        """What was sealed there. Raises Damaged when it was changed, moved, or sealed elsewhere."""
        try:
            return self._cipher.decrypt(
                value[:NONCE_BYTES], value[NONCE_BYTES:], self._aad(table, column, row)
            )
        except (InvalidTag, ValueError):
            raise Damaged(f"the secret in {table}.{column} was changed. Restore a backup") from None

    def _aad(self, table: str, column: str, row: bytes) -> bytes:
        return _AAD + coding.pack((1, self._workspace, table, column, row))

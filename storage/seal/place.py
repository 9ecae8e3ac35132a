"""Where a workspace's rows lie, said so that only whoever holds its key can say it.

See ``docs/formats/workspace.md``: the slots say the place, and a number that rises at each move
stands beside the rows too. So nobody without the key leads a workspace elsewhere.
"""

from __future__ import annotations

import hmac
from dataclasses import field

from storage.errors import WrongPlace
from storage.seal import coding, keys
from survey.late import dataclass

TAG_BYTES = 32
ADDRESS_LIMIT = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """``address`` of the server that has the rows, at most 4 096 bytes; empty: the file beside.

    ``generation`` is 1 in a new workspace and rises by one at each move.
    """

    generation: int
    address: str
    tag: bytes = field(repr=False)


def make(key: bytes, workspace: bytes, generation: int, address: str = "") -> Place:
    """The place under the 32-byte database key. ValueError for an address beyond the limit."""
    if len(address.encode()) > ADDRESS_LIMIT:
        raise ValueError(f"an address has at most {ADDRESS_LIMIT} bytes")
    tag = _tag(key, workspace, generation, address)
    return Place(generation=generation, address=address, tag=tag)


def check(place: Place, key: bytes, workspace: bytes) -> None:
    """Raise WrongPlace unless it was made under this key for this workspace."""
    expected = _tag(key, workspace, place.generation, place.address)
    if not hmac.compare_digest(place.tag, expected):
        raise WrongPlace(
            "workspace.slots: what it says of where the rows lie was changed by somebody without "
            "the passphrase. Nothing was opened and no server was called. Put workspace.slots "
            "back from a copy you trust, or restore a backup"
        )


def _tag(key: bytes, workspace: bytes, generation: int, address: str) -> bytes:
    secret = keys.derive(key, b"vardera/place/1\0" + workspace)
    return hmac.digest(secret, coding.pack((1, generation, address)), "sha256")

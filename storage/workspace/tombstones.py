"""Lists of withdrawn answers as files: ``docs/formats/withdrawn.md``.

One format, two uses: ``workspace.withdrawn`` beside the database (and in every backup that can be
reached) makes a restored backup withdraw again; a ``*.vwithdrawn`` file tells another recipient
what to erase. A list holds hashes of receipt codes and nothing else, signed by an organisation.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, pairwise
from pathlib import Path

import msgspec

from storage.errors import Damaged, WrongSigner
from storage.seal import coding, keys
from storage.seal.epochs import minutes, moment
from storage.seal.keys import Signer
from storage.workspace import beside, files
from storage.workspace.withdrawals import HASH_BYTES

KIND = "withdrawn"
FILE = "workspace.withdrawn"
SUFFIX = ".vwithdrawn"
CODES_LIMIT = 1_000_000
FILE_LIMIT = CODES_LIMIT * HASH_BYTES + 1024

_shell = msgspec.msgpack.Decoder(tuple[bytes, bytes, bytes])
_payload = msgspec.msgpack.Decoder(tuple[int, int, bytes])


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnList:
    """``codes`` are hashes of 32 bytes, rising; ``signer`` an organisation's public key."""

    signer: bytes
    issued: datetime
    codes: tuple[bytes, ...]


def write_list(codes: Collection[bytes], signer: Signer, issued: datetime) -> bytes:
    """The file that tells of ``codes``, signed. ValueError for more than CODES_LIMIT."""
    rising = sorted(set(codes))
    if len(rising) > CODES_LIMIT:
        raise ValueError(f"a list of withdrawn answers holds at most {CODES_LIMIT}")
    payload = coding.pack((1, minutes(issued), b"".join(rising)))
    signature = signer.sign(KIND, signer.public, payload)
    return coding.magic(KIND) + coding.pack((payload, signer.public, signature))


def read_list(data: bytes) -> WithdrawnList:
    """A list whose signature fits the key it names. Raises Damaged or TooNew.

    Whether that signer is to be trusted is for the caller to say.
    """
    body = coding.after_magic(KIND, data, FILE_LIMIT)
    payload, signer, signature = coding.unpack(_shell, body, KIND, versioned=False)
    if len(signer) != 32 or len(signature) != 64:
        raise Damaged("withdrawn: the signature has the wrong length")
    try:
        keys.verify(signer, signature, KIND, signer, payload)
    except WrongSigner:
        raise Damaged(
            "withdrawn: the file was changed after it was signed. Ask for it to be sent again"
        ) from None
    _, issued, joined = coding.unpack(_payload, payload, KIND)
    if len(joined) % HASH_BYTES or len(joined) > CODES_LIMIT * HASH_BYTES or issued < 0:
        raise Damaged("withdrawn: a field is out of limits")
    codes = tuple(joined[at : at + HASH_BYTES] for at in range(0, len(joined), HASH_BYTES))
    if any(one >= other for one, other in pairwise(codes)):
        raise Damaged("withdrawn: the list is not in order")
    return WithdrawnList(signer=signer, issued=moment(issued), codes=codes)


def read_beside(directory: Path) -> WithdrawnList | None:
    """The list in a workspace's or a backup's directory; None without one.

    Raises Damaged or TooNew, and StorageError when it cannot be read.
    """
    return beside.read(directory / FILE, FILE_LIMIT, read_list)


def put_beside(directory: Path, codes: Collection[bytes], signer: Signer, now: datetime) -> bool:
    """See to it that the list in ``directory`` holds ``codes``; False when it did already.

    What it holds beyond them stays while there is room for CODES_LIMIT: ``codes`` come first, the
    most wanted before the others. What cannot be read or is another's is put aside under another
    name, not trusted and not lost. Raises StorageError or NoRoom.
    """
    path = directory / FILE
    found = beside.own(path, FILE_LIMIT, read_list, lambda there: there.signer == signer.public)
    there = frozenset(found.codes) if found else frozenset()
    wanted = tuple(islice(codes, CODES_LIMIT))
    if there.issuperset(wanted):
        return False
    both = islice(dict.fromkeys((*wanted, *sorted(there))), CODES_LIMIT)
    files.write_new(path, write_list(tuple(both), signer, now))
    return True


def reachable(directory: Path) -> bool:
    """Whether a backup lies in ``directory`` now."""
    try:
        return (directory / files.SLOTS).is_file()
    except OSError:
        return False



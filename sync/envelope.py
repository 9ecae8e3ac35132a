"""The shell of every file that travels: a magic line, then ``[payload, signer, signature]``.

The payload's bytes are kept exactly as they were signed and never written anew.
"""

from __future__ import annotations

import re
from typing import Protocol

import msgspec

from storage.errors import Damaged, WrongSigner
from storage.seal import coding, keys
from survey.late import dataclass

FILE_LIMIT = 64 * 1024 * 1024
"""No file that travels is larger; a larger one is refused before it is read."""

SMALL_FILE_LIMIT = 64 * 1024
"""Largest enrolment file, in bytes."""

_decoder = msgspec.msgpack.Decoder(tuple[bytes, bytes, bytes])


class Sign(Protocol):
    """Signs ``parts`` under ``domain``; ``Signer.sign`` and ``Workspace.sign`` are such."""

    def __call__(self, domain: str, *parts: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFile:
    """A file taken apart, its signature not yet looked at. ``signer`` is 32 bytes Ed25519."""

    payload: bytes
    signer: bytes
    signature: bytes


def wrap(kind: str, signed: SignedFile) -> bytes:
    """The bytes of a file of this ``kind`` (package, bundle, receipt, device)."""
    return coding.magic(kind) + coding.pack((signed.payload, signed.signer, signed.signature))


_FILES = frozenset(
    ("package", "bundle", "receipt", "device", "recipient", "results", "registry", "withdrawn")
)
"""Kinds that people have as files; each one's name ends in ``.v`` and its kind."""
_FIRST_LINE = re.compile(rb"vardera-([a-z-]{1,20})/[0-9]{1,9}\n")


def unwrap(kind: str, data: bytes, limit: int = FILE_LIMIT) -> SignedFile:
    """Take a file apart strictly. Raises Damaged, or TooNew for a later format."""
    _expect(kind, data)
    payload, signer, signature = coding.unpack(
        _decoder, coding.after_magic(kind, data, limit), kind, versioned=False
    )
    if len(signer) != 32 or len(signature) != 64:
        raise Damaged(f"{kind}: the signature has the wrong length")
    return SignedFile(payload=payload, signer=signer, signature=signature)


def _expect(kind: str, data: bytes) -> None:
    """Damaged, told what was expected and what this is, unless ``data`` says it is of ``kind``."""
    found = _FIRST_LINE.match(data)
    told = "" if found is None else found[1].decode("ascii")
    if told == kind:
        return
    wanted = f"a {kind} file (.v{kind})" if kind in _FILES else f"a {kind}"
    what = f"this is a {told} file" if told in _FILES else (
        "this is something else, or its first line is damaged"
    )
    raise Damaged(f"{kind}: {wanted} was expected; {what}")


def check(kind: str, signed: SignedFile, *parts: bytes) -> None:
    """Damaged unless ``signed.signer`` signed these very ``parts``.

    Whether that signer is to be trusted is another question, asked by the caller.
    """
    try:
        keys.verify(signed.signer, signed.signature, kind, *parts)
    except WrongSigner:
        raise Damaged(
            f"{kind}: the file was changed after it was signed. Ask for it to be sent again"
        ) from None


def array_length(raw: bytes, kind: str) -> int:
    """How many items the msgpack array at the start of ``raw`` says it has.

    Asked before the items are decoded, so that no length in a file costs memory. Damaged
    when it is no array.
    """
    for tag, width in ((0xDC, 2), (0xDD, 4)):
        if raw[:1] == bytes((tag,)) and len(raw) > width:
            return int.from_bytes(raw[1 : 1 + width], "big")
    if raw and 0x90 <= raw[0] <= 0x9F:
        return raw[0] & 0x0F
    raise Damaged(f"{kind}: the bytes do not follow the format")

"""One bit changed anywhere in a small file: refused, and with the right word for it.

*Damaged* everywhere but in the bytes that say which format this is: with another number there
nobody can know where the signature lies, and *too new* is all that can be said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from storage.errors import StorageError
from sync import envelope
from tests.sync.test_hostile_files import files

KINDS = ("device", "receipt", "package", "bundle")


def refusal(read: Callable[[bytes], object], raw: bytes) -> str:
    try:
        read(raw)
    except StorageError as error:
        return error.code
    return "taken"


def version_places(kind: str, raw: bytes) -> set[int]:
    """Where the file and its payload say their format: the first line's end, the first item."""
    first_line = raw.index(b"\n")
    payload = raw.index(envelope.unwrap(kind, raw).payload)
    # of a longer array the head is three bytes, then comes the format
    item = payload + (1 if raw[payload] & 0xF0 == 0x90 else 3)
    return {first_line - 1, first_line, item}


@pytest.mark.parametrize("kind", KINDS)
def test_every_single_changed_bit_is_refused_with_the_right_word(kind: str) -> None:
    raw, read = files()[kind]
    read(raw)
    places = version_places(kind, raw)
    wrong: Counter[tuple[int, str]] = Counter()
    for bit in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        code = refusal(read, bytes(changed))
        right = {"damaged", "too-new"} if bit // 8 in places else {"damaged"}
        if code not in right:
            wrong[bit // 8, code] += 1
    assert not wrong


@pytest.mark.parametrize("kind", KINDS)
def test_every_beginning_of_a_file_is_damaged(kind: str) -> None:
    raw, read = files()[kind]
    assert {refusal(read, raw[:length]) for length in range(len(raw))} == {"damaged"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_with_something_after_its_end_is_damaged(kind: str) -> None:
    raw, read = files()[kind]
    assert {refusal(read, raw + bytes([more])) for more in range(256)} == {"damaged"}

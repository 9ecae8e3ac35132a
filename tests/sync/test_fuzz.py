"""A small run of ``bench/fuzz.py``; the large one is done by hand."""

from __future__ import annotations

import random

import pytest

from bench.fuzz import MORE_MEMORY, hammer
from bench.fuzzing.readers import CLAIMS, Reader, bounded_memory, every

READERS = every()
INPUTS = 2_000


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_changed_bytes_raise_nothing_but_our_own_errors(reader: Reader) -> None:
    with bounded_memory(MORE_MEMORY):
        counted, _, others = hammer(reader, -(-INPUTS // len(READERS)), random.Random(7))
    assert not others
    assert counted.total() >= INPUTS // len(READERS)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_claim_of_a_gigabyte_takes_no_memory(reader: Reader) -> None:
    with bounded_memory(MORE_MEMORY):
        for at in range(0, len(reader.sound), max(1, len(reader.sound) // 40)):
            for claim in CLAIMS:
                data = (reader.sound[:at] + claim + reader.sound[at:])[:1024 + 4_000]
                try:
                    reader.read(data)
                except reader.refuses:
                    continue

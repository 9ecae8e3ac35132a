"""What the road does to bundles: one copied twice, one cut short, one with a flipped bit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """The names of the files that were hurt, and of the extra copy."""

    copied: str
    cut: str
    flipped: str


def hurt(folder: Path) -> Faults:
    """Do the three faults to three different bundles in ``folder``."""
    bundles = sorted(folder.glob("*.vbundle"))
    if len(bundles) < 4:
        raise ValueError("the example needs at least four bundles to hurt three")
    twice, cut, flipped = bundles[0], bundles[len(bundles) // 2], bundles[-1]
    copy = twice.with_name(f"kopia av {twice.name}")
    copy.write_bytes(twice.read_bytes())
    whole = cut.read_bytes()
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    raw = bytearray(flipped.read_bytes())
    raw[len(raw) // 2] ^= 0x10
    flipped.write_bytes(raw)
    return Faults(copied=copy.name, cut=cut.name, flipped=flipped.name)

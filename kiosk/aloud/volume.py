"""How loud and how fast it is said; everybody begins with the usual."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.aloud.keys import Key
from kiosk.aloud.voices import LOUDNESS, PACE


@dataclass(frozen=True, slots=True)
class Volume:
    """``loudness`` 20-200 in per cent of the usual, ``pace`` in words a minute."""

    loudness: int = 100
    pace: int = 150

    def turned(self, key: Key) -> Volume:
        """After a press on one of the four keys; it stays at its ends."""
        match key:
            case Key.LOUDER | Key.QUIETER:
                return replace(self, loudness=_moved(self.loudness, LOUDNESS, key is Key.LOUDER))
            case Key.FASTER | Key.SLOWER:
                return replace(self, pace=_moved(self.pace, PACE, key is Key.FASTER))
            case _:
                return self


def _moved(value: int, bounds: tuple[int, int, int], up: bool) -> int:
    least, most, step = bounds
    return min(most, max(least, value + (step if up else -step)))

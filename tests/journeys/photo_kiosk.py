"""A kiosk process that loses its power in the middle of a person's answers, photo and all."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from tests.journeys.photo_visit import sit_down


def main(directory: Path) -> None:
    """Keep a draft with a photo, say so, and die at once."""
    sitting = sit_down(directory)
    sitting.hand_in_photo()
    os.write(1, b"kept")
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Everything a running form takes from the world, handed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from random import Random

from survey.expressions.verify import Verify

Files = Callable[[str], bytes | None]
"""URI (``jr://file-csv/towns.csv``) → the file's bytes; None when it is not there."""


def no_files(uri: str) -> bytes | None:
    """A form without files beside it."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """``clock`` gives aware times; ``zone`` is the device's. ``language`` empty: the form's own.

    ``properties`` answer preloads (``deviceid``, ``username``, …). ``random`` decides ``random()``,
    ``uuid()`` and orders without a seed. ``files`` are those beside the form. ``verify`` checks
    signatures for ``extract-signed()``, which gives nothing where nobody can. ``order`` (0 to
    2³¹ - 1) decides, in place of the record's ``instanceID``, all orders that the form shuffles
    without saying by which seed.
    """

    clock: Callable[[], datetime]
    zone: tzinfo
    random: Random
    language: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    files: Files = no_files
    verify: Verify | None = None
    order: int | None = None

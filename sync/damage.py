"""Damaged bundles: what one may have been, and whether all that it can have held has come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from storage.workspace import StreamSeen
from sync import bundle

_NAMED = re.compile(r"([0-9a-f]{16})-([0-9]{6,10})")
_WRITTEN = "%Y-%m-%d %H:%M"
_TOLD = re.compile(
    rf"By its beginning it was {_NAMED.pattern}\.vbundle, written "
    r"([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}) UTC"
)

Bundles = Sequence[tuple[int, datetime]]
"""(number, when it was written) of the bundles that came of a stream, rising."""


def beginning(raw: bytes) -> str:
    """What a damaged file's beginning still tells, as words after the reason it lies aside.

    They are kept with the reason, for the bytes themselves may not be.
    """
    claim = bundle.claimed(raw)
    if claim is None:
        return ""
    name = bundle.file_name(claim.stream, claim.number)
    written = "" if claim.made is None else f", written {claim.made:{_WRITTEN}} UTC"
    return f". By its beginning it was {name}{written}"


def stream_of(
    name: str, message: str, streams: Sequence[StreamSeen]
) -> StreamSeen | None:
    """Whose a damaged file was, when its name and its own beginning say the same."""
    named, told = _NAMED.search(name.lower()), _TOLD.search(message)
    if named is None or told is None or named[1] != told[1]:
        return None
    return next((seen for seen in streams if seen.stream.hex().startswith(told[1])), None)


def is_made_good(name: str, message: str, seen: StreamSeen, came: Bundles) -> bool:
    """True when all that a damaged file can have held has come in later bundles.

    A stream without gaps up to a later bundle holds every record its device had made when
    that bundle was written, and so all that an earlier one carried. Which bundle this was is
    told by its name, its own beginning and the time in it, and all three must agree: the time
    must lie between those of the bundles numbered around it. So a number that was damaged or
    rewritten does not pass for an earlier one. (Whoever rewrites all three could as well have
    taken the file away.) What does not agree stays aside until a person lets it go.
    """
    named, told = _NAMED.search(name.lower()), _TOLD.search(message)
    if named is None or told is None or int(named[2]) != int(told[2]):
        return False
    number = int(told[2])
    written = datetime.strptime(told[3], _WRITTEN).replace(tzinfo=UTC)
    before = [made for other, made in came if other < number]
    after = [made for other, made in came if other > number]
    between = bool(after) and written <= after[0] and (not before or before[-1] <= written)
    return between and not seen.gaps and seen.last_bundle > number

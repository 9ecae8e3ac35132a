"""The column ``parameters``: pairs ``name=value``, and what each type takes."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation

from survey.forms.problems import Findings
from survey.forms.read.columns import Entry
from survey.forms.read.spelling import nearest

_PIECE = re.compile(r"[^\s=,;]+|=")
_WIDEST = 12  # places before or after the point
_KEEP_CASE = {"label", "value"}

AUDIT = (
    "identify-user", "location-max-age", "location-min-interval", "location-priority",
    "track-changes", "track-changes-reasons",
)  # fmt: skip
GEO = ("allow-mock-accuracy", "incremental", "reference-geometry")
GEOPOINT = ("allow-mock-accuracy", "capture-accuracy", "reference-geometry", "warning-accuracy")
IMAGE = ("app", "max-pixels")
AUDIO = ("quality",)
TEXT = ("rows",)
SELECT = ("randomize", "seed")
SELECT_FILE = ("label", "randomize", "seed", "value")
RANGE = ("end", "placeholder", "start", "step", "tick_interval", "tick_labelset")

QUALITIES = ("voice-only", "low", "normal", "external")
PRIORITIES = ("no-power", "low-power", "balanced", "high-accuracy")


def parse(raw: str) -> dict[str, str] | None:
    """The pairs, in lower case but for names of columns; ``None`` when they are no pairs."""
    pieces = _PIECE.findall(raw)
    pairs: dict[str, str] = {}
    if len(pieces) % 3:
        return None
    for name, equals, value in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
        if equals != "=" or "=" in (name, value):
            return None
        key = name.lower()
        pairs[key] = value if key in _KEEP_CASE else value.lower()
    return pairs


def read(entry: Entry, findings: Findings) -> dict[str, str]:
    """The row's pairs; a fault is noted and gives none."""
    pairs = parse(entry.get("parameters"))
    if pairs is None:
        findings.error("parameters-syntax", entry.spot("parameters"))
        return {}
    return pairs


def only(
    pairs: Mapping[str, str], known: Collection[str], entry: Entry, findings: Findings
) -> None:
    """Notes names that the type does not take."""
    for name in pairs:
        if name not in known:
            findings.error(
                "parameter-unknown",
                entry.spot("parameters"),
                name=name,
                known=", ".join(sorted(known)),
                meant=nearest(name, known) or sorted(known)[0],
            )


def check(
    pairs: Mapping[str, str], name: str, known: Collection[str], entry: Entry, findings: Findings
) -> bool:
    """Notes a value that is not one of ``known``; true when it was given and is good."""
    if name not in pairs:
        return False
    if pairs[name] in known:
        return True
    findings.error(
        "parameter-value", entry.spot("parameters"), name=name, known=", ".join(sorted(known))
    )
    return False


def whole(pairs: Mapping[str, str], name: str, entry: Entry, findings: Findings) -> int | None:
    """A whole number that was given, or ``None``; a fault is noted."""
    if name not in pairs:
        return None
    try:
        return int(pairs[name])
    except ValueError:
        findings.error("parameter-whole", entry.spot("parameters"), name=name)
        return None


def number(pairs: Mapping[str, str], name: str, entry: Entry, findings: Findings) -> None:
    """Notes a value that is no number."""
    if name in pairs:
        try:
            float(pairs[name])
        except ValueError:
            findings.error("parameter-number", entry.spot("parameters"), name=name)


def decimal(text: str) -> Decimal | None:
    """A number that can be reckoned with exactly, or ``None``."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) <= _WIDEST else None


def audit(pairs: Mapping[str, str], entry: Entry, findings: Findings) -> None:
    """What the type ``audit`` takes."""
    only(pairs, AUDIT, entry, findings)
    check(pairs, "track-changes", ("true", "false"), entry, findings)
    check(pairs, "track-changes-reasons", ("on-form-edit",), entry, findings)
    check(pairs, "identify-user", ("true", "false"), entry, findings)
    location = [name for name in AUDIT if name.startswith("location") and name in pairs]
    if not location:
        return
    if len(location) < 3:
        findings.error("audit-location", entry.spot("parameters"))
        return
    check(pairs, "location-priority", PRIORITIES, entry, findings)
    often = whole(pairs, "location-min-interval", entry, findings)
    oldest = whole(pairs, "location-max-age", entry, findings)
    if often is not None and oldest is not None and (often < 0 or oldest < often):
        findings.error("audit-interval", entry.spot("parameters"))

"""What the watchdog and its window say to each other, and how long one waits for the other."""

from __future__ import annotations

BEAT, WAIT, LARGE, LONG, ATTRACT = b".", b"w", b"h", b"l", b"a"
"""Alive; its thread waits for the disk or the store, says another; alive, and about to work for
somewhat longer with a large survey, or for long; alive, and the attract screen stands there."""

EVERY_MS = 400
QUIET = 2.0
"""Seconds without a beat after which it stands still."""

LARGE_QUIET = 6.0
"""The same where a page may have a hundred thousand choices."""

LONGEST = 30.0
"""The same while it starts or ends: nobody can be in the middle then."""

GENTLY = 10.0
"""Seconds that it gets to end by itself when asked to."""

FAULT, AGAIN = 70, 75
"""Exit codes: a fault that it has noted itself; start me as usual."""

TRACE = "fallen"
"""File in the store's folder in which a falling window says where it stood."""

"""How much a room takes from anybody; see ``docs/formats/room.md``."""

from __future__ import annotations

from dataclasses import dataclass

BODY = 64 * 1024
"""Most bytes of a request's body, looked at before any of it is read."""

FIRST = 256
"""Most bytes of a first message, which anybody may send."""

TOKEN_BYTES = 16
PHONE_BYTES = 16
REMEMBERED = 64
"""Replies of one participant whose outcome is remembered for when they come again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """``phones`` that may join, ``channels`` at a time (a phone has one, for a moment two).

    An address may greet ``greets`` times at once and ``greet_rate`` times a second after that, and
    bring ``joins`` and ``join_rate`` new participants (many phones may share one address); a
    channel may send ``messages`` at once and ``message_rate`` a second, and of one participant
    ``gives`` replies and ``give_rate`` a second are taken. ``waits``: the seconds that a phone is
    let wait for news. ``gathers``: seconds within which news are told together,
    and ``gathers_each`` for each phone that waits, when that is longer: a large room is told in
    turns that leave the tablet its time.
    """

    phones: int = 150
    channels: int = 400
    greets: float = 60
    greet_rate: float = 10
    joins: float = 40
    join_rate: float = 0.2
    messages: float = 80
    message_rate: float = 20
    gives: float = 80
    give_rate: float = 2
    waits: float = 25
    gathers: float = 0.2
    gathers_each: float = 0.004

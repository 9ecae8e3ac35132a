"""What the workspace tells of keys, sheets and other recipients: frozen, no secrets among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A recovery sheet by the ``name`` printed on it; ``replaced`` is None for the present one."""

    name: str
    made: datetime
    replaced: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Another organisation that a campaign's answers are sealed to.

    ``id`` is 16 bytes, ``public`` its receiving key (1 216), ``organisation`` its Ed25519 key
    (32). ``removed`` is when later packages ceased to name it; what was sealed before stays.
    """

    id: bytes
    public: bytes
    name: str
    organisation: bytes
    added: datetime
    removed: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyStanding:
    """A campaign's keys as they are: ids of 16 bytes, ``older`` newest first.

    ``retired`` is when they were destroyed; then ``present`` is None and ``older`` empty.
    """

    present: bytes | None
    older: tuple[bytes, ...]
    sheets: tuple[Sheet, ...]
    partners: tuple[Partner, ...]
    retired: datetime | None

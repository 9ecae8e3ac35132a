"""Why a mailbox says no: short codes on the wire, and what each means to who asked.

TransportError
├── NotAdmitted        the mailbox does not let this device in (exit code 3)
│   ├── Unpaired       its key is not in the organisation's registry
│   ├── Expired        its place in the registry has run out
│   ├── Revoked        the organisation has revoked it
│   ├── Cloned         somebody else has come with this device's key
│   └── NoSpace        nothing is kept here for the organisation
├── ServerUnknown      another machine answers than the one the organisation vouches for
├── ServerExpired      what the organisation vouched for has run out (or a clock is wrong)
└── Busy               asked to wait, for longer than we do
What a mailbox answers is only ever a code and a number: the words are ours.
"""

from __future__ import annotations

from sync.errors import (
    FileGone,
    NameTaken,
    PlaceFull,
    PlaceRefuses,
    TransportError,
)


class NotAdmitted(TransportError):
    code = "not-admitted"
    exit_code = 3


class Unpaired(NotAdmitted):
    code = "unpaired"


class Expired(NotAdmitted):
    code = "expired"


class Revoked(NotAdmitted):
    code = "revoked"


class Cloned(NotAdmitted):
    code = "cloned"


class NoSpace(NotAdmitted):
    code = "no-space"


class ServerUnknown(TransportError):
    code = "server-unknown"
    exit_code = 3


class ServerExpired(TransportError):
    code = "server-expired"
    exit_code = 3


class Busy(TransportError):
    code = "busy"


class Refusal(Exception):
    """What the server's side raises: a code of STATUS and, with some codes, a number."""

    def __init__(self, code: str, number: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.number = number


STATUS = {
    "bad-request": 400, "no-session": 401, "unpaired": 403, "expired": 403, "revoked": 403,
    "cloned": 403, "not-allowed": 403, "no-space": 404, "not-there": 404, "too-late": 408,
    "name-taken": 409, "wrong-offset": 409, "not-newer": 409, "too-large": 413,
    "damaged": 422, "wait": 429, "trouble": 500, "full": 507, "pairing-closed": 403,
    "pairing-refused": 403,
}
"""Every code that travels, and the HTTP status beside it."""

_SAID: dict[str, tuple[type[TransportError], str]] = {
    "unpaired": (Unpaired, "the mailbox does not know this device. Pair it with the "
                 "administrator; nothing was sent and nothing is lost"),
    "expired": (Expired, "this device's time with the mailbox has run out. Ask the "
                "administrator to renew the registry; nothing was sent and nothing is lost"),
    "revoked": (Revoked, "the organisation has revoked this device. What it holds stays "
                "here; ask the administrator"),
    "cloned": (Cloned, "another device has come with this device's key, so neither is let in. "
               "What it holds stays here; ask the administrator which one is the right one"),
    "no-space": (NoSpace, "the mailbox keeps nothing for this organisation"),
    "not-allowed": (PlaceRefuses, "the mailbox does not let this device do that"),
    "not-there": (FileGone, "the file does not lie in the mailbox any more"),
    "name-taken": (NameTaken, "a file of that name already lies there with another content; "
                   "nothing was overwritten"),
    "full": (PlaceFull, "the mailbox is full. Nothing was lost; tell the administrator"),
    "pairing-closed": (PlaceRefuses, "nobody has opened a pairing over there, or its time or "
                       "attempts are used up. Ask the administrator to open one"),
    "pairing-refused": (PlaceRefuses, "the pairing was refused over there; nothing was paired"),
}


def error(code: str, name: str = "") -> TransportError:
    """The exception for a refusal that came over the wire; ``name`` is the file's, if any."""
    kind, text = _SAID.get(
        code, (TransportError, "the mailbox did not do what was asked of it")
    )
    shown = code if code in STATUS else "unknown"
    where = f"{name}: " if name else ""
    return kind(f"{where}{text}" if code in _SAID else f"{where}{text} ({shown})")

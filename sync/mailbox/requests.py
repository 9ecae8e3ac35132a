"""A request and an answer as frozen values, apart from whatever carried them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sync.mailbox.refusals import Refusal

_NUMBER = re.compile(r"[0-9]{1,18}")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """``path`` without ``/v1/``; ``bearer`` empty where none was shown; ``length`` as claimed."""

    method: str
    path: tuple[str, ...]
    query: Mapping[str, str]
    bearer: bytes = field(default=b"", repr=False)
    address: str = ""
    length: int | None = None
    body: bytes = field(default=b"", repr=False)

    def with_body(self, body: bytes) -> Request:
        """The same request once its body has come."""
        return replace(self, body=body)

    def number(self, key: str) -> int:
        """A whole number of the query. Refusal ``bad-request`` where there is none."""
        found = number_in(self.query, key)
        if found is None:
            raise Refusal("bad-request")
        return found

    def sha256(self) -> bytes:
        """The hash in the query, 32 bytes."""
        told = self.query.get("sha256", "")
        if not _HASH.fullmatch(told):
            raise Refusal("bad-request")
        return bytes.fromhex(told)


@dataclass(frozen=True, slots=True)
class Answer:
    """A body and its HTTP status."""

    body: bytes
    status: int = 200


def number_in(found: Mapping[str, str], key: str) -> int | None:
    """A whole number from 0 to 18 digits; None where there is none, Refusal for anything else."""
    told = found.get(key)
    if told is None:
        return None
    if not _NUMBER.fullmatch(told):
        raise Refusal("bad-request")
    return int(told)

"""What the libraries behind an object store complain of, as the carrying's own trouble.

No text of theirs is passed on: it may name an access key or hold a signed address.
"""

from __future__ import annotations

import asyncio
import errno
import importlib
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sync.errors import PlaceFull, PlaceGone, PlaceRefuses, TransportError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMSGSIZE}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_FULL_CODES = {
    "QuotaExceeded", "QuotaExceededException", "InsufficientStorage", "EntityTooLarge",
    "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "ServiceQuotaExceededException", "507",
}
_TAKEN_CODES = {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}
_BUSY_CODES = {
    "SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout", "500", "502", "503",
}
_ROOTS = (
    ("botocore.exceptions", "BotoCoreError"), ("botocore.exceptions", "ClientError"),
    ("aiohttp", "ClientError"), ("paramiko.ssh_exception", "SSHException"),
    ("requests.exceptions", "RequestException"), ("google.auth.exceptions", "GoogleAuthError"),
    ("azure.core.exceptions", "AzureError"), ("smbprotocol.exceptions", "SMBException"),
)


class Taken(Exception):
    """The store says that something lies under that name already."""


def families() -> tuple[type[BaseException], ...]:
    """The roots of what the libraries loaded so far may raise."""
    found: list[type[BaseException]] = [OSError, asyncio.TimeoutError]
    for module, name in _ROOTS:
        if module.split(".")[0] in sys.modules:
            try:
                family = getattr(importlib.import_module(module), name, None)
            except ImportError:
                continue
            if isinstance(family, type) and issubclass(family, BaseException):
                found.append(family)
    return tuple(found)


@contextmanager
def told(where: str, done: str) -> Iterator[None]:
    """Turn what goes wrong at ``where`` while it is ``done`` into words to act upon.

    Raises Taken for a name that is taken; FileNotFoundError is passed through, for only the
    caller knows whether a file or the whole place is meant.
    """
    try:
        yield
    except (TransportError, FileNotFoundError):
        raise
    except families() as fault:
        trouble = translated(fault, where, done)
        raise trouble from None


def translated(fault: BaseException, where: str, done: str) -> TransportError | Taken:
    """The carrying's own trouble for ``fault``."""
    code = _server_code(fault)
    number = fault.errno if isinstance(fault, OSError) else None
    name = type(fault).__name__
    if isinstance(fault, FileExistsError) or code in _TAKEN_CODES:
        return Taken()
    if code in _FULL_CODES or number in _FULL:
        return PlaceFull(
            f"{where} takes no more ({code or 'no room or quota'}). Make room there or use "
            "another place; nothing was lost"
        )
    if "Credentials" in name or "Auth" in name or name == "ProfileNotFound":
        return PlaceRefuses(
            f"{where} may not be {done}: no credentials that fit were found. Give them in the "
            "environment or with --credentials-file"
        )
    if isinstance(fault, PermissionError) or number in _REFUSED:
        return PlaceRefuses(
            f"{where} may not be {done} ({code or 'refused'}): the credentials are wrong or "
            "lack the right"
        )
    if _gone(fault, code, name):
        return PlaceGone(
            f"{where} does not answer as it should ({code or name}). Try again later; "
            "nothing was lost"
        )
    return TransportError(f"{where} could not be {done} ({code or name})")


def _gone(fault: BaseException, code: str, name: str) -> bool:
    lost = isinstance(fault, ConnectionError | TimeoutError | asyncio.TimeoutError)
    cut = any(word in name for word in ("Connect", "Timeout", "HTTPClient", "Closed", "Disconnect"))
    busy = isinstance(fault, OSError) and fault.errno in (errno.EBUSY, errno.EIO, errno.ENOTCONN)
    return lost or cut or busy or code in _BUSY_CODES


def _server_code(fault: BaseException) -> str:
    """The code a server gave, such as ``NoSuchBucket``; empty when there is none."""
    for layer in (fault, fault.__cause__, fault.__context__):
        response = getattr(layer, "response", None)
        if isinstance(response, dict):
            error = response.get("Error")
            code = error.get("Code") if isinstance(error, dict) else None
            if isinstance(code, str) and re.fullmatch(r"[A-Za-z0-9]{1,60}", code):
                return code
    return ""

"""PostgreSQL's refusals as storage's own errors; their texts show no values."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.errors import Damaged, InUse, NoPassword, NoRoom, StorageError, WrongKey
from storage.workspace.addresses import PROVED

NOT_LET_IN = "the database server does not let this user in, or not here"
_FULL, _LOCKED, _CANCELED, _READ_ONLY = "53100", "55P03", "57014", "25006"
_LOST = ("08", "57P")
_AGAIN = ("40001", "40P01")
_TORN = ("XX001", "XX002")
_FORBIDDEN = ("42501", "3F000", "28P01", "28000")


@contextmanager
def translated() -> Iterator[None]:
    """PostgreSQL's refusals as storage's own errors."""
    try:
        yield
    except PoolTimeout:
        raise InUse("too many are using this workspace at once. Try again") from None
    except DBAPIError as error:
        raise refusal(error.orig) from None
    except psycopg.Error as error:
        raise refusal(error) from None


def refusal(error: BaseException | None) -> StorageError:
    """The family's own error for what PostgreSQL said; its text shows no values."""
    code = str(getattr(error, "sqlstate", None) or "")
    if code == _FULL:
        return NoRoom("the database server's disk is full. Free some room and try again")
    if code == _LOCKED or code in _AGAIN:
        return InUse("another program is writing to this workspace. Try again when it is done")
    if code == _CANCELED:
        return StorageError("the database took too long and was stopped; nothing was changed")
    if code in _TORN:
        return Damaged("the workspace's database is damaged. Restore a backup")
    if code == _READ_ONLY:
        return StorageError("the workspace's database can only be read")
    if code in _FORBIDDEN:
        return WrongKey(NOT_LET_IN)
    if getattr(getattr(error, "pgconn", None), "needs_password", False):
        return NoPassword(
            "the database server wants a password. Put it in the file that PGPASSFILE names"
        )
    if isinstance(error, psycopg.OperationalError) and (not code or code.startswith(_LOST)):
        said = str(error).strip().splitlines()
        if f'"{PROVED}' in str(error):
            return WrongKey(
                "the database server asks for the password in the clear, or for none: a false "
                f"server would. Nothing was told to it. Let it use {PROVED} for this user"
            )
        # what libpq says of a connection names host, port and user, and never a password
        return StorageError(f"the database server does not answer: {said[0] if said else ''}")
    return StorageError(f"the database refused: {type(error).__name__} {code}".rstrip())

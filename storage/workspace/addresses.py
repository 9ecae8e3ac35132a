"""Where a workspace's PostgreSQL database is: an address that holds no secret.

It stands in the slots; see ``docs/formats/workspace.md``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from storage.errors import Damaged

DEFAULT_SCHEMA = "vardera"
PROVED = "scram-sha-256"
"""The way of asking for a password that does not give it to whoever asks."""
UNENCRYPTED = (
    "PostgreSQL does not encrypt what it keeps. Answers can be read by whoever runs the server or "
    "holds its disk: keep the server's data and its backups on encrypted disks"
)
"""Said wherever a workspace on PostgreSQL is shown."""

_SCHEMA = re.compile(r"[a-z][a-z0-9_]{0,62}")
_TAKEN = ("public", "information_schema")
_SURE = ("verify-full", "verify-ca")
_NEAR = ("", "localhost", "127.0.0.1", "::1")
_ASKED = ("host", "schema", "sslmode", "sslrootcert", "sslcert", "sslkey")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A schema of a PostgreSQL database. ``password`` is never written anywhere.

    ``host`` is a name, or the folder of a socket; empty means what libpq takes by itself.
    ``tls`` holds libpq's own settings, by name.
    """

    host: str
    port: int | None
    database: str
    user: str
    schema: str
    tls: tuple[tuple[str, str], ...] = ()
    password: str | None = field(default=None, repr=False)

    def settings(self) -> dict[str, str | int]:
        """What libpq is told, the password among it.

        ``require_auth`` (libpq 16): a password is proved and never shown, and a server that asks
        for nothing is believed at a socket, or where it asked for our certificate under TLS.
        """
        told: dict[str, str | int] = {"dbname": self.database, **dict(self.tls)}
        tls = dict(self.tls)
        known = not self.host or self.host.startswith("/") or (
            "sslcert" in tls and tls.get("sslmode") in _SURE
        )
        told["require_auth"] = PROVED + (",none" if known else "")
        for name, value in (("host", self.host), ("port", self.port), ("user", self.user)):
            if value:
                told[name] = value
        if self.password is not None:
            told["password"] = self.password
        return told


def read(url: str, password: str | None = None) -> Address:
    """``postgresql://[user@][host[:port]]/database[?schema=…]`` as an address.

    ValueError, which says what is wrong, for a password in the address, an unknown option, and
    for a server elsewhere whose certificate would not be checked: there everybody on the way
    could read the answers.
    """
    try:
        if not url.isprintable() or " " in url:  # urlsplit would leave some out, and go on
            raise ValueError
        parts = urlsplit(url)
        port = parts.port
        asked = dict(parse_qsl(
            parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)
        ))
    except ValueError:
        raise ValueError("this is no address of a database") from None
    if parts.scheme not in ("postgresql", "postgres") or parts.fragment:
        raise ValueError("the address must begin with postgresql://")
    if parts.password is not None:
        raise ValueError("an address may hold no password: others can read it there")
    unknown = sorted(set(asked) - set(_ASKED))
    if unknown:
        raise ValueError(f"the address has an option that is not known: {unknown[0][:40]}")
    host = asked.pop("host", "") or unquote(parts.hostname or "")
    schema = asked.pop("schema", DEFAULT_SCHEMA)
    if not _SCHEMA.fullmatch(schema) or schema in _TAKEN or schema.startswith("pg_"):
        raise ValueError("a schema's name is small letters a–z, digits and _, and not public")
    database = unquote(parts.path.removeprefix("/"))
    if not database or "/" in database:
        raise ValueError("the address must name a database after the host")
    return Address(
        host=host, port=port, database=database, user=unquote(parts.username or ""),
        schema=schema, tls=_tls(host, asked), password=password,
    )


def _tls(host: str, asked: dict[str, str]) -> tuple[tuple[str, str], ...]:
    near = host in _NEAR or host.startswith("/")
    asked.setdefault("sslmode", "prefer" if near else _SURE[0])
    if not near and asked["sslmode"] not in _SURE:
        raise ValueError(
            "a server elsewhere must show a certificate: use sslmode=verify-full, and "
            "sslrootcert=FILE for a certificate of your own"
        )
    return tuple(sorted(asked.items()))


def write(address: Address) -> str:
    """The one way an address is written, without its password."""
    socket = address.host.startswith("/")
    host = "" if socket else address.host
    place = f"[{host}]" if ":" in host else quote(host)
    if address.port is not None:
        place += f":{address.port}"
    if address.user:
        place = f"{quote(address.user, safe='')}@{place}"
    options = [("host", address.host)] if socket else []
    options += [("schema", address.schema), *address.tls]
    return f"postgresql://{place}/{quote(address.database, safe='')}?{urlencode(options)}"


def read_stored(text: str, password: str | None = None) -> Address:
    """The address that a workspace's slots hold. Raises Damaged."""
    try:
        return read(text, password)
    except ValueError as fault:
        raise Damaged(f"workspace.slots: {fault}") from None

"""A client's connection: TLS to a machine that the organisation vouches for, or none at all."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import NamedTuple

from storage.errors import Damaged, StorageError, TooNew
from storage.seal.certificates import certificate_hash
from storage.values import Clock, RandomBytes
from sync.errors import PlaceGone
from sync.mailbox import wire
from sync.mailbox.address import Address
from sync.mailbox.refusals import Busy, NoSpace, ServerUnknown, error
from sync.mailbox.registry import LIMIT as NOTICE_LIMIT
from sync.mailbox.statement import expect, read_statement

TIMEOUT = 20.0
"""Seconds for a connection, and for the silence within one."""

TRIES = 6
"""How often one question is asked over broken connections, without any headway, at most."""

HOLD_MOST = 20.0
"""Seconds that a mailbox may ask us to wait, at most."""

BROKEN = (OSError, http.client.HTTPException)
"""What a cut, disturbed or refused connection is in the libraries' words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a client is handed: time, randomness, and how to wait a number of seconds."""

    clock: Clock
    random: RandomBytes
    wait: Callable[[float], None]
    timeout: float = TIMEOUT
    tries: int = TRIES


class Reply(NamedTuple):
    """An HTTP status and the body."""

    status: int
    body: bytes


class Channel:
    """Questions and answers over one connection at a time; a broken one is made anew.

    ``organisation`` is the pinned key; None while pairing, when the certificate is only
    noted and the persons' words decide. ``certificate`` is the hash of the one seen last.
    """

    def __init__(self, address: Address, organisation: bytes | None, means: Means) -> None:
        self.address = address
        self.certificate = b""
        self._organisation = organisation
        self._means = means
        self._open: http.client.HTTPSConnection | None = None
        self._vouched = b""

    def ask(
        self, method: str, path: str, body: bytes = b"", bearer: bytes = b""
    ) -> Reply:
        """One question over a sound connection, tried once: raises one of BROKEN.

        ServerUnknown or ServerExpired before anything is said to the wrong machine.
        """
        connection = self._connected()
        headers = {"Authorization": f"Bearer {bearer.hex()}"} if bearer else {}
        try:
            return self._exchange(connection, (method, path, body), headers)
        except BROKEN:
            self.close()
            raise

    def patiently(
        self, method: str, path: str, body: bytes = b"", bearer: bytes = b""
    ) -> Reply:
        """:meth:`ask`, again over a new connection when one breaks. PlaceGone in the end."""
        attempt = 0
        while True:
            try:
                return self.ask(method, path, body, bearer)
            except BROKEN as fault:
                attempt += 1
                self.broken(fault, attempt)

    def broken(self, fault: Exception, attempt: int) -> None:
        """Wait before the next try, or raise PlaceGone after the last."""
        if attempt >= self._means.tries:
            reason = getattr(fault, "strerror", None) or type(fault).__name__
            raise PlaceGone(
                f"the mailbox at {self.address} cannot be reached or breaks off ({reason}). "
                "Try again later; nothing was lost"
            ) from None
        self._means.wait(min(5.0, 0.05 * 4 ** (attempt - 1)))

    def hold(self, seconds: float) -> None:
        """Wait, because we were asked to; not as long as a stranger might ask."""
        self._means.wait(min(seconds, HOLD_MOST))

    def close(self) -> None:
        """Hang up; the next question connects again."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _connected(self) -> http.client.HTTPSConnection:
        if self._open is not None:
            return self._open
        connection = http.client.HTTPSConnection(
            self.address.host, self.address.port, timeout=self._means.timeout,
            context=client_context(),
        )
        # else the library would connect again by itself, and nobody would look at who answers
        connection.auto_open = 0
        with ExitStack() as on_failure:
            on_failure.callback(connection.close)
            connection.connect()
            sock = connection.sock
            shown = sock.getpeercert(binary_form=True) if isinstance(sock, ssl.SSLSocket) else None
            if shown is None:
                raise ServerUnknown("the machine that answers has shown no certificate")
            self.certificate = certificate_hash(shown)
            self._check(connection)
            on_failure.pop_all()
        self._open = connection
        return connection

    def _check(self, connection: http.client.HTTPSConnection) -> None:
        """Let only the machine through that the organisation has signed a statement for."""
        if self.certificate == self._vouched:
            return
        if self._organisation is None:
            if self._vouched:
                raise ServerUnknown("another machine answers now than at the beginning")
            self._vouched = self.certificate
            return
        reply = self._whose(connection, self._organisation)
        try:
            statement = read_statement(reply.body, self._organisation)
        except StorageError:
            raise ServerUnknown(
                f"the machine at {self.address} has no word of the organisation that it is its "
                "server. Nothing was sent"
            ) from None
        expect(statement, self.certificate, self._means.clock())
        self._vouched = self.certificate

    def _whose(self, connection: http.client.HTTPSConnection, organisation: bytes) -> Reply:
        """The statement as it lies there. NoSpace, or Busy when asked to wait too often."""
        for _ in range(TRIES):
            reply = self._exchange(connection, ("GET", f"/v1/server/{organisation.hex()}", b""))
            if reply.status == 200:
                return reply
            code, seconds = told(reply)
            if code == NoSpace.code:
                raise NoSpace(f"the machine at {self.address} keeps nothing for this organisation")
            if code != "wait":
                raise error(code)
            self.hold(max(1, seconds))
        raise Busy(f"the mailbox at {self.address} has too much to do. Try again later")

    def _exchange(
        self, connection: http.client.HTTPSConnection, asked: tuple[str, str, bytes],
        headers: dict[str, str] | None = None,
    ) -> Reply:
        method, path, body = asked
        connection.request(method, path, body or None, headers or {})
        response = connection.getresponse()
        limit = NOTICE_LIMIT
        data = response.read(limit + 1)
        if len(data) > limit:
            raise http.client.HTTPException("an answer larger than allowed")
        if response.will_close:
            self.close()
        return Reply(response.status, data)


def told(reply: Reply) -> tuple[str, int]:
    """The code and number of a refusal; ``trouble`` for an answer that is not ours."""
    try:
        return wire.read_refused(reply.body)
    except (Damaged, TooNew):
        return "trouble", 0


def client_context() -> ssl.SSLContext:
    """TLS 1.3; whose certificate it is, is asked of the organisation and not of any authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context

"""Finding a mailbox on the network one is on: multicast DNS, with no name server anywhere.

What is found is only an address to try: who answers there is for the organisation's signature
to say (:mod:`sync.mailbox.channel`).
"""

from __future__ import annotations

import queue
import re
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address, ip_interface

import ifaddr
from zeroconf import Error, ServiceBrowser, ServiceInfo, ServiceListener, Zeroconf

from sync.enrolment import fingerprint
from sync.errors import PlaceRefuses
from sync.mailbox.address import Address

SERVICE = "_vardera._tcp.local."
SECONDS = 3.0
"""How long we listen for answers."""

_MOST = 64
_SHORT = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """``organisation`` is the first 8 hex digits of the fingerprint that was told."""

    address: Address
    organisation: str


def short(organisation: bytes) -> str:
    """How a mailbox tells whose it is: enough to choose by, nothing to trust."""
    return fingerprint(organisation).replace(" ", "")[:8].lower()


@contextmanager
def announced(organisation: bytes, address: Address) -> Iterator[None]:
    """While inside, the mailbox of ``organisation`` can be found on this machine's networks.

    ``address`` is where it listens; 0.0.0.0 is every one. PlaceRefuses without a network.
    """
    # 0.0.0.0 is compared, not bound
    everywhere = address.host in ("0.0.0.0", "::")  # noqa: S104
    told = own_addresses() if everywhere else [address.host]
    name = f"{short(organisation)}-{address.port}"
    service = _zeroconf(told)
    try:
        info = ServiceInfo(
            SERVICE, f"{name}.{SERVICE}", port=address.port, server=f"vardera-{name}.local.",
            parsed_addresses=told, properties={"v": "1", "o": short(organisation)},
        )
        service.register_service(info, allow_name_change=True)
        yield
    finally:
        service.close()


def find(organisation: bytes | None = None, seconds: float = SECONDS) -> tuple[Found, ...]:
    """The mailboxes that answer within ``seconds``; only those of ``organisation`` if given."""
    return tuple(dict.fromkeys(answers(organisation, seconds)))


def answers(
    organisation: bytes | None, seconds: float = SECONDS
) -> Generator[Found, None, None]:
    """Each as it is heard, for ``seconds``; to be closed. Anybody may have answered.

    PlaceRefuses without a network.
    """
    until = time.monotonic() + seconds
    heard = _Heard()
    service = _zeroconf(own_addresses())
    try:
        browser = ServiceBrowser(service, SERVICE, heard)
        for _ in range(_MOST):
            try:
                name = heard.names.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                break
            info = service.get_service_info(SERVICE, name, timeout=1_000)
            for found in () if info is None else _read(info):
                if organisation is None or found.organisation == short(organisation):
                    yield found
        browser.cancel()
    finally:
        service.close()


class _Heard(ServiceListener):
    """Puts the names of services into a queue as they are heard."""

    def __init__(self) -> None:
        self.names: queue.Queue[str] = queue.Queue()

    def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self.names.put(name)

    def update_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        """Asked for when it was heard first; what it says is not trusted anyway."""

    def remove_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        """A name that was heard is tried; whoever is gone does not answer."""


def _read(info: ServiceInfo) -> list[Found]:
    told = info.properties.get(b"o") or b""
    organisation = told.decode("ascii", "replace")
    if not _SHORT.fullmatch(organisation) or not info.port:
        return []
    hosts = [host for host in info.parsed_addresses() if "%" not in host and near(host)]
    return [
        Found(address=Address(host, info.port), organisation=organisation) for host in hosts
    ]


def near(host: str) -> bool:
    """Whether an IP address is one of a local network, so that no answer sends us into the world.

    Private ones are, and those of the networks that this machine is on.
    """
    address = ip_address(host)
    if address.is_multicast or address.is_unspecified:
        return False
    return address.is_private or any(
        address in ip_interface(f"{ip.ip}/{ip.network_prefix}").network
        for adapter in ifaddr.get_adapters() for ip in adapter.ips if ip.is_IPv4
    )


def _zeroconf(addresses: list[str]) -> Zeroconf:
    with suppress(OSError, Error):
        return Zeroconf(interfaces=addresses)
    raise PlaceRefuses("there is no network here on which a mailbox could be found")


def own_addresses() -> list[str]:
    """This machine's IPv4 addresses, the loopback's only when it has no other."""
    found = [
        str(ip.ip) for adapter in ifaddr.get_adapters() for ip in adapter.ips if ip.is_IPv4
    ]
    return [a for a in found if not IPv4Address(a).is_loopback] or ["127.0.0.1"]

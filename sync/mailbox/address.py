"""Where a mailbox is: a host and a port, as a person writes them."""

from __future__ import annotations

import re
from ipaddress import IPv6Address, IPv6Network
from typing import NamedTuple

PORT = 8347
"""Where a mailbox listens unless told otherwise."""

_HOST = re.compile(r"[0-9A-Za-z]([0-9A-Za-z.-]{0,251}[0-9A-Za-z])?")
_WRITTEN = re.compile(r"(?:https://)?(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:/@?#\s]+))(?::([0-9]{1,5}))?/?")


class Address(NamedTuple):
    """``host`` is a name or an IP address (IPv6 without brackets)."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def read_address(text: str, port: int = PORT) -> Address:
    """``192.168.1.20``, ``host:8347``, ``[fe80::1]:8347`` or the same after ``https://``.

    ValueError for anything else.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is not an address such as 192.168.1.20:{PORT}")
    number = int(found[3] or port)
    if found[1] is not None:
        host = str(IPv6Address(found[1]))
    elif _HOST.fullmatch(found[2]):
        host = found[2]
    else:
        raise ValueError(f"{text!r} is not an address such as 192.168.1.20:{PORT}")
    if not 0 <= number < 65_536:
        raise ValueError(f"{number} is not a port")
    return Address(host, number)


def group(host: str) -> str:
    """What a visitor's IP address is counted as: for IPv6 the network that one is given, /64.

    On a link of its own every machine is told apart, and an IPv4 address within IPv6 is itself.
    """
    if ":" not in host:
        return host
    address = IPv6Address(host.partition("%")[0])
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(address if address.is_link_local else IPv6Network((int(address), 64), strict=False))

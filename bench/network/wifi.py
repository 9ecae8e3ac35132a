"""A Wi-Fi of our own: a tablet and a crowd of phones on one bridge, and somebody who listens there.

Linux network namespaces by ``ip`` (package iproute2), as root. No default route, no name server.
Each phone has an address of its own, as on a real network.
"""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

AT_TABLET = "10.98.0.1"
_EVERYTHING = 0x0003


class Wifi:
    """The namespaces' names. ``phones`` are the addresses of the crowd."""

    def __init__(self, mark: str, phones: int) -> None:
        self.air, self.tablet, self.crowd = f"pa{mark}", f"pt{mark}", f"pc{mark}"
        self.phones = tuple(f"10.98.{1 + n // 200}.{1 + n % 200}" for n in range(phones))

    @property
    def spaces(self) -> tuple[str, str, str]:
        return self.air, self.tablet, self.crowd


@contextmanager
def wifi(phones: int) -> Iterator[Wifi]:
    """The network, gone afterwards."""
    made = Wifi(f"{os.getpid():x}", phones)
    try:
        for space in made.spaces:
            _ip("netns", "add", space)
            _ip("-n", space, "link", "set", "lo", "up")
        _ip("-n", made.air, "link", "add", "air", "type", "bridge")
        _ip("-n", made.air, "link", "set", "air", "up")
        for space in (made.tablet, made.crowd):
            port = f"x{space}"
            _ip("-n", space, "link", "add", "wlan", "type", "veth", "peer", "name", port,
                "netns", made.air)
            _ip("-n", made.air, "link", "set", port, "master", "air", "up")
            _ip("-n", space, "link", "set", "wlan", "up")
        _ip("-n", made.tablet, "address", "add", f"{AT_TABLET}/16", "dev", "wlan")
        lines = "".join(f"address add {one}/16 dev wlan\n" for one in made.phones)
        subprocess.run(["ip", "-n", made.crowd, "-batch", "-"], input=lines, text=True, check=True)
        yield made
    finally:
        for space in made.spaces:
            subprocess.run(["ip", "netns", "delete", space], capture_output=True, check=False)


def listen(to: Path) -> None:
    """Write every packet on the bridge of this namespace to a file, until killed."""
    heard = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(_EVERYTHING))
    heard.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024 * 1024)
    with to.open("wb", buffering=0) as file:
        for link in socket.if_nameindex():
            if link[1].startswith("xpt"):
                heard.bind((link[1], 0))
        file.write(b"ready\n")
        while True:
            file.write(heard.recv(65_536))


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)

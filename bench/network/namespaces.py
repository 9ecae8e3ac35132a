"""Three computers on one: kiosk – between – admin, each with a network of its own.

Linux network namespaces by ``ip`` (package iproute2), as root. The kiosk and the admin reach
only the machine between; there is no default route, no name server and no way to any other
network. ``inside`` runs a function in a thread that has moved into a namespace.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_CLONE_NEWNET = 0x40000000
KIOSK, BETWEEN, ADMIN = "vk", "vb", "va"
AT_KIOSK, BETWEEN_TO_KIOSK = "10.97.1.2", "10.97.1.1"
AT_ADMIN, BETWEEN_TO_ADMIN = "10.97.2.2", "10.97.2.1"


class Town:
    """The namespaces' names, made unlike anybody else's."""

    def __init__(self, mark: str) -> None:
        self.kiosk, self.between, self.admin = (f"{n}{mark}" for n in (KIOSK, BETWEEN, ADMIN))

    def inside(self, namespace: str, work: Callable[[], T]) -> T:
        """What ``work`` gives in a thread of that namespace; threads it starts are there too."""
        def moved() -> T:
            libc = ctypes.CDLL(None, use_errno=True)
            with Path(f"/var/run/netns/{namespace}").open("rb") as door:
                if libc.setns(door.fileno(), _CLONE_NEWNET):
                    raise OSError(ctypes.get_errno(), "setns")
            return work()

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(moved).result()


def possible() -> bool:
    """Whether three wired namespaces can be made here, entered and lived in by a program.

    Asked by doing it: in a container root may have ``ip`` and still not be let.
    """
    if os.geteuid() != 0 or shutil.which("ip") is None:
        return False
    try:
        with town() as made:
            made.inside(made.kiosk, os.getpid)
            _ip("netns", "exec", made.admin, "true")
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


@contextmanager
def town() -> Iterator[Town]:
    """The three namespaces with their wires, gone afterwards."""
    mark = f"{os.getpid():x}"
    made = Town(mark)
    spaces = (made.kiosk, made.between, made.admin)
    try:
        for space in spaces:
            _ip("netns", "add", space)
            _ip("-n", space, "link", "set", "lo", "up")
        wires = ((made.kiosk, AT_KIOSK, BETWEEN_TO_KIOSK),
                 (made.admin, AT_ADMIN, BETWEEN_TO_ADMIN))
        for space, here, there in wires:
            wire = f"w{space}"
            _ip("-n", space, "link", "add", wire, "type", "veth", "peer", "name", f"x{wire}",
                "netns", made.between)
            for name, link, address in (
                (space, wire, here), (made.between, f"x{wire}", there)
            ):
                _ip("-n", name, "address", "add", f"{address}/24", "dev", link)
                _ip("-n", name, "link", "set", link, "up")
        yield made
    finally:
        for space in spaces:
            subprocess.run(["ip", "netns", "delete", space], capture_output=True, check=False)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)

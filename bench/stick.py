"""A true FAT stick: taken names, capitals, full, pulled within a write, two kiosks at once."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.errors import NameTaken, TransportError
from sync.folder import FolderTransport

PULLS = 20
WAIT_SECONDS = 20.0


class Stick:
    """A FAT image of ``mib`` MiB; in the kernel where that knows FAT, else through FUSE."""

    def __init__(self, mib: int) -> None:
        home = Path(tempfile.mkdtemp(prefix="vardera-stick-"))
        self.image, self.folder = home / "image", home / "stick"
        self.folder.mkdir()
        with self.image.open("wb") as image:
            image.truncate(mib * 1024 * 1024)
        subprocess.run(["mkfs.vfat", str(self.image)], check=True, capture_output=True)
        self.kind = "vfat" if "vfat" in Path("/proc/filesystems").read_text() else "fusefat"
        self._driver: subprocess.Popen[bytes] | None = None

    def plug(self) -> FolderTransport:
        """Put it in."""
        if self.kind == "vfat":
            subprocess.run(["mount", "-o", "loop", self.image, self.folder], check=True)
        else:
            self._driver = subprocess.Popen(
                ["fusefat", "-f", "-o", "rw+", str(self.image), str(self.folder)],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
            end = time.monotonic() + WAIT_SECONDS
            while not os.path.ismount(self.folder):
                assert time.monotonic() < end, "the stick does not mount"
                time.sleep(0.01)
        return FolderTransport(self.folder)

    def eject(self) -> None:
        """Take it out as one should."""
        subprocess.run(["umount", str(self.folder)], check=True)
        if self._driver is not None:
            self._driver.wait(WAIT_SECONDS)

    def pull(self) -> None:
        """Take it out as one should not."""
        if self._driver is None:
            subprocess.run(["umount", "-l", str(self.folder)], check=True)
            return
        self._driver.send_signal(signal.SIGKILL)
        self._driver.wait(WAIT_SECONDS)

    def clear(self) -> None:
        """Take away what is left of a pulled stick's mount."""
        subprocess.run(["umount", "-l", str(self.folder)], check=False, capture_output=True)


@contextmanager
def plugged(mib: int = 16) -> Iterator[tuple[Stick, FolderTransport]]:
    stick = Stick(mib)
    try:
        yield stick, stick.plug()
    finally:
        stick.clear()


def name(stream: int, number: int) -> str:
    return f"{stream:016x}-{number:06}.vbundle"


def content(stream: int, number: int, size: int = 40_000) -> bytes:
    return hashlib.shake_256(f"{stream}/{number}".encode()).digest(size + number)


def names_kept_apart() -> dict[str, object]:
    """What a person wrote in capitals is the same name on FAT: it is not overwritten."""
    with plugged() as (stick, transport):
        (stick.folder / name(1, 1).upper()).write_bytes(b"a person's")
        (stick.folder / "Kopia av bundle.VBUNDLE").write_bytes(b"copy")
        try:
            transport.put(name(1, 1), b"sealed")
            said = "put beside it"
        except NameTaken:
            said = "name-taken"
        transport.put(name(1, 2), b"sealed")
        transport.put(name(1, 2), b"sealed")
        listed = transport.list(".vbundle")
        kept = transport.get(name(1, 1).upper()) == b"a person's"
        stick.eject()
        again = stick.plug().list(".vbundle") == listed
        stick.eject()
    return {"driver": stick.kind, "same_name_in_capitals": said, "kept": kept,
            "as_listed_after_plugging_again": again, "sound": kept and again}


def full() -> dict[str, object]:
    """A full stick is told; what lay there stays, and with room again it goes on."""
    with plugged(2) as (stick, transport):
        put, said = 0, ""
        try:
            for put in range(200):
                transport.put(name(2, put), content(2, put))
        except TransportError as fault:
            said = f"{fault.code}: {fault}"  # fusefat says EPERM where a kernel says ENOSPC
        whole = all(transport.get(n) == content(2, int(n[17:23])) for n in transport.list(
            ".vbundle"))
        left = [path.name for path in stick.folder.glob(".tmp-*")]
        transport.remove(name(2, 0))
        transport.put(name(2, put), content(2, put))
        stick.eject()
    return {"put": put, "said": said, "left": left,
            "sound": whole and said != "" and not left}


def pulled(seed: int) -> dict[str, object]:
    """Pulled at a moment that nobody chose; the same files are put again afterwards."""
    chance = random.Random(seed)
    with plugged() as (stick, transport):
        acknowledged: list[int] = []
        pull = threading.Timer(chance.uniform(0.0, 0.15), stick.pull)
        pull.start()
        said = "all put before"
        for number in range(100):
            try:
                transport.put(name(3, number), content(3, number))
            except TransportError as fault:
                said = fault.code
                break
            acknowledged.append(number)
        pull.join()
        stick.clear()
        subprocess.run(["fsck.vfat", "-a", str(stick.image)], check=False, capture_output=True)
        transport = stick.plug()
        there = {int(n[17:23]): transport.get(n) for n in transport.list(".vbundle")}
        half = [n for n, data in there.items() if data != content(3, n)]
        lost = [n for n in acknowledged if n not in there]
        resumed = "yes"
        for number in range(max(acknowledged, default=0) + 3):
            try:
                transport.put(name(3, number), content(3, number))
                assert transport.get(name(3, number)) == content(3, number)
            except TransportError as fault:
                resumed = str(fault)
        stick.eject()
    return {"seed": seed, "said": said, "acknowledged": len(acknowledged), "half_visible": half,
            "lost": lost, "resumed": resumed, "sound": not half and not lost and resumed == "yes"}


def two_kiosks() -> dict[str, object]:
    """Two programs write to one stick at the same time, each its own names and one shared."""
    with plugged() as (stick, _):
        came: list[str] = []

        def kiosk(stream: int) -> None:
            transport = FolderTransport(stick.folder)
            for number in range(40):
                transport.put(name(stream, number), content(stream, number))
            try:
                transport.put("both.vbundle", bytes([stream]) * 1000)
                came.append("put")
            except NameTaken:
                came.append("taken")

        threads = [threading.Thread(target=kiosk, args=(stream,)) for stream in (4, 5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        transport = FolderTransport(stick.folder)
        listed = transport.list(".vbundle")
        whole = all(
            transport.get(name(s, n)) == content(s, n) for s in (4, 5) for n in range(40)
        )
        stick.eject()
    return {"listed": len(listed), "shared_name": sorted(came),
            "sound": whole and len(listed) == 81}


def main() -> int:
    """0 when nothing half-written was seen and nothing acknowledged was lost."""
    pulls = [pulled(seed) for seed in range(PULLS)]
    found = {
        "names": names_kept_apart(), "full": full(), "two_kiosks": two_kiosks(),
        "pulled": {
            "times": PULLS, "within_a_write": sum(p["said"] != "all put before" for p in pulls),
            "said": sorted({str(p["said"]) for p in pulls}),
            "unsound": [p for p in pulls if not p["sound"]],
        },
    }
    print(json.dumps(found, indent=2, default=str))
    sound = all(found[part]["sound"] for part in ("names", "full", "two_kiosks"))
    return 0 if sound and not found["pulled"]["unsound"] else 1


if __name__ == "__main__":
    sys.exit(main())

"""A real store that speaks S3: killed within a put, restarted, full; and how fast it is."""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
import time
from pathlib import Path

from sync.errors import PlaceGone, TransportError
from sync.places import open_place
from sync.transport import Transport
from tests.sync.s3_proxy import Between
from tests.sync.s3_server import BUCKET, KEY, SECRET, S3Server

MIB = 1024 * 1024
DATA = hashlib.shake_256(b"bench").digest(8 * MIB)
FILES = 200


def at(server: S3Server, port: int, prefix: str) -> Transport:
    """The prefix as seen through ``port``."""
    file = Path(tempfile.mkdtemp()) / "credentials.toml"
    file.write_text(f'key = "{KEY}"\nsecret = "{SECRET}"\nendpoint = "http://127.0.0.1:{port}"\n')
    file.chmod(0o600)
    return open_place(f"s3://{BUCKET}/{prefix}", credentials=file)


def killed(server: S3Server, after: int, number: int) -> dict[str, object]:
    """Kill the store when ``after`` bytes of a put have gone to it, and start it again."""
    prefix, name = f"killed-{number}", "0011223344556677-000001.vbundle"
    transport = at(server, server.port, prefix)
    transport.put("earlier.vbundle", b"sealed")
    transport.close()
    between = Between(server.port, after, server.kill)
    transport = at(server, between.port, prefix)
    try:
        transport.put(name, DATA)
        said = "delivered"
    except PlaceGone:
        said = "place-gone"
    transport.close()
    between.close()
    server.kill()
    began = time.perf_counter()
    server.start()
    restart = time.perf_counter() - began
    transport = at(server, server.port, prefix)
    listed = transport.list(".vbundle")
    half = [n for n in listed if n == name and transport.get(n) != DATA]
    transport.put(name, DATA)
    whole = transport.get(name) == DATA and transport.get("earlier.vbundle") == b"sealed"
    transport.close()
    return {"after": after, "said": said, "half_visible": half, "whole_later": whole,
            "restart_seconds": round(restart, 1)}


def full(server: S3Server) -> dict[str, object]:
    """Over the bucket's quota: what is said, and that it goes on when there is room again."""
    transport = at(server, server.port, "full")
    transport.put("a.vbundle", DATA)
    server.shell(f"s3.bucket.quota -name={BUCKET} -op=set -sizeMB=1")
    said = "never refused"
    for number in range(30):
        server.shell("s3.bucket.quota.enforce -apply")
        try:
            transport.put(f"b{number}.vbundle", b"x")
        except TransportError as fault:
            said = f"{fault.code}: {fault}"
            break
        time.sleep(0.5)
    server.shell(f"s3.bucket.quota -name={BUCKET} -op=remove")
    server.shell("s3.bucket.quota.enforce -apply")
    transport.put("later.vbundle", b"x")
    kept = transport.get("a.vbundle") == DATA
    transport.close()
    return {"said": said, "kept": kept}


def speed(server: S3Server) -> dict[str, float]:
    """Seconds for small files one after another, a list of them, and 8 MiB each way."""
    transport = at(server, server.port, "speed")
    transport.list(".vbundle")
    times = {}
    began = time.perf_counter()
    for number in range(FILES):
        transport.put(f"0011223344556677-{number:06}.vbundle", DATA[: 64 * 1024])
    times["put_64_kib"] = (time.perf_counter() - began) / FILES
    began = time.perf_counter()
    assert len(transport.list(".vbundle")) == FILES
    times["list_200"] = time.perf_counter() - began
    began = time.perf_counter()
    transport.put("big.vbundle", DATA)
    times["put_8_mib"] = time.perf_counter() - began
    began = time.perf_counter()
    transport.get("big.vbundle")
    times["get_8_mib"] = time.perf_counter() - began
    transport.close()
    return {name: round(value, 4) for name, value in times.items()}


def main() -> int:
    """0 when nothing half-written was ever seen and all came in the end."""
    server = S3Server(Path(tempfile.mkdtemp(prefix="vardera-s3-")))
    server.start()
    try:
        kills = [killed(server, after * MIB, n) for n, after in enumerate((0, 1, 4, 7))]
        found = {"killed": kills, "full": full(server), "speed": speed(server)}
    finally:
        server.kill()
    print(json.dumps(found, indent=2))
    sound = all(not k["half_visible"] and k["whole_later"] for k in kills)
    return 0 if sound and found["full"]["kept"] else 1


if __name__ == "__main__":
    sys.exit(main())

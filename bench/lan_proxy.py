"""A real machine in the middle of a LAN, in network namespaces, as root with ``ip``.

    python -m bench.lan_proxy [--flips 60] [--pairings 200] [--json]

Four roles for the machine between kiosk and administrator, who have no other way to each other,
no default route and no name server:

- *listener*: the real programs (``vardera listen``, ``vardera-kiosk``) pair and carry through it;
  what it saw is searched for everything it must not see;
- *pretender*: ends TLS with a certificate of its own; must be told nothing;
- *vandal*: flips one bit, each time at another place of the transfer; every file must arrive whole;
- *two-faced*: pairs with both sides as if it were the other; the words must differ.

Exit 0 when all hold, 1 otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from bench.network import namespaces
from bench.network.namespaces import AT_ADMIN, BETWEEN_TO_KIOSK, Town
from storage.seal.keys import Signer
from storage.values import DeviceIdentity
from sync.mailbox.address import Address
from sync.mailbox.pairing import Device, Host, Hosting, Joining
from sync.mailbox.refusals import ServerUnknown
from sync.mailbox.serving import tls
from sync.mailbox.statement import LAN, LEEWAY, Statement, write_statement
from tests.journeys.lan_scene import Entered, Scene
from tests.sync.between import Between, flipping
from tests.sync.mailbox_builders import server_key
from tests.sync.sync_builders import MOMENT, clock

ROOT = Path(__file__).resolve().parents[1]
SECRET = "fyra vanliga ord i rad"
NAME = "Surfplatta i entrén"


def main() -> int:
    """Run all four and print what came of it."""
    asks = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asks.add_argument("--flips", type=int, default=60)
    asks.add_argument("--pairings", type=int, default=200)
    asks.add_argument("--json", action="store_true")
    asked = asks.parse_args()
    if not namespaces.possible():
        sys.stderr.write("network namespaces need root and ip (package iproute2)\n")
        return 2
    with tempfile.TemporaryDirectory() as folder, namespaces.town() as town:
        told: dict[str, Any] = {
            "listener": listener(town, Path(folder)),
            "pretender": pretender(town, Path(folder) / "pretender"),
            "vandal": vandal(town, Path(folder) / "vandal", asked.flips),
            "two-faced": two_faced(asked.pairings),
        }
    for role, found in told.items():
        print(json.dumps({role: found}, ensure_ascii=False) if asked.json else f"{role}: {found}")
    return 0 if all(found["holds"] for found in told.values()) else 1


def listener(town: Town, folder: Path) -> dict[str, Any]:
    """The real programs through a machine that passes everything on."""
    with ExitStack() as stack:
        organisation = prepared(folder)
        admin = program(town, town.admin, folder, [
            "vardera.py", "listen", folder / "workspace", "--listen", f"{AT_ADMIN}:0", "--pair",
            "--json", "--hidden",
        ])
        stack.callback(stop, admin)
        address = Address(AT_ADMIN, int(event(admin, "listening")["address"].rpartition(":")[2]))
        event(admin, "door")
        between: Between = stack.enter_context(Entered(
            town, town.between, lambda: Between(address, host=BETWEEN_TO_KIOSK)
        ))
        kiosk = ["-m", "kiosk.app", "--store", folder / "kiosk", "--name", NAME, "--json"]
        began = time.perf_counter()
        pairing = program(town, town.kiosk, folder, [*kiosk, "--pair", str(between.address)])
        words = json.loads(out(pairing).readline())["words"]
        same = event(admin, "pairing")["words"] == words
        for end in (pairing, admin):
            say(end, "yes")
        pairing.wait()
        seconds = time.perf_counter() - began
        answers(folder)
        done(program(town, town.kiosk, folder, [*kiosk, "--drive", folder / "people.jsonl"]))
        carried = done(program(
            town, town.kiosk, folder, [*kiosk, "--lan", str(between.address)]
        ))
        new = event(admin, "intake")["new"]
        found = [what for what, secret in hidden(folder, organisation, words).items()
                 if secret in bytes(between.seen)]
    told = json.loads(carried)
    return {
        "holds": same and not found and new == told["records"] == 25 and not told["problems"],
        "same words": same, "records carried": told["records"], "taken in": new,
        "bytes seen": len(between.seen), "found in them": found,
        "searched for": len(hidden(folder, organisation, words)),
        "pairing with first package, s": round(seconds, 2),
    }


def prepared(folder: Path) -> str:
    """A workspace with the demo's survey, deployed; the organisation's number."""
    here = ["workspace", "create", folder / "workspace", "--name", "Exempelkommun"]
    command(folder, *here)
    command(folder, "campaign", "new", folder / "workspace", "--from",
            ROOT / "assets/demo/campaign.json", "--as-template")
    (folder / "packages").mkdir()
    told = command(folder, "campaign", "deploy", folder / "workspace", "--to",
                   folder / "packages", "--json")
    return str(json.loads(told)["campaign"])


def hidden(folder: Path, campaign: str, words: list[str]) -> dict[str, bytes]:
    """What the listener must not have seen."""
    package = next((folder / "packages").iterdir())
    definition = json.loads((ROOT / "assets/demo/campaign.json").read_text("utf-8"))
    texts = list(definition["title"].values())
    return {
        "a first line": b"vardera-", "the package": package.read_bytes()[1_000:1_016],
        "its name": package.name.encode(), "the campaign": campaign.encode(),
        "the campaign's bytes": bytes.fromhex(campaign.replace("-", "")),
        "the device's name": NAME.encode(), "the organisation's name": b"Exempelkommun",
        "a path": b"/v1/", "a session": b"Bearer", "a bundle's name": b".vbundle",
        "words": " ".join(words).encode(),
        **{f"title {at}": text.encode() for at, text in enumerate(texts)},
    }


def answers(folder: Path) -> None:
    """25 persons who give every rating a four."""
    definition = json.loads((ROOT / "assets/demo/campaign.json").read_text("utf-8"))
    rated = {q["name"]: 4 for q in definition["form"]["questions"] if q["type"] == "rating"}
    line = json.dumps({"language": "sv", "answers": rated})
    (folder / "people.jsonl").write_text(f"{line}\n" * 25, encoding="utf-8")


def pretender(town: Town, folder: Path) -> dict[str, Any]:
    """Ten kiosks' visits to a machine with a certificate of its own."""
    with ExitStack() as stack:
        scene, server = paired(town, folder, stack)
        scene.answer()
        false = scene.between(server, pretend=tls(server_key("pretender")))
        codes = [p.code for _ in range(10) for p in scene.carry(false.address).problems]
        refused = 0
        scene.door.open()
        try:
            scene.pair(false.address)
        except ServerUnknown:
            refused = 1
        read = bytes(false.seen)
        leaked = [what for what, secret in (
            ("a name", b".vbundle"), ("a session", b"Bearer"), ("a proof", b"/v1/session"),
            ("a device's name", NAME.encode()), ("its key", scene.store.identity.public),
        ) if secret in read]
        waiting = scene.store.waiting()
    return {
        "holds": codes == ["server-unknown"] * 10 and refused == 1 and not leaked
        and waiting == 3,
        "visits refused": codes.count("server-unknown"), "pairings refused": refused,
        "leaked": leaked, "bytes read": len(read),
    }


def vandal(town: Town, folder: Path, flips: int) -> dict[str, Any]:
    """One bit flipped at ``flips`` places spread over a transfer of 40 records."""
    whole = connections = 0
    began = time.perf_counter()
    with ExitStack() as stack:
        scene, server = paired(town, folder, stack)
        for number in range(flips):
            scene.answer(times=4, size=30_000)
            with ExitStack() as one:
                made: Between = one.enter_context(Entered(
                    town, town.between,
                    lambda at=700 + number * 2_000: Between(  # type: ignore[misc]
                        server, host=BETWEEN_TO_KIOSK, touch=flipping(at, 1)
                    ),
                ))
                done = scene.carry(made.address)
                connections += made.connections
            kept = scene.machines.keeping.files
            whole += bool(done.names) and not done.problems and all(
                (scene.machines.us.public, name) in kept for name in done.names
            )
    return {
        "holds": whole == flips and connections > flips, "transfers": flips, "whole": whole,
        "connections": connections, "seconds": round(time.perf_counter() - began, 1),
    }


def two_faced(pairings: int) -> dict[str, Any]:
    """Both halves of a machine in the middle, message by message, ``pairings`` times."""
    alike = 0
    for number in range(pairings):
        true, false = host(f"true {number}", b"t" * 32), host(f"false {number}", b"f" * 32)
        there, as_host = Hosting(true, os.urandom), Hosting(false, os.urandom)
        kiosk, as_kiosk = joining(), joining()
        as_host.reveal(kiosk.offered(as_host.begin(kiosk.begin()), b"f" * 32))
        there.reveal(as_kiosk.offered(there.begin(as_kiosk.begin()), b"t" * 32))
        alike += kiosk.words == there.words
    return {"holds": alike == 0, "pairings": pairings, "with the same words": alike}


def host(name: str, certificate: bytes) -> Host:
    us = Signer(os.urandom(32))
    said = Statement(version=1, role=LAN, certificate=certificate, begins=MOMENT - LEEWAY,
                     ends=MOMENT + LEEWAY)
    return Host(name=name, public=us.public, sign=us.sign, certificate=certificate,
                statement=write_statement(said, us.public, us.sign))


def joining() -> Joining:
    who = Signer(os.urandom(32))
    return Joining(Device(identity=DeviceIdentity(public=who.public, name=NAME), sign=who.sign,
                          clock=clock, random=os.urandom))


def paired(town: Town, folder: Path, stack: ExitStack) -> tuple[Scene, Address]:
    """A kiosk that is paired and has its package, in process; the server's address."""
    folder.mkdir()
    scene = Scene(town, folder, stack)
    server = scene.serving()
    passing_on = scene.between(server)
    scene.pair(passing_on.address)
    scene.carry(passing_on.address)
    return scene, server


def program(town: Town, space: str, folder: Path, words: list[Any]) -> subprocess.Popen[str]:
    """Python with ``words``, in a namespace."""
    environment = {**os.environ, "VARDERA_PASSPHRASE": SECRET, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        ["ip", "netns", "exec", space, sys.executable, *map(str, words)], cwd=ROOT, text=True,
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=(folder / "trouble.txt").open("a"),
    )


def command(folder: Path, *words: Any) -> str:
    return subprocess.run(
        [sys.executable, "vardera.py", *map(str, words)], cwd=ROOT, text=True, check=True,
        env={**os.environ, "VARDERA_PASSPHRASE": SECRET}, capture_output=True,
    ).stdout


def done(process: subprocess.Popen[str]) -> str:
    told, _ = process.communicate(timeout=120)
    return told


def out(process: subprocess.Popen[str]) -> IO[str]:
    assert process.stdout is not None
    return process.stdout


def say(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def event(process: subprocess.Popen[str], name: str) -> dict[str, Any]:
    """The next line of that event; an end of the program is an error."""
    for line in out(process):
        told: dict[str, Any] = json.loads(line)
        if told["event"] == name:
            return told
    raise RuntimeError(f"the program ended before it said {name}")


def stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.communicate(timeout=30)


if __name__ == "__main__":
    sys.exit(main())

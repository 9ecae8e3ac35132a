"""``vardera bundle inspect|verify``: what a bundle is made of, without any key."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from admin.commands import saying, terminal

if TYPE_CHECKING:
    from sync.bundle import Bundle


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``bundle`` to the command line."""
    parser = commands.add_parser(
        "bundle", help="look at a bundle's structure; no key is needed",
        epilog="example: vardera bundle verify stick/0f1e2d3c4b5a6978-000001.vbundle",
    )
    ways = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)
    for name, help, work in (
        ("inspect", "show who made it and what it holds", inspect),
        ("verify", "check that it is whole and unchanged", verify),
    ):
        way = ways.add_parser(
            name, help=help, description=f"{help[0].upper()}{help[1:]}.",
            epilog=f"example: vardera bundle {name} FILE.vbundle --json",
        )
        way.add_argument("file", type=Path, metavar="FILE")
        terminal.add_json(way)
        if name == "verify":
            way.add_argument(
                "--device", type=Path, metavar="FILE.vdevice",
                help="also check that this device made it",
            )
        way.set_defaults(run=run, work=work)


def run(args: argparse.Namespace) -> int:
    """Exit 0 when whole, 2 when there is no such file, 3 for another device, 4 when damaged."""
    return terminal.guarded(lambda: int(args.work(args)))


def inspect(args: argparse.Namespace) -> int:
    """Print the structure of a whole bundle."""
    told = _told(_read(args.file))
    if args.json:
        terminal.say_json(told)
        return 0
    epochs = told.pop("epochs")
    terminal.say(*terminal.table((key, str(value)) for key, value in told.items()), "")
    header = ("epoch", "opened", "first", "here", "made")
    rows = [tuple(str(part[key]) for key in header) for part in epochs]
    terminal.say(*terminal.table([header, *rows]))
    return 0


def verify(args: argparse.Namespace) -> int:
    """Say that the bundle is whole; the device is compared only when asked."""
    from sync.enrolment import fingerprint, read_device
    from sync.errors import UnknownDevice

    found = _read(args.file)
    if args.device is not None:
        raw = terminal.file_bytes(args.device)
        with saying.reading(args.device):
            device = read_device(raw)
        if device.public != found.device:
            raise UnknownDevice(
                f"this bundle was made by device {fingerprint(found.device)}, "
                f"not by {device.name} ({fingerprint(device.public)})"
            )
    if args.json:
        terminal.say_json({
            "whole": True, "device": fingerprint(found.device),
            "device_compared": args.device is not None, "records": len(found.records),
        })
        return 0
    terminal.say(
        f"Whole and unchanged: {len(found.records)} sealed records, "
        f"signed by device {fingerprint(found.device)}."
    )
    if args.device is None:
        terminal.say(
            "Whose device that is, a bundle cannot prove: compare the number with the one the "
            "kiosk shows, or give --device."
        )
    return 0


def _read(file: Path) -> Bundle:
    from sync.bundle import read_bundle

    raw = terminal.file_bytes(file)
    with saying.reading(file):
        return read_bundle(raw)


def _told(found: Bundle) -> dict[str, Any]:
    from sync.enrolment import fingerprint

    return {
        "format": 1,
        "device": fingerprint(found.device),
        "stream": found.stream.hex(),
        "campaign": str(found.campaign),
        "package": found.package_hash.hex(),
        "number": found.number,
        "made": found.made.isoformat(),
        "records": len(found.records),
        "sealed_bytes": sum(len(record.raw) for record in found.records),
        "epochs": [
            {
                "epoch": part.epoch.id.hex(),
                "opened": part.epoch.opened.isoformat(),
                "recipients": [id.hex() for id, _ in part.epoch.wraps],
                "first": part.first,
                "here": sum(record.epoch == part.epoch.id for record in found.records),
                "made": part.count,
            }
            for part in found.epochs
        ],
    }

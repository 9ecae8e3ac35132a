"""``vardera campaign kiosk-code``: the short code that brings a survey to a new kiosk."""

from __future__ import annotations

import argparse
from pathlib import Path

from admin.commands import terminal
from admin.commands.sharing import Way

MARGIN = 4
"""Light squares round a QR code, without which cameras do not find it."""


def add_to_campaign(way: Way) -> None:
    """Add ``kiosk-code`` to ``vardera campaign``."""
    made = way("kiosk-code", kiosk_code, "print the code that leads a new kiosk to its survey",
               "~/vardera --place 192.168.1.10:8347 --out code.svg")
    made.add_argument("--place", required=True, metavar="PLACE",
                      help="where the kiosk finds its survey: the mailbox's HOST:PORT or "
                           "https://HOST:PORT, s3://BUCKET/PREFIX, sftp://HOST/FOLDER")
    made.add_argument("--out", type=Path, metavar="FILE.svg", help="also as a QR code")


def kiosk_code(args: argparse.Namespace) -> int:
    """Print the code and the organisation's number; nothing in either is secret."""
    from sync.enrolment import fingerprint
    from sync.mailbox.cards import modules
    from sync.provision import for_scanning, write_provision

    if args.out and (args.out.exists() or args.out.suffix.lower() != ".svg"):
        raise terminal.WrongUsage(f"--out {args.out} must be a new file that ends in .svg")
    with terminal.open_workspace(args) as workspace:
        organisation = workspace.signer_public
    try:
        code = write_provision(args.place, organisation)
    except ValueError as fault:
        raise terminal.WrongUsage(f"--place {args.place}: {fault}") from None
    scanned, number = for_scanning(code), fingerprint(organisation)
    if args.out:
        picture = _svg(modules(scanned))
        terminal.written(lambda: args.out.write_text(picture, encoding="utf-8"), args.out)
    if args.json:
        terminal.say_json({"code": code, "scanned": scanned, "organisation_fingerprint": number})
        return 0
    terminal.say(
        "Type this at the new kiosk, or scan it:", f"  {code}",
        "The kiosk shows this number before it takes anything; it must be the same:",
        f"  {number}", *([f"The QR code lies in {args.out}."] if args.out else []),
    )
    return 0


def _svg(rows: tuple[tuple[bool, ...], ...]) -> str:
    """Dark squares on white, a square each; one path, in the order of reading."""
    side = len(rows) + 2 * MARGIN
    path = "".join(
        f"M{x + MARGIN} {y + MARGIN}h1v1h-1z"
        for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side}mm" '
        f'height="{side}mm" shape-rendering="crispEdges"><title>QR</title>'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path}"/></svg>\n'
    )

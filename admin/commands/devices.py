"""``vardera devices``: how the kiosks stand, and what is to become of a lost one's answers."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from admin.commands import revoked, terminal
from admin.commands.saying import many

if TYPE_CHECKING:
    from storage.workspace import Workspace
    from storage.workspace.standing import DeviceStanding, StreamStanding

_HELD = ("held answer or event", "held answers and events")
ACTOR = "vardera devices"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``devices`` to the command line."""
    parser = commands.add_parser(
        "devices", help="show the kiosks, revoke a lost one, decide about its answers",
        epilog="example: vardera devices revoke ~/vardera Biblioteket --reason 'stolen'",
    )
    ways = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)

    def way(name: str, work: object, help: str, example: str) -> argparse.ArgumentParser:
        made = ways.add_parser(
            name, help=help, description=f"{help[0].upper()}{help[1:]}.",
            epilog=f"example: vardera devices {name} {example}",
        )
        made.add_argument("workspace", type=Path, metavar="WORKSPACE")
        terminal.add_passphrase(made)
        terminal.add_json(made)
        made.set_defaults(run=run, work=work)
        return made

    way("list", list_, "show what came from each device, what is missing and what looks odd",
        "~/vardera --json")
    for name, work, help in (
        ("revoke", revoke, "trust a lost device no more and hold what came from it lately"),
        ("restore", restore, "trust a revoked device again"),
        ("accept", accept, "count what is held of a device and take in its files"),
        ("reject", reject, "exclude what is held of a device and let its files go"),
    ):
        made = way(name, work, help, "~/vardera Biblioteket --reason 'stolen on Tuesday'")
        made.add_argument("device", metavar="DEVICE", help="the beginning of its name or number")
        made.add_argument("--reason", required=True, metavar="TEXT", help="kept for ever")
    made = way("remember", remember, "say or set how far back revoking reaches",
               "~/vardera --hours 72")
    made.add_argument("--hours", type=int, metavar="N", help="0 to 720; longer tells more of "
                      "which kiosk an answer was given on, to whoever has the open workspace")


def run(args: argparse.Namespace) -> int:
    """Exit 0 done, 1 when something is left or awaits a decision, 2 wrong usage, 3 wrong key."""
    return terminal.guarded(lambda: int(args.work(args)))


def list_(args: argparse.Namespace) -> int:
    """Show every device."""
    with terminal.open_workspace(args) as workspace:
        rows = [_told(workspace, device) for device in workspace.inbox.devices()]
    if args.json:
        terminal.say_json({"devices": rows})
        return 0
    if not rows:
        terminal.say("No device is registered.")
    for row in rows:
        terminal.say(f"{row['name']}  ({row['fingerprint']})", *(f"  {s}" for s in row["said"]))
    return 0


def revoke(args: argparse.Namespace) -> int:
    """Revoke a device."""
    with terminal.open_workspace(args) as workspace:
        device = _device(workspace, args.device)
        done = workspace.inbox.revoke(device.public, _reason(args), ACTOR)
        gives = any(one.conduct.voucher is not None for one in workspace.campaigns())
    if args.json:
        terminal.say_json({
            "device": device.name, "held": done.held, "already": done.already,
            "cannot_tell": done.cannot_tell,
            "cannot_tell_days": [str(day) for day in (done.first, done.last) if day],
            "hours": done.hours, "earlier": done.earlier,
        })
        return 0
    terminal.say(*revoked.lines(device.name, done, gives_vouchers=gives))
    return 0


def remember(args: argparse.Namespace) -> int:
    """Say, or set, how long it is remembered which bundle brought an answer."""
    with terminal.open_workspace(args) as workspace:
        if args.hours is not None:
            try:
                workspace.inbox.keep_fresh(args.hours, ACTOR)
            except ValueError as fault:
                raise terminal.WrongUsage(f"{fault}; nothing was changed") from None
        hours = workspace.inbox.fresh_hours()
    if args.json:
        terminal.say_json({"hours": hours})
    else:
        terminal.say(f"Revoking a device holds what came from it in the last {hours} hours, and "
                     "what no receipt covers.")
    return 0


def restore(args: argparse.Namespace) -> int:
    """Trust a device again."""
    with terminal.open_workspace(args) as workspace:
        device = _device(workspace, args.device)
        changed = workspace.inbox.restore_device(device.public, _reason(args), ACTOR)
    if args.json:
        terminal.say_json({"device": device.name, "restored": changed, "held": device.held})
    elif changed:
        held = many(device.held, "answer or event", "answers and events")
        terminal.say(f"{device.name} is trusted again. Held still: {held}; take in its files again "
                     "and give out a new package.")
    else:
        terminal.say(f"{device.name} was not revoked.")
    return 0


def accept(args: argparse.Namespace) -> int:
    """Accept what awaits a decision; 1 when a file could not be taken in."""
    from sync.deciding import accept as decide

    with terminal.open_workspace(args) as workspace:
        device = _device(workspace, args.device)
        done = decide(workspace, device.public, _reason(args), ACTOR)
    if args.json:
        terminal.say_json({"device": device.name, **done._asdict()})
    else:
        terminal.say(
            f"{device.name}: {many(done.answers, _HELD[0] + ' counts', _HELD[1] + ' count')}; "
            f"{many(done.records, 'record', 'records')} taken in from "
            f"{many(done.files, 'file', 'files')}."
        )
        for name in done.left:
            terminal.say(f"Still aside: {name} (see vardera responses quarantine)")
    return 1 if done.left else 0


def reject(args: argparse.Namespace) -> int:
    """Reject what awaits a decision."""
    from sync.deciding import reject as decide

    with terminal.open_workspace(args) as workspace:
        device = _device(workspace, args.device)
        done = decide(workspace, device.public, _reason(args), ACTOR)
    if args.json:
        terminal.say_json({"device": device.name, **done._asdict()})
    else:
        answers = many(done.answers, _HELD[0] + " is", _HELD[1] + " are")
        terminal.say(f"{device.name}: {answers} excluded; {many(done.files, 'file', 'files')} let "
                     "go. vardera devices accept takes it back.")
    return 0


def _device(workspace: Workspace, wanted: str) -> DeviceStanding:
    """The device whose name or fingerprint begins with ``wanted``; WrongUsage otherwise."""
    from sync.enrolment import fingerprint

    def fits(device: DeviceStanding) -> bool:
        number = fingerprint(device.public).replace(" ", "")
        plain = wanted.replace(" ", "").upper()
        return device.name.casefold().startswith(wanted.casefold()) or number.startswith(plain)

    every = workspace.inbox.devices()
    digits = wanted.replace(" ", "").upper()
    # its number first: a name is whatever the device called itself, another's number perhaps
    whole = [d for d in every if fingerprint(d.public).replace(" ", "") == digits]
    exact = whole or [device for device in every if device.name == wanted]
    found = exact or [device for device in every if wanted and fits(device)]
    if len(found) != 1:
        what = "no device here fits" if not found else f"{len(found)} devices here fit"
        raise terminal.WrongUsage(f"{what} {wanted}; see vardera devices list")
    return found[0]


def _reason(args: argparse.Namespace) -> str:
    reason = str(args.reason).strip()
    if not 0 < len(reason) <= 300:
        raise terminal.WrongUsage("--reason is a text of 1-300 characters")
    return reason


def _told(workspace: Workspace, device: DeviceStanding) -> dict[str, Any]:
    from sync.enrolment import fingerprint

    files = workspace.inbox.files_of(device.public)
    return {
        "name": device.name, "fingerprint": fingerprint(device.public),
        "revoked": None if device.revoked is None else device.revoked.isoformat(),
        "revoked_by": device.revoked_by, "why_revoked": device.why_revoked,
        "held": device.held, "files_aside": [file.name for file in files],
        "streams": [_stream(stream) for stream in device.streams],
        "said": _said(device, len(files)),
    }


def _stream(stream: StreamStanding) -> dict[str, Any]:
    return {
        "campaign": str(stream.campaign), "stream": stream.stream.hex(), "made": stream.made,
        "taken": stream.taken, "last_bundle": stream.last_bundle,
        "last_seen": stream.last_seen.isoformat(), "unacknowledged": stream.unacknowledged,
        "receipts_unsent": stream.unsent, "replays": stream.replays,
        "unreadable": stream.unreadable, "files_aside": stream.aside,
        "gaps": [
            {"epoch": gap.epoch.hex(), "first": gap.first, "missing": gap.missing}
            for gap in stream.gaps
        ],
        "forks": [
            {"parent": fork.parent.hex(), "epochs": [epoch.hex() for epoch in fork.epochs]}
            for fork in stream.forks
        ],
        "clock": [
            {"bundle": jump.bundle, "made": jump.made.isoformat(), "ahead": jump.ahead,
             "back": jump.back}
            for jump in stream.clock
        ],
    }


def _said(device: DeviceStanding, files: int) -> list[str]:
    """How the device stands, in plain words; each line says what to do where there is something."""
    lines = []
    if device.revoked is not None:
        lines.append(
            f"Revoked {device.revoked:%Y-%m-%d} by {device.revoked_by}: {device.why_revoked}"
        )
    if device.held or files:
        lines.append(
            f"{many(device.held, 'answer is', 'answers are')} held and "
            f"{many(files, 'file lies', 'files lie')} aside: "
            "vardera devices accept|reject"
        )
    for stream in device.streams:
        lines += _stream_said(stream)
    return lines or ["Nothing has come from it yet."]


def _stream_said(stream: StreamStanding) -> list[str]:
    lines = [
        f"{stream.taken} of {stream.made} records have come, the last "
        f"{stream.last_seen:%Y-%m-%d %H:%M} UTC; {stream.unacknowledged} without a receipt."
    ]
    if stream.made > stream.taken:
        lines.append(
            f"{many(stream.made - stream.taken, 'is', 'are')} missing: the device keeps "
            "what has no receipt. Let it send again."
        )
    elif stream.gaps:
        lines.append("A run of records between two that came is missing. Let it send again.")
    if stream.unreadable:
        unread = many(stream.unreadable, "record", "records")
        lines.append(f"{unread} cannot be read. Let it send again.")
    if stream.forks:
        lines.append(
            "It went on twice from one place: its disk was put back from a copy, or somebody "
            "has a copy of it. Everything was taken in; look at the device."
        )
    if stream.replays:
        lines.append(f"{many(stream.replays, 'bundle', 'bundles')} came again: no harm.")
    if stream.unsent:
        unsent = many(stream.unsent, "receipt is", "receipts are")
        lines.append(f"{unsent} not sent: vardera intake --receipts")
    for jump in stream.clock[-1:]:
        way = "ahead of this computer" if jump.ahead else "behind its own past"
        off = max(jump.ahead, jump.back) // 60
        lines.append(
            f"Its clock was {many(off, 'minute', 'minutes')} {way} at bundle {jump.bundle} "
            f"({many(len(stream.clock), 'time', 'times')} in all). Set the kiosk's clock."
        )
    return lines

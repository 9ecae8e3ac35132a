"""``vardera withdraw``: give effect to a receipt code, here and at other recipients."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from admin.commands import places, purging, saying, terminal
from admin.commands.code_given import code_text

if TYPE_CHECKING:
    from storage.workspace.erasing import WithdrawalDone
    from sync.purging import Purged

ACTOR = "vardera withdraw"
_OPTIONS = {
    "": ("code_file", "purge"), "list": ("out", "campaign"), "apply": ("trust", "purge"),
}
"""The options that each way reads; another's would be taken for heard."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``withdraw`` to the command line."""
    parser = commands.add_parser(
        "withdraw",
        help="erase the answers that a receipt code came with",
        usage=(
            "vardera withdraw WORKSPACE [--code-file FILE] [--purge PLACE] | "
            "vardera withdraw list WORKSPACE --out FILE.vwithdrawn [--campaign C] | "
            "vardera withdraw apply WORKSPACE FILE.vwithdrawn --trust NUMBER [--purge PLACE]"
        ),
        description=(
            "Erase the answers that a receipt code came with. The code is asked for, or read from "
            "a file; it is never an argument, which others could read. 'list' writes a signed list "
            "for other organisations that hold the same answers, 'apply' does as such a list says."
        ),
        epilog="example: vardera withdraw ~/vardera --code-file code.txt",
    )
    parser.add_argument("words", nargs="+", metavar="WORKSPACE", help="[list|apply] WORKSPACE …")
    parser.add_argument(
        "--code-file", type=Path, metavar="FILE", help="read the code from FILE, or ask for it"
    )
    parser.add_argument("--out", type=Path, metavar="FILE.vwithdrawn", help="for list")
    parser.add_argument("--campaign", metavar="C", help="for list: only of this survey")
    parser.add_argument(
        "--trust", metavar="NUMBER", help="for apply: the number of the organisation that signed"
    )
    parser.add_argument(
        "--purge", action="append", default=[], metavar="PLACE",
        help="also take away what is backed up and receipted from this place; may be repeated",
    )
    places.add_credentials(parser)
    terminal.add_passphrase(parser)
    terminal.add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 done (also when the answers have not come), 1 for a misread code or a held log."""
    return terminal.guarded(lambda: _run(args))


def _run(args: argparse.Namespace) -> int:
    way = args.words[0] if args.words[0] in _OPTIONS else ""
    rest = args.words[1:] if way else args.words
    if len(rest) != (2 if way == "apply" else 1):
        raise terminal.WrongUsage("see vardera withdraw --help; a folder named list is ./list")
    every = sorted({option for options in _OPTIONS.values() for option in options})
    for option in every:
        if option not in _OPTIONS[way] and getattr(args, option):
            called = f"withdraw {way}" if way else "withdraw, without list or apply,"
            raise terminal.WrongUsage(f"{called} takes no --{option.replace('_', '-')}")
    args.workspace = Path(rest[0])
    if way == "list":
        return _list(args)
    return _apply(args, Path(rest[1])) if way == "apply" else _withdraw(args)


def _withdraw(args: argparse.Namespace) -> int:
    from storage.seal.receipt_codes import read_code

    terminal.existing(args.workspace)
    code = read_code(code_text(args.code_file, "Receipt code: "))
    with terminal.open_workspace(args) as workspace, ExitStack() as stack:
        reached = purging.opened(args, workspace, stack)
        done = workspace.erasing.withdraw(code, ACTOR)
        purged = purging.purged(workspace, reached)
        aside = [file.name for file in workspace.quarantined() if file.kept]
    if args.json:
        terminal.say_json(_told(done) | {"aside": aside, "purged": purging.as_json(purged)})
    else:
        terminal.say(*_said(done), *_elsewhere(done, aside, purged), *terminal.left(done.left))
    return 1 if done.left.log or purging.troubled(purged) else 0


def _elsewhere(done: WithdrawalDone, aside: list[str], purged: dict[str, Purged]) -> list[str]:
    """Where the sealed answers may still lie: places, and files that were put aside."""
    lines = purging.told(purged)
    if done.traces.devices and not purged:
        lines.append(
            "Sticks, folders and mailboxes hold the sealed answers in their bundles: after a "
            "backup and receipts, the same once more with --purge PLACE takes those away."
        )
    lines += [
        f"{name} lies aside and may hold the answers: take it in, or vardera responses let-go"
        for name in aside
    ]
    return lines


def _list(args: argparse.Namespace) -> int:
    from storage.workspace.files import write_new

    if args.out is None:
        raise terminal.WrongUsage("list needs --out FILE.vwithdrawn")
    with terminal.open_workspace(args) as workspace:
        campaign = None
        if args.campaign is not None:
            campaign = terminal.campaign_in(workspace, args.campaign).id
        raw = workspace.erasing.list_file(campaign)
        signer = workspace.signer_public
    write_new(args.out, raw)
    return _say_list(args, signer)


def _say_list(args: argparse.Namespace, signer: bytes) -> int:
    from sync.enrolment import fingerprint

    if args.json:
        terminal.say_json({"file": str(args.out), "organisation_fingerprint": fingerprint(signer)})
    else:
        terminal.say(
            str(args.out), "Tell its receivers your organisation's number another way:",
            f"  {fingerprint(signer)}",
        )
    return 0


def _apply(args: argparse.Namespace, file: Path) -> int:
    from storage.errors import WrongSigner
    from storage.workspace import tombstones
    from sync.enrolment import fingerprint

    if args.trust is None:
        raise terminal.WrongUsage("apply needs --trust NUMBER, which the sender tells another way")
    raw = terminal.file_bytes(file, tombstones.FILE_LIMIT)
    with saying.reading(file):
        found = tombstones.read_list(raw)
    wanted = "".join(args.trust.split()).upper()
    if fingerprint(found.signer).replace(" ", "") != wanted:
        raise WrongSigner(
            f"withdrawn: signed by {fingerprint(found.signer)}, not by the one you trust"
        )
    with terminal.open_workspace(args) as workspace, ExitStack() as stack:
        reached = purging.opened(args, workspace, stack)
        erased = workspace.erasing.apply_list(found, found.signer, ACTOR)
        purged = purging.purged(workspace, reached)
        left = workspace.erasing.leftovers()
    if args.json:
        terminal.say_json({"codes": len(found.codes), "erased": erased,
                           "purged": purging.as_json(purged), "left": terminal.left_json(left)})
    else:
        terminal.say(
            f"{saying.many(len(found.codes), 'withdrawal', 'withdrawals')} in the list, "
            f"{saying.many(erased, 'answer', 'answers')} erased here.",
            *purging.told(purged), *terminal.left(left),
        )
    return 1 if left.log or purging.troubled(purged) else 0


def _told(done: WithdrawalDone) -> dict[str, Any]:
    return {
        "erased": done.erased, "waiting": done.waiting,
        "exports": [
            {"number": e.number, "kind": e.kind, "path": e.path, "at": e.at.isoformat()}
            for e in done.traces.exports
        ],
        "devices": [
            {"name": d.name, "records_without_receipt": d.waiting, "receipts_unsent": d.unsent}
            for d in done.traces.devices
        ],
        "recipients": list(done.traces.recipients), "backups": list(done.backups),
        "backups_unreached": list(done.unreached), "left": terminal.left_json(done.left),
    }


def _said(done: WithdrawalDone) -> list[str]:
    """What happened and what is left to do; nothing of the answers."""
    if done.waiting:
        lines = [
            "Noted. No answers with this code are here: they will be erased when they come.",
        ]
    elif done.erased:
        lines = ["Withdrawn: the answers are erased, and counted as withdrawn."]
    else:
        lines = ["These answers were withdrawn before."]
    lines += [
        f"Destroy or make anew: {e.path} ({e.kind} of {e.at:%Y-%m-%d}); then "
        f"vardera responses destroyed {e.number}"
        for e in done.traces.exports
    ]
    for device in done.traces.devices:
        if device.waiting or device.unsent:
            lines.append(
                f"{device.name} may hold the sealed answers until it gets its receipts: back up, "
                "then vardera intake --receipts, and let it read them."
            )
    lines += [
        f"{name} got the answers too: send it vardera withdraw list, or vardera exchange forward"
        for name in done.traces.recipients
    ]
    if done.backups and not done.waiting:
        hold = saying.many(
            len(done.backups), "backup made before holds", "backups made before hold"
        )
        lines.append(
            f"{hold} the answers, encrypted. Restoring one "
            "erases them again; to be rid of them make a new backup and destroy the old ones."
        )
    lines += [
        f"Not reached: {place}. Bring it, and make a backup: it then gets the note."
        for place in done.unreached
    ]
    return lines

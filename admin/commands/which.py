"""Which responses are meant: the conditions that ``vardera responses`` takes."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING

from admin.commands import terminal

if TYPE_CHECKING:
    from storage.workspace import Workspace
    from storage.workspace.reviews import Listed, Which
    from survey.campaign import Campaign

SHORTEST = 8
"""Digits of an id's beginning that are taken for it."""
STATES = ("counted", "held", "excluded")
FLAGS = ("burst", "closed", "same-run", "too-fast")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the conditions to a command."""
    parser.add_argument("--campaign", metavar="C", help="beginning of the survey's id or title")
    parser.add_argument("--id", action="append", metavar="HEX", help="a response; may be repeated")
    parser.add_argument("--unit", metavar="U", help="beginning of a unit's id or name")
    parser.add_argument("--mode", choices=("kiosk", "phone", "paper", "assisted"))
    parser.add_argument("--language", metavar="TAG")
    parser.add_argument("--clock", choices=("ok", "unset", "jumped"))
    parser.add_argument("--from-day", type=date.fromisoformat, metavar="DAY")
    parser.add_argument("--to-day", type=date.fromisoformat, metavar="DAY")
    parser.add_argument("--state", choices=STATES)
    parser.add_argument("--flag", choices=FLAGS, help="those that look odd, for this reason")


def row_id(text: str) -> bytes:
    """A response's 16-byte id as lists show it. WrongUsage when it is none."""
    try:
        id = bytes.fromhex(text)
    except ValueError:
        id = b""
    if len(id) != 16:
        raise terminal.WrongUsage("an id is 32 hexadecimal digits, as vardera responses list shows")
    return id


def one_id(workspace: Workspace, campaign: Campaign, text: str) -> bytes:
    """The id of the one response that ``text`` begins, eight digits at least. Or WrongUsage."""
    if len(text) < SHORTEST or len(text) > 32:
        return row_id(text)
    try:
        found = workspace.inbox.begins(campaign.id, text)
    except ValueError:
        return row_id(text)
    if len(found) != 1:
        many = "several answers begin" if found else "no answer here begins"
        raise terminal.WrongUsage(f"{many} so (one may have been withdrawn): {text}")
    return found[0]


def standing(one: Listed, campaign: Campaign) -> str:
    """The state of a response in a word: ``unfinished`` is what results leave out as it is."""
    left_out = not one.complete and not campaign.use_partials
    state = one.state.name.lower()
    return "unfinished" if left_out and state == "counted" else state


def meant(args: argparse.Namespace, campaign: Campaign) -> Which:
    """The conditions as given. WrongUsage for an unknown unit or an id that is none."""
    from storage.workspace.reviews import State, Which

    days = None
    if args.from_day or args.to_day:
        days = (args.from_day or date(1970, 1, 1), args.to_day or date(9999, 12, 31))
    units = [
        unit.id for unit in campaign.units
        if args.unit and (str(unit.id).startswith(args.unit.lower()) or any(
            name.casefold().startswith(args.unit.casefold()) for name in unit.name.values()
        ))
    ]
    if args.unit and len(units) != 1:
        raise terminal.WrongUsage(f"{len(units)} units of the survey fit {args.unit}")
    return Which(
        ids=None if args.id is None else tuple(row_id(id) for id in args.id),
        unit=units[0] if units else None, mode=args.mode, language=args.language, days=days,
        clock=args.clock, state=None if args.state is None else State[args.state.upper()],
        flag=args.flag,
    )

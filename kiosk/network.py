"""Errands over a network: pairing with an administrator's computer, carrying to its mailbox."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import dataclass

from kiosk.report import Report
from storage.errors import StorageError
from storage.kiosk import KioskStore
from storage.values import Clock
from sync.courier import exchange
from sync.enrolment import fingerprint
from sync.errors import TransportError
from sync.mailbox import kiosk_side
from sync.mailbox.address import Address, read_address
from sync.mailbox.channel import Means
from sync.mailbox.discovery import find
from sync.naming import printable
from sync.noting import note_troubles
from sync.outgoing import Size

YES = ("yes", "ja", "y", "j")

SIZE = Size(records=128, bytes=512 * 1024)
"""Small bundles: a transfer that a bad network broke off for good loses little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """``pair`` and ``lan`` are addresses, empty for whatever is found, None for not at all."""

    pair: str | None = None
    lan: str | None = None
    resend: bool = False
    as_json: bool = False


def run(asked: Network, store: KioskStore, clock: Clock, report: Report) -> int:
    """Pair, then carry. Exit 0 done, 1 problems, 2 wrong usage, 3 not allowed."""
    means = Means(clock=clock, random=os.urandom, wait=time.sleep)
    try:
        place = asked.lan
        if asked.pair is not None:
            place = str(_pair(asked, store, means))
            report.facts["paired"] = True
        if place is None:
            return 0
        mailbox = kiosk_side.mailbox(store, place, means)
    except (TransportError, StorageError) as trouble:
        sys.stderr.write(printable(f"{trouble} [{trouble.code}]") + "\n")
        return trouble.exit_code
    except ValueError as fault:
        sys.stderr.write(printable(str(fault)) + "\n")
        return 2
    try:
        done = exchange(store, mailbox, clock, resend=asked.resend, size=SIZE)
    finally:
        mailbox.close()
    note_troubles(store, done.problems)
    report.exchanged(done)
    return 1 if done.problems else 0


def _pair(asked: Network, store: KioskStore, means: Means) -> Address:
    address = read_address(asked.pair) if asked.pair else _only_one()
    kiosk_side.pair(store, address, means, lambda shown: _compared(shown, asked.as_json))
    return address


def _only_one() -> Address:
    found = find()
    if len({place.organisation for place in found}) > 1:
        told = ", ".join(f"{place.address} ({place.organisation})" for place in found)
        raise ValueError(f"several mailboxes answer here; name one of them: {told}")
    if not found:
        raise ValueError(
            "no mailbox answers on this network; start vardera listen --pair, or give its address"
        )
    return found[0].address


def _compared(shown: kiosk_side.Words, as_json: bool) -> bool:
    """Show the words and wait for the person's yes; anything else is a no."""
    name, number = shown.organisation.name, fingerprint(shown.organisation.organisation)
    if as_json:
        said = json.dumps({"words": shown.words, "organisation": name,
                           "organisation_fingerprint": number}, ensure_ascii=False)
    else:
        said = printable(
            f"{name} ({number}). Does the administrator's screen show the same four words?  "
            + " ".join(shown.words)
        ) + "\nyes or no: "
    sys.stdout.write(said + ("\n" if as_json else ""))
    sys.stdout.flush()
    return sys.stdin.readline().strip().casefold() in YES

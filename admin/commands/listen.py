"""``vardera listen``: kiosks on the same network bring their bundles here and fetch receipts."""

from __future__ import annotations

import argparse
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from admin.commands import terminal

if TYPE_CHECKING:
    from storage.workspace import Workspace
    from sync.mailbox.address import Address
    from sync.mailbox.door import Door, Seen
    from sync.mailbox.office import Office

ACTOR = "vardera listen"
TURN = 2.0
"""Seconds between two looks at what has come."""

_ENDS = (signal.SIGINT, signal.SIGTERM)

TIDY = 300.0
"""Seconds between two rounds of what nobody waits for."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``listen`` to the command line."""
    from sync.mailbox.address import PORT

    parser = commands.add_parser(
        "listen", help="let kiosks on this network deliver, until Ctrl-C",
        description="Let kiosks on this network deliver and fetch receipts, until Ctrl-C.",
        epilog="example: vardera listen ~/vardera --pair",
    )
    parser.add_argument("workspace", type=Path, metavar="WORKSPACE")
    parser.add_argument(
        "--listen", default=f"0.0.0.0:{PORT}", metavar="HOST:PORT",
        help=f"where to listen (every network of this machine, port {PORT})",
    )
    parser.add_argument("--pair", action="store_true",
                        help="let one new kiosk be paired: compare the words that both show")
    parser.add_argument("--campaign", metavar="C", help="put out the packages of this survey only")
    parser.add_argument("--backup", type=Path, metavar="FOLDER",
                        help="make a backup there after each intake, so that receipts go out")
    parser.add_argument("--let-in", metavar="NUMBER", help="let the device with this number in "
                        "again, of which two had come; the next one to come is the right one")
    parser.add_argument("--hidden", action="store_true",
                        help="do not tell the network; kiosks must be given the address")
    terminal.add_passphrase(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 after Ctrl-C, 130 after two; 2 wrong usage, 3 wrong key or no such port, 4 damaged."""
    return terminal.guarded(lambda: _run(args))


def _run(args: argparse.Namespace) -> int:
    from sync.mailbox.address import read_address

    try:
        address = read_address(args.listen)
    except ValueError as fault:
        raise terminal.WrongUsage(str(fault)) from None
    with ExitStack() as stack:
        workspace = stack.enter_context(terminal.open_workspace(args))
        if args.let_in:
            _let_in(workspace, args.let_in)
        _Listener(args, workspace).serve(stack, address)
    return 0


@contextmanager
def ended_by_signals(end: Callable[[], None]) -> Iterator[None]:
    """Ctrl-C and a service manager's SIGTERM ask for the ``end``; a second one breaks off the work.

    An exception raised wherever the signal happens to fall may be lost in a destructor, or leave
    a lock held for which the server's thread then waits for ever.
    """

    def asked(_signal: int, _frame: object) -> None:
        for each in _ENDS:
            signal.signal(each, signal.default_int_handler)
        end()

    before = {each: signal.signal(each, asked) for each in _ENDS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """A line that a person wrote, and the words that were shown when it came."""

    line: str
    words: tuple[str, ...]


class _Listener:
    """Looks at what comes, turn by turn, and says it."""

    def __init__(self, args: argparse.Namespace, workspace: Workspace) -> None:
        self._args = args
        self._workspace = workspace
        # put into by a signal's handler too, which must never wait for a lock of its own thread
        self._turns: queue.SimpleQueue[_Answer | None] = queue.SimpleQueue()
        self._ending = False
        self._told: Seen | None = None
        self._copied: set[bytes] = set()

    def serve(self, stack: ExitStack, address: Address) -> None:
        """Until a signal asks for the end."""
        from storage.seal import certificates
        from sync.mailbox import serving
        from sync.mailbox.address import Address
        from sync.mailbox.discovery import announced
        from sync.mailbox.sessions import Around

        store = stack.enter_context(mailbox_of(self._workspace))
        office = self._office(store)
        key = certificates.make(terminal.now(), os.urandom)
        host = office.vouch(key)
        door = self._door(office, host)
        self._say_put(office)
        around = Around(clock=terminal.now, ticks=time.monotonic, random=os.urandom)
        server = stack.enter_context(serving.server(
            store, self._workspace.tokens, key, address, around=around, pairing=door
        ))
        here = Address(address.host, server.port)
        if not self._args.hidden:
            stack.enter_context(announced(self._workspace.signer_public, here))
        if self._args.pair:
            door.open()
        self._say_listening(here)
        if self._args.pair:
            self._say("door", "A kiosk may be paired for five minutes: vardera-kiosk --pair",
                      open=True)
            threading.Thread(target=self._read_answers, daemon=True).start()
        with ended_by_signals(self._end):
            self._turn(office, door)

    def _end(self) -> None:
        self._ending = True
        self._turns.put(None)

    def _office(self, store: Any) -> Office:
        from sync.mailbox.office import Office

        only = None
        if self._args.campaign:
            only = terminal.campaign_in(self._workspace, self._args.campaign).id
        return Office(self._workspace, store, terminal.now, ACTOR, only)

    def _door(self, office: Office, host: Any) -> Door:
        from sync.mailbox.door import Door, Hands

        return Door(host, Hands(
            register=office.register, changed=lambda: self._turns.put(None),
            ticks=time.monotonic, random=os.urandom,
        ))

    def _turn(self, office: Office, door: Door) -> None:
        tidied = time.monotonic()
        while not self._ending:
            self._take_in(office)
            self._say_copies()
            if time.monotonic() - tidied > TIDY:
                tidied = time.monotonic()
                office.clear()
                self._say_put(office)
            try:
                said = self._turns.get(timeout=TURN)
            except queue.Empty:
                continue
            self._pairing(office, door, said)

    def _take_in(self, office: Office) -> None:
        report = office.take_in()
        if report is None:
            return
        if self._args.backup is not None and report.new:
            self._workspace.backup(self._args.backup, ACTOR)
        self._say(
            "intake", f"{report.new} new records, {report.known} already here, "
            f"from {report.bundles} bundles; {len(report.quarantined)} put aside.",
            new=report.new, known=report.known, bundles=report.bundles,
            quarantined=[refused._asdict() for refused in report.quarantined],
            problems=[terminal.problem_json(problem) for problem in report.problems],
        )
        self._say_put(office)

    def _say_copies(self) -> None:
        """Tell of each device that two have come as; a person has to decide."""
        from sync.enrolment import fingerprint

        copied = set(self._workspace.tokens.refused(self._workspace.signer_public))
        for device in self._workspace.devices():
            if device.public not in copied - self._copied:
                continue
            number = fingerprint(device.public)
            self._say(
                "cloned", f"Two devices have come as {device.name} ({number}); neither is let in. "
                f"Find out which is the right one, then: --let-in '{number}'. Or revoke it.",
                device=device.name, number=number,
            )
        self._copied = copied

    def _pairing(self, office: Office, door: Door, said: _Answer | None) -> None:
        if said is not None:
            door.decide(said.line.strip().casefold() in ("yes", "ja", "y", "j"), said.words)
        seen = door.seen()
        if seen is None or seen == self._told:
            return
        self._told = seen
        name, words = seen.device.name, " ".join(seen.words)
        lines = {
            "comparing": f"{name} shows four words. Are they these? {words}\nyes or no: ",
            "paired": f"{name} is paired.", "refused": f"{name} was not paired.",
        }
        self._say("pairing", lines[seen.stage.value], device=name, stage=seen.stage.value,
                  words=list(seen.words))
        if seen.stage.value == "paired":
            self._say_put(office)

    def _read_answers(self) -> None:
        for line in sys.stdin:
            # what was written before any words were shown is an answer to nothing
            if (told := self._told) is not None:
                self._turns.put(_Answer(line=line, words=told.words))

    def _say_listening(self, here: Address) -> None:
        from sync.enrolment import fingerprint

        number = fingerprint(self._workspace.signer_public)
        self._say("listening", f"{self._workspace.name} ({number}) listens on {here}. "
                  "Ctrl-C ends it.", address=str(here), organisation=number)

    def _say_put(self, office: Office) -> None:
        put = office.put_out()
        if not (put.packages or put.receipts.names or put.receipts.problems):
            return
        text = f"Put out: {len(put.packages)} packages, {len(put.receipts.names)} receipts."
        self._say("put", text, packages=list(put.packages), receipts=list(put.receipts.names),
                  problems=[terminal.problem_json(p) for p in put.receipts.problems])

    def _say(self, event: str, text: str, **facts: object) -> None:
        if self._args.json:
            terminal.say_line({"event": event, **facts})
        else:
            terminal.say(*text.split("\n"))
            sys.stdout.flush()


@contextmanager
def mailbox_of(workspace: Workspace) -> Iterator[Any]:
    """The workspace's own mailbox: sealed files in a database beside it, made when missing."""
    from storage.mailbox.store import MailboxStore
    from storage.mailbox.values import Quota

    path = (workspace.directory / "mailbox.db").absolute()
    store = MailboxStore.open(f"sqlite:///{path}", clock=terminal.now, create=True)
    try:
        store.open_space(workspace.signer_public, Quota(bytes=64 * 1024**3, files=1_000_000))
        store.tidy()
        yield store
    finally:
        store.close()


def _let_in(workspace: Workspace, number: str) -> None:
    from storage.workspace.tokens import let_in
    from sync.enrolment import fingerprint

    wanted = number.replace(" ", "").upper()
    for device in workspace.devices():
        if fingerprint(device.public).replace(" ", "") == wanted:
            if not let_in(workspace.tokens, device.public):
                raise terminal.WrongUsage(f"there is nothing to decide about {device.name}")
            return
    raise terminal.WrongUsage("no registered device has this number; see vardera workspace info")

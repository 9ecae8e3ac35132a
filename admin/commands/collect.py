"""``vardera collect``: a mailbox that keeps sealed files and can read none of them."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from admin.commands import terminal

if TYPE_CHECKING:
    from storage.mailbox.store import MailboxStore
    from storage.mailbox.values import Quota
    from storage.seal.certificates import ServerKey

STORE_VARIABLE = "VARDERA_COLLECT_STORE"
TIDY_SECONDS = 3600.0
MIB = 1024 * 1024
KEY_LIMIT = 64 * 1024

_log = logging.getLogger("vardera.collect")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``collect`` to the command line."""
    parser = commands.add_parser(
        "collect", help="run a mailbox that keeps sealed files and can read none of them",
        description="Without a word: serve. init: make the mailbox, or let it serve an "
                    "organisation. list: whom it serves. close: serve one no longer, and delete "
                    "what lies there.",
        epilog="example: vardera collect --listen 0.0.0.0:8347 "
               "--store sqlite:////var/lib/vardera/mailbox.db",
    )
    parser.add_argument("what", nargs="?", choices=("serve", "init", "list", "close"),
                        default="serve")
    parser.add_argument("--listen", metavar="HOST:PORT", help="where to listen")
    parser.add_argument(
        "--store", metavar="URL", default=os.environ.get(STORE_VARIABLE),
        help=f"sqlite:///PATH or postgresql://…; or in {STORE_VARIABLE}. A password goes into "
             "PGPASSFILE, never into the address",
    )
    parser.add_argument(
        "--key", type=Path, metavar="FILE",
        help="the server's own key; made by init (default: beside the SQLite store)",
    )
    parser.add_argument(
        "--organisation", metavar="KEY",
        help="whom to serve: its public key (64 digits), or its number beside --statement",
    )
    parser.add_argument(
        "--statement", type=Path, metavar="FILE.vserver",
        help="what the organisation has signed of this server",
    )
    parser.add_argument("--quota-mib", type=int, default=2048, metavar="N",
                        help="room for one organisation (default 2048 MiB)")
    parser.add_argument("--device-mib", type=int, default=512, metavar="N",
                        help="of which one device (default 512 MiB)")
    terminal.add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 done, 2 wrong usage, 3 not allowed, 4 damaged."""
    ways: dict[str, Callable[[argparse.Namespace], int]] = {
        "serve": serve, "init": init, "list": list_, "close": close,
    }
    return terminal.guarded(lambda: ways[args.what](args))


def serve(args: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT; a kill loses nothing that was acknowledged."""
    from sync.mailbox.address import read_address
    from sync.mailbox.serving import server
    from sync.mailbox.sessions import Around

    if not args.listen:
        raise terminal.WrongUsage("--listen HOST:PORT says where the mailbox can be reached")
    try:
        address = read_address(args.listen)
    except ValueError as fault:
        raise terminal.WrongUsage(str(fault)) from None
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    key = _key(args)
    store = _opened(args)
    around = Around(clock=terminal.now, ticks=time.monotonic, random=os.urandom)
    try:
        with server(store, store, key, address, around=around) as running:
            where = address._replace(port=running.port)
            terminal.say(f"Listening on {where}; certificate {key.hash.hex()}")
            _log.info("listening on %s for %d organisations", where, len(store.spaces()))
            _keep_tidy(store, over)
            _log.info("stopping")
    finally:
        store.close()
    return 0


def _keep_tidy(store: MailboxStore, over: threading.Event) -> None:
    """Drop what nobody finishes, now and every hour, until ``over``."""
    from storage.errors import StorageError

    while True:
        try:
            dropped = store.tidy()
        except StorageError as fault:
            _log.warning("could not tidy up: %s", fault)
        else:
            if dropped:
                _log.info("dropped %d uploads that nobody finished", dropped)
        if over.wait(TIDY_SECONDS):
            return


def init(args: argparse.Namespace) -> int:
    """Make the mailbox and its key where there are none; serve an organisation if one is named."""
    quota = _quota(args)
    wanted, statement = _wanted(args)
    key = _key(args, make=True)
    store = _opened(args, create=True)
    try:
        added = None if wanted is None else store.open_space(wanted, quota)
        if wanted is not None and statement is not None:
            _vouched(store, wanted, statement, key)
    finally:
        store.close()
    if args.json:
        terminal.say_json({
            "certificate": key.hash.hex(), "organisation": wanted and wanted.hex(), "added": added,
        })
        return 0
    terminal.say("The mailbox is ready. Its certificate, for the organisation to vouch for:",
                 f"  {key.hash.hex()}")
    if wanted is not None:
        done = "Serves from now on" if added else "Serves already, with the limits said now"
        terminal.say(f"{done}: {_number(wanted)}")
    return 0


def list_(args: argparse.Namespace) -> int:
    """Whom the mailbox serves, and how much lies there; no names, no contents."""
    store = _opened(args)
    try:
        spaces = store.spaces()
    finally:
        store.close()
    rows = [
        {"organisation": space.organisation.hex(), "number": _number(space.organisation),
         "files": space.files, "bytes": space.bytes, "quota": space.quota.bytes}
        for space in spaces
    ]
    if args.json:
        terminal.say_json({"spaces": rows})
    elif rows:
        cells = [(str(r["number"]), str(r["files"]), str(r["bytes"])) for r in rows]
        terminal.say(*terminal.table([("organisation", "files", "bytes"), *cells]))
    else:
        terminal.say("Serves nobody yet: vardera collect init --organisation …")
    return 0


def close(args: argparse.Namespace) -> int:
    """Serve an organisation no longer, and delete all that lies in its space."""
    wanted, _ = _wanted(args)
    if wanted is None:
        raise terminal.WrongUsage("--organisation says whose space is to be deleted")
    store = _opened(args)
    try:
        there = store.close_space(wanted)
    finally:
        store.close()
    if args.json:
        terminal.say_json({"closed": there})
    else:
        terminal.say("Deleted." if there else "It was not served here.")
    return 0 if there else 1


def _opened(args: argparse.Namespace, *, create: bool = False) -> MailboxStore:
    from storage.mailbox.store import MailboxStore

    try:
        return MailboxStore.open(_store(args), clock=terminal.now, create=create)
    except ValueError as fault:
        raise terminal.WrongUsage(str(fault)) from None


def _store(args: argparse.Namespace) -> str:
    url = str(args.store or "")
    if not url:
        raise terminal.WrongUsage("--store says where the files are kept: sqlite:///PATH")
    authority = url.partition("://")[2].partition("/")[0].rpartition("@")[0]
    if ":" in authority and url != os.environ.get(STORE_VARIABLE):
        raise terminal.WrongUsage(
            f"others can read the password in an argument: put it into PGPASSFILE or the whole "
            f"address into {STORE_VARIABLE}"
        )
    return url


def _quota(args: argparse.Namespace) -> Quota:
    from storage.mailbox.values import Quota

    if not 0 < args.device_mib <= args.quota_mib:
        raise terminal.WrongUsage("--device-mib is more than 0 and at most --quota-mib")
    return Quota(bytes=args.quota_mib * MIB, device_bytes=args.device_mib * MIB)


def _wanted(args: argparse.Namespace) -> tuple[bytes | None, bytes | None]:
    """The public key of the organisation that is meant, and its statement's bytes."""
    from sync import enrolment, envelope
    from sync.mailbox import statement

    raw = None if args.statement is None else terminal.file_bytes(args.statement, statement.LIMIT)
    told = "".join((args.organisation or "").split()).lower()
    signer = None if raw is None else envelope.unwrap(statement.KIND, raw, statement.LIMIT).signer
    if len(told) == 64 and not set(told) - set("0123456789abcdef"):
        return bytes.fromhex(told), raw
    if told and signer is not None and enrolment.is_fingerprint(told):
        enrolment.expect(signer, told)
        return signer, raw
    if told or signer is not None:
        raise terminal.WrongUsage(
            "--organisation is a public key of 64 digits 0-9 a-f; or, together with --statement, "
            "the organisation's number of 20"
        )
    return None, None


def _vouched(store: MailboxStore, organisation: bytes, raw: bytes, key: ServerKey) -> None:
    from storage.mailbox.values import Posted
    from sync.mailbox.statement import expect, read_statement

    said = read_statement(raw, organisation)
    expect(said, key.hash, terminal.now())
    if not store.post(organisation, "server", Posted(version=said.version, raw=raw)):
        raise terminal.WrongUsage("a later statement lies here already; this one is not newer")


def _number(organisation: bytes) -> str:
    from sync.enrolment import fingerprint

    return fingerprint(organisation)


def _key(args: argparse.Namespace, *, make: bool = False) -> ServerKey:
    """The server's key from its file, which only its owner may read."""
    from storage.seal import certificates

    file = args.key or _beside(_store(args))
    if make and not file.exists():
        made = certificates.make(terminal.now(), os.urandom)
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as written:
                written.write(certificates.to_file(made))
                written.flush()
                os.fsync(handle)
        except OSError as fault:
            raise terminal.WrongUsage(f"{file} cannot be written ({fault.strerror})") from None
        return made
    data = terminal.file_bytes(file, KEY_LIMIT)
    if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise terminal.WrongUsage(f"{file} can be read by others; say  chmod 600 {file}")
    return certificates.from_file(data, os.urandom)


def _beside(url: str) -> Path:
    kind, _, path = url.partition(":///")
    if kind != "sqlite" or not path:
        raise terminal.WrongUsage("--key FILE says where the server's own key lies")
    return Path(path + ".key")

"""What the commands share at the terminal: secrets in, words and JSON out, exit codes.

Exit codes are the contract's: 0 done, 1 the input has problems, 2 wrong usage, 3 wrong key
or not allowed, 4 damaged data.
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import shlex
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sync.naming import printable

if TYPE_CHECKING:
    from storage.workspace import Workspace
    from storage.workspace.leftovers import Leftovers
    from survey.campaign import Campaign
    from survey.problems import Problem

PASSPHRASE_VARIABLE = "VARDERA_PASSPHRASE"  # noqa: S105 - the name of a variable
RECOVERY_VARIABLE = "VARDERA_RECOVERY_CODE"
SECRET_LIMIT = 4096


class WrongUsage(Exception):
    """The command was called in a way that cannot work; exit code 2. Each argument is a line."""


def add_passphrase(parser: argparse.ArgumentParser) -> None:
    """Add ``--passphrase-file``. A passphrase is never an argument: others could read it."""
    parser.add_argument(
        "--passphrase-file", type=Path, metavar="FILE",
        help=f"read the passphrase from FILE instead of {PASSPHRASE_VARIABLE} or a question",
    )


def add_recovery(parser: argparse.ArgumentParser) -> None:
    """Add ``--recovery-file``. A recovery code is never an argument either."""
    parser.add_argument(
        "--recovery-file", type=Path, metavar="FILE",
        help=f"read the code from FILE instead of {RECOVERY_VARIABLE}",
    )


def add_campaign(parser: argparse.ArgumentParser) -> None:
    """Add ``--campaign``, which :func:`campaign_in` looks up."""
    parser.add_argument("--campaign", metavar="C", help="beginning of the survey's id or title")


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def passphrase(args: argparse.Namespace, *, new: bool = False) -> str:
    """The passphrase from a file, the environment or a question, in that order.

    A ``new`` one is asked for twice. Raises WrongUsage when there is nobody to ask.
    """
    given = _given(args.passphrase_file, PASSPHRASE_VARIABLE)
    if given is not None:
        return _long_enough(given) if new else given
    first = _ask("New passphrase: " if new else "Passphrase: ")
    if new and _ask("The same passphrase again: ") != first:
        raise WrongUsage("the two passphrases differ; nothing was made")
    return _long_enough(first) if new else first


def _long_enough(secret: str) -> str:
    from storage.workspace.passphrases import SHORTEST

    if len(secret) < SHORTEST:
        raise WrongUsage(
            f"choose a passphrase of at least {SHORTEST} characters; four everyday words are "
            "easy to remember and hard to guess"
        )
    return secret


def recovery_code(args: argparse.Namespace) -> str:
    """The recovery code from ``--recovery-file``, the environment or a question."""
    given = _given(args.recovery_file, RECOVERY_VARIABLE)
    how = f"--recovery-file or set {RECOVERY_VARIABLE}"
    return given if given is not None else _ask("Recovery code: ", how)


def _given(file: Path | None, variable: str) -> str | None:
    if file is None:
        return os.environ.get(variable)
    try:
        with file.open(encoding="utf-8") as lines:
            secret = lines.read(SECRET_LIMIT + 1)
    except (OSError, UnicodeDecodeError):
        raise WrongUsage(f"{file} cannot be read as text") from None
    # editors add a line end; other blanks may be meant
    secret = secret.removesuffix("\n").removesuffix("\r")
    if not secret or len(secret) > SECRET_LIMIT:
        raise WrongUsage(f"{file} is empty or larger than {SECRET_LIMIT} characters")
    return secret


def _ask(question: str, how: str = f"--passphrase-file or set {PASSPHRASE_VARIABLE}") -> str:
    if not sys.stdin.isatty():
        raise WrongUsage(f"there is nobody to ask: use {how}")
    try:
        return getpass.getpass(question)
    except (EOFError, KeyboardInterrupt):
        sys.stderr.write("\n")
        raise WrongUsage("nothing was entered; nothing was done") from None


def open_workspace(args: argparse.Namespace) -> Workspace:
    """The workspace in ``args.workspace``, with the passphrase. Raises what opening raises."""
    from storage.errors import NoPassword
    from storage.seal.memory import keep_out_of_swap
    from storage.workspace import open_workspace as open_

    keep_out_of_swap()
    folder, secret = existing(args.workspace), passphrase(args)
    try:
        return open_(folder, passphrase=secret, clock=now)
    except NoPassword as fault:
        why = str(fault)
    return open_(
        folder, passphrase=secret, clock=now, database_password=database_password(why)
    )


def database_password(why: str) -> str:
    """The password of the database server, asked for where libpq found none by itself."""
    if not sys.stdin.isatty():
        raise WrongUsage(why)
    return _ask("Password of the database server: ")


def now() -> datetime:
    """The present time in UTC: the clock that commands hand in."""
    return datetime.now(UTC)


def existing(folder: Path) -> Path:
    """``folder``, or WrongUsage when it is no directory: the workspace that a command works on."""
    if folder.is_dir():
        return folder
    made = "" if folder.exists() else (
        f": nothing lies there. Make a workspace:  "
        f"vardera workspace create {shlex.quote(str(folder))} --name NAME"
    )
    raise WrongUsage(f"{folder} is not a folder{made}")


def place(folder: Path) -> Path:
    """``folder``, or WrongUsage when it is no directory: where files are read or written."""
    from sync.places import why_no_folder

    if why := why_no_folder(folder):
        raise WrongUsage(why)
    return folder


def file_bytes(
    file: Path, limit: int = 64 * 1024 * 1024, *, may_be_empty: bool = False
) -> bytes:
    """The whole of an ordinary file.

    WrongUsage when it cannot be read, is empty, a pipe or device, or longer than ``limit`` bytes.
    """
    from storage.errors import Damaged
    from sync.folder import read_file

    if file.is_dir():
        raise WrongUsage(f"{file} is a folder; name a file in it")
    try:
        if (found := read_file(file, limit)) or may_be_empty:
            return found
        raise WrongUsage(f"{file} is empty")
    except OSError as fault:
        raise WrongUsage(f"{file} cannot be read ({fault.strerror})") from None
    except Damaged:
        raise WrongUsage(f"{file} is larger than {limit} bytes") from None


def written(write: Callable[[], object], file: Path) -> None:
    """Do ``write``; WrongUsage when ``file`` cannot be written."""
    try:
        write()
    except OSError as fault:
        raise WrongUsage(f"{file} cannot be written ({fault.strerror})") from None


def campaign_in(workspace: Workspace, wanted: str | None) -> Campaign:
    """The campaign whose id or title begins with ``wanted``; the only one when None.

    Raises WrongUsage when none or several fit.
    """
    found = [
        c for c in workspace.campaigns()
        if wanted is None or str(c.id).startswith(wanted.lower())
        or any(title.casefold().startswith(wanted.casefold()) for title in c.title.values())
    ]
    if len(found) == 1:
        return found[0]
    if wanted is None and not found:
        raise WrongUsage("there is no survey here yet; make one: vardera campaign new --help")
    if wanted is None:
        raise WrongUsage(
            f"{len(found)} surveys are here; say which with --campaign and the beginning of its id "
            "or title, as vardera campaign list shows them"
        )
    what = "no survey here fits" if not found else f"{len(found)} surveys here fit"
    raise WrongUsage(f"{what} --campaign {wanted}; see vardera campaign list")


def guarded(work: Callable[[], int]) -> int:
    """Do ``work``; a refusal becomes a line on standard error and its exit code."""
    from storage.errors import StorageError
    from sync.errors import TransportError

    try:
        return work()
    except WrongUsage as fault:
        code, lines = 2, [str(line) for line in fault.args]
    except (StorageError, TransportError) as fault:
        code, lines = fault.exit_code, [f"{fault} [{fault.code}]"]
    except KeyboardInterrupt:  # what was begun in the workspace is taken back
        code, lines = 130, ["stopped"]
    sys.stderr.write("vardera: " + "".join(f"{printable(line)}\n" for line in lines))
    return code


def say(*lines: str) -> None:
    """Print lines; characters from outside that could command a terminal are shown as codes."""
    text = "".join(f"{printable(line)}\n" for line in lines)
    encoding = sys.stdout.encoding or "utf-8"
    # a terminal that has not every letter shows its code instead
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))


def say_json(value: object) -> None:
    """Print one JSON object in UTF-8, whatever the terminal's own encoding."""
    _put(json.dumps(value, ensure_ascii=False, indent=2))


def say_line(value: object) -> None:
    """Print one JSON object as a line of its own, at once: a program may be reading along."""
    _put(json.dumps(value, ensure_ascii=False))


def _put(text: str) -> None:
    sys.stdout.flush()
    # half a surrogate pair, as in a name that is not UTF-8, comes out as the code JSON has for it
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def left(leftovers: Leftovers) -> tuple[str, ...]:
    """What erasing left behind, and what to do, in lines."""
    from admin.leftovers import left_to_do
    from assets.words import Words

    return left_to_do(leftovers, Words("en"))


def left_json(leftovers: Leftovers) -> dict[str, Any]:
    """The same for programs."""
    from admin.leftovers import told

    return told(leftovers)


def problem_line(problem: Problem) -> str:
    """A Problem as one line."""
    return f"{problem.severity}: {problem.where}: {problem.message} {problem.hint}".rstrip()


def problem_json(problem: Problem) -> dict[str, str]:
    """A Problem with the contract's keys."""
    return {
        "severity": problem.severity.value, "code": problem.code, "where": problem.where,
        "message": problem.message, "hint": problem.hint,
    }


def table(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Lines with columns under each other, two blanks between."""
    kept = list(rows)
    widths = [max(len(cell) for cell in column) for column in zip(*kept, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in kept
    ]

"""The kiosk program: arguments, and the one place that knows everybody. Paints, then loads."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from sync.naming import well_named

_ERRANDS = ("set_pin", "install", "pair", "lan", "drive", "clock_is_right")


def parser() -> argparse.ArgumentParser:
    """The command line of ``vardera-kiosk``."""
    asks = argparse.ArgumentParser(
        prog="vardera-kiosk",
        description="The kiosk: asks one person at a time, and forgets nothing.",
        epilog="Example: vardera-kiosk --store /var/lib/vardera --install library-v1.vpackage",
    )
    asks.add_argument("--store", type=Path, metavar="DIR", help="the kiosk's own folder")
    asks.add_argument("--name", default="Kiosk", help="what staff call it (on the first start)")
    asks.add_argument("--unit", metavar="NAME", help="the unit it stands at; remembered")
    asks.add_argument("--window", action="store_true", help="in a window, not the full screen")
    asks.add_argument("--language", metavar="TAG", help="language before the first choice")
    asks.add_argument("--install", type=Path, metavar="FILE.vpackage", help="install a package")
    asks.add_argument("--sync", metavar="PLACE", help="carry through this folder, object store "
                      "(s3://BUCKET/PREFIX) or mailbox (https://HOST:PORT); "
                      "with --window the same as --carry")
    asks.add_argument("--carry", metavar="PLACE", help="open the window and carry through this "
                      "place by itself; for a stick, the folder where it appears")
    asks.add_argument("--credentials-file", type=Path, metavar="FILE", help="keys for an object "
                      "store (TOML); without it the environment is asked")
    asks.add_argument("--pair", nargs="?", const="", metavar="HOST:PORT", help="pair with the "
                      "administrator's computer, and carry to it (looks for it on the network)")
    asks.add_argument("--lan", nargs="?", const="", metavar="HOST:PORT", help="carry through the "
                      "organisation's mailbox (where it was last, or looks for it)")
    asks.add_argument("--trust", metavar="NUMBER", help="install a first package only from the "
                      "organisation with this number (vardera workspace info shows it)")
    asks.add_argument("--resend", "--request-receipts", action="store_true",
                      help="write again what nobody receipted, so that receipts come again")
    asks.add_argument("--set-pin", nargs="?", const="", metavar="FILE", help="set the staff's PIN: "
                      "asked for here, or the first line of FILE (- reads it here)")
    asks.add_argument("--clock-is-right", action="store_true",
                      help="somebody has looked at the clock: believe it from now on")
    _add_more(asks)
    return asks


def _add_more(asks: argparse.ArgumentParser) -> None:
    asks.add_argument("--drive", metavar="FILE", help="answer from JSON lines; - reads them here")
    asks.add_argument("--try-form", metavar="FILE.json", help="run this form in a window and save "
                      "nothing; - reads it here (vardera form try makes one from any form)")
    asks.add_argument("--form-files", type=Path, metavar="DIR", help="pictures and tables of it")
    asks.add_argument("--json", action="store_true", help="report as one JSON object")
    asks.add_argument("--unwatched", action="store_true", help="open the window in this program "
                      "itself: nothing starts it again when it falls")
    asks.add_argument("--watched", metavar="HOW", help=argparse.SUPPRESS)  # the watchdog's own


def store_folder(given: Path | None) -> Path:
    """Where the store lies: as given, or in the user's own data folder."""
    if given is not None:
        return given
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "Vardera" / "kiosk"
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "vardera" / "kiosk"


def has_display() -> bool:
    """Whether Qt can open a window; without this question it would abort the program."""
    asked = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in asked)


def main(argv: list[str] | None = None) -> int:
    """Run the kiosk, or an errand on its store. Returns the exit code."""
    asks = parser()
    asked = asks.parse_args(argv)
    asked.name = asked.name.strip()
    if not well_named(asked.name):
        asks.error("--name must be one line of 1 to 120 characters that can be printed")
    if asked.trust is not None and not (asked.install or asked.sync):
        asks.error("--trust goes with --install or --sync")
    alone = [name for name in _ERRANDS if getattr(asked, name) not in (None, False)]
    if asked.window and alone:
        asks.error(
            f"--window opens the kiosk, and --{alone[0].replace('_', '-')} does its work without "
            "a window: run it first, then start with --window. A paired kiosk carries by itself"
        )
    if asked.try_form:
        return try_form(asked)
    directory = store_folder(asked.store)
    if asked.watched:
        return show_window(directory, asked)
    if asked.set_pin is not None:
        from kiosk.staff.setting import set_pin

        return set_pin(directory, asked.name, asked.set_pin)
    if asked.unit:
        from kiosk.opening import choose_unit

        choose_unit(directory, asked.unit)
    carries = asked.carry or (asked.sync if asked.window else None)
    if not carries and (
        asked.install or asked.sync or asked.drive or asked.clock_is_right or asked.pair is not None
        or asked.lan is not None
    ):
        return run_errand(directory, asked)
    return open_kiosk(directory, asked, sys.argv[1:] if argv is None else argv)


def run_errand(directory: Path, asked: argparse.Namespace) -> int:
    """Do what needs no window. Returns the exit code."""
    from kiosk.errands import Errand, run

    speak_up()
    return run(Errand(
        directory=directory, name=asked.name, install=asked.install, sync=asked.sync,
        credentials=asked.credentials_file, trust=asked.trust, resend=asked.resend,
        clock_is_right=asked.clock_is_right, pair=asked.pair, lan=asked.lan,
        drive=asked.drive or "", as_json=asked.json,
    ))


def open_kiosk(directory: Path, asked: argparse.Namespace, given: Sequence[str]) -> int:
    """Open the window with a watchdog over it. ``given`` are the arguments that asked for it."""
    if not has_display():
        sys.stderr.write(
            "there is no display here. Start the kiosk where there is one, or use "
            "--install, --sync or --drive\n"
        )
        return 2
    if asked.unwatched:
        return show_window(directory, asked)
    from kiosk.watchdog import watch

    return watch(given, directory)


def speak_up() -> None:
    """Let what goes wrong be written to where the program was started."""
    import logging

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")


def try_form(asked: argparse.Namespace) -> int:
    """Run a form in a window of its own. 1 when it is no form that can be run."""
    from survey.forms.canonical import read_canonical
    from survey.forms.engine.refused import FormRefused
    from survey.forms.json_text import LARGEST

    if not has_display():
        sys.stderr.write("there is no display here. Try the form where there is one\n")
        return 2
    try:
        with sys.stdin.buffer if asked.try_form == "-" else Path(asked.try_form).open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as trouble:
        sys.stderr.write(f"{asked.try_form} cannot be read: {trouble.strerror}\n")
        return 1
    form, problems = read_canonical(data)
    if form is not None:
        from kiosk.forms.trial import run_form

        try:
            return run_form(form, asked.form_files, asked.language or "")
        except FormRefused as refused:
            problems = refused.problems
    sys.stderr.write("".join(f"{problem.message} {problem.hint}\n" for problem in problems))
    return 1


def show_window(directory: Path, asked: argparse.Namespace) -> int:
    """Open the window: the first screen is painted before the store is loaded."""
    from kiosk.window import application

    app, window = application(full_screen=not asked.window, store=directory)
    from kiosk import watchdog_heart as watching

    speak_up()
    heart = watching.Heart(watching.take_line() if asked.watched else None, window)
    watching.end_on_signals()
    if asked.watched:
        sys.excepthook = watching.fatal(directory)
        watching.leave_traces(directory)
        heart.live_by_input()
        heart.tell_waits()
    import threading

    from kiosk.first_look import FirstLook
    from kiosk.places import Places
    from kiosk.running import Kiosk

    places = Places(
        place=asked.carry or asked.sync or "", credentials=asked.credentials_file
    )
    FirstLook(window, directory)
    kiosk = Kiosk(window, directory, asked.name, asked.language or "", places)
    sys.excepthook = kiosk.unforeseen
    threading.excepthook = kiosk.carrier_ended
    if asked.watched:
        kiosk.watched(heart, watching.watched(asked.watched))
    app.commitDataRequest.connect(kiosk.begin_again)
    kiosk.start()
    code = int(app.exec())
    kiosk.close()
    return code


if __name__ == "__main__":
    sys.exit(main())

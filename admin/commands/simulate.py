"""``vardera simulate``: the whole system under faults, decided by one seed."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from admin.commands import saying, terminal

if TYPE_CHECKING:
    from admin.simulation.outcome import Outcome
    from admin.simulation.plan import Fault, Settings


MEANING = (
    "planned: the seed chose it. done: it met something to spoil; else there was nothing there.",
    "Of those done, harmless: it no longer mattered when somebody came to look. detected: the",
    "program itself told of it. What is neither is undetected, and there must be none.",
    "A promise is an answer that a kiosk said it keeps: none may be lost, or counted twice.",
)


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``simulate`` to the command line."""
    parser = commands.add_parser(
        "simulate",
        help="let kiosks and an administrator live through faults, and count what that cost",
        epilog="example: vardera simulate --seed 7 --kiosks 6 --responses 40 --faults all",
    )
    parser.add_argument("--seed", type=int, default=1, help="decides everything")
    parser.add_argument("--kiosks", type=int, default=3)
    parser.add_argument("--responses", type=int, default=12, help="people for each kiosk")
    parser.add_argument(
        "--faults", default="all", metavar="all|none|LIST",
        help="which faults may happen, with commas between; --help-faults names them",
    )
    parser.add_argument("--help-faults", action="store_true", help="name the faults and stop")
    terminal.add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 when nothing was lost, doubled or unnoticed and all came to rest, 1 when not.

    130 when it was stopped with Ctrl-C.
    """
    return terminal.guarded(lambda: _run(args))


def _run(args: argparse.Namespace) -> int:
    from admin.simulation.endings import Endings
    from admin.simulation.outcome import simulate
    from admin.simulation.plan import Fault

    if args.help_faults:
        terminal.say("\n".join(Fault))
        return 0
    settings = _settings(args)
    if settings is None:
        return 2
    print(f"seed {settings.seed}", file=sys.stderr, flush=True)
    shown = saying.progress()

    def progress(done: int, of: int) -> None:
        if shown is not None:
            shown(done, of, "rounds")

    try:
        with Endings() as endings:
            outcome = simulate(settings, endings, progress)
    except KeyboardInterrupt:
        print("stopped; nothing is left behind", file=sys.stderr)
        return 130
    if args.json:
        terminal.say_json(as_json(outcome))
    else:
        _say(outcome)
    return 0 if outcome.good else 1


def _settings(args: argparse.Namespace) -> Settings | None:
    """What is asked for; None, and it is told, when it cannot be."""
    from admin.simulation.people import DIGITS
    from admin.simulation.plan import Fault, Settings

    try:
        faults = faults_named(args.faults)
    except ValueError as fault:
        print(f"{fault}. The faults are: {', '.join(Fault)}", file=sys.stderr)
        return None
    if args.kiosks < 1 or args.responses < 1 or args.kiosks * args.responses >= 5**DIGITS - 9:
        print("There must be somebody to answer, and fewer than two million.", file=sys.stderr)
        return None
    return Settings(
        seed=args.seed, kiosks=args.kiosks, responses=args.responses, faults=faults
    )


def faults_named(text: str) -> frozenset[Fault]:
    """The faults of ``all``, ``none`` or a list with commas. ValueError for an unknown one."""
    from admin.simulation.plan import Fault

    if text in ("all", "none"):
        return frozenset(Fault) if text == "all" else frozenset()
    return frozenset(Fault(name.strip()) for name in text.split(","))


def as_json(outcome: Outcome) -> dict[str, object]:
    """The contract's object, and what explains it."""
    return {
        "seed": outcome.seed, "kiosks": outcome.kiosks, "responses": outcome.responses,
        "lost": outcome.lost, "doubled": outcome.doubled, "detected": outcome.detected,
        "undetected": outcome.undetected, "converged": outcome.converged,
        "false_alarms": outcome.false_alarms, "promises": outcome.promises,
        "faults": outcome.faults, "told": list(outcome.told), "seconds": outcome.seconds,
    }


def _say(outcome: Outcome) -> None:
    terminal.say(f"{'fault':<18}{'planned':>9}{'done':>7}{'harmless':>10}{'detected':>10}")
    for name, n in outcome.faults.items():
        row = f"{n['planned']:>9}{n['done']:>7}{n['harmless']:>10}{n['detected']:>10}"
        terminal.say(f"{name:<18}{row}")
    terminal.say(*MEANING, "")
    for line in outcome.told[:40]:
        terminal.say(f"  {line}")
    rest = "came to rest" if outcome.converged else "DID NOT COME TO REST"
    terminal.say(
        f"seed {outcome.seed}: {outcome.promises} promises, {outcome.lost} lost, "
        f"{outcome.doubled} doubled, {outcome.detected} faults detected, "
        f"{outcome.undetected} not, {outcome.false_alarms} false alarms; {rest} "
        f"({outcome.seconds} s)"
    )

"""Several places that receipted bundles are taken away from, for commands that erase."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from admin.commands import places, saying, terminal

if TYPE_CHECKING:
    from storage.workspace import Workspace
    from sync.errors import TransportError
    from sync.purging import Clearing, Purged


def opened(
    args: argparse.Namespace, workspace: Workspace, stack: ExitStack
) -> dict[str, Clearing | TransportError]:
    """Every place of ``--purge``, to be asked before anything is erased; ``stack`` closes them.

    One that does not answer comes back as the reason. Raises WrongUsage for one that cannot be
    meant.
    """
    from sync.errors import TransportError

    found: dict[str, Clearing | TransportError] = {}
    for place in args.purge:
        try:
            transport = places.opened(args, place, workspace)
        except TransportError as fault:
            found[place] = fault
        else:
            stack.callback(transport.close)
            found[place] = transport  # type: ignore[assignment]
    return found


def purged(
    workspace: Workspace, reached: dict[str, Clearing | TransportError]
) -> dict[str, Purged]:
    """What was taken away in each place; a place that did not answer has that as its Problem."""
    from sync.errors import TransportError
    from sync.purging import purge

    return {
        place: _unreached(one) if isinstance(one, TransportError) else purge(workspace, one)
        for place, one in reached.items()
    }


def _unreached(fault: TransportError) -> Purged:
    from survey.problems import Problem
    from sync.purging import Purged

    return Purged(names=(), kept=0, problems=(Problem(
        where="place", code=fault.code, message=str(fault),
        hint="Nothing was taken away there; do the same once more when it answers.",
    ),))


def troubled(done: dict[str, Purged]) -> bool:
    """Whether something could not be taken away."""
    return any(one.problems for one in done.values())


def as_json(done: dict[str, Purged]) -> dict[str, Any]:
    """Each place with what was taken away, how many stay, and problems."""
    return {
        place: {"names": list(one.names), "kept": one.kept,
                "problems": [terminal.problem_json(problem) for problem in one.problems]}
        for place, one in done.items()
    }


def told(done: dict[str, Purged]) -> list[str]:
    """The same in lines."""
    lines = [
        f"{place}: {saying.many(len(one.names), 'bundle', 'bundles')} taken away, "
        f"{saying.many(one.kept, 'stays until it has a receipt', 'stay until they have receipts')}."
        for place, one in done.items() if one.names or one.kept or not one.problems
    ]
    return lines + [
        f"{place}: {problem.where}: {problem.message} {problem.hint}"
        for place, one in done.items() for problem in one.problems
    ]

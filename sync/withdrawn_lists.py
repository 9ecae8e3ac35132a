"""Lists of withdrawn answers on their way: laid beside what is passed on, and obeyed before it.

A bundle for another organisation is sent again exactly as it was, also when an answer in it was
withdrawn since. So the list goes along, and whoever takes in reads it before any bundle.
"""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from storage.errors import Damaged, InUse, NoRoom, StorageError, WrongSigner
from storage.workspace import Workspace, tombstones
from storage.workspace.tombstones import SUFFIX
from survey.problems import Problem, Severity
from sync.errors import FileGone, NameTaken, PlaceRefuses, TransportError
from sync.transport import Transport

NAMES = 9
"""How many names are tried for one list where something else holds the first ones."""


def lay(workspace: Workspace, campaign: UUID, transport: Transport) -> str | None:
    """Put the present list of a campaign there; its name, or None when nothing was withdrawn.

    One that names the same answers stays as it lies. Raises TransportError.
    """
    raw = workspace.erasing.list_file(campaign)
    found = tombstones.read_list(raw)
    if not found.codes:
        return None
    what = sha256(found.signer + b"".join(found.codes)).hexdigest()[:16]
    lying = frozenset(transport.list(SUFFIX))
    for attempt in range(1, NAMES):
        name = f"withdrawn-{what}{'' if attempt == 1 else f'-{attempt}'}{SUFFIX}"
        if name in lying:
            if _says_the_same(transport, name, found):
                return name
            continue
        try:
            transport.put(name, raw)
        except NameTaken:
            continue
        return name
    raise PlaceRefuses("the lists of withdrawn answers that lie there are damaged; take them away")


def obey(workspace: Workspace, transport: Transport, actor: str) -> tuple[Problem, ...]:
    """Do as every list there says that this, a lead or a partner organisation signed.

    What cannot be read or trusted is a Problem and changes nothing. Raises TransportError when the
    place is gone; StorageError is only trouble with the workspace itself.
    """
    problems: list[Problem] = []
    for name in transport.list(SUFFIX):
        try:
            workspace.erasing.obey(_read(transport, name), actor)
        except (NoRoom, InUse):
            raise
        except WrongSigner as fault:
            problems.append(_problem(
                name, fault, "vardera withdraw apply does as it says, if you trust its sender.",
                Severity.WARNING,
            ))
        except (StorageError, FileGone, PlaceRefuses) as fault:
            problems.append(_problem(name, fault, "Ask for it to be sent again."))
    return tuple(problems)


def _read(transport: Transport, name: str) -> tombstones.WithdrawnList:
    return tombstones.read_list(transport.get(name, tombstones.FILE_LIMIT))


def _says_the_same(transport: Transport, name: str, wanted: tombstones.WithdrawnList) -> bool:
    try:
        found = _read(transport, name)
    except Damaged:
        return False
    return (found.signer, found.codes) == (wanted.signer, wanted.codes)


def _problem(
    where: str, fault: StorageError | TransportError, hint: str,
    severity: Severity = Severity.ERROR,
) -> Problem:
    return Problem(
        where=where, code=fault.code, message=str(fault), hint=hint, severity=severity
    )

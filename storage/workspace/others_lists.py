"""Which codes of a signed list of withdrawn answers are obeyed here, by who signed it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from storage.errors import WrongSigner
from storage.workspace import withdrawals
from storage.workspace.tombstones import WithdrawnList

_SHARED = (
    "SELECT campaign FROM accepted_package WHERE organisation = ?"
    " UNION SELECT campaign FROM recipient WHERE removed IS NULL AND organisation = ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """``wanted`` hashes are to be withdrawn; ``apart`` many came with answers not theirs to take.

    What was given back here before is in neither.
    """

    wanted: tuple[bytes, ...]
    apart: int

    def refuse_rest(self) -> None:
        """Raise WrongSigner where the list names answers that its signer has no part in."""
        if self.apart:
            raise WrongSigner(
                f"withdrawn: {self.apart} of its codes came with answers in surveys that are not "
                "shared with the organisation that signed it; those answers stay"
            )


def sort(connection: Connection, found: WithdrawnList, own: bytes) -> Sorted:
    """The list's codes. ``own`` is this organisation's public key, whose list is taken whole.

    A code whose answers are not here yet is wanted: nobody knows which survey it belongs to.
    WrongSigner when nothing is shared with the signer.
    """
    known = withdrawals.among(connection, found.codes)
    new = [code for code in found.codes if code not in known]
    if found.signer == own:
        return Sorted(wanted=tuple(new), apart=0)
    both = (found.signer, found.signer)
    shared = connection.exec_driver_sql(_SHARED, both).scalars().all()
    if not shared:
        raise WrongSigner("withdrawn: signed by an organisation that nothing is shared with")
    apart = withdrawals.outside(connection, new, shared)
    return Sorted(wanted=tuple(code for code in new if code not in apart), apart=len(apart))

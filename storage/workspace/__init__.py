"""The administrator's encrypted workspace; see ``docs/formats/workspace.md``.

``create`` makes one, ``open_workspace`` opens it, ``restore`` copies a backup into place;
:class:`Workspace` does the rest.
"""

from storage.seal.slots import DEFAULT_COST, Cost
from storage.workspace.backups import restore
from storage.workspace.opening import create, open_workspace
from storage.workspace.values import (
    Arrival,
    Backup,
    CampaignCounts,
    ClockNote,
    Fork,
    Gap,
    GivenPackage,
    QuarantinedFile,
    StreamSeen,
    TakenIn,
    Verified,
)
from storage.workspace.workspace import Workspace

__all__ = [
    "DEFAULT_COST",
    "Arrival",
    "Backup",
    "CampaignCounts",
    "ClockNote",
    "Cost",
    "Fork",
    "Gap",
    "GivenPackage",
    "QuarantinedFile",
    "StreamSeen",
    "TakenIn",
    "Verified",
    "Workspace",
    "create",
    "open_workspace",
    "restore",
]

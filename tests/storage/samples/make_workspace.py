"""Makes the sample store of the present version: once for each released version, never again.

    python tests/storage/samples/make_workspace.py

Writes ``workspace-<version>`` beside this file and refuses when it is there.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[3]))

from storage.workspace import migrations
from survey.records import ParticipantJoined, PointsSet, SessionOpened, Withdrawal
from tests.builders import FACTORS, RATINGS
from tests.storage.workspace_builders import (
    Device,
    World,
    new_workspace,
    response,
    session_event,
)

SESSION = UUID("ab000000-0000-4000-8000-000000000001")


def main() -> None:
    world = World()
    target = Path(__file__).parent / f"workspace-{migrations.VERSION}"
    if target.exists():
        raise SystemExit(f"{target.name} is there already and must never change")
    with tempfile.TemporaryDirectory() as directory:
        workspace, _ = new_workspace(Path(directory) / "workspace", world)
        with workspace:
            device = Device(workspace, world).register()
            device.answer(
                *(response({RATINGS[0]: step, RATINGS[1]: "fritt ord"}) for step in (1, 2, 3)),
                response({RATINGS[0]: 4, RATINGS[1]: None}, complete=False),
                session_event(SESSION, 1, SessionOpened(title="Onsdag", method="focus_group")),
                session_event(SESSION, 2, ParticipantJoined(participant=1)),
                session_event(SESSION, 3, PointsSet(participant=1, points={FACTORS[0]: 10})),
                Withdrawal(code=bytes(16)),
            )
            workspace.take_in(device.bundle(), actor="Kim")
            workspace.quarantine(b"torn", "a.vbundle", "damaged", "cut short", actor="Kim")
            workspace.backup(Path(directory) / "backups", actor="Kim")
            workspace.receipts_due()
        shutil.copytree(workspace.directory, target)


if __name__ == "__main__":
    main()

"""A workspace with a device, and short ways to what tests of decisions look at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from storage.workspace import Workspace
from storage.workspace.addresses import Address
from storage.workspace.withdrawals import code_hash
from survey.records import Response
from tests.builders import CAMPAIGN, RATINGS
from tests.storage.workspace_builders import Device, World, new_workspace, response

CODE = bytes(range(16))
OTHER_CODE = bytes(range(16, 32))


def rated(*steps: int, **other: object) -> tuple[Response, ...]:
    """One response for each step, told apart by the first rating."""
    return tuple(response({RATINGS[0]: step}, **other) for step in steps)


def coded(step: int, code: bytes = CODE, **other: object) -> Response:
    """A response that was given with a receipt code."""
    return replace(rated(step, **other)[0], code=code_hash(code))


class Town:
    """A workspace with a registered kiosk and the ways of a working day."""

    def __init__(self, directory: Path, server: Address | None = None) -> None:
        self.world = World()
        self.directory = directory
        self.workspace: Workspace = new_workspace(
            directory / "workspace", self.world, server
        )[0]
        self.device = Device(self.workspace, self.world).register()

    def take(self, *bodies: object, device: Device | None = None) -> None:
        """Answer on a device, and take in all it has made."""
        who = device or self.device
        who.answer(*bodies)  # type: ignore[arg-type]
        self.world.wait(minutes=1)
        self.workspace.take_in(who.bundle(), "Kim")

    def back_up(self, name: str = "backups") -> Path:
        self.world.wait(minutes=1)
        return Path(self.workspace.backup(self.directory / name, "Kim").path)

    def receipts(self) -> int:
        """Send every receipt that is due; how many."""
        due = self.workspace.receipts_due()
        for receipt in due:
            self.workspace.receipt_sent(receipt)
        return len(due)

    def steps(self) -> list[int]:
        """The first rating of everybody who counts."""
        return steps(self.workspace)

    def ids(self) -> dict[int, bytes]:
        """Row ids by the first rating."""
        return {
            value: bytes(id) for id, value in self.rows("SELECT response, value FROM rating")
        }

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.workspace._database.reading() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    def sound(self) -> None:
        """Fail unless everything adds up."""
        assert self.workspace.verify().faults == ()


@contextmanager
def town(directory: Path, server: Address | None = None) -> Iterator[Town]:
    made = Town(directory, server)
    try:
        yield made
    finally:
        made.workspace.close()


def steps(workspace: Workspace) -> list[int]:
    return sorted(p.items[RATINGS[0]] for p in workspace.persons(CAMPAIGN) if p.items)

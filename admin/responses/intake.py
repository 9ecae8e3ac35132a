"""Taking in and backing up, for the page: the open workspace and a folder of bundles."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from admin.background import Report
from admin.devices.rows import NewDevice
from admin.responses.state import Gone, Kept, Missing, Refused, Taken
from admin.start.held import Held
from storage.errors import StorageError
from storage.values import Clock
from storage.workspace import Gap
from sync.enrolment import SUFFIX, fingerprint, read_device
from sync.envelope import SMALL_FILE_LIMIT
from sync.errors import TransportError
from sync.folder import FolderTransport
from sync.intake import IntakeReport, send_receipts, take_in
from sync.places import open_place
from sync.transport import Transport

MOST_DEVICES = 200


class WorkspaceIntake:
    """What the page for taking in answers does with the open workspace."""

    def __init__(self, held: Held, clock: Clock, actor: str) -> None:
        self._held, self._clock, self._actor = held, clock, actor

    def take_in(self, folder: Path | str, report: Report) -> Taken:
        """Take in every bundle in the folder, until done or cancelled."""
        place = _place(folder)
        done = take_in(
            self._held.workspace,
            place,
            clock=self._clock,
            actor=self._actor,
            progress=lambda made, of, _name: report.progress(made, of),
            cancelled=report.cancelled,
        )
        return replace(self._taken(done), unknown=self._unknown(place))

    def back_up(self, backups: Path, answers: Path | str | None, _report: Report) -> Kept:
        """Back up, then put the receipts that name the backup beside the answers."""
        workspace = self._held.workspace
        made = workspace.backup(backups, self._actor)
        if answers is None:
            due = len(workspace.receipts_due())
            return Kept(backup=backups / made.path, receipts=0, records=0, due=due)
        sent = send_receipts(workspace, _place(answers))
        return Kept(
            backup=backups / made.path,
            receipts=len(sent.names),
            records=sent.records,
            troubles=tuple(problem.message for problem in sent.problems),
        )

    def _unknown(self, place: Transport) -> tuple[NewDevice, ...]:
        """Devices that are not registered here, whose device files lie at the place."""
        found: list[NewDevice] = []
        with suppress(TransportError):
            for name in place.list(SUFFIX)[:MOST_DEVICES]:
                with suppress(StorageError):
                    device = read_device(place.get(name, SMALL_FILE_LIMIT))
                    if self._held.workspace.device(device.public) is None:
                        found.append(NewDevice(
                            public=device.public, name=device.name,
                            number=fingerprint(device.public),
                        ))
        return tuple(found)

    def _taken(self, done: IntakeReport) -> Taken:
        workspace = self._held.workspace
        names = {seen.stream: seen.name for seen in workspace.streams()}
        return Taken(
            files=done.bundles,
            new=done.new,
            known=done.known,
            refused=tuple(
                Refused(name=one.name, code=one.code, why=one.message) for one in done.quarantined
            ),
            resolved=done.resolved,
            missing=_missing(done.gaps, names),
            forked=tuple(dict.fromkeys(names.get(fork.stream, "") for fork in done.forks)),
            troubles=tuple(
                Gone(code=problem.code, what=problem.message) for problem in done.problems
            ),
            stopped=done.cancelled,
        )


def _place(place: Path | str) -> Transport:
    """The folder or the place that was written. Raises PlaceNotMeant, or as opening it does."""
    try:
        return FolderTransport(place) if isinstance(place, Path) else open_place(place)
    except ValueError as fault:
        raise PlaceNotMeant(str(fault)) from None


class PlaceNotMeant(TransportError):
    """What was written cannot be a place."""

    code = "place-not-meant"


def _missing(gaps: tuple[Gap, ...], names: dict[bytes, str]) -> tuple[Missing, ...]:
    """How many records each kiosk has made that have not come; unknown counts as ``None``."""
    found: dict[str, int | None] = {}
    for gap in gaps:
        name = names.get(gap.stream, "")
        before = found.get(name, 0)
        known = before is not None and gap.missing is not None
        found[name] = (before or 0) + (gap.missing or 0) if known else None
    return tuple(Missing(kiosk=name, records=records) for name, records in found.items())

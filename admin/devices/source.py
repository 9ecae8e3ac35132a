"""The devices of the open workspace, for the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from admin.devices.rows import Arrived, Device, NewDevice, Verdict
from admin.start.held import Held
from assets.words import Words
from storage.values import DeviceIdentity
from storage.workspace.happenings import Happening
from storage.workspace.revoking import ACCEPTED, REJECTED, REVOKED, Revoked
from storage.workspace.tokens import let_in
from survey.device_notes import Health
from survey.forms.model import said
from sync import deciding
from sync.deciding import Decided
from sync.enrolment import fingerprint, read_device
from sync.envelope import SMALL_FILE_LIMIT
from sync.folder import read_file

REMEMBERED = timedelta(days=30)
"""What devices told of themselves longer ago is not shown."""

AHEAD = timedelta(days=1)
"""A clock may be so far ahead of this computer's and is believed still."""


class WorkspaceDevices:
    """What the page does with the devices of the open workspace; every call may take long."""

    def __init__(
        self, held: Held, words: Callable[[], Words], actor: str,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        self._held, self._words, self._actor, self._today = held, words, actor, today

    def devices(self) -> tuple[Device, ...]:
        """Every device, in the order of their names."""
        workspace = self._held.workspace
        copied = set(workspace.tokens.refused(workspace.signer_public))
        titles, verdicts = self._titles(), _verdicts(workspace.inbox.happenings())
        told = {
            public: _past(one.notes, self._today())
            for public, one in workspace.kiosks.health(self._today() - REMEMBERED).items()
        }
        found = [
            Device(
                standing=one, number=fingerprint(one.public), copied=one.public in copied,
                files=len(workspace.inbox.files_of(one.public)), surveys=titles,
                verdict=verdicts.get(one.public),
                health=told.get(one.public, ()),
            )
            for one in workspace.inbox.devices()
        ]
        return tuple(sorted(found, key=lambda d: (d.standing.name.casefold(), d.number)))

    def arrived(self, device: bytes) -> tuple[Arrived, ...]:
        """What came of a device, newest first."""
        workspace, titles = self._held.workspace, self._titles()
        standing = next(d for d in workspace.inbox.devices() if d.public == device)
        bundles = {  # two devices may have one name
            (stream.campaign, *bundle)
            for stream in standing.streams
            for bundle in workspace.inbox.bundles(stream.stream)
        }
        mine = [
            one for one in workspace.history()
            if one.device == standing.name and (one.campaign, one.number, one.made) in bundles
        ]
        return tuple(
            Arrived(
                at=one.at, survey=titles.get(one.campaign, ""), number=one.number, new=one.new,
                known=one.known, actor=one.actor,
            )
            for one in reversed(mine)
        )

    def revoke(self, device: bytes, why: str) -> Revoked:
        """Trust it no more."""
        return self._held.workspace.inbox.revoke(device, why, self._actor)

    def restore(self, device: bytes, why: str) -> bool:
        """Trust it again; False when it was not revoked."""
        return self._held.workspace.inbox.restore_device(device, why, self._actor)

    def accept(self, device: bytes, why: str) -> Decided:
        """Count what is held of it and take in its files."""
        return deciding.accept(self._held.workspace, device, why, self._actor)

    def reject(self, device: bytes, why: str) -> Decided:
        """Exclude what is held of it and let its files go."""
        return deciding.reject(self._held.workspace, device, why, self._actor)

    def let_in(self, device: bytes) -> bool:
        """The next one that comes as this device is the right one."""
        return let_in(self._held.workspace.tokens, device)

    def read(self, file: Path) -> NewDevice:
        """Whose device file this is. Raises Damaged, TooNew, OSError."""
        found = read_device(read_file(file, SMALL_FILE_LIMIT))
        return NewDevice(
            public=found.public, name=found.name, number=fingerprint(found.public)
        )

    def register(self, device: NewDevice) -> None:
        """Answers are accepted from it from now on."""
        identity = DeviceIdentity(public=device.public, name=device.name)
        self._held.workspace.register_device(identity, self._actor)

    def _titles(self) -> dict[UUID, str]:
        language = self._words().language
        return {c.id: said(c.title, language) for c in self._held.workspace.campaigns()}


def _past(notes: tuple[Health, ...], today: date) -> tuple[Health, ...]:
    """Without those of a clock that was ahead: the newest of them would hide how it fares now."""
    return tuple(note for note in notes if note.time.date() <= today + AHEAD)


def _verdicts(log: tuple[Happening, ...]) -> dict[bytes, Verdict]:
    """The latest decision about each device that was not revoked anew after it."""
    found: dict[bytes, Verdict] = {}
    for one in log:
        if one.device is None:
            continue
        if one.kind in (ACCEPTED, REJECTED):
            found[one.device] = Verdict(
                accepted=one.kind == ACCEPTED, at=one.at, who=one.actor, why=one.detail
            )
        elif one.kind == REVOKED:
            found.pop(one.device, None)
    return found

"""The organisation's own mailbox on its own machine: what is put out, and what is taken in.

``vardera listen`` and the administrator's window both run one of these. Every step is
harmless when done again: what is out already stays, what was taken in is known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock
from uuid import UUID

from storage.errors import RevokedDevice
from storage.seal.certificates import ServerKey
from storage.values import Clock, DeviceIdentity
from storage.workspace import Workspace
from storage.workspace.tokens import let_in
from storage.workspace.values import GivenPackage
from sync import bundle, package
from sync.envelope import FILE_LIMIT
from sync.intake import IntakeReport, Sent, send_receipts, take_in
from sync.mailbox import notices
from sync.mailbox.keeping import Keeping
from sync.mailbox.local import LocalTransport
from sync.mailbox.pairing import Host
from sync.mailbox.statement import LAN
from sync.purging import Purged, purge


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What was put out: names of packages, receipts, and whether a new registry was signed."""

    packages: tuple[str, ...]
    receipts: Sent
    registry: bool


class Office:
    """``workspace``'s mailbox in ``keeping``. ``actor`` is who caused what happens here.

    ``only`` is the one survey whose packages are put out, where there are several. Used from
    several threads: the door registers from the server's.
    """

    def __init__(
        self, workspace: Workspace, keeping: Keeping, clock: Clock, actor: str,
        only: UUID | None = None,
    ) -> None:
        self.transport = LocalTransport(keeping, workspace.signer_public)
        self._workspace = workspace
        self._keeping = keeping
        self._clock = clock
        self._actor = actor
        self._only = only
        self._guard = RLock()
        self._out: dict[UUID, tuple[int, bool]] = {}
        self._seen: set[str] = set()

    def vouch(self, key: ServerKey) -> Host:
        """Sign for the server of ``key``; who the organisation is when a kiosk pairs."""
        workspace = self._workspace
        us = workspace.signer_public
        before = self._keeping.posted(us, "server")
        last = None if before is None else before.raw
        said = notices.server(workspace, key.hash, LAN, last, self._clock)
        self._keeping.post(us, "server", said)
        return Host(
            name=workspace.name, public=us, sign=workspace.sign, statement=said.raw,
            certificate=key.hash,
        )

    def put_out(self) -> Put:
        """The newest packages (one that ends its survey too), receipts due, a changed registry."""
        with self._guard:
            return Put(
                registry=self._renew_registry(), packages=self._packages(),
                receipts=send_receipts(self._workspace, self.transport),
            )

    def choose(self, only: UUID | None) -> None:
        """From the next time on put out this survey's packages only, or every survey's."""
        with self._guard:
            self._only = only

    def take_in(self, cancelled: Callable[[], bool] | None = None) -> IntakeReport | None:
        """Take in what has come since the last time; None when nothing has."""
        fresh = _Since(self.transport, self._seen)
        if not fresh.list(bundle.SUFFIX):
            return None
        report = take_in(
            self._workspace, fresh, clock=self._clock, actor=self._actor, cancelled=cancelled
        )
        self._seen |= fresh.got
        return report

    def clear(self) -> Purged:
        """Take away the bundles that nobody needs here any more; see :mod:`sync.purging`."""
        done = purge(self._workspace, self.transport)
        self._seen -= set(done.names)
        return done

    def register(self, device: DeviceIdentity) -> None:
        """Trust a device that two persons have paired. RevokedDevice when it was revoked."""
        with self._guard:
            if device.public in self._workspace.inbox.revoked_devices():
                raise RevokedDevice(
                    "this device was revoked. Restore it in the list of devices first"
                )
            self._workspace.register_device(device, self._actor)
            # paired anew: whatever secret it had before is worth nothing
            let_in(self._workspace.tokens, device.public)
            self._renew_registry()

    def _renew_registry(self) -> bool:
        """Sign the list of devices when it says something else than the last, or grows old."""
        us = self._workspace.signer_public
        posted = self._keeping.posted(us, "registry")
        made = notices.registry(
            self._workspace, None if posted is None else posted.raw, self._clock
        )
        return made is not None and self._keeping.post(us, "registry", made)

    def _packages(self) -> tuple[str, ...]:
        put: list[str] = []
        ended = self._workspace.keys.retired()
        for campaign in self._workspace.campaigns():
            aside = campaign.id in ended or self._only not in (None, campaign.id)
            standing = (self._workspace.next_package_version(campaign.id), aside)
            if self._out.get(campaign.id) != standing:
                put += self._put(self._workspace.packages(campaign.id), aside=aside)
                self._out[campaign.id] = standing
        return tuple(put)

    def _put(self, given: tuple[GivenPackage, ...], *, aside: bool) -> list[str]:
        """Put out the newest of ``given``, where the survey is not left ``aside``.

        What lies there from before would leave a new kiosk with two to choose from. That the
        survey has ended is put out all the same: kiosks that ask must learn it.
        """
        last = package.read_package(given[-1].raw) if given else None
        ends = last is not None and last.ends
        if aside or ends:
            for one in given:
                self.transport.remove(package.file_name(package.read_package(one.raw)))
        if last is None or (aside and not ends):
            return []
        name = package.file_name(last)
        self.transport.put(name, last.raw)
        return [name]


@dataclass
class _Since:
    """The mailbox without what was taken in before; remembers what is got."""

    transport: LocalTransport
    seen: set[str]
    got: set[str] = field(default_factory=set)

    def list(self, suffix: str) -> tuple[str, ...]:
        return tuple(name for name in self.transport.list(suffix) if name not in self.seen)

    def bad_names(self, suffix: str) -> tuple[str, ...]:
        return ()

    def get(self, name: str, limit: int = FILE_LIMIT) -> bytes:
        data = self.transport.get(name, limit)
        self.got.add(name)
        return data

    def put(self, name: str, data: bytes) -> None:
        self.transport.put(name, data)

    def close(self) -> None:
        """The transport is the office's."""

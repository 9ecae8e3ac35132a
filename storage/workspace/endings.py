"""Retirement and revocation outlive a restored backup: what lies beside the database is obeyed.

The file (:mod:`storage.workspace.ended_file`) is written inside the transaction that ends
something, before it is durable. So the file is never behind its database: where the two differ,
a backup was restored or the power was cut, and what the file says is done.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection

from storage.errors import InUse, NoRoom, StorageError
from storage.seal.keys import Signer
from storage.values import Clock
from storage.workspace import ended_file, retirement, revoking, tombstones
from storage.workspace.certificate import read_certificate
from storage.workspace.database import Database
from storage.workspace.ended_file import DeviceEnd, Ended

PROGRAM = "vardera"
AGAIN = "ended before: the file beside the workspace says so"
"""Why something is ended at opening."""

_STEPS = """
SELECT d.public, d.revoked, coalesce(x.steps, 0) steps, coalesce(x.changed, 0) changed
FROM device d LEFT JOIN (
  SELECT h.device, count(*) steps, max(h.at) changed FROM happening h
  WHERE h.kind IN ('device-revoked', 'device-restored') GROUP BY h.device
) x ON x.device = d.number
"""
_BACKUPS = "SELECT h.detail FROM happening h WHERE h.kind = 'backup' ORDER BY h.number"


class Endings:
    """Writes and obeys ``workspace.ended`` for one open workspace."""

    def __init__(self, database: Database, clock: Clock, signer: Signer) -> None:
        self._database = database
        self._clock = clock
        self._signer = signer

    def retired(self, connection: Connection) -> None:
        """Write which campaigns are retired; the last step before that transaction ends."""
        self._write(self.known(connection))

    def turn(self, connection: Connection, device: bytes, *, revoked: bool) -> None:
        """Write that ``device`` was revoked or is trusted again, likewise."""
        known = self.known(connection)
        beside = known.merged(self._beside() or Ended())
        before = beside.devices.get(device)
        if before is not None and before.revoked == revoked:
            self._write(known)
            return
        end = DeviceEnd(
            step=1 if before is None else before.step + 1, revoked=revoked, at=self._minute()
        )
        self._write(known.merged(Ended(devices={device: end})))

    def finish(self) -> None:
        """Take retired campaigns' keys out of every page and log, and let certificates say so.

        Where somebody reads, or the disk is full, it is left for the next time: at opening, if
        not before.
        """
        with self._database.reading() as connection:
            waiting = retirement.unfinished(connection)
        if not waiting or not self._database.scrub():
            return
        try:
            with self._database.writing() as connection:
                for id in waiting:
                    retirement.finish(connection, id, self._signer, self._clock())
            self._database.empty_log()
        except (InUse, NoRoom):
            self._database.remains.log = True

    def reapply(self) -> int:
        """At opening: end again what the file says has ended; how many campaigns and devices.

        Raises NoRoom where that cannot be done on a full disk; a file that cannot be read or
        replaced is told as left over.
        """
        found = self._beside()
        done = 0
        if found is not None:
            done = self._retire_again(found) + self._turn_again(found)
        with self._database.reading() as connection:
            known = self.known(connection)
        if known.campaigns or known.devices:
            try:
                self.finish()
                self._write(known)
            except StorageError as fault:
                self._database.remains.failed(ended_file.FILE, fault)
        return done

    def settle(self) -> tuple[Path, ...]:
        """Let every known backup have the file; those that could not be reached or written."""
        with self._database.reading() as connection:
            ended = self.known(connection).merged(self._beside() or Ended())
            rows = connection.exec_driver_sql(_BACKUPS).all()
        if not ended.campaigns and not ended.devices:
            return ()
        unreached = []
        for place in (Path(detail) for (detail,) in rows):
            try:
                if not tombstones.reachable(place):
                    unreached.append(place)
                else:
                    ended_file.put_beside(place, ended, self._signer, self._clock())
            except StorageError:
                unreached.append(place)
        return tuple(unreached)

    def known(self, connection: Connection) -> Ended:
        """What has ended by the database alone."""
        retired = connection.exec_driver_sql(
            "SELECT c.id, r.raw FROM retirement r JOIN campaign c ON c.number = r.campaign"
        ).all()
        return Ended(
            campaigns={
                UUID(bytes=bytes(id)): read_certificate(bytes(raw))[0].erased > 0
                for id, raw in retired
            },
            devices={
                public: end for public, end in self._devices(connection).items() if end.step
            },
        )

    def _devices(self, connection: Connection) -> dict[bytes, DeviceEnd]:
        return {
            bytes(row.public): DeviceEnd(
                step=row.steps, revoked=row.revoked is not None,
                at=datetime.fromtimestamp(row.changed - row.changed % 60, UTC),
            )
            for row in connection.exec_driver_sql(_STEPS).all()
        }

    def _retire_again(self, found: Ended) -> int:
        with self._database.reading() as connection:
            rows = connection.exec_driver_sql("SELECT id FROM campaign WHERE retired IS NULL")
            open_ = {UUID(bytes=bytes(id)) for (id,) in rows.all()}
        again = [id for id in found.campaigns if id in open_]
        for id in again:
            wish = retirement.Wish(
                actor=PROGRAM, now=self._clock(), erase=found.campaigns[id], despite=AGAIN,
                server=self._database.on_server,
            )
            with self._database.writing() as connection:
                retirement.retire(connection, id, self._signer, wish)
        return len(again)

    def _turn_again(self, found: Ended) -> int:
        with self._database.reading() as connection:
            here = self._devices(connection)
        again = [
            (public, end.revoked) for public, end in found.devices.items()
            # an older file put back (its signature still fits) must not turn a later decision
            if public in here and end.revoked != here[public].revoked
            and end.step > here[public].step
        ]
        for public, revoked in again:
            turn = revoking.revoke if revoked else revoking.restore
            with self._database.writing() as connection:
                turn(connection, public, AGAIN, actor=PROGRAM, now=self._clock())
        return len(again)

    def _write(self, ended: Ended) -> None:
        ended_file.put_beside(self._database.directory, ended, self._signer, self._clock())

    def _beside(self) -> Ended | None:
        try:
            found = ended_file.read_beside(self._database.directory)
        except StorageError as fault:
            self._database.remains.failed(ended_file.FILE, fault)
            return None
        if found is not None and found[1] != self._signer.public:
            self._database.remains.foreign(ended_file.FILE)
            return None
        return None if found is None else found[0]

    def _minute(self) -> datetime:
        return self._clock().replace(second=0, microsecond=0)


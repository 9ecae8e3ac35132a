"""Where withdrawn answers may still lie: what a person must see to, for no program can."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from storage.workspace import exports
from storage.workspace.exports import Export

_DEVICES = """
SELECT d.name, sum(x.waiting) waiting, sum(x.unsent) unsent FROM device d JOIN (
  SELECT s.device, s.campaign,
    (SELECT coalesce(sum(b.new), 0) FROM batch b WHERE b.stream = s.number
     AND b.number > s.acknowledged) waiting,
    (SELECT count(*) FROM receipt r WHERE r.stream = s.number AND r.sent IS NULL) unsent
  FROM stream s) x ON x.device = d.number
WHERE {which} GROUP BY d.number, d.name ORDER BY d.number
"""
_RECIPIENTS = """
SELECT x.name FROM recipient x WHERE {which} UNION SELECT x.name FROM forwarder x WHERE {which}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A device of the campaign. ``waiting`` records have no receipt, ``unsent`` receipts wait.

    With none of either it keeps the sealed record only until it has read its receipts and its
    delay is over.
    """

    name: str
    waiting: int
    unsent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """Readable ``exports`` not marked destroyed, ``devices`` that may hold the sealed record, and
    ``recipients``: other organisations that got it sealed to them and want the signed list.
    """

    exports: tuple[Export, ...]
    devices: tuple[Holder, ...]
    recipients: tuple[str, ...]


def find(connection: Connection, campaign: int | None) -> Traces:
    """The traces of one campaign's answers; of any campaign's when it is not known."""
    which = "1 = 1" if campaign is None else f"x.campaign = {campaign:d}"
    rows = connection.exec_driver_sql(_DEVICES.format(which=which)).all()
    others = connection.exec_driver_sql(_RECIPIENTS.format(which=which)).all()
    return Traces(
        exports=() if campaign is None else _exports(connection, campaign),
        devices=tuple(
            Holder(name=row.name, waiting=int(row.waiting), unsent=int(row.unsent))
            for row in rows
        ),
        recipients=tuple(sorted(name for (name,) in others)),
    )


def _exports(connection: Connection, campaign: int) -> tuple[Export, ...]:
    rows = connection.exec_driver_sql(
        "SELECT number FROM export WHERE campaign = ? AND destroyed IS NULL", (campaign,)
    )
    left = {number for (number,) in rows}
    return tuple(one for one in exports.listed(connection) if one.number in left)

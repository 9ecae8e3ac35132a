"""Installed packages as rows of the kiosk's store."""

from __future__ import annotations

from sqlite3 import Row
from uuid import UUID

import msgspec

from storage.errors import Damaged
from storage.seal import coding
from storage.seal.epochs import minutes, moment
from storage.values import Package, Recipient
from survey.reading import read_campaign

_recipients = msgspec.msgpack.Decoder(tuple[tuple[bytes, str, bytes], ...])
_revoked = msgspec.msgpack.Decoder(tuple[bytes, ...])


def keep_days(definition: bytes) -> int:
    """How long the survey wants covered records kept; 0 where it does not say."""
    campaign, _ = read_campaign(definition)
    return 0 if campaign is None else campaign.keep_days


INSERT = """
INSERT INTO package (hash, campaign, version, issued, organisation, signer,
definition, recipients, revoked, raw, keep_days)
VALUES (:hash, :campaign, :version, :issued, :organisation, :signer,
:definition, :recipients, :revoked, :raw, :keep_days)
"""


def read_row(row: Row) -> Package:
    """A row of the table ``package``. Damaged when it cannot be one."""
    try:
        recipients = _recipients.decode(row["recipients"])
        revoked = _revoked.decode(row["revoked"])
    except msgspec.DecodeError:
        raise Damaged("the installed package is damaged") from None
    return Package(
        hash=row["hash"], campaign=UUID(bytes=row["campaign"]), version=row["version"],
        issued=moment(row["issued"]), organisation=row["organisation"], signer=row["signer"],
        definition=row["definition"],
        recipients=tuple(Recipient(id=i, role=r, public=p) for i, r, p in recipients),
        revoked=revoked, raw=row["raw"],
    )


def row_of(new: Package) -> dict[str, object]:
    """The values of a new row."""
    return {
        "hash": new.hash,
        "campaign": new.campaign.bytes,
        "version": new.version,
        "issued": minutes(new.issued),
        "organisation": new.organisation,
        "signer": new.signer,
        "definition": new.definition,
        "recipients": coding.pack([(r.id, r.role, r.public) for r in new.recipients]),
        "revoked": coding.pack(new.revoked),
        "raw": new.raw,
        "keep_days": keep_days(new.definition),
    }

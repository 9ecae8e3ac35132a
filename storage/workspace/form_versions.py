"""The versions that a survey's form has had: noted once, never changed."""

from __future__ import annotations

from sqlalchemy import Connection

from storage.errors import Conflict
from survey.campaign import Campaign
from survey.forms.canonical import form_hash
from survey.reading import read_campaign


def register(connection: Connection, number: int, campaign: Campaign) -> None:
    """Note the form of a survey's new version. Conflict when its version says something else."""
    if campaign.definition is None:
        return
    hash = form_hash(campaign.definition)
    known = connection.exec_driver_sql(
        "SELECT hash FROM form_version WHERE campaign = ? AND form = ? AND version = ?",
        (number, campaign.form.id.bytes, campaign.form.version),
    ).first()
    if known is None:
        connection.exec_driver_sql(
            "INSERT INTO form_version (campaign, form, version, hash, definition)"
            " VALUES (?,?,?,?,?)",
            (number, campaign.form.id.bytes, campaign.form.version, hash, campaign.version),
        )
    elif bytes(known.hash) != hash:
        raise Conflict("this version of the form is here and says something else")


def faults(connection: Connection) -> tuple[str, ...]:
    """Versions whose hash is not that of the form in the survey they are of, in words."""
    rows = connection.exec_driver_sql(
        "SELECT f.campaign, f.form, f.version, f.hash, d.raw FROM form_version f"
        " JOIN definition d ON d.campaign = f.campaign AND d.version = f.definition"
        " ORDER BY f.campaign, f.form, f.version"
    ).all()
    found = []
    for row in rows:
        read, _ = read_campaign(bytes(row.raw))
        form = None if read is None else read.definition
        if form is None or read is None or (
            (form_hash(form), form.id.bytes, read.form.version)
            != (bytes(row.hash), bytes(row.form), row.version)
        ):
            found.append(f"version {row.version} of a form of survey {row.campaign} was changed")
    return tuple(found)

"""Who did it: every row that a person caused names an actor."""

from __future__ import annotations

from sqlalchemy import Connection

UNNAMED = "unnamed"
"""For whoever calls from a script without saying who."""


def number(connection: Connection, name: str) -> int:
    """The number of the actor called ``name``, made when new."""
    found = connection.exec_driver_sql("SELECT number FROM actor WHERE name = ?", (name,)).first()
    if found is not None:
        return int(found.number)
    made = connection.exec_driver_sql(
        "INSERT INTO actor (name) VALUES (?) RETURNING number", (name,)
    )
    return int(made.scalar_one())

"""How many rows of a table are held at once: few enough that a sender's large ones cost little.

What a device sends is limited row by row (a record may have a megabyte), and not how many such
rows there are. Whoever reads thousands at a time would need gigabytes for them.
"""

from __future__ import annotations

from sqlalchemy import Connection, LargeBinary, Table, Text

from storage.workspace.schema import metadata

BYTES_AT_ONCE = 16 * 1024 * 1024
_A_CHARACTER = 4
"""Most bytes that Python has for one."""


def rows_at_once(connection: Connection, table: str, most: int) -> int:
    """1 to ``most``: so many of the largest rows of ``table`` fit into BYTES_AT_ONCE.

    Only a single row that is larger by itself is held all the same.
    """
    sizes = _sizes(metadata.tables[table])
    if not sizes:
        return most
    largest = connection.exec_driver_sql(
        f"SELECT max({'+'.join(sizes)}) FROM {table}"  # noqa: S608
    ).scalar_one()
    return max(1, min(most, BYTES_AT_ONCE // max(1, int(largest or 0))))


def _sizes(table: Table) -> list[str]:
    """What makes rows of a table differ in size; keys are ids, which have one length each."""
    sizes = []
    for column in table.columns:
        if column.primary_key:
            continue
        if isinstance(column.type, LargeBinary):
            sizes.append(f"coalesce(length({column.name}),0)")
        elif isinstance(column.type, Text):
            sizes.append(f"{_A_CHARACTER}*coalesce(length({column.name}),0)")
    return sizes

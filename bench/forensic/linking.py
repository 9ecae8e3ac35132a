"""What leads from a voucher to whoever got it: an order, a time, a number in a row, few people."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage.workspace import Workspace
from survey.device_notes import Vouchers
from survey.records import Body, Response

FEW = 30
"""Of fewer vouchers than these no order is asked for."""


@dataclass(frozen=True)
class Link:
    """In that column the vouchers lie as they were given, or nearly so: ``rank`` is the
    correlation of both orders, -1 to 1, and ``chance`` what four standard deviations give."""

    where: str
    rank: float
    chance: float


def ordered(workspace: Workspace, hashes: Sequence[bytes]) -> list[Link]:
    """The columns of the open workspace in which vouchers stand in the order they were given.

    Every table with a voucher's hash in a row is looked at: the place of the row as the table is
    read, and each number and text in it.
    """
    with workspace._database.reading() as connection:
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).scalars().all()
        found = []
        for name in names:
            rows = connection.exec_driver_sql(f'SELECT * FROM "{name}"').mappings().all()  # noqa: S608
            found += in_rows(name, rows, hashes)
    return found


def in_rows(
    name: str, rows: Sequence[Mapping[str, Any]], hashes: Sequence[bytes]
) -> list[Link]:
    """The same for one table's rows."""
    given = {hash: at for at, hash in enumerate(hashes)}
    here = [
        (place, row, given[value]) for place, row in enumerate(rows)
        for value in row.values() if isinstance(value, bytes) and value in given
    ]
    if len(here) < FEW:
        return []
    columns: dict[str, list[tuple[int, Any]]] = {
        f"{name}, as it is read": [(at, place) for place, _, at in here]
    }
    for column in here[0][1]:
        told = [(at, row[column]) for _, row, at in here if row[column] is not None]
        if all(isinstance(value, int | float | str) for _, value in told):
            columns[f"{name}.{column}"] = told
    found = []
    for where, told in columns.items():
        if len(told) >= FEW and len({value for _, value in told}) > 1:
            rank, chance = correlation(told), 4 / (len(told) - 1) ** 0.5
            if abs(rank) > chance:
                found.append(Link(where, rank, chance))
    return found


def correlation(pairs: Sequence[tuple[Any, Any]]) -> float:
    """How far both orders are one (Spearman, ties shared): 1 the same, -1 turned round."""
    first, second = (_ranks([pair[side] for pair in pairs]) for side in (0, 1))
    mean = (len(pairs) - 1) / 2
    both = sum((a - mean) * (b - mean) for a, b in zip(first, second, strict=True))
    alone = [sum((rank - mean) ** 2 for rank in ranks) for ranks in (first, second)]
    return float(both / (alone[0] * alone[1]) ** 0.5)


def _ranks(values: Sequence[Any]) -> list[float]:
    ordered = sorted(values)
    first: dict[Any, int] = {}
    last: dict[Any, int] = {}
    for at, value in enumerate(ordered):
        first.setdefault(value, at)
        last[value] = at
    return [(first[value] + last[value]) / 2 for value in values]


def candidates(
    carried: Iterable[Sequence[Body]], hashes: Sequence[bytes]
) -> tuple[list[int], list[int], int]:
    """Whoever holds every key and kept every bundle knows which batch came before which answers:
    of how many responses each voucher may be, in the end, and when the answers of whoever got it
    had just been carried; and how many batches there were. Everybody is to have taken one."""
    batch_of: dict[bytes, int] = {}
    batches: list[int] = []
    carryings: list[int] = []
    responses = 0
    for bodies in carried:
        for body in bodies:
            if isinstance(body, Vouchers):
                batch_of |= dict.fromkeys(body.hashes, len(batches))
                batches.append(responses)
            responses += isinstance(body, Response)
        carryings.append(responses)
    began = [batches[batch_of[hash]] for hash in hashes]
    just = [
        carryings[bisect_right(carryings, who)] - at
        for who, at in enumerate(began[: carryings[-1]])
    ]
    return [responses - at for at in began], just, len(batches)

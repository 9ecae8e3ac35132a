"""Bundles opened into rows: cheap values that also cross to another process, as msgpack.

Made by :mod:`storage.unsealing` without a database, written by :mod:`storage.workspace.intake`.
Ids are raw bytes, times whole seconds or what the record says, and numbers are a workspace's own.
"""

from __future__ import annotations

from typing import Any

import msgspec

Row = tuple[Any, ...]


class CampaignKeys(msgspec.Struct, frozen=True, array_like=True):
    """What opens a campaign's bundles and names its rows: ``seeds`` of 96 bytes, newest first."""

    number: int
    row_secret: bytes
    seeds: tuple[bytes, ...]

    def __repr__(self) -> str:
        return f"CampaignKeys(number={self.number})"


class Keyring(msgspec.Struct, frozen=True, array_like=True):
    """All that opening needs. Campaigns and questions by their 16, devices by 32 bytes."""

    campaigns: dict[bytes, CampaignKeys]
    devices: dict[bytes, int]
    questions: dict[bytes, int]

    def __repr__(self) -> str:
        return f"Keyring({len(self.campaigns)} campaigns)"


class Part(msgspec.Struct, frozen=True, array_like=True):
    """An epoch of a bundle; each of ``places`` is (n, hash, previous hash), rising.

    ``count`` records had been made in it, the last with hash ``head``.
    """

    id: bytes
    parent: bytes
    parent_head: bytes
    opened: int
    hash: bytes
    header: bytes
    count: int
    head: bytes
    places: tuple[tuple[int, bytes, bytes], ...]


class Outline(msgspec.Struct, frozen=True, array_like=True):
    """What a bundle says of itself, without what is sealed in it."""

    stream: bytes
    device: bytes
    campaign: bytes
    package_hash: bytes
    number: int
    made: int
    hash: bytes
    parts: tuple[Part, ...]


class Rows(msgspec.Struct, array_like=True):
    """Rows of the tables they are called after, without their order.

    ``ratings`` are wide, by how many there are in a row: (campaign, response, question, value,
    question, value, …). ``fresh`` is (batch, campaign, response), ``vouchers`` is (campaign, id of
    the note that brought it, hash). The other columns stand as
    in :mod:`storage.workspace.writing`.
    """

    circumstances: dict[int, Row] = {}
    responses: list[Row] = []
    ratings: dict[int, list[Row]] = {}
    choices: list[Row] = []
    words: list[Row] = []
    declined: list[Row] = []
    events: list[Row] = []
    fresh: list[Row] = []
    further: list[Row] = []
    files: list[Row] = []
    beside: list[Row] = []
    flags: list[Row] = []
    screens: list[Row] = []
    notes: list[Row] = []
    vouchers: list[Row] = []

    def merge(self, other: Rows) -> None:
        """Take the rows of ``other`` along."""
        self.circumstances.update(other.circumstances)
        for count, rows in other.ratings.items():
            self.ratings.setdefault(count, []).extend(rows)
        self.responses += other.responses
        self.choices += other.choices
        self.words += other.words
        self.declined += other.declined
        self.events += other.events
        self.fresh += other.fresh
        self.further += other.further
        self.files += other.files
        self.beside += other.beside
        self.flags += other.flags
        self.screens += other.screens
        self.notes += other.notes
        self.vouchers += other.vouchers

    def only(self, ids: frozenset[bytes]) -> Rows:
        """The rows of these responses and events, and the circumstances that they have."""
        responses = [row for row in self.responses if row[1] in ids]
        had = {row[2] for row in responses}
        ratings = {
            count: kept for count, rows in self.ratings.items()
            if (kept := [row for row in rows if row[1] in ids])
        }
        return Rows(
            circumstances={n: row for n, row in self.circumstances.items() if n in had},
            ratings=ratings, responses=responses,
            choices=[row for row in self.choices if row[1] in ids],
            words=[row for row in self.words if row[1] in ids],
            declined=[row for row in self.declined if row[1] in ids],
            events=[row for row in self.events if row[1] in ids],
            fresh=[row for row in self.fresh if row[2] in ids],
            further=[row for row in self.further if row[1] in ids],
            files=[row for row in self.files if row[1] in ids],
            beside=[row for row in self.beside if row[1] in ids],
            flags=[row for row in self.flags if row[1] in ids],
            screens=[row for row in self.screens if row[1] in ids],
            notes=[row for row in self.notes if row[1] in ids],
            vouchers=[row for row in self.vouchers if row[1] in ids],
        )

    def renumbered(self, numbers: dict[int, int]) -> Rows:
        """The same with other numbers of questions."""

        def changed(row: Row) -> Row:
            return (*row[:2], numbers.get(row[2], row[2]), *row[3:])

        def wide(row: Row) -> Row:
            pairs = zip(row[2::2], row[3::2], strict=True)
            return (*row[:2], *(x for q, v in pairs for x in (numbers.get(q, q), v)))

        return Rows(
            circumstances=self.circumstances, responses=self.responses,
            ratings={count: [wide(row) for row in rows] for count, rows in self.ratings.items()},
            choices=[changed(row) for row in self.choices],
            words=[changed(row) for row in self.words],
            declined=[changed(row) for row in self.declined],
            events=self.events, fresh=self.fresh,
            further=[changed(row) for row in self.further],
            files=[changed(row) for row in self.files], beside=self.beside, flags=self.flags,
            screens=[changed(row) for row in self.screens], notes=self.notes,
            vouchers=self.vouchers,
        )


class Odd(msgspec.Struct, frozen=True, array_like=True):
    """A record that gives no rows, at place ``n`` of part ``part``.

    With a ``reason`` it could not be opened or read. Otherwise it is of a ``kind`` and
    ``version`` this program does not know, or a withdrawal of the answers under ``code``,
    a hash of 32 bytes. ``raw`` is the sealed record.
    """

    part: int
    n: int
    raw: bytes
    reason: str = ""
    kind: str = ""
    version: int = 0
    code: bytes = b""


class Unsealed(msgspec.Struct, frozen=True, array_like=True):
    """A bundle opened: ``ids`` are the row ids of the records, in each part by place.

    ``questions`` are those its rows name, with the numbers used; negative where the key ring
    did not know one. ``coded`` leads from a receipt code's hash to the row ids under it.
    """

    outline: Outline
    ids: tuple[dict[int, bytes], ...]
    rows: Rows
    odd: tuple[Odd, ...]
    questions: dict[bytes, int]
    coded: dict[bytes, list[bytes]]

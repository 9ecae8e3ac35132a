"""Opening: from a bundle's sealed records to rows, with keys but without a database.

It needs nothing but the bytes and a key ring, so that it can run in a process of its own
while another writes. The one hot path of an intake, beside the inserting.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from hashlib import sha256
from itertools import chain, groupby
from typing import Any

from storage import beside, beside_rows, bodies, further
from storage.beside_structs import NoteWire, WithBeside
from storage.bodies import (
    AnsweredWire,
    ResponseWire,
    SessionEventWire,
    Unknown,
    WithdrawalWire,
)
from storage.body_structs import FileWire, FormFields
from storage.errors import Damaged, MissingKey, WrongCampaign, WrongSigner
from storage.seal import coding, keys
from storage.seal.epochs import open_epoch
from storage.seal.keys import ReceivingKey
from storage.seal.ratchet import EpochOpener
from storage.seal.records import PLACES_LIMIT
from storage.unsealed import CampaignKeys, Keyring, Odd, Outline, Part, Row, Rows, Unsealed
from storage.values import Epoch, OpenedBundle, SealedRecord

RATINGS_AT_ONCE = 60
"""Most ratings in one wide row; a response with more has several."""

_WIDEST = 2 + 2 * RATINGS_AT_ONCE
_ONLY_STEPS = frozenset({int})

Places = Set[tuple[int, int]]
"""(part, n) of records."""


def outline(bundle: OpenedBundle) -> Outline:
    """What ``bundle`` says of itself. Raises Damaged when it contradicts itself."""
    if bundle.stream != keys.stream_id(bundle.device, bundle.campaign):
        raise Damaged("bundle: the stream does not fit the device and the survey")
    per_epoch: dict[bytes, list[SealedRecord]] = {e.id: [] for e, _, _ in bundle.epochs}
    if len(per_epoch) != len(bundle.epochs):
        raise Damaged("bundle: an epoch is named twice")
    for id, records in groupby(bundle.records, key=lambda record: record.epoch):
        if id not in per_epoch:
            raise Damaged("bundle: a record belongs to an epoch that is not here")
        per_epoch[id].extend(records)
    bound = (bundle.stream, bundle.campaign, bundle.package_hash)
    return Outline(
        stream=bundle.stream, device=bundle.device, campaign=bundle.campaign.bytes,
        package_hash=bundle.package_hash, number=bundle.number,
        made=int(bundle.made.timestamp()), hash=bundle.hash,
        parts=tuple(
            _part(epoch, count, head, per_epoch[epoch.id], bound)
            for epoch, count, head in bundle.epochs
        ),
    )


def _part(
    epoch: Epoch, count: int, head: bytes, records: list[SealedRecord], bound: tuple[object, ...]
) -> Part:
    if (epoch.stream, epoch.campaign, epoch.package_hash) != bound:
        raise Damaged("bundle: an epoch belongs to another stream, survey or package")
    if not 0 <= count <= PLACES_LIMIT:
        raise Damaged("bundle: an epoch's count is out of limits")
    if any(not 0 <= record.n < count for record in records):
        raise Damaged("bundle: a record stands beyond what its epoch holds")
    return Part(
        id=epoch.id, parent=epoch.parent, parent_head=epoch.parent_head,
        opened=int(epoch.opened.timestamp()), hash=epoch.hash, header=epoch.header,
        count=count, head=head, places=tuple((r.n, r.hash, r.previous) for r in records),
    )


class Unsealer:
    """Opens bundles with the keys of one :class:`Keyring`, as often as wanted."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._receiving: dict[bytes, tuple[ReceivingKey, ...]] = {}

    def knows(self, device: bytes) -> bool:
        """Whether the key ring has this device (32 bytes)."""
        return device in self._keyring.devices

    def unseal(self, bundle: OpenedBundle, wanted: Places | None = None) -> Unsealed:
        """The rows of ``bundle``, of all its records or of those at the ``wanted`` places.

        A record that cannot be opened or read is told in ``odd`` and holds up no other.
        Raises WrongSigner and WrongCampaign for a device or survey that the key ring does
        not have, MissingKey when an epoch is not sealed to it, and Damaged.
        """
        device = self._keyring.devices.get(bundle.device)
        if device is None:
            raise WrongSigner(
                "bundle: its device is not registered here. Register it and try again"
            )
        campaign = self._keyring.campaigns.get(bundle.campaign.bytes)
        if campaign is None:
            raise WrongCampaign("bundle: it belongs to a survey that is not in this workspace")
        shape = outline(bundle)
        work = _Work(campaign, device, self._keyring.questions)
        records = {(r.epoch, r.n): r for r in bundle.records}
        for at, (epoch, _, _) in enumerate(bundle.epochs):
            some = [
                records[epoch.id, n] for n, _, _ in shape.parts[at].places
                if wanted is None or (at, n) in wanted
            ]
            work.epoch(at, epoch, some, self._secret(epoch, campaign, bundle) if some else None)
        made = work.maker
        return Unsealed(
            outline=shape, ids=tuple(work.ids), rows=made.rows, odd=tuple(work.odd),
            questions=made.used, coded=made.coded,
        )

    def _secret(
        self, epoch: Epoch, campaign: CampaignKeys, bundle: OpenedBundle
    ) -> bytes | Damaged:
        """The epoch's secret, or why no key that it is sealed to opens it."""
        held = self._receiving.get(bundle.campaign.bytes)
        if held is None:
            held = tuple(ReceivingKey(seed) for seed in campaign.seeds)
            self._receiving[bundle.campaign.bytes] = held
        named = {recipient for recipient, _ in epoch.wraps}
        found: Damaged | None = None
        for key in held:
            if key.id in named:
                try:
                    return open_epoch(epoch, key)
                except Damaged as fault:
                    found = fault
        if found is None:
            raise MissingKey("this epoch is not sealed to any key held here")
        return found


class _Work:
    """Opens the records of one bundle."""

    def __init__(self, campaign: CampaignKeys, device: int, questions: dict[bytes, int]) -> None:
        self._secret = campaign.row_secret
        self.maker = RowMaker(campaign.number, device, questions)
        self.ids: list[dict[int, bytes]] = []
        self.odd: list[Odd] = []

    def epoch(
        self, part: int, epoch: Epoch, records: list[SealedRecord],
        secret: bytes | Damaged | None,
    ) -> None:
        """Open ``records`` of ``epoch``; all are odd when there is a fault for a ``secret``."""
        ids: dict[int, bytes] = {}
        self.ids.append(ids)
        opener = EpochOpener(epoch, secret) if isinstance(secret, bytes) else None
        row_id = keys.row_ids(self._secret, epoch.stream, epoch.id)
        for record in records:
            id = row_id(record.n, record.id)
            try:
                if opener is None:
                    raise secret if isinstance(secret, Damaged) else Damaged("epoch: not opened")
                other = self.maker.add(id, opener.open(record))
            except Damaged as fault:
                self.odd.append(Odd(part=part, n=record.n, raw=record.raw, reason=str(fault)))
                continue
            if other is None:
                ids[record.n] = id
            else:
                self.odd.append(_odd(part, record, other))


def _odd(part: int, record: SealedRecord, other: WithdrawalWire | Unknown) -> Odd:
    if isinstance(other, WithdrawalWire):
        code = keys.digest("receipt-code", other.code)
        return Odd(part=part, n=record.n, raw=record.raw, kind="withdrawal", version=1, code=code)
    return Odd(part=part, n=record.n, raw=record.raw, kind=other.kind, version=other.version)


class _Numbers(dict[bytes, int]):
    """Numbers of questions as they are met; one that is not known gets a negative number."""

    def __init__(self, known: Mapping[bytes, int]) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, question: bytes) -> int:
        number = self[question] = self._known.get(question) or -1 - len(self)
        return number


class RowMaker:
    """Makes rows of bodies. ``known`` questions have numbers; others get negative ones.

    ``used`` are the questions that were met, ``coded`` the rows by the hash of a receipt code.
    """

    def __init__(self, campaign: int, device: int, known: Mapping[bytes, int]) -> None:
        self._campaign = campaign
        self._device = device
        self.used: dict[bytes, int] = _Numbers(known)
        self.rows = Rows()
        self.coded: dict[bytes, list[bytes]] = {}
        self._circumstances: dict[tuple[object, ...], int] = {}

    def add(self, id: bytes, body: bytes) -> WithdrawalWire | Unknown | None:
        """Take the opened ``body`` for row ``id``; hand back what gives no rows.

        Raises Damaged when the body does not follow its format, and then nothing was added.
        """
        wire = bodies.read(body)
        if isinstance(wire, Unknown | WithdrawalWire):
            return wire
        if isinstance(wire, NoteWire):
            beside_rows.add_note(self.rows, (self._campaign, id), self._device, wire, body)
        elif isinstance(wire, SessionEventWire):
            bodies.decode(body)  # its bytes are kept, and every later reader is strict
            row = (self._campaign, id, wire.session, wire.lamport, self._device, body)
            self.rows.events.append(row)
        else:
            self._response(id, wire)
        return None

    def _response(self, id: bytes, wire: AnsweredWire) -> None:
        campaign, rows, numbers = self._campaign, self.rows, self.used
        complete, code = (1, None) if type(wire) is ResponseWire else self._unusual(id, wire)
        rows.responses.append((campaign, id, self._circumstance(wire), complete, code))
        answers = wire.answers
        if _ONLY_STEPS.issuperset(map(type, answers.values())):  # most are; no loop in Python
            pairs = zip(map(numbers.__getitem__, answers), answers.values(), strict=True)
            row = (campaign, id, *chain.from_iterable(pairs))
        else:
            row = (campaign, id, *self._mixed(id, answers))
        for question, text in wire.texts.items():
            rows.words.append((campaign, id, numbers[question], text))
        if 2 < len(row) <= _WIDEST:
            rows.ratings.setdefault(len(row) // 2 - 1, []).append(row)
        else:
            self._cut(row)

    def _unusual(self, id: bytes, wire: AnsweredWire) -> tuple[int, bytes | None]:
        """Whether it is complete, and its code; its further answers become rows."""
        if isinstance(wire, WithBeside):
            beside.check(wire.beside)
        if isinstance(wire, FormFields):
            further.check(wire.further, wire.form)
            head = (self._campaign, id)
            self.rows.further += [
                (*head, self.used[one.node], *further.to_row(one)) for one in wire.further
            ]
            self.rows.files += [
                (*head, self.used[one.node], further.place(one.at), sha256(one.data).digest(),
                 one.data)
                for one in wire.further if isinstance(one, FileWire)
            ]
        if isinstance(wire, WithBeside):
            beside_rows.add(self.rows, (self._campaign, id), wire.beside, self.used)
        code = bodies.code_of(wire)
        if code is not None:
            self.coded.setdefault(code, []).append(id)
        return int(bodies.is_complete(wire)), code

    def _cut(self, row: Row) -> None:
        """A row with more ratings than one may have as several; with none, as none."""
        for start in range(2, len(row), _WIDEST - 2):
            some = row[start : start + _WIDEST - 2]
            self.rows.ratings.setdefault(len(some) // 2, []).append((*row[:2], *some))

    def _mixed(self, id: bytes, answers: Mapping[bytes, int | bytes | None]) -> list[Any]:
        """Choices and refusals to answer as rows; what is left is ratings."""
        ratings: list[Any] = []
        for question, answer in answers.items():
            number = self.used[question]
            if isinstance(answer, int):
                ratings += (number, answer)
            elif isinstance(answer, bytes):
                self.rows.choices.append((self._campaign, id, number, answer))
            else:
                self.rows.declined.append((self._campaign, id, number))
        return ratings

    def _circumstance(self, wire: AnsweredWire) -> int:
        c = wire.circumstances
        alike = (wire.form, wire.form_version, c)
        number = self._circumstances.get(alike)
        if number is None:
            fields = (
                wire.form, wire.form_version, c.unit, c.place, c.mode, c.language, c.time, c.day,
                c.clock, c.consent,
            )
            # a hash, not a count: numbers given in turn would tell the order of arrival
            hashed = keys.digest("circumstance", coding.pack((self._campaign, *fields)))
            number = int.from_bytes(hashed[:8], "big") >> 1
            self._circumstances[alike] = number
            self.rows.circumstances[number] = (number, self._campaign, *fields)
        return number

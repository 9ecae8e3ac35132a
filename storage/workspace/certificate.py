"""The certificate of a campaign's destroyed keys: signed, canonical bytes.

See ``docs/formats/certificate.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from storage.errors import Damaged, WrongSigner
from storage.seal import coding, keys
from storage.seal.epochs import minutes, moment
from storage.seal.keys import Signer

KIND = "certificate"
LIMIT = 4 * 1024 * 1024
LOG = "log"
"""It lies in the database's log or pages still: whoever read then kept it there."""
SERVER = "server"
"""The rows are on a server, whose log, backups and copies may hold it."""
_Texts = tuple[str, str, str, str]
_Wire = tuple[
    int, bytes, bytes, int, _Texts, tuple[bytes, ...], tuple[int, int, int, int],
    tuple[tuple[bytes, int, int], ...], tuple[tuple[str, int, bytes], ...],
    tuple[tuple[str, bytes, int], ...], tuple[tuple[str, str, int, int], ...],
    tuple[tuple[str, int], ...], tuple[str, ...],
]
_decoder = msgspec.msgpack.Decoder(_Wire)
_shell = msgspec.msgpack.Decoder(tuple[bytes, bytes, bytes])


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSheet:
    """A recovery sheet that still opens the campaign's bundles; ``name`` is 4 bytes."""

    name: bytes
    made: datetime
    replaced: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedBackup:
    """A backup that still holds the keys, by its directory's name and its generation (16)."""

    path: str
    at: datetime
    generation: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPartner:
    """Another organisation that still opens what was sealed to it; ``organisation`` 32 bytes."""

    name: str
    organisation: bytes
    removed: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedExport:
    """A readable file that was made of the answers; ``destroyed`` when a person said it went."""

    kind: str
    path: str
    at: datetime
    destroyed: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What was destroyed, and what still opens or tells the answers.

    ``keys`` are ids of 16 bytes. ``records`` were taken in, in all, from ``packages`` packages;
    ``left`` answers remain readable in the workspace, ``erased`` went with the keys. ``waiting``
    counts what was lost to the workspace unread, and ``despite`` says why that was accepted.
    ``remains`` (LOG, SERVER) are places that may still hold what was destroyed.
    """

    workspace: bytes
    campaign: UUID
    at: datetime
    organisation: str
    title: str
    actor: str
    despite: str
    keys: tuple[bytes, ...]
    packages: int
    records: int
    left: int
    erased: int
    sheets: tuple[NamedSheet, ...]
    backups: tuple[NamedBackup, ...]
    partners: tuple[NamedPartner, ...]
    exports: tuple[NamedExport, ...]
    waiting: tuple[tuple[str, int], ...]
    remains: tuple[str, ...] = ()


def write_certificate(certificate: Certificate, signer: Signer) -> bytes:
    """The certificate's exact bytes, signed by the organisation."""
    c = certificate
    payload = coding.pack((
        1, c.workspace, c.campaign.bytes, minutes(c.at),
        (c.organisation, c.title, c.actor, c.despite), c.keys,
        (c.packages, c.records, c.left, c.erased),
        tuple((s.name, minutes(s.made), _or_zero(s.replaced)) for s in c.sheets),
        tuple((b.path, minutes(b.at), b.generation) for b in c.backups),
        tuple((p.name, p.organisation, _or_zero(p.removed)) for p in c.partners),
        tuple((e.kind, e.path, minutes(e.at), _or_zero(e.destroyed)) for e in c.exports),
        c.waiting, tuple(sorted(c.remains)),
    ))
    signature = signer.sign(KIND, signer.public, payload)
    return coding.magic(KIND) + coding.pack((payload, signer.public, signature))


def read_certificate(data: bytes) -> tuple[Certificate, bytes]:
    """The certificate and the organisation's key (32 bytes) that signed it. Damaged, TooNew."""
    payload, signer, signature = coding.unpack(
        _shell, coding.after_magic(KIND, data, LIMIT), KIND
    )
    if len(signer) != 32 or len(signature) != 64:
        raise Damaged("certificate: the signature has the wrong length")
    try:
        keys.verify(signer, signature, KIND, signer, payload)
    except WrongSigner:
        raise Damaged("certificate: it was changed after it was signed") from None
    return _certificate(coding.unpack(_decoder, payload, KIND)), signer


def _certificate(wire: _Wire) -> Certificate:
    (_, workspace, campaign, at, texts, ids, counts, sheets, backups, partners, exports, waits,
     remains) = wire
    lengths = (
        (16, (workspace, campaign, *ids, *(b[2] for b in backups))),
        (4, [s[0] for s in sheets]), (32, [p[1] for p in partners]),
    )
    if any(len(value) != wanted for wanted, values in lengths for value in values):
        raise Damaged("certificate: a field has the wrong length")
    _check_counts((*counts, *(count for _, count in waits)))
    if remains not in ((), (LOG,), (SERVER,), (LOG, SERVER)):
        raise Damaged("certificate: it names a place that the format does not know")
    return Certificate(
        workspace=workspace, campaign=UUID(bytes=campaign), at=moment(at),
        organisation=texts[0], title=texts[1], actor=texts[2], despite=texts[3], keys=ids,
        packages=counts[0], records=counts[1], left=counts[2], erased=counts[3],
        sheets=tuple(
            NamedSheet(name=name, made=moment(made), replaced=_or_none(replaced))
            for name, made, replaced in sheets
        ),
        backups=tuple(
            NamedBackup(path=path, at=moment(at), generation=generation)
            for path, at, generation in backups
        ),
        partners=tuple(
            NamedPartner(name=name, organisation=public, removed=_or_none(removed))
            for name, public, removed in partners
        ),
        exports=tuple(
            NamedExport(kind=kind, path=path, at=moment(at), destroyed=_or_none(gone))
            for kind, path, at, gone in exports
        ),
        waiting=waits, remains=remains,
    )


def _check_counts(counts: Sequence[int]) -> None:
    if any(not 0 <= count < 2**53 for count in counts):
        raise Damaged("certificate: a count is out of limits")


def _or_zero(when: datetime | None) -> int:
    return 0 if when is None else minutes(when)


def _or_none(minute: int) -> datetime | None:
    return None if minute == 0 else moment(minute)

"""Results for another organisation: signed, and with nothing that a small group gave away.

Format: ``docs/formats/results.md``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from storage.errors import Damaged
from storage.seal import coding
from storage.seal.epochs import minutes, moment
from sync import envelope
from sync.errors import ShowsSmallGroup
from sync.naming import well_named
from sync.results_structs import FactorWire, ResultsWire

KIND = "results"
SUFFIX = ".vresults"
LIMIT = 16 * 1024 * 1024
THRESHOLD = 5
"""No file may show a smaller group, whatever threshold its sender set."""

_decoder = msgspec.msgpack.Decoder(tuple[int, bytes, int, str, str, int, bytes])
_json_decoder = msgspec.json.Decoder(ResultsWire, strict=True)
_json_encoder = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsFile:
    """What an organisation says its results are. ``threshold`` >= 5; ``results`` as results.json.

    ``organisation`` is the Ed25519 key that signed it: whose that is, a person compares.
    """

    campaign: UUID
    issued: datetime
    name: str
    title: str
    threshold: int
    organisation: bytes
    results: dict[str, Any]


class Telling(Protocol):
    """What writing the file asks of the workspace."""

    @property
    def name(self) -> str: ...
    @property
    def signer_public(self) -> bytes: ...
    def sign(self, domain: str, *parts: bytes) -> bytes: ...


def write_results(
    workspace: Telling, results: dict[str, object], *, title: str, threshold: int,
    issued: datetime,
) -> bytes:
    """The signed file of ``results`` (``survey.results.to_json``).

    ValueError when a name cannot travel; ShowsSmallGroup when a group under ``threshold`` is
    not suppressed: nothing is written then.
    """
    if not well_named(workspace.name) or not well_named(title, 200):
        raise ValueError("a name is one printable line")
    wire = msgspec.convert(results, ResultsWire)
    _check(wire, threshold)
    payload = coding.pack((
        1, UUID(wire.campaign).bytes, minutes(issued), workspace.name, title, threshold,
        _json_encoder.encode(wire),
    ))
    signer = workspace.signer_public
    signature = workspace.sign(KIND, signer, payload)
    return envelope.wrap(
        KIND, envelope.SignedFile(payload=payload, signer=signer, signature=signature)
    )


def read_results(data: bytes) -> ResultsFile:
    """The results in this file. Raises Damaged, TooNew or ShowsSmallGroup.

    The signature shows that the sender holds the key, not who the sender is: a person
    compares :func:`sync.enrolment.fingerprint` of ``organisation``.
    """
    signed = envelope.unwrap(KIND, data, LIMIT)
    envelope.check(KIND, signed, signed.signer, signed.payload)
    _, campaign, issued, name, title, threshold, raw = coding.unpack(
        _decoder, signed.payload, KIND
    )
    if len(campaign) != 16 or not well_named(name) or not well_named(title, 200):
        raise Damaged("results: a field is out of limits")
    wire = _read(raw)
    if wire.campaign != str(UUID(bytes=campaign)):
        raise Damaged("results: the figures belong to another survey than the file names")
    _check(wire, threshold)
    return ResultsFile(
        campaign=UUID(bytes=campaign), issued=moment(issued), name=name, title=title,
        threshold=threshold, organisation=signed.signer, results=msgspec.to_builtins(wire),
    )


def file_name(campaign: UUID, issued: datetime) -> str:
    """The name of a results file: which survey, and the minute it was issued."""
    return f"{campaign.hex[:12]}-{issued:%Y%m%d%H%M}{SUFFIX}"


def _read(raw: bytes) -> ResultsWire:
    try:
        wire = _json_decoder.decode(raw)
        again = _json_encoder.encode(wire)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Damaged("results: the figures do not follow the format") from None
    if again != raw:
        raise Damaged("results: not written the one way the format allows")
    return wire


def _check(wire: ResultsWire, threshold: int) -> None:
    """Everything that is shown rests on enough people, and what is hidden says nothing."""
    if not THRESHOLD <= threshold <= 1000:
        raise Damaged("results: the threshold is out of limits")
    for row in wire.rows:
        shown = (row.value_index, row.ci, row.weight_present)
        if row.suppressed and (row.n is not None or any(v is not None for v in shown)):
            raise ShowsSmallGroup("results: a hidden group has figures")
        if not row.suppressed and (row.n is None or row.n < threshold):
            raise ShowsSmallGroup(f"results: a group under {threshold} is shown")
        for factor in row.factors:
            _check_factor(factor, threshold, hidden=row.suppressed)


def _check_factor(factor: FactorWire, threshold: int, *, hidden: bool) -> None:
    figures = (factor.n, factor.counts, factor.mean, factor.index, factor.ci)
    if (factor.suppressed or hidden) and any(value is not None for value in figures):
        raise ShowsSmallGroup("results: a hidden factor has figures")
    if factor.suppressed or hidden or factor.n is None:
        return
    if factor.n < threshold:
        raise ShowsSmallGroup(f"results: a factor answered by fewer than {threshold} is shown")
    if factor.mean is not None and not math.isfinite(factor.mean):
        raise Damaged("results: a figure is no number")

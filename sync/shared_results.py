"""Results for another organisation: signed, and with nothing that a small group gave away.

Format: ``docs/formats/results.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from storage.errors import Damaged
from storage.seal import coding
from storage.seal.epochs import minutes, moment
from sync import envelope, results_figures
from sync.naming import well_named
from sync.results_structs import ResultsWire

KIND = "results"
SUFFIX = ".vresults"
LIMIT = 16 * 1024 * 1024

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

    Names of factors and groups travel as one printable line. ValueError when another name cannot;
    ShowsSmallGroup when a group under ``threshold`` is not suppressed: nothing is written then.
    """
    if not well_named(workspace.name) or not well_named(title, 200):
        raise ValueError("a name is one printable line")
    wire = _in_lines(msgspec.convert(results, ResultsWire))
    results_figures.check(wire, threshold)
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
    results_figures.check(wire, threshold)
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


def _in_lines(wire: ResultsWire) -> ResultsWire:
    replace = msgspec.structs.replace
    return replace(
        wire,
        weights=[replace(weight, name=_line(weight.name)) for weight in wire.weights],
        rows=[
            replace(row, label=_line(row.label), factors=[
                replace(factor, name=_line(factor.name)) for factor in row.factors
            ])
            for row in wire.rows
        ],
    )


def _line(text: str) -> str:
    """``text`` without line ends, soft hyphens and whatever else is not seen."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())

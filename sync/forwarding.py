"""Answers re-sealed to another organisation, as ordinary bundles of a device of their own.

See ``docs/formats/bundle.md``: the receiver registers the forwarding device like any other
and takes the bundles in; sending again sends the same bytes, so nothing doubles.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from storage.values import Clock
from storage.workspace import Workspace
from storage.workspace.forwarding import Forwarder, Parcel
from sync import bundle, enrolment, withdrawn_lists
from sync.bundle import Bundle, EpochPart
from sync.transport import Transport


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """``new`` answers went along this time; ``files`` bundles and ``device_file`` lie there."""

    new: int
    files: int
    device: str
    fingerprint: str
    device_file: str


def forward(
    workspace: Workspace, campaign: UUID, organisation: bytes, transport: Transport, *,
    clock: Clock, actor: str,
) -> Forwarded:
    """Pass on to ``organisation`` (its Ed25519 key) what it has not had, and lay all of it there.

    The list of withdrawn answers goes along. Raises MissingKey when the campaign is not shared with
    it, TransportError when the place fails: what was made is kept, and the next call brings it.
    """
    def write(parcel: Parcel, sender: Forwarder) -> bytes:
        made = Bundle(
            stream=parcel.stream, device=sender.signer.public, campaign=campaign,
            package_hash=parcel.package_hash, number=parcel.number, made=clock(),
            epochs=(EpochPart(
                epoch=parcel.epoch, first=0, count=len(parcel.records),
                head=parcel.records[-1].hash,
            ),),
            records=parcel.records,
        )
        return bundle.write_bundle(made, sender.signer.sign)

    new = 0
    while count := workspace.forwards.pack(campaign, organisation, write, actor):
        new += count
    device, sign = workspace.forwards.sender(campaign, organisation, actor)
    transport.put(enrolment.file_name(device), enrolment.write_device(device, sign))
    # before the bundles, which may hold answers that were withdrawn since they were made
    withdrawn_lists.lay(workspace, campaign, transport)
    kept = workspace.forwards.bundles(campaign, organisation)
    for _, raw in kept:
        head = bundle.peek(raw)
        transport.put(bundle.file_name(head.stream, head.number), raw)
    return Forwarded(
        new=new, files=len(kept), device=device.name,
        fingerprint=enrolment.fingerprint(device.public),
        device_file=enrolment.file_name(device),
    )

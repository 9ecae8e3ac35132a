"""A bundle file straight to rows, for whoever holds a key ring; needs no workspace."""

from __future__ import annotations

from hashlib import sha256

from storage.errors import StorageError, WrongSigner
from storage.unsealed import Unsealed
from storage.unsealing import Unsealer
from storage.values import OpenedBundle
from sync import bundle

Opened = OpenedBundle | Unsealed | StorageError
"""A file's rows; or, of one that was seen before, its records still sealed; or a refusal."""


def checked(head: bundle.Head, raw: bytes) -> OpenedBundle:
    """The bundle below ``head`` of the file ``raw``, its records still sealed.

    Raises Damaged or TooNew. Only for a head whose device is known.
    """
    found = bundle.contents(head)
    return OpenedBundle(
        stream=found.stream, device=found.device, campaign=found.campaign,
        package_hash=found.package_hash, number=found.number, made=found.made,
        epochs=tuple((part.epoch, part.count, part.head) for part in found.epochs),
        records=found.records, hash=sha256(raw).digest(),
    )


def unseal_file(raw: bytes, unsealer: Unsealer) -> Unsealed:
    """The rows of the file ``raw``. Raises Damaged, TooNew, WrongSigner, WrongCampaign, MissingKey.

    Nothing below the head is decoded before the signature and the device are known to be good.
    """
    head = bundle.peek(raw)
    if not unsealer.knows(head.device):
        raise WrongSigner("bundle: made by a device that is not registered here")
    return unsealer.unseal(checked(head, raw))

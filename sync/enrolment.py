"""The device file: how a kiosk tells its public key; ``docs/formats/device.md``."""

from __future__ import annotations

import re

import msgspec

from storage.errors import Damaged, WrongSigner
from storage.seal import coding, keys
from storage.values import DeviceIdentity
from sync import envelope
from sync.naming import well_named

KIND = "device"
SUFFIX = ".vdevice"
_decoder = msgspec.msgpack.Decoder(tuple[int, bytes, str])


def write_device(device: DeviceIdentity, sign: envelope.Sign) -> bytes:
    """The enrolment file of ``device``, signed by the device itself. ValueError on a bad name."""
    if not well_named(device.name):
        raise ValueError("a device's name is one printable line of at most 120 characters")
    payload = coding.pack((1, device.public, device.name))
    signature = sign(KIND, device.public, payload)
    signed = envelope.SignedFile(payload=payload, signer=device.public, signature=signature)
    return envelope.wrap(KIND, signed)


def read_device(data: bytes) -> DeviceIdentity:
    """The device that wrote this file. Raises Damaged or TooNew.

    The signature shows that the sender holds the key, not who the sender is: a person
    compares :func:`fingerprint` with what the device shows before registering it.
    """
    signed = envelope.unwrap(KIND, data, envelope.SMALL_FILE_LIMIT)
    envelope.check(KIND, signed, signed.signer, signed.payload)
    _, public, name = coding.unpack(_decoder, signed.payload, KIND)
    if public != signed.signer:
        raise Damaged("device: the key inside is not the key that signed")
    if not well_named(name):
        raise Damaged("device: the name is not one printable line")
    return DeviceIdentity(public=public, name=name)


def fingerprint(public: bytes) -> str:
    """Five groups of four hexadecimal digits that two people can compare aloud."""
    text = keys.digest("fingerprint", public).hex()[:20].upper()
    return " ".join(text[at : at + 4] for at in range(0, 20, 4))


def is_fingerprint(told: str) -> bool:
    """Whether ``told`` is twenty hexadecimal digits, however a person grouped them."""
    return re.fullmatch(r"[0-9A-F]{20}", _digits(told)) is not None


def expect(public: bytes, told: str) -> None:
    """WrongSigner unless ``public`` is the key whose fingerprint a person was ``told``."""
    if _digits(fingerprint(public)) != _digits(told):
        raise WrongSigner(
            f"the organisation here is {fingerprint(public)}, not the one to be trusted. "
            "Nothing was changed; compare the number with what that organisation says itself"
        )


def _digits(told: str) -> str:
    return re.sub(r"[\s-]", "", told).upper()


def file_name(device: DeviceIdentity) -> str:
    """The name of a device's enrolment file."""
    return device.public.hex()[:16] + SUFFIX

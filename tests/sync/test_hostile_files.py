"""Whatever bytes come, a reader either reads them or refuses them in its own words."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from storage.errors import StorageError
from storage.values import AcknowledgedRange, Receipt
from sync import bundle, enrolment, envelope, package, receipt
from tests.sync.sync_builders import CAMPAIGN, MOMENT, Device, Organisation, campaign, clock

ORGANISATION = Organisation()


def files() -> dict[str, tuple[bytes, Callable[[bytes], object]]]:
    device = Device()
    acknowledged = AcknowledgedRange(epoch=b"e" * 16, first=0, count=3, digest=b"d" * 32)
    value = Receipt(number=1, stream=device.stream, campaign=CAMPAIGN, issued=MOMENT,
                    backup=b"b" * 16, ranges=(acknowledged,) * 3)
    return {
        "device": (
            enrolment.write_device(device.identity, device.signer.sign), enrolment.read_device
        ),
        "receipt": (
            receipt.write_receipt(value, ORGANISATION.signer_public, ORGANISATION.sign),
            lambda raw: receipt.read_receipt(raw, ORGANISATION.signer_public),
        ),
        "package": (
            package.write_package(Organisation(), campaign(), clock).raw, package.read_package
        ),
        "bundle": (
            bundle.write_bundle(
                device.bundle(device.epoch([b"one", b"two"])), device.signer.sign
            ),
            bundle.read_bundle,
        ),
    }


@pytest.fixture
def believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A signer who has the key and means ill: every signature fits."""
    monkeypatch.setattr(envelope, "check", lambda *_: None)


def refused_or_read(read: Callable[[bytes], object], raw: bytes) -> bool:
    try:
        read(raw)
    except StorageError:
        return True
    return False


@pytest.mark.usefixtures("believed")
@pytest.mark.parametrize("kind", ["device", "receipt", "package", "bundle"])
def test_a_hostile_signer_cannot_break_a_reader(kind: str) -> None:
    raw, read = files()[kind]
    signed = envelope.unwrap(kind, raw)
    dice = random.Random(7)
    refused = 0
    for _ in range(1500):
        payload = bytearray(signed.payload)
        for _ in range(dice.randint(1, 3)):
            at = min(int(dice.expovariate(0.02)), len(payload) - 1)
            way = dice.randrange(3)
            if way == 0:
                payload[at] = dice.randrange(256)
            elif way == 1:
                del payload[at : at + dice.randint(1, 4)]
            else:
                payload[at:at] = dice.randbytes(dice.randint(1, 4))
        refused += refused_or_read(read, envelope.wrap(kind, envelope.SignedFile(
            payload=bytes(payload), signer=signed.signer, signature=signed.signature
        )))
    assert refused > 1000


@pytest.mark.parametrize("kind", ["device", "receipt", "package", "bundle"])
@pytest.mark.parametrize("payload", [
    b"\xdd\xff\xff\xff\xff", b"\xc6\xff\xff\xff\xff", b"\x91" * 100_000, b"\xdf\xff\xff\xff\xff",
    b"\x99\x01" + b"\x91" * 100_000, b"\x81\x01\x01", b"\x93\x01\xa2\xff\xfe", b"\x00", b"",
], ids=["huge array", "huge bytes", "deep", "huge map", "deep inside", "map", "text", "0", "empty"])
@pytest.mark.usefixtures("believed")
def test_a_small_file_that_claims_much_is_refused_at_once(kind: str, payload: bytes) -> None:
    read = files()[kind][1]
    shell = envelope.wrap(kind, envelope.SignedFile(
        payload=payload, signer=ORGANISATION.signer_public, signature=b"s" * 64
    ))
    assert refused_or_read(read, shell)
    assert refused_or_read(read, f"vardera-{kind}/1\n".encode() + payload)


@pytest.mark.parametrize("first", [
    b"vardera-bundle/0\n", b"vardera-bundle/01\n", b"vardera-bundle/+2\n", b"vardera-bundle/2",
    b"vardera-bundle/\n", b"VARDERA-BUNDLE/1\n", b"\xef\xbb\xbfvardera-bundle/1\n",
    b"vardera-bundle/1\r\n", b"vardera-bundle/99999999999999\n", "vardera-bundle/٢\n".encode(),
])
def test_a_first_line_that_is_nearly_right_is_damage(first: bytes) -> None:
    raw = files()["bundle"][0].removeprefix(b"vardera-bundle/1\n")
    with pytest.raises(StorageError) as caught:
        bundle.read_bundle(first + raw)
    assert caught.value.code == "damaged"


def test_a_file_over_the_limit_is_refused_unread() -> None:
    with pytest.raises(StorageError, match="allowed"):
        envelope.unwrap("bundle", b"vardera-bundle/1\n" + bytes(200), limit=100)

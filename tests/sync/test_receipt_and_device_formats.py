"""Receipts and device files: what is written is read, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.errors import Damaged, TooNew, WrongSigner
from storage.seal.keys import Signer
from storage.values import AcknowledgedRange, DeviceIdentity, Receipt
from sync import enrolment, receipt
from tests.sync.sync_builders import CAMPAIGN, MOMENT, Device, Organisation, seed

ORGANISATION = Organisation()
RECEIPT = Receipt(
    number=3, stream=b"s" * 16, campaign=CAMPAIGN, issued=MOMENT, backup=b"b" * 16,
    ranges=(
        AcknowledgedRange(epoch=b"e" * 16, first=0, count=3, digest=b"d" * 32),
        AcknowledgedRange(epoch=b"f" * 16, first=7, count=1, digest=b"g" * 32),
    ),
)
FILE = receipt.write_receipt(RECEIPT, ORGANISATION.signer_public, ORGANISATION.sign)
DEVICE = Device()
DEVICE_FILE = enrolment.write_device(DEVICE.identity, DEVICE.signer.sign)


def test_a_receipt_is_read_as_it_was_written() -> None:
    assert receipt.read_receipt(FILE, ORGANISATION.signer_public) == RECEIPT


def test_a_receipt_from_another_organisation_is_refused() -> None:
    other = Organisation("Grannkommun")
    foreign = receipt.write_receipt(RECEIPT, other.signer_public, other.sign)
    with pytest.raises(WrongSigner, match="another organisation"):
        receipt.read_receipt(foreign, ORGANISATION.signer_public)


def test_a_hurt_receipt_is_damage_everywhere() -> None:
    for at in range(len(FILE)):
        hurt = bytearray(FILE)
        hurt[at] ^= 0x10
        with pytest.raises((Damaged, TooNew)):
            receipt.read_receipt(bytes(hurt), ORGANISATION.signer_public)
        with pytest.raises(Damaged):
            receipt.read_receipt(FILE[:at], ORGANISATION.signer_public)


@pytest.mark.parametrize("wrong", [
    replace(RECEIPT, number=0),
    replace(RECEIPT, backup=b"b" * 15),
    replace(RECEIPT, stream=b"s" * 17),
    replace(RECEIPT, ranges=(replace(RECEIPT.ranges[0], count=0),)),
    replace(RECEIPT, ranges=(replace(RECEIPT.ranges[0], first=-1),)),
    replace(RECEIPT, ranges=(replace(RECEIPT.ranges[0], count=2**40),)),
    replace(RECEIPT, ranges=(replace(RECEIPT.ranges[0], epoch=b"e"),)),
], ids=["number", "backup", "stream", "empty range", "negative", "endless", "epoch"])
def test_a_signed_receipt_out_of_limits_is_damage(wrong: Receipt) -> None:
    raw = receipt.write_receipt(wrong, ORGANISATION.signer_public, ORGANISATION.sign)
    with pytest.raises(Damaged):
        receipt.read_receipt(raw, ORGANISATION.signer_public)


def test_a_later_receipt_is_told_apart_from_damage() -> None:
    with pytest.raises(TooNew):
        receipt.read_receipt(FILE.replace(b"/1\n", b"/7\n", 1), ORGANISATION.signer_public)


def test_a_device_file_is_read_as_it_was_written() -> None:
    assert enrolment.read_device(DEVICE_FILE) == DEVICE.identity


def test_a_hurt_device_file_is_damage_everywhere() -> None:
    for at in range(len(DEVICE_FILE)):
        hurt = bytearray(DEVICE_FILE)
        hurt[at] ^= 0x10
        with pytest.raises((Damaged, TooNew)):
            enrolment.read_device(bytes(hurt))
        with pytest.raises(Damaged):
            enrolment.read_device(DEVICE_FILE[:at])


def test_a_device_cannot_enrol_another_devices_key() -> None:
    with pytest.raises(Damaged):
        enrolment.read_device(
            enrolment.write_device(DEVICE.identity, Signer(seed("stranger")).sign)
        )


@pytest.mark.parametrize("name", ["", " Entrén", "Två\nrader", "x" * 121, "\u202eevil"])
def test_a_device_name_is_one_printable_line(name: str) -> None:
    with pytest.raises(ValueError, match="printable"):
        enrolment.write_device(
            DeviceIdentity(public=DEVICE.signer.public, name=name), DEVICE.signer.sign
        )


def test_a_fingerprint_can_be_read_aloud() -> None:
    first = enrolment.fingerprint(DEVICE.signer.public)
    assert len(first) == 24
    assert first.replace(" ", "").isalnum()
    assert first != enrolment.fingerprint(Device("Surfplatta 2").signer.public)

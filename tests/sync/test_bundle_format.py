"""Bundles: written one way, read strictly, believed by nobody until they are checked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.errors import Damaged, TooNew
from storage.seal.keys import Signer
from sync import bundle, envelope
from tests.sync.sync_builders import OTHER_CAMPAIGN, Device, seed


@pytest.fixture(scope="module")
def made() -> tuple[Device, bundle.Bundle, bytes]:
    device = Device()
    first = device.epoch([b"one", b"two", b"three"])
    second = device.epoch([b"four"])
    value = device.bundle(first, second)
    return device, value, bundle.write_bundle(value, device.signer.sign)


def regions(raw: bytes) -> list[int]:
    """Every 41st byte, and each of the first and last 300: head, keys, counts, signature."""
    edges = {*range(300), *range(len(raw) - 300, len(raw))}
    return sorted(edges | set(range(0, len(raw), 41)))


def test_what_is_written_is_read_again(made: tuple[Device, bundle.Bundle, bytes]) -> None:
    _, value, raw = made
    assert bundle.read_bundle(raw) == value


def test_every_truncation_is_damage(made: tuple[Device, bundle.Bundle, bytes]) -> None:
    raw = made[2]
    for length in range(0, len(raw), 97):
        with pytest.raises(Damaged):
            bundle.read_bundle(raw[:length])


def test_one_flipped_bit_anywhere_is_noticed(made: tuple[Device, bundle.Bundle, bytes]) -> None:
    raw = made[2]
    for at in regions(raw):
        hurt = bytearray(raw)
        hurt[at] ^= 0x10
        with pytest.raises((Damaged, TooNew)):
            bundle.read_bundle(bytes(hurt))


def test_bytes_after_the_end_are_damage(made: tuple[Device, bundle.Bundle, bytes]) -> None:
    with pytest.raises(Damaged):
        bundle.read_bundle(made[2] + b"\0")


def test_a_later_format_is_told_apart_from_damage(
    made: tuple[Device, bundle.Bundle, bytes],
) -> None:
    with pytest.raises(TooNew, match="format 2"):
        bundle.read_bundle(made[2].replace(b"vardera-bundle/1\n", b"vardera-bundle/2\n", 1))


def test_a_later_payload_is_told_apart_from_damage(
    made: tuple[Device, bundle.Bundle, bytes],
) -> None:
    signed = envelope.unwrap("bundle", made[2])
    later = replace(signed, payload=b"\x99\x02" + signed.payload[2:])
    with pytest.raises(TooNew):
        bundle.peek(envelope.wrap("bundle", later))


def test_a_bundle_signed_by_another_key_is_damage(
    made: tuple[Device, bundle.Bundle, bytes],
) -> None:
    stranger = Signer(seed("stranger"))
    with pytest.raises(Damaged, match="changed after it was signed"):
        bundle.peek(bundle.write_bundle(made[1], stranger.sign))


def test_nothing_is_decoded_deeply_before_the_signature_is_checked(
    made: tuple[Device, bundle.Bundle, bytes], monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(_: bytes) -> None:
        raise AssertionError("decoded before it was checked")

    monkeypatch.setattr(bundle, "read_epoch", never)
    monkeypatch.setattr(bundle, "read_record", never)
    hurt = bytearray(made[2])
    hurt[-1] ^= 1
    with pytest.raises(Damaged, match="changed after it was signed"):
        bundle.read_bundle(bytes(hurt))


def changed(value: bundle.Bundle, what: str) -> bundle.Bundle:
    """``value`` with one thing wrong that its own device then signs."""
    first, second = value.epochs
    one, two, three, four = value.records
    return {
        "another stream": replace(value, stream=b"s" * 16),
        "another campaign": replace(value, campaign=OTHER_CAMPAIGN),
        "another package": replace(value, package_hash=b"q" * 32),
        "number nought": replace(value, number=0),
        "no records": replace(value, records=()),
        "no epochs": replace(value, epochs=()),
        "epochs turned round": replace(value, epochs=(second, first)),
        "an epoch twice": replace(value, epochs=(first, first, second)),
        "records out of order": replace(value, records=(two, one, three, four)),
        "a record twice": replace(value, records=(one, one, two, three, four)),
        "a record without its epoch": replace(value, epochs=(first,)),
        "an epoch without records": replace(value, records=(one, two, three)),
        "a wrong beginning": replace(value, epochs=(replace(first, first=1), second)),
        "fewer made than sent": replace(value, epochs=(replace(first, count=2), second)),
        "more than an epoch may hold": replace(
            value, epochs=(replace(first, count=2**31), second)
        ),
        "a wrong head": replace(value, epochs=(replace(first, head=b"h" * 32), second)),
        "a changed record": replace(
            value, records=(one, replace(two, raw=Device("X").epoch([b"a", b"b"])[1][1].raw),
                            three, four)
        ),
    }[what]


@pytest.mark.parametrize("what", [
    "another stream", "another campaign", "another package", "number nought", "no records",
    "no epochs", "epochs turned round", "an epoch twice", "records out of order",
    "a record twice", "a record without its epoch", "an epoch without records",
    "a wrong beginning", "fewer made than sent", "more than an epoch may hold", "a wrong head",
    "a changed record",
])
def test_a_signed_contradiction_is_damage(
    made: tuple[Device, bundle.Bundle, bytes], what: str
) -> None:
    device, value, _ = made
    with pytest.raises(Damaged):
        bundle.read_bundle(bundle.write_bundle(changed(value, what), device.signer.sign))


def test_a_middle_part_of_an_epoch_may_travel_alone() -> None:
    device = Device("Surfplatta 2")
    epoch, records = device.epoch([b"one", b"two", b"three", b"four"])
    whole = device.bundle((epoch, records))
    part = replace(
        whole, records=(records[1], records[3]), epochs=(replace(whole.epochs[0], first=1),)
    )
    assert bundle.read_bundle(bundle.write_bundle(part, device.signer.sign)) == part


def test_file_names_sort_in_number_order() -> None:
    names = [bundle.file_name(b"\xab" * 16, n) for n in (1, 2, 10, 100)]
    assert names == sorted(names)
    assert names[0] == "abababababababab-000001.vbundle"

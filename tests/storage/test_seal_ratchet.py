"""Keys go forward only, every record stands in one place, and pads hide its exact length."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from storage.errors import Damaged, MissingKey, TooNew
from storage.seal import coding, epochs, keys, records
from storage.seal.ratchet import EpochOpener, Ratchet, random_id
from storage.values import Epoch, SealedRecord
from tests.storage.kiosk_builders import CAMPAIGN, RECEIVER, RECOVERY, Hands, package


def an_epoch(hands: Hands | None = None) -> tuple[Epoch, bytes]:
    return epochs.new_epoch(
        stream=bytes(range(16)),
        campaign=CAMPAIGN,
        package_hash=bytes(range(32)),
        parent=epochs.NO_EPOCH,
        parent_head=epochs.NO_HEAD,
        opened=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
        recipients=package().recipients,
        random=(hands or Hands()).random,
    )


def sealed(bodies: list[bytes]) -> tuple[Epoch, bytes, list[SealedRecord]]:
    """An epoch, its secret and its records."""
    hands = Hands()
    epoch, secret = an_epoch(hands)
    ratchet = Ratchet(epoch, secret, hands.random)
    made = []
    for body in bodies:
        raw = ratchet.record(body)
        ratchet.step(raw)
        made.append(records.read_record(raw))
    return epoch, secret, made


def test_each_recipient_gets_the_secret_and_nobody_else() -> None:
    epoch, secret = an_epoch()
    assert epochs.open_epoch(epoch, RECEIVER) == secret
    assert epochs.open_epoch(epoch, RECOVERY) == secret
    with pytest.raises(MissingKey):
        epochs.open_epoch(epoch, keys.ReceivingKey(bytes(96)))


@pytest.mark.parametrize("field", ["id", "stream", "package_hash"])
def test_the_secret_is_bound_to_its_epoch(field: str) -> None:
    epoch, _ = an_epoch()
    moved = replace(epoch, **{field: bytes(len(getattr(epoch, field)))})
    with pytest.raises(Damaged):
        epochs.open_epoch(moved, RECEIVER)


def test_a_header_reads_back_and_every_flipped_bit_shows() -> None:
    epoch, secret = an_epoch()
    assert epochs.read_epoch(epoch.header) == epoch
    hands = Hands(seed=b"flips")
    record = records.read_record(Ratchet(epoch, secret, hands.random).record(b"body"))
    for at in range(len(epoch.header)):
        changed = bytearray(epoch.header)
        changed[at] ^= 1
        with pytest.raises((Damaged, TooNew, MissingKey)):
            other = epochs.read_epoch(bytes(changed))
            opened = epochs.open_epoch(other, RECEIVER)
            EpochOpener(other, opened).open(record)


def test_a_recipient_named_twice_is_refused() -> None:
    epoch, _ = an_epoch()
    wire = list(coding.unpack(epochs._decoder, epoch.header, "epoch"))
    wire[8] = (wire[8][0], wire[8][0])
    with pytest.raises(Damaged, match="twice"):
        epochs.read_epoch(coding.pack(tuple(wire)))


def test_preparing_in_advance_shows_no_secret() -> None:
    prepared = epochs.prepare(
        stream=bytes(16), campaign=CAMPAIGN, package_hash=bytes(32),
        recipients=package().recipients, random=Hands().random,
    )
    assert prepared.secret.hex() not in repr(prepared)
    assert repr(prepared.secret) not in repr(prepared)


def test_records_open_in_any_order() -> None:
    bodies = [b"%d" % at for at in range(6)]
    epoch, secret, made = sealed(bodies)
    opener = EpochOpener(epoch, secret)
    for at in (0, 1, 5, 3, 2, 4, 5):
        assert opener.open(made[at]) == bodies[at]


def test_the_chain_begins_with_the_header_and_links_every_record() -> None:
    epoch, _, made = sealed([b"one", b"two", b"three"])
    assert [r.previous for r in made] == [epoch.hash, made[0].hash, made[1].hash]
    assert [r.n for r in made] == [0, 1, 2]
    assert len({r.id for r in made}) == 3


def test_a_record_opens_in_its_own_place_only() -> None:
    epoch, secret, made = sealed([b"one", b"two"])
    other, _ = an_epoch(Hands(seed=b"other"))
    first, second = made
    misplaced = [
        replace(first, n=1),
        replace(first, previous=second.hash),
        replace(first, id=second.id),
        replace(second, n=0, previous=epoch.hash),
        replace(first, ciphertext=second.ciphertext),
        replace(first, epoch=other.id),
        replace(first, n=records.PLACES_LIMIT),
    ]
    for record in misplaced:
        with pytest.raises(Damaged):
            EpochOpener(epoch, secret).open(record)
    with pytest.raises(Damaged):
        EpochOpener(replace(epoch, stream=bytes(16)), secret).open(first)


def test_every_flipped_bit_of_a_record_shows() -> None:
    epoch, secret, (record,) = sealed([b"body"])
    for at in range(len(record.raw)):
        changed = bytearray(record.raw)
        changed[at] ^= 0x10
        with pytest.raises((Damaged, TooNew)):
            EpochOpener(epoch, secret).open(records.read_record(bytes(changed)))


def test_a_record_too_far_along_costs_the_reader_nothing() -> None:
    _, _, (record,) = sealed([b"body"])
    far = coding.pack((1, record.epoch, 2**31, record.id, record.previous, b"", record.ciphertext))
    with pytest.raises(Damaged, match="place"):
        records.read_record(far)


def test_what_memory_holds_after_a_record_does_not_open_it() -> None:
    hands = Hands()
    epoch, secret = an_epoch(hands)
    ratchet = Ratchet(epoch, secret, hands.random)
    draft = ratchet.draft(b"so far")
    record = ratchet.record(b"done")
    ratchet.step(record)
    ratchet.ready()
    held = [value for value in vars(ratchet).values() if isinstance(value, bytes)]
    key_sized = [value for value in held if len(value) == 32]
    assert len(key_sized) >= 3
    assert records.record_key(secret) not in held
    assert records.draft_key(secret) not in held
    assert secret not in held
    for raw in (draft, record):
        for key in key_sized:
            with pytest.raises(Damaged):
                records.open_record(records.read_record(raw), key, epoch.stream)


def test_two_drafts_of_the_same_answers_look_different() -> None:
    hands = Hands()
    ratchet = Ratchet(*an_epoch(hands), hands.random)
    first, second = (records.read_record(ratchet.draft(b"the same")) for _ in range(2))
    assert first.nonce != second.nonce
    assert first.ciphertext != second.ciphertext
    assert (first.id, first.n, first.previous) == (second.id, second.n, second.previous)


def test_the_record_key_is_used_once() -> None:
    hands = Hands()
    epoch, secret = an_epoch(hands)
    ratchet = Ratchet(epoch, secret, hands.random)
    first = records.read_record(ratchet.record(b"one try"))
    second = records.read_record(ratchet.record(b"another try"))
    assert first.nonce == b""
    assert len(second.nonce) == 12
    assert EpochOpener(epoch, secret).open(second) == b"another try"


@pytest.mark.parametrize(
    ("length", "padded"), [(0, 256), (252, 256), (253, 512), (508, 512), (509, 1024)]
)
def test_bodies_are_padded_to_size_classes(length: int, padded: int) -> None:
    body = bytes(range(256)) * 2
    assert len(records.pad(body[:length])) == padded
    assert records.unpad(records.pad(body[:length])) == body[:length]


def test_other_padding_is_refused() -> None:
    padded = records.pad(b"body")
    for wrong in (padded + bytes(256), padded[:-1] + b"\1", bytes(100), b"\xff" * 256):
        with pytest.raises(Damaged):
            records.unpad(wrong)


def test_the_largest_body_can_be_read_again_and_a_larger_is_not_sealed() -> None:
    body = bytes(records.BODY_LIMIT)
    epoch, secret, (record,) = sealed([body])
    assert EpochOpener(epoch, secret).open(record) == body
    with pytest.raises(ValueError, match="more than a record holds"):
        sealed([body + b"\0"])


def test_nothing_is_sealed_to_nobody() -> None:
    with pytest.raises(MissingKey):
        epochs.prepare(
            stream=bytes(16), campaign=CAMPAIGN, package_hash=bytes(32), recipients=(),
            random=Hands().random,
        )


def test_ids_are_random_uuids() -> None:
    from uuid import UUID

    ids = {UUID(bytes=random_id(Hands(seed=bytes([at])).random)) for at in range(20)}
    assert {(id.version, id.variant) for id in ids} == {(4, "specified in RFC 4122")}
    assert len(ids) == 20

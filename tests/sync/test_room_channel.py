"""The channel between phone and tablet, against a published vector of Noise's NK pattern."""

from __future__ import annotations

import json
from itertools import count

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from storage.errors import Damaged
from storage.seal import phones
from storage.seal.phones import Calling, Channel, RoomKey
from tests.sync import room_vectors

# from the vectors of the Haskell implementation "cacophony", in the public domain
PROLOGUE = bytes.fromhex("4a6f686e2047616c74")
PHONE = bytes.fromhex("893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a")
TABLET = bytes.fromhex("4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893")
TABLETS_OWN = bytes.fromhex("bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b")
MESSAGES = tuple((bytes.fromhex(text), bytes.fromhex(sealed)) for text, sealed in (
    ("4c756477696720766f6e204d69736573",
     "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c79448134d00711fdb390a0d178fa"
     "008f6d47d2891e5ea18ae136c3b4c23ac384efb0"),
    ("4d757272617920526f746862617264",
     "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f1448088438ea16e3701bc0d77744f117b"
     "ee22451c9afa7f4cdbbcff00c04a8ee0913c88"),
    ("462e20412e20486179656b", "a62de29ce27cb80245d440d986ed816c156e9d757d7008df2198b0"),
    ("4361726c204d656e676572", "174a35f11c689f4530d7208618e0564ae12f2f50ba8eb4df5382ff"),
    ("4a65616e2d426170746973746520536179",
     "337e475ebb8eae60f91974c4e455a5af38d1d8628d1803b160d60442874b0a1777"),
    ("457567656e2042f6686d20766f6e2042617765726b",
     "047e80e060b7bb08b53c5a23dfe9920cae135b9d1dc6302fc475003062723700366346ac9d"),
))
SECRET = bytes(range(32))


def drawing(*drawn: bytes) -> phones.RandomBytes:
    left = iter(drawn)
    return lambda n: next(left)[:n]


def met(secret: bytes = SECRET) -> tuple[Channel, Channel]:
    key = RoomKey(secret)
    phone = Calling(key.public, drawing(PHONE))
    heard, hearing = key.hear(phone.first(b"hello"))
    assert heard == b"hello"
    message, tablets = hearing.answer(b"welcome", drawing(TABLETS_OWN))
    said, phones_own = phone.second(message)
    assert said == b"welcome"
    return phones_own, tablets


def test_every_message_of_the_published_vector_comes_out_as_published() -> None:
    static = X25519PrivateKey.from_private_bytes(TABLET)
    public = static.public_key().public_bytes_raw()
    phone = Calling(public, drawing(PHONE), PROLOGUE)
    first = phone.first(MESSAGES[0][0])
    text, hearing = phones._hear(static, public, first, PROLOGUE)
    second, tablets = hearing.answer(MESSAGES[1][0], drawing(TABLETS_OWN))
    assert (first, text, second) == (MESSAGES[0][1], MESSAGES[0][0], MESSAGES[1][1])
    said, phones_own = phone.second(second)
    assert said == MESSAGES[1][0]
    for at, (text, sealed) in enumerate(MESSAGES[2:]):
        sender, taker = (phones_own, tablets) if at % 2 == 0 else (tablets, phones_own)
        assert phones.seal(sender.sending, at // 2, text) == sealed
        assert phones.unseal(taker.receiving, at // 2, sealed) == text


def test_what_one_side_seals_only_the_other_opens_and_only_at_its_number() -> None:
    phone, tablet = met()
    sealed = phone.seal(7, b"three points")
    assert tablet.open(7, sealed) == b"three points"
    for taker, n in ((tablet, 8), (phone, 7), (met(bytes(32))[1], 7)):
        with pytest.raises(Damaged):
            taker.open(n, sealed)


def test_a_bit_changed_anywhere_in_a_first_message_is_refused() -> None:
    key = RoomKey(SECRET)
    first = Calling(key.public, drawing(PHONE)).first(b"hello")
    for at, bit in zip(range(len(first)), count()):
        changed = bytearray(first)
        changed[at] ^= 1 << bit % 7  # the top bit of a key is nobody's, by RFC 7748
        with pytest.raises(Damaged):
            key.hear(bytes(changed))
    for cut in (b"", first[:31], first[:47], first[:-1]):
        with pytest.raises(Damaged):
            key.hear(cut)


def test_a_key_of_small_order_is_refused_by_both() -> None:
    key = RoomKey(SECRET)
    with pytest.raises(Damaged, match="nobody honest"):
        key.hear(bytes(32) + bytes(16))
    with pytest.raises(Damaged, match="nobody honest"):
        Calling(key.public, drawing(PHONE)).second(bytes(32) + bytes(16))


def test_another_tablet_that_answers_in_its_place_is_noticed() -> None:
    phone = Calling(RoomKey(SECRET).public, drawing(PHONE))
    first = phone.first(b"hello")
    with pytest.raises(Damaged, match="another room"):
        RoomKey(bytes(32)).hear(first)
    ours = X25519PrivateKey.from_private_bytes(TABLETS_OWN).public_key().public_bytes_raw()
    with pytest.raises(Damaged):
        phone.second(ours + bytes(32))


def test_sizes_are_those_of_classes_alone() -> None:
    phone, _ = met()
    assert len({len(phone.seal(n, b"x" * n)) for n in range(1, 250)}) == 1
    assert len(phone.seal(300, b"x" * 300)) == 512 + phones.TAG_BYTES


def test_a_credential_leads_to_its_participant_and_no_changed_one_to_anybody() -> None:
    key = RoomKey(SECRET)
    seven = key.credential(7)
    assert key.participant(seven) == 7
    assert RoomKey(SECRET).participant(seven) == 7
    assert RoomKey(bytes(32)).participant(seven) is None
    assert key.participant(key.credential(8)[:4] + seven[4:]) is None
    assert key.participant(b"") is None and key.participant(seven + b"\0") is None


def test_the_written_vectors_are_what_the_code_makes_and_the_bad_ones_are_refused() -> None:
    written = json.loads(room_vectors.VECTORS.read_text("utf-8"))
    assert written == room_vectors.vectors()
    key = RoomKey(bytes.fromhex(written["secret"]))
    channel = Channel(bytes.fromhex(written["from phone"]), bytes.fromhex(written["to phone"]))
    text = channel.open(written["n"], bytes.fromhex(written["answer sealed"]))
    assert text.decode() == written["answered"]
    for bad in written["bad"]:
        with pytest.raises(Damaged):
            if "first" in bad:
                key.hear(bytes.fromhex(bad["first"]))
            else:
                channel.open(bad["n"], bytes.fromhex(bad["sealed"]))

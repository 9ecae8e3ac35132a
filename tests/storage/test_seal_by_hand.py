"""``docs/formats/epoch.md`` and ``record.md`` are enough to open an answer without this program.

Everything here is written from those pages and the documents they name, with hash functions
and bare primitives only: if it opens the vectors, whoever inherits the data can too.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

VECTORS = Path(__file__).resolve().parents[2] / "docs/formats/vectors"
SUITE = b"HPKE" + bytes.fromhex("647a 0001 0003")


def extract(salt: bytes, label: bytes, secret: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + SUITE + label + secret, "sha256")


def expand(secret: bytes, label: bytes, context: bytes, length: int) -> bytes:
    info = length.to_bytes(2, "big") + b"HPKE-v1" + SUITE + label + context
    return hmac.digest(secret, info + b"\1", "sha256")[:length]


def x_wing(seed: bytes, sent: bytes) -> bytes:
    """The shared secret of MLKEM768-X25519, from our 64 + 32 bytes of seed."""
    own = X25519PrivateKey.from_private_bytes(seed[64:])
    of_lattice = MLKEM768PrivateKey.from_seed_bytes(seed[:64]).decapsulate(sent[:1088])
    of_curve = own.exchange(X25519PublicKey.from_public_bytes(sent[1088:]))
    public = own.public_key().public_bytes_raw()
    label = b"\\./" + b"/^\\"
    return hashlib.sha3_256(of_lattice + of_curve + sent[1088:] + public + label).digest()


def open_wrap(wrap: bytes, seed: bytes, info: bytes) -> bytes:
    """HPKE in base mode, one message."""
    shared = x_wing(seed, wrap[:1120])
    context = b"\0" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    secret = extract(shared, b"secret", b"")
    key = expand(secret, b"key", context, 32)
    nonce = expand(secret, b"base_nonce", context, 12)
    return ChaCha20Poly1305(key).decrypt(nonce, wrap[1120:], b"")


def hkdf(secret: bytes, label: bytes) -> bytes:
    return hmac.digest(secret, label + b"\0\1", "sha256")


def open_sealed(raw: bytes, chain: bytes, stream: bytes) -> bytes:
    _, epoch, n, id, previous, nonce, ciphertext = msgspec.msgpack.decode(raw)
    for _ in range(n):
        chain = hkdf(chain, b"vardera/chain/1")
    key = hkdf(chain, b"vardera/draft/1" if nonce else b"vardera/record/1")
    bound = b"vardera/record/1\0" + stream + epoch + n.to_bytes(4, "big") + id + previous
    padded = ChaCha20Poly1305(key).decrypt(nonce or bytes(12), ciphertext, bound)
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]


def test_the_pages_are_enough_to_open_an_epoch_and_its_records() -> None:
    epochs = json.loads((VECTORS / "epoch.json").read_text("utf-8"))
    records = json.loads((VECTORS / "record.json").read_text("utf-8"))
    seed = bytes.fromhex(epochs["keys"]["recipient seeds"]["recovery"])
    recipient = bytes.fromhex(epochs["keys"]["recipient ids"]["recovery"])
    header = msgspec.msgpack.decode(bytes.fromhex(records["epoch"]))
    _, epoch, stream, _, package, _, _, _, wraps = header
    info = b"vardera/epoch/1\0" + stream + epoch + package
    secret = open_wrap(dict(map(tuple, wraps))[recipient], seed, info)
    assert secret.hex() == records["secret"]
    for one in records["good"]:
        assert open_sealed(bytes.fromhex(one["raw"]), secret, stream).hex() == one["body"]

"""Opens Värdera's bundles with the recovery code alone, which it asks for. For each record it
prints a JSON object, byte strings in hexadecimal; docs/formats/record.md tells what it holds.
Needs nothing else of Värdera; a changed file raises an error. How to run it:

    pip install 'cryptography>=47' && python3 open_bundle.py FILE.vbundle ..."""
import getpass
import hashlib
import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import ed25519, mlkem, x25519
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

KEYS = 4096  # the sheet's keys are numbered from 1; so many are tried
SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
WIDE = {0xC4 + n: (bytes, 1 << n) for n in range(3)} | {0xD9 + n: (str, 1 << n) for n in range(3)}
WIDE |= {0xCC + n: (abs, 1 << n) for n in range(4)} | {0xD0 + n: (int, 1 << n) for n in range(4)}
WIDE |= {0xDC + n: (list, 2 << n) for n in range(2)} | {0xDE + n: (dict, 2 << n) for n in range(2)}
WIDE[0xC0] = (None, 0)

def unpack(data, at=0):  # one msgpack value, and where it ends
    tag, at = data[at], at + 1
    if tag < 0x80 or tag >= 0xE0:
        return tag - 256 * (tag >= 0xE0), at
    if tag < 0xC0:
        kind = dict if tag < 0x90 else list if tag < 0xA0 else str
        size = tag & (31 if kind is str else 15)
    else:
        kind, width = WIDE[tag]
        size, at = int.from_bytes(data[at : at + width], "big", signed=kind is int), at + width
    if kind in (bytes, str):
        return data[at : at + size] if kind is bytes else data[at : at + size].decode(), at + size
    if kind not in (list, dict):
        return size if kind else None, at
    items = []
    for _ in range(size if kind is list else 2 * size):
        item, at = unpack(data, at)
        items.append(item)
    return items if kind is list else dict(zip(items[::2], items[1::2], strict=True)), at

def digest(domain, data):
    return hashlib.sha256(b"vardera/" + domain + b"/1\0" + data).digest()

def expand(secret, label, length=32):
    return HKDFExpand(hashes.SHA256(), length, b"vardera/" + label).derive(secret)

def read_code(text):
    letters = "".join(filter(str.isalnum, text.upper()))
    digits = letters.translate(str.maketrans("OILJKMNPQRSTVWXYZ", "011IJKLMNOPQRSTUV"))
    whole = int(digits, 32).to_bytes(35, "big") if len(letters) == 56 else bytes(35)
    if digest(b"recovery-code", whole[:32])[:3] != whole[32:]:
        sys.exit("The code has a typing error. Compare it with the sheet.")
    return whole[:32]

def sheet_keys(code, campaign):  # (id, key): as schema version 1 made them, then by number
    secret = expand(code, b"recovery-secret/1\0")
    for label in (b"1\0" + campaign, *(b"2\0" + n.to_bytes(4, "big") for n in range(1, KEYS))):
        seed = expand(secret, b"recovery-recipient/" + label, 96)
        kem = mlkem.MLKEM768PrivateKey.from_seed_bytes(seed[:64])
        curve = x25519.X25519PrivateKey.from_private_bytes(seed[64:])
        public = kem.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
        yield digest(b"recipient", public)[:16], hpke.MLKEM768X25519PrivateKey(kem, curve)

def records(name, code):
    data = Path(name).read_bytes()
    if not data.startswith(b"vardera-bundle/1\n"):
        sys.exit("This is no bundle of format 1.")
    payload, _, signature = unpack(data, 17)[0]
    _, stream, device, campaign, package, _, _, epochs, sealed_records = unpack(payload)[0]
    signed = b"vardera/bundle/1\0" + device + stream + campaign + package + payload
    ed25519.Ed25519PublicKey.from_public_bytes(device).verify(signature, signed)
    wraps = {header[1]: dict(header[8]) for header in (unpack(epoch[0])[0] for epoch in epochs)}
    key = next((k for k in sheet_keys(code, campaign) if all(k[0] in w for w in wraps.values())), 0)
    id, private = key or sys.exit("This bundle is not sealed to this sheet.")
    about = b"vardera/epoch/1\0" + stream
    chains = {e: [SUITE.decrypt(wraps[e][id], private, about + e + package)] for e in wraps}
    for _, epoch, n, record, before, nonce, sealed in (unpack(raw)[0] for raw in sealed_records):
        while len(chains[epoch]) <= n:
            chains[epoch].append(expand(chains[epoch][-1], b"chain/1\0"))
        secret = expand(chains[epoch][n], b"draft/1\0" if nonce else b"record/1\0")
        place = b"vardera/record/1\0" + stream + epoch + n.to_bytes(4, "big") + record + before
        padded = ChaCha20Poly1305(secret).decrypt(nonce or bytes(12), sealed, place)
        told = unpack(padded, 4)[0]  # after its length; zeros follow
        yield {"device": device, "epoch": epoch, "n": n, "record": record, "body": told}

def shown(value):
    if isinstance(value, dict):
        return {str(shown(key)): shown(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shown(item) for item in value]
    return value.hex() if isinstance(value, bytes) else value

if __name__ == "__main__":
    files = sys.argv[1:] or sys.exit("usage: python3 open_bundle.py FILE.vbundle ...")
    asked = getpass.getpass("Recovery code: ") if sys.stdin.isatty() else sys.stdin.readline()
    for one in (one for name in files for one in records(name, read_code(asked))):
        sys.stdout.write(json.dumps(shown(one), ensure_ascii=False) + "\n")

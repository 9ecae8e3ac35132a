"""The key a mailbox's server speaks TLS with, in a certificate that it signed itself.

The certificate proves nothing by itself: the organisation signs its hash
(:mod:`sync.mailbox.statement`), and that signature is what a device looks at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from storage.errors import Damaged
from storage.seal.keys import RandomBytes

DAYS = 3_660
_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "vardera")])


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerKey:
    """A P-256 key in PEM, encrypted under ``password`` so that OpenSSL can be given it by file.

    ``hash`` is the SHA-256 of the certificate's DER form, 32 bytes.
    """

    certificate: bytes
    hash: bytes
    key: bytes = field(repr=False)
    password: bytes = field(repr=False)


def certificate_hash(der: bytes) -> bytes:
    """SHA-256 over a certificate in DER form."""
    return sha256(der).digest()


def make(now: datetime, random: RandomBytes) -> ServerKey:
    """A new key with its certificate, valid for DAYS from the day before ``now``.

    The key itself is drawn by OpenSSL; ``random`` gives only the password around it.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_NAME).issuer_name(_NAME)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return _server_key(certificate, key, random)


def to_file(server: ServerKey) -> bytes:
    """Certificate and key in PEM, the key *in plain text*: for a file that only its owner reads.

    A server that must start with nobody there has to have its key so.
    """
    key = serialization.load_pem_private_key(server.key, server.password)
    return server.certificate + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def from_file(data: bytes, random: RandomBytes) -> ServerKey:
    """What :func:`to_file` wrote. Damaged when it is anything else."""
    try:
        certificate = x509.load_pem_x509_certificate(data)
        key = serialization.load_pem_private_key(data[data.index(b"-----BEGIN PRIVATE") :], None)
    except ValueError:
        raise Damaged("the server's key file is not a certificate and a key in PEM") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or (
        key.public_key() != certificate.public_key()
    ):
        raise Damaged("the server's key file has a certificate of another key")
    return _server_key(certificate, key, random)


def _server_key(
    certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey, random: RandomBytes
) -> ServerKey:
    password = random(32).hex().encode("ascii")
    return ServerKey(
        certificate=certificate.public_bytes(serialization.Encoding.PEM),
        hash=certificate_hash(certificate.public_bytes(serialization.Encoding.DER)),
        key=key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(password),
        ),
        password=password,
    )

"""Digests, base64, signed texts and patterns."""

from __future__ import annotations

import base64
import binascii
import hashlib

from survey.expressions.chains import NOWHERE
from survey.expressions.code import Code, Gives, as_text
from survey.expressions.compiling import Compiling
from survey.expressions.context import Context
from survey.expressions.errors import ExpressionError
from survey.expressions.functions import function
from survey.expressions.syntax import Call

_DIGESTS = {
    "MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512",
}
_SIGNATURE = 64


@function("digest(text, text, text?)", Gives.TEXT)
def digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    """A text's digest. Not for secrets: a digest of a short text can be found by trying."""
    name = _DIGESTS.get(algorithm.strip().upper())
    if name is None:
        raise ExpressionError(f"digest() knows {', '.join(_DIGESTS)}")
    made = hashlib.new(name, text.encode("utf-8", "replace"), usedforsecurity=False)
    match encoding.strip().lower():
        case "hex":
            return made.hexdigest()
        case "base64" | "":
            return base64.b64encode(made.digest()).decode()
    raise ExpressionError("digest() can be written as hex or base64")


@function("base64-decode(text)", Gives.TEXT)
def base64_decode(text: str) -> str:
    """The UTF-8 text inside; empty for what is no base64."""
    return _decoded(text).decode("utf-8", "replace")


def _decoded(text: str) -> bytes:
    packed = "".join(text.split())
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


@function("extract-signed(text, text)", Gives.TEXT, context=True)
def extract_signed(c: Context, text: str, key: str) -> str:
    """The message behind a genuine Ed25519 signature; empty when it is not genuine."""
    verify = c.around.verify
    if not text:
        return ""
    if verify is None:
        raise ExpressionError("signatures cannot be checked here")
    whole, public = _decoded(text), _decoded(key)
    if len(public) != 32 or len(whole) < _SIGNATURE:
        return ""
    signature, message = whole[:_SIGNATURE], whole[_SIGNATURE:]
    return message.decode("utf-8", "replace") if verify(public, signature, message) else ""


@function("regex(text, text)", Gives.TRUTH, builds=True)
def regex(node: Call, compiling: Compiling) -> Code:
    """Whether the whole text is as the pattern says; one that is written out is read once."""
    from survey.expressions.patterns import Pattern

    text, pattern = (compiling.code(part, "regex") for part in node.arguments)
    value, written = as_text(text), as_text(pattern)
    offset = node.arguments[1].offset
    compiling.heavy = True
    if pattern.constant:
        ready = Pattern(written(NOWHERE), offset)
        return Code(Gives.TRUTH, lambda c: ready.fits(value(c), c.around))
    return Code(Gives.TRUTH, lambda c: Pattern(written(c), offset).fits(value(c), c.around))

"""What is kept of the staff's PIN: an Argon2id hash that tells a right guess from a wrong one.

It opens no answer and wraps no key. See ``docs/formats/kiosk-store.md``.
"""

from __future__ import annotations

import hmac
import unicodedata
from itertools import pairwise

import msgspec
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from storage.errors import Damaged
from storage.seal import coding
from storage.seal.slots import Cost, is_payable
from storage.values import RandomBytes

LEAST_DIGITS = 6
MOST_DIGITS = 12
COST = Cost(memory=64 * 1024, passes=8, lanes=2)
"""About 0.5 s on two cores of a small computer, and no more memory than a tablet can spare."""

_HASH_BYTES = 32
_SALT_BYTES = 16
_LIMIT = 128
_MOST = Cost(memory=4 * COST.memory, passes=32, lanes=16)
_MOST_WORK = 4 * COST.memory * COST.passes
_DOMAIN = b"vardera/kiosk-pin/1\0"
_decoder = msgspec.msgpack.Decoder(tuple[int, bytes, int, int, int, bytes])


def digits(typed: str) -> str:
    """The digits of ``typed``, of whichever script, as 0-9; blanks and hyphens are passed over.

    ValueError for any other sign. What was typed is not in its text.
    """
    signs = [sign for sign in typed if not sign.isspace() and sign != "-"]
    try:
        return "".join(str(unicodedata.digit(sign)) for sign in signs)
    except ValueError:
        raise ValueError("a PIN has digits only") from None


def fault(pin: str) -> str:
    """Why ``pin`` (0-9 only) cannot be one: ``short``, ``long``, ``simple``; empty when it can.

    Simple are one digit over and over, and digits in a row up or down.
    """
    if len(pin) < LEAST_DIGITS:
        return "short"
    if len(pin) > MOST_DIGITS:
        return "long"
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    return "simple" if len(steps) == 1 and steps <= {0, 1, 9} else ""


def make(pin: str, random: RandomBytes, cost: Cost = COST) -> bytes:
    """What to keep of ``pin``. ValueError when :func:`fault` finds one."""
    if fault(pin):
        raise ValueError(f"the PIN is too {fault(pin)}")
    salt = random(_SALT_BYTES)
    return coding.pack(
        (1, salt, cost.memory, cost.passes, cost.lanes, _stretch(pin, salt, cost))
    )


def fits(verifier: bytes, pin: str) -> bool:
    """Whether ``pin`` is the one that ``verifier`` was made of. Raises Damaged or TooNew.

    Takes the same time for every PIN.
    """
    if len(verifier) > _LIMIT:
        raise Damaged("pin: the row is larger than allowed")
    _, salt, memory, passes, lanes, kept = coding.unpack(_decoder, verifier, "pin")
    cost = Cost(memory=memory, passes=passes, lanes=lanes)
    lengths = (len(salt), len(kept))
    if lengths != (_SALT_BYTES, _HASH_BYTES) or not is_payable(cost, _MOST, _MOST_WORK):
        raise Damaged("pin: the row is not as the format says")
    return hmac.compare_digest(_stretch(pin, salt, cost), kept)


def _stretch(pin: str, salt: bytes, cost: Cost) -> bytes:
    kdf = Argon2id(
        salt=salt, length=_HASH_BYTES, iterations=cost.passes, lanes=cost.lanes,
        memory_cost=cost.memory,
    )
    return kdf.derive(_DOMAIN + pin.encode())

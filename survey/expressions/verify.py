"""What ``extract-signed`` needs from whoever may do cryptography."""

from __future__ import annotations

from collections.abc import Callable

Verify = Callable[[bytes, bytes, bytes], bool]
"""32-byte public key, 64-byte signature, message → whether the signature is genuine."""

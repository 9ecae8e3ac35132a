"""What a browser is answered."""

from __future__ import annotations

from dataclasses import dataclass

POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    b"img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_ALWAYS = (
    (b"content-security-policy", POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)
_CLOSES = (400, 404, 405, 411, 413, 415, 429)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a body; an empty one says nothing but its status."""

    body: bytes = b""
    status: int = 200
    kind: str = "application/octet-stream"
    headers: tuple[tuple[bytes, bytes], ...] = ()

    @property
    def head(self) -> list[tuple[bytes, bytes]]:
        """Every header of it."""
        made = [
            (b"content-type", self.kind.encode("ascii")),
            (b"content-length", str(len(self.body)).encode("ascii")),
            *_ALWAYS, *self.headers,
        ]
        if self.status in _CLOSES:  # a body may still be on its way: it is not waited for
            made.append((b"connection", b"close"))
        return made

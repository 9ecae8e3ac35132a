"""What the mailbox's protocol asks of the storage behind it.

``storage.mailbox`` satisfies :class:`Keeping` and :class:`Tokens` on SQLite and PostgreSQL,
``storage.workspace.tokens`` satisfies :class:`Tokens` for a workspace's own mailbox. Neither
imports this page: the values and errors they share lie in :mod:`storage.mailbox.values`.

Every method is one transaction, durable when it returns, may be called from any thread and
may raise StorageError. A space is named by its organisation's Ed25519 public key, 32 bytes.
Names were checked by :func:`sync.transport.sound_name` before they come here.
"""

from __future__ import annotations

from typing import Protocol

from storage.mailbox.values import Listed, Posted, Token, Upload

PAGE = 500
"""How many names one page of a list holds at most."""


class Keeping(Protocol):
    """Spaces with finished files, half-sent uploads and posted notices; blind to contents."""

    def knows(self, organisation: bytes) -> bool:
        """Whether a space for ``organisation`` was opened here by whoever runs the mailbox."""
        ...

    def listed(
        self, organisation: bytes, suffix: str, *, sender: bytes | None = None,
        after: str = "", limit: int = PAGE,
    ) -> tuple[Listed, ...]:
        """Finished files in order of name: those of ``sender`` only unless None.

        Names greater than ``after`` (by code point), at most ``limit`` of them.
        """
        ...

    def find(self, organisation: bytes, name: str) -> Listed | None:
        """The finished file of this name, or None."""
        ...

    def read(self, organisation: bytes, name: str, offset: int, length: int) -> bytes:
        """At most ``length`` bytes from ``offset``; fewer only at the end. Raises NotThere."""
        ...

    def come(self, upload: Upload) -> int:
        """How many bytes of ``upload`` are durable here; its whole size once it is finished.

        The same name, size and SHA-256 already finished counts as finished, whoever sent it.
        0 for an upload not begun, and where this sender's unfinished one under that name has
        another size or SHA-256. Conflict when a finished file of that name has another content.
        """
        ...

    def append(self, upload: Upload, offset: int, data: bytes) -> int:
        """Add ``data`` at ``offset``; what :meth:`come` would say after it.

        Begins the upload when ``offset`` is 0 and none is going (in place of this sender's
        earlier unfinished one of that name with another size or SHA-256). The file becomes
        visible under its name in the transaction that adds the last byte, after its SHA-256
        was checked. An empty file is one append of nothing.

        Raises WrongOffset (with what has come) when ``offset`` is not what has come, Conflict
        when the name is taken by another content, NoRoom over a quota or on a full disk (what
        has come before stays), Damaged when the whole does not have its SHA-256 (all that has
        come is then dropped) or when ``data`` goes beyond the size.
        """
        ...

    def remove(self, organisation: bytes, name: str) -> bool:
        """Take a finished file away; False when there was none. The name may be used again."""
        ...

    def posted(self, organisation: bytes, kind: str) -> Posted | None:
        """The newest notice of this kind (``registry`` or ``server``), or None."""
        ...

    def post(self, organisation: bytes, kind: str, notice: Posted) -> bool:
        """Keep a notice whose signature was checked; False unless its version is higher.

        The very same notice once more counts as kept.
        """
        ...


class Tokens(Protocol):
    """The hashes by which a copied device shows; see ``docs/formats/mailbox.md``."""

    def token(self, organisation: bytes, device: bytes) -> Token | None:
        """What is kept of this device (its 32-byte key); None before its first session."""
        ...

    def keep_token(
        self, organisation: bytes, device: bytes, before: Token | None, after: Token | None
    ) -> bool:
        """Put ``after`` in the place of ``before``; False when something else is kept now.

        ``after`` None forgets the device's token: its next session begins anew.
        """
        ...

    def refused(self, organisation: bytes) -> tuple[bytes, ...]:
        """The devices (keys, sorted) whose token says that there are two of them."""
        ...

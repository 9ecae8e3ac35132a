"""A mailbox that is kept on this very machine, as the organisation's place to carry through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from storage.errors import Conflict, Damaged, NoRoom, StorageError
from storage.mailbox.values import Listed, NotThere, Upload
from sync.envelope import FILE_LIMIT
from sync.errors import TransportError
from sync.mailbox import wire
from sync.mailbox.keeping import PAGE, Keeping
from sync.mailbox.refusals import error
from sync.transport import plain_name, sound_name


class LocalTransport:
    """The space of ``organisation`` in ``keeping``; see :class:`sync.transport.Transport`."""

    def __init__(self, keeping: Keeping, organisation: bytes) -> None:
        self._keeping = keeping
        self._organisation = organisation

    def files(self, suffix: str) -> Iterator[Listed]:
        """Every finished file with this suffix, by name."""
        after = ""
        while True:
            with _told():
                page = self._keeping.listed(self._organisation, suffix, after=after)
            yield from page
            if len(page) < PAGE:
                return
            after = page[-1].name

    def list(self, suffix: str) -> tuple[str, ...]:
        """See :class:`sync.transport.Transport`."""
        return tuple(file.name for file in self.files(suffix))

    def bad_names(self, suffix: str) -> tuple[str, ...]:
        """See :class:`sync.transport.Transport`; a mailbox takes only sound names."""
        return ()

    def get(self, name: str, limit: int = FILE_LIMIT) -> bytes:
        """See :class:`sync.transport.Transport`."""
        if not plain_name(name):
            raise ValueError(f"{name!r} is not a name in a mailbox")
        with _told(name):
            file = self._keeping.find(self._organisation, name)
            if file is None:
                raise error("not-there", name)
            if file.size > limit:
                raise Damaged(f"{name}: more than the {limit} bytes allowed")
            whole = bytearray()
            while len(whole) < file.size:
                part = self._keeping.read(self._organisation, name, len(whole), wire.CHUNK)
                if not part:
                    break
                whole += part
        if sha256(whole).digest() != file.sha256:
            raise Damaged(f"{name}: the mailbox no longer has it as it was put")
        return bytes(whole)

    def put(self, name: str, data: bytes) -> None:
        """See :class:`sync.transport.Transport`."""
        if not sound_name(name):
            raise ValueError(f"{name!r} is not a name that may be carried")
        upload = Upload(
            organisation=self._organisation, sender=self._organisation, name=name,
            size=len(data), sha256=sha256(data).digest(),
        )
        with _told(name):
            come = self._keeping.come(upload)
            while come < len(data):
                come = self._keeping.append(upload, come, data[come : come + wire.CHUNK])
            if not data:
                self._keeping.append(upload, 0, data)

    def remove(self, name: str) -> bool:
        """Take a file away; False when it was not there."""
        with _told(name):
            return self._keeping.remove(self._organisation, name)

    def close(self) -> None:
        """See :class:`sync.transport.Transport`; the storage is its owner's to close."""


@contextmanager
def _told(name: str = "") -> Iterator[None]:
    """The storage's errors as the transports' own."""
    try:
        yield
    except Conflict:
        raise error("name-taken", name) from None
    except NoRoom:
        raise error("full", name) from None
    except NotThere:
        raise error("not-there", name) from None
    except Damaged:
        raise
    except StorageError as fault:
        raise TransportError(f"the mailbox could not be used: {fault}") from None

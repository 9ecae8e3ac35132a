"""A mailbox's storage in memory, for whoever speaks the protocol in front of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from threading import RLock

from storage.errors import Conflict, Damaged, NoRoom
from storage.mailbox.values import Listed, NotThere, Posted, Token, Upload, WrongOffset


class MemoryMailbox:
    """Keeps spaces for ``organisations``; ``quota`` bytes of finished files in each."""

    def __init__(
        self, *organisations: bytes, clock: Callable[[], datetime], quota: int = 2**30
    ) -> None:
        self._spaces = set(organisations)
        self._clock = clock
        self._quota = quota
        self._guard = RLock()
        self.files: dict[tuple[bytes, str], tuple[Listed, bytes]] = {}
        self.going: dict[tuple[bytes, bytes, str], tuple[Upload, bytes]] = {}
        self.notices: dict[tuple[bytes, str], Posted] = {}
        self.tokens: dict[tuple[bytes, bytes], Token] = {}

    def knows(self, organisation: bytes) -> bool:
        return organisation in self._spaces

    def listed(
        self, organisation: bytes, suffix: str, *, sender: bytes | None = None,
        after: str = "", limit: int = 500,
    ) -> tuple[Listed, ...]:
        with self._guard:
            found = sorted(
                name for (space, name), (file, _) in self.files.items()
                if space == organisation and name.endswith(suffix) and name > after
                and sender in (None, file.sender)
            )
            return tuple(self.files[organisation, name][0] for name in found[:limit])

    def find(self, organisation: bytes, name: str) -> Listed | None:
        with self._guard:
            found = self.files.get((organisation, name))
            return None if found is None else found[0]

    def read(self, organisation: bytes, name: str, offset: int, length: int) -> bytes:
        with self._guard:
            if (organisation, name) not in self.files:
                raise NotThere(f"{name} is not here")
            return self.files[organisation, name][1][offset : offset + length]

    def come(self, upload: Upload) -> int:
        with self._guard:
            finished = self.files.get((upload.organisation, upload.name))
            if finished is not None:
                if (finished[0].size, finished[0].sha256) != (upload.size, upload.sha256):
                    raise Conflict(f"{upload.name} is taken")
                return upload.size
            going = self.going.get((upload.organisation, upload.sender, upload.name))
            return len(going[1]) if going is not None and going[0] == upload else 0

    def append(self, upload: Upload, offset: int, data: bytes) -> int:
        with self._guard:
            come = self.come(upload)
            place = (upload.organisation, upload.sender, upload.name)
            finished = (upload.organisation, upload.name) in self.files
            if finished or offset != come:
                if finished and offset == come and not data:
                    return come
                raise WrongOffset(come)
            so_far = (self.going[place][1] if come else b"") + data
            if len(so_far) > upload.size:
                raise Damaged(f"{upload.name} is longer than it says")
            if self._used(upload.organisation) + upload.size > self._quota:
                raise NoRoom("the quota of this space is used up")
            self.going[place] = (upload, so_far)
            if len(so_far) == upload.size:
                self._finish(upload, so_far)
            return len(so_far)

    def _used(self, organisation: bytes) -> int:
        return sum(
            file.size for (space, _), (file, _) in self.files.items() if space == organisation
        )

    def _finish(self, upload: Upload, data: bytes) -> None:
        del self.going[upload.organisation, upload.sender, upload.name]
        if sha256(data).digest() != upload.sha256:
            raise Damaged(f"{upload.name} did not come as it was sent")
        file = Listed(
            name=upload.name, size=upload.size, sha256=upload.sha256, sender=upload.sender,
            came=self._clock(),
        )
        self.files[upload.organisation, upload.name] = (file, data)

    def remove(self, organisation: bytes, name: str) -> bool:
        with self._guard:
            return self.files.pop((organisation, name), None) is not None

    def posted(self, organisation: bytes, kind: str) -> Posted | None:
        with self._guard:
            return self.notices.get((organisation, kind))

    def post(self, organisation: bytes, kind: str, notice: Posted) -> bool:
        with self._guard:
            before = self.notices.get((organisation, kind))
            if before is not None and before != notice and notice.version <= before.version:
                return False
            self.notices[organisation, kind] = notice
            return True

    def token(self, organisation: bytes, device: bytes) -> Token | None:
        with self._guard:
            return self.tokens.get((organisation, device))

    def keep_token(
        self, organisation: bytes, device: bytes, before: Token | None, after: Token | None
    ) -> bool:
        with self._guard:
            if self.tokens.get((organisation, device)) != before:
                return False
            if after is None:
                self.tokens.pop((organisation, device), None)
            else:
                self.tokens[organisation, device] = after
            return True

    def refused(self, organisation: bytes) -> tuple[bytes, ...]:
        with self._guard:
            return tuple(sorted(
                device for (space, device), token in self.tokens.items()
                if space == organisation and token.refused is not None
            ))

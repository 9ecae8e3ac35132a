"""What a visitor with a session may do with the files of its organisation's space."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil

from storage.errors import Conflict, Damaged, NoRoom, StorageError, WrongSigner
from storage.mailbox.values import Listed, NotThere, Posted, Upload, WrongOffset
from sync import bundle, enrolment, package, receipt
from sync.envelope import FILE_LIMIT
from sync.mailbox import wire
from sync.mailbox.keeping import PAGE, Keeping, Tokens
from sync.mailbox.pace import Pace, Ticks
from sync.mailbox.refusals import Refusal
from sync.mailbox.registry import read_registry
from sync.mailbox.requests import Answer, Request
from sync.mailbox.sessions import Visitor
from sync.mailbox.statement import read_statement
from sync.transport import sound_name

TO_ALL = (package.SUFFIX, receipt.SUFFIX)
"""What every device of a space may read."""

OWN = (bundle.SUFFIX, enrolment.SUFFIX)
"""What a device may put, and read back when it was its own."""

RATE, BURST = 50, 400
"""Questions a second from one visitor, and at once: a bundle of 4 MiB is 32 of them."""

BEGINNING = 20
"""What it costs to begin an upload, in questions; given back when the file is whole."""

NOTICES = ("registry", "server")
_SUFFIX = re.compile(r"\.v[a-z]{3,9}")

Ended = Callable[[bytes], None]
"""Called with an organisation whose registry has changed."""


class Desk:
    """Serves visitors from ``keeping``; any thread may ask."""

    def __init__(self, keeping: Keeping, tokens: Tokens, ticks: Ticks, changed: Ended) -> None:
        self._keeping = keeping
        self._tokens = tokens
        self._changed = changed
        self._pace = Pace(RATE, BURST, ticks)

    def statement(self, organisation: bytes) -> Answer:
        """What the organisation says of this server; for anybody who knows its key."""
        found = self._keeping.posted(organisation, "server")
        if found is None:
            raise Refusal("no-space")
        return Answer(found.raw)

    def names(self, visitor: Visitor, request: Request) -> Answer:
        """A page of names with the asked suffix, of what this visitor may see."""
        self._hold_back(visitor)
        suffix, after = request.query.get("suffix", ""), request.query.get("after", "")
        if not _SUFFIX.fullmatch(suffix) or (after and not sound_name(after)):
            raise Refusal("bad-request")
        sender = None if visitor.owner or suffix in TO_ALL else visitor.public
        found = self._keeping.listed(
            visitor.organisation, suffix, sender=sender, after=after, limit=PAGE + 1
        )
        names = tuple(file.name for file in found[:PAGE])
        return Answer(wire.pack(names, int(len(found) > PAGE)))

    def part(self, visitor: Visitor, name: str, request: Request) -> Answer:
        """At most CHUNK bytes of a file, from ``offset``."""
        self._hold_back(visitor)
        file = self._readable(visitor, name)
        length = min(request.number("length"), wire.CHUNK)
        with _refusing():
            data = self._keeping.read(visitor.organisation, name, request.number("offset"), length)
        return Answer(wire.pack(file.size, file.sha256, data))

    def come(self, visitor: Visitor, name: str, request: Request) -> Answer:
        """How much of an upload lies here."""
        self._hold_back(visitor)
        with _refusing():
            return Answer(wire.pack(self._keeping.come(_upload(visitor, name, request))))

    def append(self, visitor: Visitor, name: str, request: Request) -> Answer:
        """Take one part of an upload; it is durable when this is answered."""
        upload, offset = _upload(visitor, name, request), request.number("offset")
        self._hold_back(visitor, BEGINNING if offset == 0 else 1)
        with _refusing():
            come = self._keeping.append(upload, offset, request.body)
        if come == upload.size and offset < come:
            self._pace.give_back((visitor.organisation, visitor.public), BEGINNING - 1)
        return Answer(wire.pack(come))

    def remove(self, visitor: Visitor, name: str) -> Answer:
        """Take a file away; only the organisation may."""
        self._hold_back(visitor)
        _only_owner(visitor)
        if not sound_name(name):
            raise Refusal("bad-request")
        with _refusing():
            return Answer(wire.pack(int(self._keeping.remove(visitor.organisation, name))))

    def notice(self, visitor: Visitor, kind: str) -> Answer:
        """The newest notice of a kind, its exact bytes."""
        self._hold_back(visitor)
        _only_owner(visitor)
        found = self._keeping.posted(visitor.organisation, kind) if kind in NOTICES else None
        if found is None:
            raise Refusal("not-there")
        return Answer(found.raw)

    def post(self, visitor: Visitor, kind: str, raw: bytes) -> Answer:
        """Keep a newer registry or statement that the organisation has signed."""
        self._hold_back(visitor)
        _only_owner(visitor)
        if kind not in NOTICES:
            raise Refusal("bad-request")
        read = read_registry if kind == "registry" else read_statement
        try:
            version = read(raw, visitor.organisation).version
        except (Damaged, WrongSigner):
            raise Refusal("bad-request") from None
        with _refusing():
            kept = self._keeping.post(
                visitor.organisation, kind, Posted(version=version, raw=raw)
            )
        if not kept:
            raise Refusal("not-newer")
        self._changed(visitor.organisation)
        return Answer(wire.pack())

    def refused(self, visitor: Visitor) -> Answer:
        """The devices of which there seem to be two."""
        _only_owner(visitor)
        with _refusing():
            return Answer(wire.pack(self._tokens.refused(visitor.organisation)))

    def let_in(self, visitor: Visitor, device: bytes) -> Answer:
        """A person has decided: the next one that comes with this device's key is it."""
        _only_owner(visitor)
        with _refusing():
            token = self._tokens.token(visitor.organisation, device)
            done = token is not None and self._tokens.keep_token(
                visitor.organisation, device, token, None
            )
        return Answer(wire.pack(int(done)))

    def _hold_back(self, visitor: Visitor, price: float = 1.0) -> None:
        seconds = self._pace.wait((visitor.organisation, visitor.public), price)
        if seconds:
            raise Refusal("wait", ceil(seconds))

    def _readable(self, visitor: Visitor, name: str) -> Listed:
        if not sound_name(name):
            raise Refusal("not-there")
        with _refusing():
            file = self._keeping.find(visitor.organisation, name)
        # what is not this device's to read is not told apart from what is not there
        if file is None or not (
            visitor.owner or name.endswith(TO_ALL) or file.sender == visitor.public
        ):
            raise Refusal("not-there")
        return file


def _upload(visitor: Visitor, name: str, request: Request) -> Upload:
    if not sound_name(name):
        raise Refusal("bad-request")
    size = request.number("size")
    if size > FILE_LIMIT:
        raise Refusal("too-large")
    if not visitor.owner:
        card = visitor.public.hex()[:16] + enrolment.SUFFIX
        if not name.endswith(OWN) or (name.endswith(enrolment.SUFFIX) and name != card):
            raise Refusal("not-allowed")
    return Upload(
        organisation=visitor.organisation, sender=visitor.public, name=name, size=size,
        sha256=request.sha256(),
    )


def _only_owner(visitor: Visitor) -> None:
    if not visitor.owner:
        raise Refusal("not-allowed")


@contextmanager
def _refusing() -> Iterator[None]:
    """The storage's own errors as codes that travel."""
    try:
        yield
    except WrongOffset as fault:
        raise Refusal("wrong-offset", fault.come) from None
    except Conflict:
        raise Refusal("name-taken") from None
    except NoRoom:
        raise Refusal("full") from None
    except NotThere:
        raise Refusal("not-there") from None
    except Damaged:
        raise Refusal("damaged") from None
    except StorageError:
        raise Refusal("trouble") from None

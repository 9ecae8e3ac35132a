"""How a kiosk and an organisation meet for the first time: commit, reveal, the same four words.

Two machines that have never met agree over a network that may be anybody's; two persons then
compare what both show. ``docs/formats/pairing.md`` has the messages and why a machine in
between cannot make the words alike. Neither side here knows a network or a clock's hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import msgspec

from storage.errors import Damaged, StorageError, WrongSigner
from storage.seal import coding, keys
from storage.values import Clock, DeviceIdentity, RandomBytes
from sync.envelope import Sign
from sync.mailbox.refusals import Refusal, ServerUnknown
from sync.mailbox.statement import expect, read_statement
from sync.naming import well_named

NONCE = 32
ID = 16
WORDS = 4
"""Of a list of 2 048: 44 bits, chosen by neither side alone."""

_begin = msgspec.msgpack.Decoder(tuple[int, bytes])
_offer = msgspec.msgpack.Decoder(tuple[int, bytes, bytes, bytes, str, bytes])
_reveal = msgspec.msgpack.Decoder(tuple[int, bytes, bytes, bytes, str, bytes])
_agree = msgspec.msgpack.Decoder(tuple[int, bytes, bytes])
_outcome = msgspec.msgpack.Decoder(tuple[int, int, bytes])
_refuse = msgspec.msgpack.Decoder(tuple[int, bytes])


def speak(hash: bytes) -> tuple[str, ...]:
    """The four words that persons compare, from the first 44 bits of a pairing's hash."""
    from assets.spoken import words

    return words(hash, WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """The kiosk's side: who it is, how it signs, its clock and randomness."""

    identity: DeviceIdentity
    sign: Sign
    clock: Clock
    random: RandomBytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """The organisation's side: its name and key, and the statement of the server it speaks by.

    ``certificate`` is the hash of the certificate that server really has.
    """

    name: str
    public: bytes
    sign: Sign
    statement: bytes
    certificate: bytes


class Paired(NamedTuple):
    """What a kiosk pins once both persons have said yes."""

    organisation: bytes
    name: str


class _Said(NamedTuple):
    """What both sides have said; the words come from all of it."""

    commit: bytes
    host_nonce: bytes
    nonce: bytes
    device: bytes
    organisation: bytes
    certificate: bytes
    name: str

    def hash(self) -> bytes:
        *fixed, name = self
        return keys.digest("pair-words", *fixed, name.encode("utf-8"))


def commitment(nonce: bytes, device: bytes, name: str) -> bytes:
    """What a kiosk is bound to before it knows anything of the other side."""
    return keys.digest("pair-commit", nonce, device, name.encode("utf-8"))


class Joining:
    """A kiosk that pairs. One for each attempt, its methods in this order, each once."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._nonce = device.random(NONCE)
        self._id = b""
        self._said: _Said | None = None

    def begin(self) -> bytes:
        """The first message: the commitment."""
        who = self._device.identity
        return coding.pack((1, commitment(self._nonce, who.public, who.name)))

    def offered(self, body: bytes, certificate: bytes) -> bytes:
        """The second message, to the other side's offer; ``certificate`` is the one *seen*.

        Raises Damaged or TooNew, ServerUnknown or ServerExpired when the organisation that is
        named does not vouch for this server.
        """
        _, id, nonce, organisation, name, statement = coding.unpack(_offer, body, "pairing")
        if [len(id), len(nonce), len(organisation)] != [ID, NONCE, 32] or not well_named(name):
            raise Damaged("pairing: a field is out of limits")
        try:
            said = read_statement(statement, organisation)
        except StorageError:
            raise ServerUnknown(
                "the machine that answers has no word of the organisation it names. Nothing "
                "was paired"
            ) from None
        expect(said, certificate, self._device.clock())
        who = self._device.identity
        self._id = id
        self._said = _Said(
            commit=commitment(self._nonce, who.public, who.name), host_nonce=nonce,
            nonce=self._nonce, device=who.public, organisation=organisation,
            certificate=certificate, name=name,
        )
        signature = self._device.sign("pair-reveal", self._said.hash())
        return coding.pack((1, id, self._nonce, who.public, who.name, signature))

    @property
    def organisation(self) -> Paired:
        """Who the other side says it is; nothing to trust before the words were compared."""
        return Paired(self._agreed().organisation, self._agreed().name)

    @property
    def words(self) -> tuple[str, ...]:
        """What this side shows."""
        return speak(self._agreed().hash())

    def agree(self) -> bytes:
        """The third message, once the person here has said that the words are the same."""
        signature = self._device.sign("pair-agree", self._agreed().hash())
        return coding.pack((1, self._id, signature))

    def refuse(self) -> bytes:
        """Instead of it, when they are not."""
        return coding.pack((1, self._id))

    def outcome(self, body: bytes) -> Paired | None:
        """Whom to pin, or None while the person over there has not said anything.

        Raises Damaged, or WrongSigner when somebody else than the organisation says yes.
        """
        _, done, signature = coding.unpack(_outcome, body, "pairing")
        if (done, len(signature)) not in ((0, 0), (1, 64)):
            raise Damaged("pairing: a field is out of limits")
        if not done:
            return None
        keys.verify(self._agreed().organisation, signature, "pair-agreed", self._agreed().hash())
        return self.organisation

    def _agreed(self) -> _Said:
        if self._said is None:
            raise ValueError("nothing has been offered yet")
        return self._said


class Stage(Enum):
    """How far a pairing has come on the organisation's side."""

    BEGUN = "begun"
    COMPARING = "comparing"
    PAIRED = "paired"
    REFUSED = "refused"


class Hosting:
    """The organisation's side of one attempt. Refusal for whatever does not belong in it.

    ``device`` and ``words`` are there from COMPARING on. ``paired`` needs three things in any
    order: the kiosk's yes, the person's yes here, and that the device could be registered.
    """

    def __init__(self, host: Host, random: RandomBytes) -> None:
        self.stage = Stage.BEGUN
        self.device: DeviceIdentity | None = None
        self.words: tuple[str, ...] = ()
        self._host = host
        self.id = random(ID)
        self._nonce = random(NONCE)
        self._commit = self._hash = self._revealed = b""
        self._yes_there = self._yes_here = False

    @property
    def agreed(self) -> bool:
        """Both persons have said yes: the device may be registered."""
        return self.stage is Stage.COMPARING and self._yes_there and self._yes_here

    @property
    def commit(self) -> bytes:
        """What the kiosk is bound to; empty before it began."""
        return self._commit

    def begin(self, body: bytes) -> bytes:
        """The offer, to the kiosk's first message; the same again to the same."""
        commit = commit_of(body)
        if self.stage is not Stage.BEGUN or self._commit not in (b"", commit):
            raise Refusal("pairing-refused")
        self._commit = commit
        host = self._host
        return coding.pack((1, self.id, self._nonce, host.public, host.name, host.statement))

    def reveal(self, body: bytes) -> bytes:
        """The kiosk shows what it was bound to. Any fault ends the attempt."""
        _, _, nonce, device, name, signature = coding.unpack(_reveal, body, "pairing")
        ended = self.stage is Stage.REFUSED
        if self.device is not None and body == self._revealed and not ended:
            return self.outcome()  # the answer was lost, or it asks whether we still compare
        if self.stage is not Stage.BEGUN:
            raise Refusal("pairing-refused")
        host = self._host
        said = _Said(
            commit=self._commit, host_nonce=self._nonce, nonce=nonce, device=device,
            organisation=host.public, certificate=host.certificate, name=host.name,
        )
        self.stage = Stage.REFUSED
        lengths = [len(nonce), len(device)] == [NONCE, 32]
        if not lengths or not well_named(name) or commitment(nonce, device, name) != self._commit:
            raise Refusal("pairing-refused")
        _verified(device, signature, "pair-reveal", said.hash())
        self._hash, self._revealed = said.hash(), body
        self.device = DeviceIdentity(public=device, name=name)
        self.words = speak(self._hash)
        self.stage = Stage.COMPARING
        return coding.pack((1, 0, b""))

    def agree(self, body: bytes) -> bytes:
        """The person at the kiosk has said yes: note it, and tell how far it is here."""
        _, _, signature = coding.unpack(_agree, body, "pairing")
        if self.device is None or self.stage is Stage.REFUSED:
            raise Refusal("pairing-refused")
        _verified(self.device.public, signature, "pair-agree", self._hash)
        self._yes_there = True
        return self.outcome()

    def outcome(self) -> bytes:
        """What the kiosk is told: the organisation's word once the device is registered."""
        if self.stage is not Stage.PAIRED:
            return coding.pack((1, 0, b""))
        return coding.pack((1, 1, self._host.sign("pair-agreed", self._hash)))

    def decide(self, same: bool) -> None:
        """The person here has compared the words."""
        if self.stage is Stage.COMPARING:
            self._yes_here = same
            if not same:
                self.stage = Stage.REFUSED

    def refuse(self) -> None:
        """Either side has given up; nothing more comes of this attempt."""
        if self.stage is not Stage.PAIRED:
            self.stage = Stage.REFUSED

    def registered(self) -> None:
        """The device is in the registry, durably: the kiosk may be told."""
        if self.agreed:
            self.stage = Stage.PAIRED


def commit_of(body: bytes) -> bytes:
    """What a ``begin`` binds its kiosk to, 32 bytes. Damaged for another body."""
    _, commit = coding.unpack(_begin, body, "pairing")
    if len(commit) != 32:
        raise Damaged("pairing: a field has the wrong length")
    return commit


def id_of(step: str, body: bytes) -> bytes:
    """Which attempt a ``reveal``, ``agree`` or ``refuse`` is of. Damaged for another body."""
    if step == "reveal":
        return coding.unpack(_reveal, body, "pairing")[1]
    if step == "agree":
        return coding.unpack(_agree, body, "pairing")[1]
    return coding.unpack(_refuse, body, "pairing")[1]


def _verified(public: bytes, signature: bytes, domain: str, hash: bytes) -> None:
    try:
        keys.verify(public, signature, domain, hash)
    except WrongSigner:
        raise Refusal("pairing-refused") from None

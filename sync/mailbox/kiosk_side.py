"""What a kiosk does with a mailbox on the network: pair with it, then carry through it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from storage.errors import MissingKey, WrongSigner
from storage.kiosk import KioskStore
from storage.kiosk.peers import PeerTokens
from sync.errors import PlaceGone, TransportError
from sync.mailbox.address import Address, read_address
from sync.mailbox.channel import Channel, Means, told
from sync.mailbox.client import Caller, MailboxTransport
from sync.mailbox.knocking import knock, search
from sync.mailbox.pairing import Device, Joining, Paired
from sync.mailbox.refusals import error

ASK_AGAIN = 1.0
"""Seconds between two questions whether the person over there has said yes."""

ASK_MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the person at the kiosk compares with what the administrator's screen shows.

    ``still`` asks over there whether these words still stand, and raises PlaceRefuses when they
    do not; that nobody answers just now says nothing. Once in ASK_AGAIN seconds is enough.
    """

    words: tuple[str, ...]
    organisation: Paired
    still: Callable[[], None]


def caller(store: KioskStore) -> Caller:
    """The kiosk as a visitor of its organisation's mailbox. MissingKey before it is paired."""
    organisation = store.trusted_organisation
    if organisation is None:
        raise MissingKey(
            "this device serves no organisation yet. Pair it, or install a first package"
        )
    return Caller(
        organisation=organisation, public=store.identity.public, sign=store.signer.sign,
        tokens=PeerTokens(store.peers, organisation),
    )


def mailbox(store: KioskStore, place: str, means: Means) -> MailboxTransport:
    """The organisation's mailbox at ``place``, ``host:port``.

    Where ``place`` is empty: where it was last, or, when it does not prove to be there, where
    it does on this network; only then is the address remembered. ValueError, MissingKey, or a
    TransportError when it is not found.
    """
    who = caller(store)
    if place:
        return MailboxTransport(read_address(place), who, means)
    known = store.peers.find(who.organisation)
    if known is None or not known.address:
        found = search(who.organisation, means.clock)
    else:
        try:
            last = read_address(known.address)
            knock(last, who.organisation, means.clock)
            return MailboxTransport(last, who, means)
        except TransportError as fault:
            found = _elsewhere(who.organisation, means, fault)
    store.peers.met_at(who.organisation, str(found))
    return MailboxTransport(found, who, means)


def _elsewhere(organisation: bytes, means: Means, fault: TransportError) -> Address:
    """Where it is now; what was wrong there, when it is nowhere and ``fault`` says more."""
    try:
        return search(organisation, means.clock)
    except PlaceGone:
        if isinstance(fault, PlaceGone):
            raise
        raise fault from None


def pair(
    store: KioskStore, address: Address, means: Means, compare: Callable[[Words], bool]
) -> Paired:
    """Pair with the organisation whose door is open at ``address``; pinned when this returns.

    ``compare`` shows the words and answers whether both sides show the same. Raises
    PlaceRefuses when either person says no or no door is open, WrongSigner when the device
    serves another organisation already, TransportError or StorageError otherwise: nothing is
    pinned then.
    """
    channel = Channel(address, None, means)
    joining = Joining(Device(
        identity=store.identity, sign=store.signer.sign, clock=means.clock, random=means.random
    ))
    try:
        offer = _said(channel, "begin", joining.begin())
        certificate = channel.certificate
        reveal = joining.offered(offer, certificate)
        if store.trusted_organisation not in (None, joining.organisation.organisation):
            raise WrongSigner("this device already serves another organisation; nothing was paired")
        _said(channel, "reveal", reveal)
        if not compare(Words(
            words=joining.words, organisation=joining.organisation,
            still=lambda: _still(channel, reveal),
        )):
            _said(channel, "refuse", joining.refuse())
            raise error("pairing-refused")
        paired = _agreed(channel, joining, means)
    finally:
        channel.close()
    store.peers.pin(paired.organisation, str(address), certificate)
    return paired


def _still(channel: Channel, reveal: bytes) -> None:
    with suppress(PlaceGone):
        _said(channel, "reveal", reveal)  # the same again changes nothing, and is answered


def _agreed(channel: Channel, joining: Joining, means: Means) -> Paired:
    waited = 0.0
    while waited < ASK_MOST:
        paired = joining.outcome(_said(channel, "agree", joining.agree()))
        if paired is not None:
            return paired
        means.wait(ASK_AGAIN)
        waited += ASK_AGAIN
    raise error("pairing-closed")


def _said(channel: Channel, step: str, body: bytes) -> bytes:
    for _ in range(ASK_MOST):
        reply = channel.patiently("POST", f"/v1/pair/{step}", body)
        if reply.status == 200:
            return reply.body
        code, seconds = told(reply)
        if code != "wait":
            raise error(code)
        channel.hold(max(1, seconds))
    raise error("pairing-closed")

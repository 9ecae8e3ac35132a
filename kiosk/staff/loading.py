"""Loading a package: what lies there and whose it is, before anything is installed. No Qt."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from kiosk.carrying import on_stick
from kiosk.staff.means import Means
from kiosk.staff.screens import Folders, Loaded, Offer, Offers, Working
from kiosk.staff.sticks import Find
from kiosk.staff.surveyed import wordless
from kiosk.staff.wishes import Deed, Do, StaffWish
from storage.errors import StorageError
from storage.kiosk import KioskStore
from survey.forms.model import said
from survey.reading import read_campaign
from sync import enrolment, package
from sync.enrolment import fingerprint
from sync.errors import TransportError
from sync.noting import install
from sync.package import Head
from sync.places import open_place
from sync.transport import Transport

MOST = 20
"""Packages of one place that are shown; more is no stick for a kiosk."""


class Loading:
    """``expected`` is the organisation's number where a code has told it: no other is installed."""

    def __init__(
        self, means: Means, find: Find, expected: str = "", place: str = "",
    ) -> None:
        self._means = means
        self._find = find
        self._expected = expected
        self._place = place
        self._turn = 0
        self._heads: dict[str, tuple[Offer, Head]] = {}

    def begin(self) -> None:
        """Show the sticks that are there, or look at once where a code says."""
        if self._place:
            self._look_at(self._place)
        else:
            folders = tuple(str(folder) for folder in self._find())
            self._means.show(Folders(of="load", folders=folders))

    def receive(self, wish: StaffWish) -> None:
        """A folder or a package was chosen."""
        match wish:
            case Do(deed=Deed.CHOOSE, value=folder) if Path(folder) in self._find():
                self._look_at(str(on_stick(Path(folder))))
            case Do(deed=Deed.BEGIN, value=key) if key in self._heads:
                self._install(*self._heads[key])
            case Do(deed=Deed.CHOOSE | Deed.AGAIN):
                self.begin()

    def end(self) -> None:
        """They have gone."""
        self._turn += 1
        self._heads = {}

    def _look_at(self, place: str) -> None:
        self._turn += 1
        turn = self._turn
        self._means.show(Working(of="load"))
        self._means.crew.away(lambda: self._look(turn, place))

    def _look(self, turn: int, place: str) -> None:
        """In the other thread."""
        heads, trouble = {}, ""
        try:
            with closing(open_place(place)) as there:
                names = there.list(package.SUFFIX)[:MOST]
                for name in names:
                    heads[name] = self._offer(there, name)
        except (TransportError, StorageError) as fault:
            trouble = fault.code
        except ValueError:
            trouble = "no-place"
        self._means.crew.here(lambda: self._found(turn, heads, trouble))

    def _offer(self, there: Transport, name: str) -> tuple[Offer, Head | None]:
        try:
            head = package.peek(there.get(name, package.LIMIT))
            return described(self._means.store, name, head, self._expected), head
        except (TransportError, StorageError) as fault:
            return Offer(
                key=name, title=name, organisation="", number="", version=0,
                issued=self._means.clock(), stands=fault.code,
            ), None

    def _found(
        self, turn: int, found: dict[str, tuple[Offer, Head | None]], trouble: str
    ) -> None:
        if turn != self._turn:
            return
        self._heads = {
            key: (offer, head) for key, (offer, head) in found.items()
            if head is not None and offer.may_install
        }
        self._means.show(Offers(
            offers=tuple(offer for offer, _ in found.values()), expected=self._expected,
            trouble=trouble,
        ))

    def _install(self, offer: Offer, head: Head) -> None:
        turn = self._turn
        self._means.show(Working(of="install"))
        self._means.crew.away(lambda: self._put(turn, offer, head))

    def _put(self, turn: int, offer: Offer, head: Head) -> None:
        """In the other thread: exactly the bytes that were shown are installed."""
        trouble = ""
        try:
            if self._expected:
                enrolment.expect(head.signer, self._expected)
            install(self._means.store, package.contents(head))
        except StorageError as fault:
            trouble = fault.code
        self._means.crew.here(lambda: self._done(turn, offer, trouble))

    def _done(self, turn: int, offer: Offer, trouble: str) -> None:
        if turn == self._turn:
            self._means.show(Loaded(offer=offer, trouble=trouble))


def described(store: KioskStore, key: str, head: Head, expected: str = "") -> Offer:
    """What a package is, whose, and what would come of it here. StorageError when it is none."""
    whole = package.contents(head)
    campaign, _ = read_campaign(whole.definition)
    title = "" if campaign is None else said(campaign.title, campaign.languages[0])
    offer = Offer(
        key=key, title=title, organisation=head.organisation, number=fingerprint(head.signer),
        version=head.version, issued=head.issued, stands=_stands(store, head),
        wordless=() if campaign is None else wordless(campaign),
    )
    if expected and not _is(head.signer, expected):
        return replace(offer, stands="not-expected")
    return offer


def _stands(store: KioskStore, head: Head) -> str:
    pinned, now = store.trusted_organisation, store.package()
    if pinned is not None and pinned != head.signer:
        return "stranger"
    if now is None:
        return "no-survey" if head.ends else "first"
    if now.hash == head.hash:
        return "same"
    if now.campaign != head.campaign:
        return "no-survey" if head.ends else "other-survey"
    if head.version <= now.version:
        return "older"
    return "ends" if head.ends else "ours"


def _is(signer: bytes, expected: str) -> bool:
    try:
        enrolment.expect(signer, expected)
    except StorageError:
        return False
    return True

"""Every screen of the staff's corner, with the fullest words each can hold. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from kiosk.frame import Comfort, Frame
from kiosk.staff import screens as at
from kiosk.staff.screens import PadSays, StaffScreen

WHEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NUMBER = "A01F 33D2 9C4E 7B11 0D5A"
TITLE = "Så fungerar biblioteket och dess filialer i hela kommunen"
STATUS = at.Status(
    name="Stadsbiblioteket, entrén", number=NUMBER, survey=TITLE, place="Stadsbiblioteket",
    organisation="Sundsvalls kommun", version=12, waiting=1_204, delivered=WHEN,
    trouble="place-gone", free_mb=52_311, clock=WHEN, jumped=True, copied=True,
    occasion="Somaliska föreningen", answered=14, locked=True,
)
OFFER = at.Offer(
    key="a", title=TITLE, organisation="Sundsvalls kommun", number=NUMBER, version=12,
    issued=WHEN, stands="first", wordless=("de", "zz"),
)


def every_at() -> Iterator[tuple[str, at.At]]:
    """Name and what stands at the desk."""
    for says in PadSays:
        yield f"pad-{says.value}", at.Pad(says=says, wait=3_600)
    yield "home", at.Home(status=STATUS, asks=True, paper=True)
    yield "places", at.Choices(
        of="place", names=tuple(f"Filialen i Norra Kärrgården {n}" for n in range(12)),
        keys=tuple(map(str, range(12))), chosen=("3",), trouble="no-room",
    )
    tags = ("sv", "en", "fi", "se", "ar", "so", "ti", "fa", "uk", "sv-simple")
    yield "languages", at.Choices(of="languages", names=tags, keys=tags, chosen=tags[:4])
    yield "comfort", at.Comforts(sound=0, brightness=100, by="program")
    yield "usual", at.Usual(comfort=Comfort(switches=1, calm=True, percent=200), trouble="no-room")
    for of in ("take-out", "load"):
        yield f"folders-{of}", at.Folders(
            of=of, folders=("/media/personal/KINGSTON", "/media/personal/ADATA"),
            trouble="place-full",
        )
        yield f"no-folder-{of}", at.Folders(of=of, folders=())
        yield f"working-{of}", at.Working(of=of, moved=3)
    yield "taken-out", at.TakenOut(
        records=512, bundles=4, forgotten=128, packages=1, cancelled=False, waiting=512,
        problems=("place-full", "damaged"),
    )
    yield "offers", at.Offers(offers=(OFFER,), expected=NUMBER)
    for trouble in ("", "wrong-signer"):
        yield f"loaded-{trouble}", at.Loaded(offer=OFFER, trouble=trouble)
    yield "code", at.CodeEntry(misread="check")
    yield "self-test", at.SelfTested(over=True, checks=(
        at.Checked(what="disk", good=True), at.Checked(what="room", good=False, told="12"),
        at.Checked(what="sealing", good=False, told="missing-key"),
        at.Checked(what="chain", good=True, told="12"), at.Checked(what="sound", good=None),
        at.Checked(what="words", good=False, told="de zz"),
        at.Checked(what="screen", good=False, told="640 × 480"),
        at.Checked(what="network", good=False, told="place-gone"),
        at.Checked(what="clock", good=False, told="2026-03-02 10:30"),
    ))
    yield "log", at.Log(lines=tuple(
        at.LogLine(hour=WHEN, code=code, number=12) for code in (
            "delivered", "taken-out", "package-installed", "place-gone", "several-campaigns")
    ))
    yield from _entries()


def _entries() -> Iterator[tuple[str, at.At]]:
    yield "occasion", at.OccasionEntry(goes_on=False, trouble="no-name")
    yield "occasion-ends", at.OccasionEntry(
        goes_on=True, partner="Somaliska föreningen", audience="Kvinnor", answered=14,
        trouble="counts",
    )
    for of in ("lock", "unlock", "end"):
        yield f"confirm-{of}", at.Confirm(of=of)
    for code in ("occasion-begun", "occasion-ended", "not-kept"):
        yield f"told-{code}", at.Told(code=code, name="Somaliska föreningen", number=14)
    yield "sheet-start", at.SheetStart(entry=1, twice=True, sealed=3, waiting=("1", "2"))
    yield "sheet-second", at.SheetStart(entry=2, twice=True, waiting=("1",), trouble="unknown")
    yield "sheet-question", at.SheetQuestion(
        sheet="104", entry=1, at=3, of=12, text="Hur nöjd är du med bemötandet?",
        choices=("Mycket missnöjd", "Missnöjd", "Varken eller", "Nöjd", "Mycket nöjd"), given="3",
    )
    yield "sheet-differs", at.SheetCompared(sheet="104", left=2, differs=at.Differs(
        text="Hur nöjd är du med bemötandet?", first="Mycket missnöjd", second="",
    ))


def every_staff_screen(
    language: str, comfort: Comfort | None = None
) -> Iterator[tuple[str, StaffScreen]]:
    """The same as screens, and one that is about to be left."""
    frame = Frame(language=language, comfort=comfort or Comfort(), idle_ms=0)
    for name, desk in every_at():
        yield name, StaffScreen(frame=frame, at=desk)
    yield "leaving", StaffScreen(frame=frame, at=at.Confirm(of="end"), leaving_ms=20_000)

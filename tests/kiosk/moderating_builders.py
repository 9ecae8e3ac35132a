"""A moderator at a meeting in memory, without a window: presses, types, and sees pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from assets.words import Words
from kiosk.frame import Frame
from kiosk.meeting.host import SessionHost
from kiosk.meeting.moderating import Moderating
from kiosk.meeting.moderator_means import ModeratorMeans
from kiosk.meeting.moderator_pages import page_for
from kiosk.meeting.moderator_screens import (
    Act,
    Around,
    Deed,
    ModeratorAt,
    ModeratorScreen,
    Phones,
    Place,
)
from kiosk.staff.page import Button, Buttons, Fact, Facts, Page, Said
from kiosk.staff.wishes import Deed as Staffs
from kiosk.staff.wishes import Filled
from tests.builders import FACTORS
from tests.kiosk.meeting_builders import Hours, MemoryBook, meeting
from tests.survey.session_builders import number

W = Words("sv")


@dataclass
class Outside:
    """Doors that remember who went through them."""

    asked: list[tuple[Any, ...]] = field(default_factory=list)
    beside: Around = field(default_factory=lambda: Around(
        phones=Phones(addresses=("192.0.2.7",)),
        factors=((FACTORS[0], "Bemötande"), (FACTORS[1], "Tillgänglighet")),
    ))
    found: int = 0

    def around(self) -> Around:
        return self.beside

    def merge(self, folder: str) -> int:
        self.asked.append(("merge", folder))
        return self.found

    def big(self, shown: bool) -> None:
        self.asked.append(("big", shown))
        self.beside = replace(self.beside, big=shown)

    def still(self, still: bool) -> None:
        self.asked.append(("still", still))
        self.beside = replace(self.beside, still=still)

    def serve(self, address: str) -> None:
        self.asked.append(("serve", address))
        phones = Phones(url=f"http://{address}:8350/#1secret", count=2) if address else Phones()
        self.beside = replace(self.beside, phones=phones)

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *given: self.asked.append((name, *given))


class Moderator:
    """Somebody who leads a meeting of ``method``, with so many people at the tablet."""

    def __init__(
        self, method: str = "focus-group", people: int = 3, book: MemoryBook | None = None
    ) -> None:
        self.book = book or MemoryBook()
        self.hours = Hours()
        self.host: SessionHost = meeting(method, people, self.book, self.hours)
        self.outside = Outside()
        self.shown: list[ModeratorScreen] = []
        self.clock: list[int | None] = []
        self._ids = 7_000
        self.desk = Moderating(ModeratorMeans(
            host=self.host, doors=self.outside, show=self.shown.append, ids=self._id,
            ticks=self.hours.ticks, frame=Frame(language="sv"),
        ), self.clock.append)
        self.desk.begin()

    def _id(self) -> UUID:
        self._ids += 1
        return number(self._ids)

    @property
    def at(self) -> ModeratorAt:
        return self.shown[-1].at

    @property
    def page(self) -> Page:
        return page_for(self.at, W)

    @property
    def told(self) -> str:
        """All words that stand on the page, but for those on buttons."""
        return " / ".join(told_on(self.page))

    def press(self, *texts: str) -> None:
        """The button with that on it; one that is asleep cannot be pressed."""
        for text in texts:
            found = [one for one in buttons_on(self.page) if one.text == text and not one.asleep]
            assert found, (text, [one.text for one in buttons_on(self.page)])
            self.desk.receive(found[0].wish)

    def type(self, *texts: str) -> None:
        """Into the page's fields, and on by the button that gathers them."""
        assert len(self.page.fields) == len(texts)
        assert any(one.gathers for one in buttons_on(self.page))
        self.desk.receive(Filled(Staffs.ANSWER, texts))

    def write(self, button: str, *texts: str) -> None:
        self.press(button)
        self.type(*texts)

    def begin(self, phase: str, round: int = 1) -> None:
        self.desk.receive(Act(Deed.BEGIN, f"{phase}:{round}"))

    def go(self, place: Place) -> None:
        self.desk.receive(Act(Deed.GO, place.value))


def buttons_on(page: Page) -> list[Button]:
    inside = [
        button for item in page.items if isinstance(item, Buttons) for button in item.buttons
    ]
    return [*inside, *page.foot]


def told_on(page: Page) -> list[str]:
    found = [page.title]
    for item in page.items:
        match item:
            case Said(text=text):
                found.append(text)
            case Fact(name=name, value=value):
                found.append(f"{name}: {value}")
            case Facts(facts=facts):
                found += [f"{one.name}: {one.value}" for one in facts]
            case _:
                continue
    return found

"""The way into a meeting, a desk in the staff's corner: a new one, one to go on with, or one that
is taken over from another device. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

import assets
from assets.words import Words
from kiosk.meeting import opening_pages as pages
from kiosk.meeting.copies import CopyFile, copies_in, read_copy
from kiosk.meeting.keeping import Opening
from kiosk.meeting.opening_pages import Choose, Step
from kiosk.staff.means import Means
from kiosk.staff.page import Page
from kiosk.staff.screens import Worded
from kiosk.staff.sticks import Find
from kiosk.staff.wishes import Filled, StaffWish
from storage.errors import (
    Conflict,
    Damaged,
    MissingKey,
    StorageError,
    TooNew,
    WrongCampaign,
    WrongKey,
)
from survey.facilitation.method import Method
from survey.facilitation.reading import read_method
from sync.errors import TransportError


class Trouble(StrEnum):
    """Why there is no meeting yet."""

    NO_TITLE = "no-title"
    WRONG_WORDS = "wrong-words"
    NONE_OPEN = "none-open"
    DAMAGED = "damaged"
    TOO_NEW = "too-new"
    NOT_KEPT = "not-kept"
    NO_COPY = "no-copy"
    OTHER_SURVEY = "other-survey"
    OPEN_ALREADY = "open-already"


@dataclass(frozen=True, slots=True)
class Known:
    """A method that comes with the program, and its own text."""

    method: Method
    source: str = field(repr=False)


def known_methods() -> tuple[Known, ...]:
    """The sessions' methods of this program, by id."""
    found = []
    for path in sorted(assets.path("methods").glob("*.toml")):
        source = path.read_text("utf-8")
        method = read_method(source).method
        if method is not None:
            found.append(Known(method, source))
    return tuple(found)


class Standing(Protocol):
    """How the kiosk stands."""

    def ready(self) -> bool:
        """Whether there is a survey and a place that records could be kept for."""

    def waiting(self) -> int:
        """How many sessions are open here."""


@dataclass(frozen=True, slots=True)
class Way:
    """``slow`` takes seconds and is done in another thread; ``then`` with what it gave, in the
    window's. Either may raise StorageError or TransportError."""

    slow: Callable[[], Any]
    then: Callable[[Any], None]


class Rooms:
    """What the desk leads to."""

    def __init__(
        self, open: Callable[[Opening], Way], resume: Callable[[str], Way],
        take_over: Callable[[Callable[[], bytes], str], Way], stands: Standing, find: Find,
    ) -> None:
        self.open = open
        self.resume = resume
        self.take_over = take_over
        self.stands = stands
        self.find = find


class MeetingDesk:
    """Asks for what a meeting needs, then lets it begin."""

    def __init__(self, means: Means, rooms: Rooms) -> None:
        self._means = means
        self._rooms = rooms
        self._words = Words(means.language)
        self._methods = known_methods()
        self._method: Known | None = None
        self._copy: tuple[Path, CopyFile] | None = None
        self._step = Step.FIRST
        self._turn = 0
        self._typed: tuple[str, str] | None = None

    def begin(self) -> None:
        """What there is to choose among."""
        self._step = Step.FIRST
        stands = self._rooms.stands
        self._show(
            pages.first(self._words, stands.waiting()) if stands.ready()
            else pages.no_place(self._words)
        )

    def receive(self, wish: StaffWish) -> None:
        """A choice, or what was typed."""
        match wish:
            case Choose(step=Step.FIRST):
                self.begin()
            case Choose(step=step, value=value):
                self._choose(step, value)
            case Filled(values=values):
                self._fill(tuple(value.strip() for value in values))

    def end(self) -> None:
        """Staff have gone elsewhere: what they waited for is not begun."""
        self._method = self._copy = self._typed = None
        self._turn += 1

    def _choose(self, step: Step, value: str) -> None:
        self._step = step
        match step:
            case Step.METHODS:
                self._show(pages.methods(self._words, self._named()))
            case Step.ABOUT:
                self._method = next(
                    (one for one in self._methods if one.method.id == value), None
                )
                self._typed = None
                self._again("")
            case Step.COPIES:
                self._show(pages.copies(self._words, self._copies(), ""))
            case Step.TAKE_OVER:
                folder, _, name = value.rpartition("|")
                copies = self._copies()
                if (folder, name) not in copies:
                    self._step = Step.COPIES
                    self._show(pages.copies(self._words, copies, Trouble.NO_COPY))
                    return
                self._copy = Path(folder), CopyFile(name=name, session="", device="", number=0)
                self._again("")
            case _:
                self._again("")

    def _again(self, trouble: str) -> None:
        """The page that is filled in, with what is wrong."""
        match self._step:
            case Step.ABOUT if self._method is not None:
                title, question = self._typed or (self._usual_title(), "")
                self._show(pages.about(
                    self._words, self._method.method, trouble, title=title, question=question
                ))
            case Step.TAKE_OVER | Step.RESUME:
                self._show(pages.seven_words(self._words, trouble, self._step))
            case _:
                self.begin()

    def _usual_title(self) -> str:
        """The survey's, in the staff's language."""
        campaign = self._means.campaign()
        titles = campaign.title if campaign else {}
        return titles.get(self._means.language, next(iter(titles.values()), ""))

    def _fill(self, values: tuple[str, ...]) -> None:
        match self._step:
            case Step.ABOUT if self._method is not None and len(values) == 2:
                self._typed = values[0], values[1]
                if not values[0]:
                    self._again(Trouble.NO_TITLE)
                    return
                opening = Opening(
                    title=values[0], question=values[1], method=self._method.source,
                    language=self._means.language,
                )
                self._wait(self._rooms.open(opening))
            case Step.RESUME:
                self._wait(self._rooms.resume(values[0]))
            case Step.TAKE_OVER if self._copy is not None:
                folder, file = self._copy
                self._wait(self._rooms.take_over(lambda: read_copy(folder, file), values[0]))

    def _wait(self, way: Way) -> None:
        """Say that it takes a moment, and let it be done where the window does not wait for it."""
        self._show(pages.moment(self._words))
        self._turn += 1
        turn, here = self._turn, self._means.crew.here

        def slow() -> None:
            try:
                gave = way.slow()
            except (StorageError, TransportError) as fault:
                trouble = _trouble(fault)
                here(lambda: self._refuse(turn, trouble))
            else:
                here(lambda: self._go(turn, way, gave))

        self._means.crew.away(slow)

    def _go(self, turn: int, way: Way, gave: Any) -> None:
        if turn != self._turn:
            return
        try:
            way.then(gave)
        except (StorageError, TransportError) as fault:
            self._refuse(turn, _trouble(fault))

    def _refuse(self, turn: int, trouble: Trouble) -> None:
        if turn == self._turn:
            self._again(trouble)

    def _named(self) -> tuple[Method, ...]:
        return tuple(one.method for one in self._methods)

    def _copies(self) -> list[tuple[str, str]]:
        """Folder and name of each copy that lies on a stick."""
        found: list[tuple[str, str]] = []
        for folder in self._rooms.find():
            try:
                found += [(str(folder), one.name) for one in copies_in(folder)]
            except TransportError:
                continue
        return found

    def _show(self, page: Page) -> None:
        self._means.show(Worded(page=page))


def _trouble(fault: StorageError | TransportError) -> Trouble:
    """Why there is no meeting yet, of what was raised on the way."""
    match fault:
        case WrongKey():
            return Trouble.WRONG_WORDS
        case MissingKey():
            return Trouble.NONE_OPEN
        case TooNew():
            return Trouble.TOO_NEW
        case Damaged():
            return Trouble.DAMAGED
        case TransportError():
            return Trouble.NO_COPY
        case WrongCampaign():
            return Trouble.OTHER_SURVEY
        case Conflict():
            return Trouble.OPEN_ALREADY
        case _:
            return Trouble.NOT_KEPT

"""A facilitated session that is resumed: the same session, its time goes on, its words once."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from kiosk.facilitator import Facilitator
from storage.errors import WrongKey
from survey.records import Body, SessionEvent, SessionOpened
from survey.session import SessionState
from tests.builders import FACTORS
from tests.kiosk.screen_builders import NOW, station

WORDS = ("ortnamn", "bolag", "vaggvisa", "forntida", "träd", "urban", "papegoja")


@dataclass
class FakeLasting:
    code: tuple[str, ...]
    kept: list[SessionEvent] = field(default_factory=list)
    closed: bool = False

    def events(self) -> tuple[SessionEvent, ...]:
        return tuple(self.kept)

    def write(self, event: SessionEvent) -> None:
        self.kept.append(event)

    def close(self, event: SessionEvent) -> None:
        self.kept.clear()
        self.closed = True


@dataclass
class FakeBook:
    written: list[Body] = field(default_factory=list)
    lasting: FakeLasting = field(default_factory=lambda: FakeLasting(WORDS))

    def write(self, body: Body) -> None:
        self.written.append(body)

    def open_session(self) -> FakeLasting:
        return self.lasting

    def resume_session(self, code: str) -> FakeLasting:
        if code != " ".join(WORDS):
            raise WrongKey("these words do not open the session")
        return FakeLasting((), self.lasting.kept)


@dataclass
class View:
    states: list[SessionState] = field(default_factory=list)
    codes: list[tuple[str, ...]] = field(default_factory=list)

    def present(self, state: SessionState) -> None:
        self.states.append(state)

    def give_code(self, words: tuple[str, ...]) -> None:
        self.codes.append(words)


def facilitator(view: View, book: FakeBook, seed: bytes = b"\1") -> Facilitator:
    return Facilitator(view, station(), book, lambda: NOW, lambda length: seed * length)


def test_an_ordinary_session_has_no_code_and_is_written_as_records() -> None:
    view, book = View(), FakeBook()
    held = facilitator(view, book)
    held.open("Group", "focus_group")
    held.join()
    held.close()
    assert view.codes == []
    assert len(book.written) == 3
    assert book.lasting.kept == []


def test_the_words_are_given_once_and_before_anything_else() -> None:
    view, book = View(), FakeBook()
    held = facilitator(view, book)
    held.open("Group", "focus_group", lasting=True)
    held.join()
    assert view.codes == [WORDS]
    assert book.written == []
    assert [type(said.event).__name__ for said in book.lasting.kept] == [
        "SessionOpened", "ParticipantJoined"
    ]


def test_a_resumed_session_is_the_same_and_its_time_goes_on() -> None:
    view, book = View(), FakeBook()
    held = facilitator(view, book)
    held.open("Group", "focus_group", lasting=True)
    held.set_points(held.join(), {FACTORS[0]: 3})
    before = held.state
    again = View()
    resumed = facilitator(again, book, seed=b"\2")
    resumed.resume(" ".join(WORDS))
    assert again.states == [before]
    assert again.codes == []
    assert resumed.join() == 2
    kept = book.lasting.kept
    assert [said.lamport for said in kept] == [1, 2, 3, 4]
    assert len({said.session for said in kept}) == 1


def test_wrong_words_change_nothing() -> None:
    view, book = View(), FakeBook()
    held = facilitator(view, book)
    with pytest.raises(WrongKey):
        held.resume("papegoja")
    assert view.states == []
    held.open("Another", "focus_group")
    assert isinstance(book.written[0], SessionEvent)
    assert isinstance(book.written[0].event, SessionOpened)


def test_closing_erases_what_was_kept_for_resuming() -> None:
    view, book = View(), FakeBook()
    held = facilitator(view, book)
    held.open("Group", "focus_group", lasting=True)
    held.close()
    assert book.lasting.closed
    assert view.states[-1].closed

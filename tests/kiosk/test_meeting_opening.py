"""The desk that leads into a meeting: a new one, one to go on with, one from another device."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assets.words import Words
from kiosk.meeting.keeping import Opening
from kiosk.meeting.opening import MeetingDesk, Rooms, Way, known_methods
from kiosk.staff.means import Crew, Means
from kiosk.staff.page import Button, Field, Page
from kiosk.staff.screens import At, Worded
from kiosk.staff.wishes import Deed, Filled
from storage.errors import (
    Conflict,
    Damaged,
    MissingKey,
    NoRoom,
    StorageError,
    TooNew,
    WrongCampaign,
    WrongKey,
)
from survey.campaign import Campaign
from sync.errors import PlaceGone
from tests.kiosk.moderating_builders import buttons_on, told_on
from tests.kiosk.package_builders import ONE_UNIT
from tests.kiosk.screen_builders import NOW
from tests.survey.session_builders import shipped

W = Words("sv")
COPY = "3f2a81c0-77aa-000012.vmeeting"
OPENS_NONE = W("These words open no meeting here. Look at each of them and try again.")


@dataclass
class Staff:
    """Somebody at the desk. ``slow`` raises where the store would; jobs wait to be done."""

    sticks: tuple[Path, ...] = ()
    campaign: Campaign | None = ONE_UNIT
    open_here: int = 0
    trouble: Exception | None = None
    late: Exception | None = None
    shown: list[At] = field(default_factory=list)
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    begun: list[Any] = field(default_factory=list)
    jobs: list[Callable[[], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        unused: Any = None
        means = Means(
            store=unused, directory=Path(), clock=lambda: NOW, show=self.shown.append,
            crew=Crew(away=self.jobs.append, here=self.jobs.append),
            campaign=lambda: self.campaign,
        )
        self.desk = MeetingDesk(means, Rooms(
            open=lambda opening: self._way("open", opening),
            resume=lambda words: self._way("resume", words),
            take_over=lambda read, words: self._way("take over", read, words),
            stands=self, find=lambda: self.sticks,
        ))
        self.desk.begin()

    def ready(self) -> bool:
        return self.campaign is not None

    def waiting(self) -> int:
        return self.open_here

    def _way(self, *asked: Any) -> Way:
        def slow() -> Any:
            self.asked.append(tuple(one() if callable(one) else one for one in asked))
            if self.trouble is not None:
                raise self.trouble
            return "a session"

        def then(gave: Any) -> None:
            if self.late is not None:
                raise self.late
            self.begun.append(gave)

        return Way(slow=slow, then=then)

    @property
    def page(self) -> Page:
        at = self.shown[-1]
        assert isinstance(at, Worded)
        return at.page

    @property
    def told(self) -> str:
        return " / ".join(told_on(self.page))

    @property
    def buttons(self) -> list[Button]:
        return buttons_on(self.page)

    def press(self, *starts: str) -> None:
        for start in starts:
            found = [one for one in self.buttons if one.text == start] or [
                one for one in self.buttons if one.text.startswith(start)
            ]
            assert len(found) == 1, (start, [one.text for one in self.buttons])
            self.desk.receive(found[0].wish)

    def type(self, *texts: str) -> None:
        assert sum(isinstance(item, Field) for item in self.page.items) == len(texts)
        self.desk.receive(Filled(Deed.BEGIN, texts))

    def work(self) -> None:
        while self.jobs:
            self.jobs.pop(0)()


def test_every_method_of_the_program_can_be_chosen_and_says_what_it_takes() -> None:
    staff = Staff()
    for known in known_methods():
        staff.desk.begin()
        staff.press(W("A new meeting"), known.method.name["sv"])
        assert staff.page.title == known.method.name["sv"]
        assert known.method.purpose["sv"] in staff.told
    assert sorted(known.method.id for known in known_methods()) == shipped()


def test_a_meeting_begins_with_the_survey_s_title_and_a_question() -> None:
    staff = Staff()
    staff.press(W("A new meeting"), "Fokusgrupp")
    title = next(item for item in staff.page.items if isinstance(item, Field))
    assert title.value == "Så fungerar biblioteket"
    staff.type("  Kvällsgruppen ", "Vad är värt något?")
    assert W("One moment …") in {getattr(item, "text", "") for item in staff.page.items}
    assert not staff.asked and not staff.page.foot
    staff.work()
    assert staff.begun == ["a session"]
    ((_, opening),) = staff.asked
    assert isinstance(opening, Opening) and 'id = "focus-group"' in opening.method
    assert (opening.title, opening.question) == ("Kvällsgruppen", "Vad är värt något?")


def test_a_meeting_without_a_title_is_asked_for_one() -> None:
    staff = Staff()
    staff.press(W("A new meeting"), "SWOT")
    staff.type("   ", "Vad?")
    assert W("Give the meeting a title.") in staff.told and not staff.jobs
    assert [one.value for one in staff.page.items if isinstance(one, Field)] == ["", "Vad?"]


def test_without_a_survey_and_a_place_no_meeting_is_held() -> None:
    staff = Staff(campaign=None)
    assert [one.text for one in staff.buttons] == [W("Back")]


def test_going_on_is_offered_where_a_meeting_is_open() -> None:
    on = W("Go on with an open meeting")
    assert on not in [one.text for one in Staff().buttons]
    staff = Staff(open_here=1)
    staff.press(on)
    staff.type("ortnamn bolag vaggvisa forntida träd urban papegoja")
    staff.work()
    assert staff.asked == [("resume", "ortnamn bolag vaggvisa forntida träd urban papegoja")]
    assert staff.begun == ["a session"]


@pytest.mark.parametrize(("trouble", "told"), [
    (WrongKey("no"), OPENS_NONE),
    (MissingKey("none"),
     W("No meeting is open on this device: it was closed, or 24 hours have passed.")),
    (Damaged("broken"),
     W("The copy is damaged. Take an older one, or one from another device.")),
    (TooNew("newer"),
     W("The copy was written by a newer version of the program. Upgrade first.")),
    (WrongCampaign("another"),
     W("The copy is of a meeting in another survey. Load that survey first.")),
    (Conflict("open"),
     W("That meeting is open on this device already, or four others are. Go on with an open "
       "meeting, or end one first.")),
    (NoRoom("full"), W("That could not be kept. The disk may be full; try again.")),
    (PlaceGone("gone"), W("The copy cannot be read any more. Is the stick still there?")),
], ids=lambda one: type(one).__name__ if isinstance(one, Exception) else "")
@pytest.mark.parametrize("late", [False, True], ids=["slow", "late"])
def test_what_hinders_is_told_and_words_can_be_typed_again(
    trouble: StorageError, told: str, late: bool
) -> None:
    staff = Staff(open_here=1, **{"late" if late else "trouble": trouble})
    staff.press(W("Go on with an open meeting"))
    staff.type("sju ord som inte stämmer alls tyvärr")
    staff.work()
    assert told in staff.told and not staff.begun
    staff.trouble = staff.late = None
    staff.type("ortnamn bolag vaggvisa forntida träd urban papegoja")
    staff.work()
    assert staff.begun == ["a session"]


def test_a_meeting_that_staff_no_longer_wait_for_does_not_begin() -> None:
    staff = Staff(open_here=1)
    staff.press(W("Go on with an open meeting"))
    staff.type("ortnamn bolag vaggvisa forntida träd urban papegoja")
    staff.desk.end()
    staff.work()
    assert staff.asked and not staff.begun


def test_a_copy_on_a_stick_is_taken_over_with_its_words(tmp_path: Path) -> None:
    (tmp_path / COPY).write_bytes(b"sealed")
    staff = Staff(sticks=(tmp_path,))
    staff.press(W("Go on from another device"), COPY)
    staff.type("ortnamn bolag vaggvisa forntida träd urban papegoja")
    staff.work()
    assert staff.asked[0][:2] == ("take over", b"sealed")


def test_where_no_copy_lies_it_is_said_what_to_do(tmp_path: Path) -> None:
    staff = Staff(sticks=(tmp_path, tmp_path / "gone"))
    staff.press(W("Go on from another device"))
    assert W("No copy of a meeting was found. Plug in the stick that the other device wrote to, "
             "then come here again.") in staff.told


def test_a_stick_that_is_pulled_out_meanwhile_is_told(tmp_path: Path) -> None:
    (tmp_path / COPY).write_bytes(b"sealed")
    staff = Staff(sticks=(tmp_path,))
    staff.press(W("Go on from another device"))
    (tmp_path / COPY).unlink()
    staff.press(COPY)
    assert W("The copy cannot be read any more. Is the stick still there?") in staff.told
    assert not any(isinstance(item, Field) for item in staff.page.items)

"""Copies of a meeting on a stick: always a whole one, not too often, on another thread."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.meeting.copies import Copies, CopyMeans, copies_in, read_copy
from kiosk.meeting.host import SessionHost
from storage.errors import Damaged, MissingKey
from survey.records import Way
from sync.errors import PlaceGone
from tests.kiosk.meeting_builders import COPIES, WORDS, Hours, MemoryBook, means, meeting
from tests.kiosk.screen_builders import NOW


class Desk:
    """A meeting with copies, whose other thread works when it is told to."""

    def __init__(self, host: SessionHost | None = None) -> None:
        self.hours = Hours()
        self.host = host or meeting(hours=self.hours)
        self.jobs: list[Callable[[], None]] = []
        self.told = 0
        self.copies = Copies(self.host, CopyMeans(
            run=lambda job: self.jobs.append(job), told=self._tell, ticks=self.hours.ticks,
            later=self.hours.later, clock=lambda: NOW, random=random.Random(5).randbytes,
        ))
        self.host.on_changed(self.copies.changed)

    def _tell(self) -> None:
        self.told += 1

    def work(self) -> int:
        jobs, self.jobs = self.jobs, []
        for job in jobs:
            job()
        return len(jobs)


def people_in(folder: Path) -> int:
    (file,) = copies_in(folder)
    log = COPIES[int(read_copy(folder, file))]
    return sum(type(told.event).__name__ == "ParticipantJoined" for told in log)


def test_nothing_is_copied_before_somebody_asks(tmp_path: Path) -> None:
    desk = Desk()
    desk.host.begin("purpose")
    assert desk.work() == 0 and desk.copies.standing.folder is None


def test_a_copy_is_made_at_once_at_every_phase_and_else_once_a_minute(tmp_path: Path) -> None:
    desk = Desk()
    desk.copies.to(tmp_path)
    assert desk.work() == 1 and people_in(tmp_path) == 3
    desk.hours.pass_(1)
    desk.host.begin("purpose")
    assert desk.work() == 1
    for _ in range(5):
        desk.hours.pass_(1)
        desk.host.join(Way.PHONE)
    assert desk.work() == 0 and people_in(tmp_path) == 3
    desk.hours.pass_(56)
    assert desk.work() == 1 and people_in(tmp_path) == 8
    desk.hours.pass_(600)
    assert desk.work() == 0, "nothing has happened"
    assert desk.told == 3 and desk.copies.standing.last == NOW
    assert len(list(tmp_path.iterdir())) == 1


def test_a_timer_that_comes_a_little_early_misses_nothing(tmp_path: Path) -> None:
    desk = Desk()
    desk.copies.to(tmp_path)
    desk.work()
    desk.hours.pass_(1)
    desk.host.join(Way.PHONE)
    ((_, call),) = desk.hours.waiting
    desk.hours.waiting.clear()
    desk.hours.now = 59.9996
    call()
    assert desk.work() == 1 and people_in(tmp_path) == 4


def test_while_one_waits_for_the_thread_no_more_are_asked_for(tmp_path: Path) -> None:
    desk = Desk()
    desk.copies.to(tmp_path)
    for phase in ("purpose", "factors", "headings"):
        desk.hours.pass_(1)
        desk.host.begin(phase)
    assert desk.work() == 1
    assert COPIES[-1][-1].event == desk.host._open.events[-1].event


def test_a_stick_that_went_is_told_and_copied_to_when_it_is_back(tmp_path: Path) -> None:
    desk, stick = Desk(), tmp_path / "stick"
    desk.copies.to(stick)
    desk.work()
    assert (desk.copies.standing.trouble, desk.copies.standing.last) == ("place-gone", None)
    stick.mkdir()
    desk.hours.pass_(1)
    desk.host.begin("purpose")
    desk.work()
    assert (desk.copies.standing.trouble, desk.copies.standing.last) == ("", NOW)
    assert people_in(stick) == 3


def test_when_the_moderator_says_no_more_nothing_more_is_written(tmp_path: Path) -> None:
    desk = Desk()
    desk.copies.to(tmp_path)
    desk.copies.to(None)
    desk.work()
    desk.host.begin("purpose")
    assert desk.work() == 0 and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("raised", "code"), [(MissingKey("closed"), "closed"), (ValueError("large"), "too-large")]
)
def test_what_cannot_be_copied_is_told(tmp_path: Path, raised: Exception, code: str) -> None:
    desk = Desk()

    def copy() -> bytes:
        raise raised

    desk.host.copy = copy  # type: ignore[method-assign]
    desk.copies.to(tmp_path)
    desk.work()
    assert desk.copies.standing.trouble == code and not list(tmp_path.iterdir())


def test_a_closed_meeting_is_not_copied_again(tmp_path: Path) -> None:
    desk = Desk()
    desk.copies.to(tmp_path)
    desk.work()
    desk.host.close()
    assert desk.work() == 0


def test_a_second_device_finds_the_newest_copy_of_each(tmp_path: Path) -> None:
    book = MemoryBook()
    desk = Desk(meeting(book=book))
    desk.copies.to(tmp_path)
    desk.work()
    (file,) = copies_in(tmp_path)
    other = SessionHost(means(MemoryBook(), seed=9))
    other.take_over(read_copy(tmp_path, file), " ".join(WORDS))
    again = Desk(other)
    again.copies._mark = "ffff"
    again.copies.to(tmp_path)
    again.work()
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    (tmp_path / "0000-1.vmeeting").write_bytes(b"x")
    found = copies_in(tmp_path)
    assert len(found) == 2 and len({one.session for one in found}) == 1
    assert found[-1].device == "ffff"


def test_what_is_too_large_or_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlaceGone):
        copies_in(tmp_path / "nowhere")
    large = tmp_path / "00000000-0000-000001.vmeeting"
    with large.open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    (found,) = copies_in(tmp_path)
    with pytest.raises(Damaged):
        read_copy(tmp_path, found)

"""Taking in answers: progress, cancel, what happened, backup and receipts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from admin.background import Report, Waiting
from admin.responses.presenter import ResponsesPresenter
from admin.responses.state import Kept, Missing, Refused, ResponsesState, Taken
from admin.responses.wording import kept_line, set_aside, still_out, summary, why
from admin.shell.tone import Tone
from assets.words import Words
from tests.admin.window_builders import NOW, FakeIntake, attempt

SV = Words("sv")


@dataclass
class Page:
    shown: list[ResponsesState] = field(default_factory=list)

    def show_state(self, state: ResponsesState) -> None:
        self.shown.append(state)

    @property
    def now(self) -> ResponsesState:
        return self.shown[-1]


def ticking(seconds: float) -> Callable[[], datetime]:
    """A clock that goes so many seconds each time it is read."""
    reads = [0]

    def now() -> datetime:
        reads[0] += 1
        return NOW + timedelta(seconds=seconds * reads[0])

    return now


@dataclass
class Scene:
    intake: FakeIntake = field(default_factory=FakeIntake)
    page: Page = field(default_factory=Page)
    background: Waiting = field(default_factory=lambda: Waiting(attempt))
    changed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.presenter = ResponsesPresenter(
            self.page, self.intake, self.background, ticking(5), lambda: self.changed.append("x")
        )
        self.presenter.show(SV)
        self.presenter.workspace_opened()
        self.background.flush()


def test_taking_in_shows_progress_and_then_what_happened() -> None:
    scene = Scene()
    scene.presenter.take_in(Path("/media/usb"))
    assert scene.page.now.working is not None and scene.page.now.working.of == 0
    scene.background.flush()
    steps = [s.working for s in scene.page.shown if s.working is not None and s.working.of]
    assert [(w.made, w.of) for w in steps] == [(1, 3), (2, 3), (3, 3)]
    assert "sekunder kvar" in steps[0].left
    taken = scene.page.now.taken
    assert taken is not None and taken.new == 1038 and scene.page.now.working is None
    assert scene.changed == ["x"]


def test_a_second_take_in_waits_for_the_first() -> None:
    scene = Scene()
    scene.presenter.take_in(Path("/media/usb"))
    scene.presenter.take_in(Path("/media/usb"))
    scene.background.flush()
    assert scene.intake.folders == [Path("/media/usb")]


@dataclass
class Slow(FakeIntake):
    """Looks whether to stop before each of three files."""

    def take_in(self, folder: Path, report: Report) -> Taken:
        done = 0
        for _ in range(3):
            if report.cancelled():
                return Taken(files=done, new=done, known=0, stopped=True)
            done += 1
        return Taken(files=done, new=done, known=0)


def test_cancel_stops_and_says_that_what_came_is_kept() -> None:
    scene = Scene(intake=Slow())
    scene.presenter.take_in(Path("/media/usb"))
    scene.presenter.cancel()
    assert scene.page.now.working is not None and scene.page.now.working.left == "stannar …"
    scene.background.flush()
    taken = scene.page.now.taken
    assert taken is not None and taken.stopped
    assert "Du stoppade innan allt var intaget" in summary(taken, SV)


def test_backup_follows_a_take_in_and_receipts_go_to_the_same_folder() -> None:
    scene = Scene()
    scene.presenter.back_up(Path("/media/backup"))
    assert scene.background.waiting == 0, "there is nothing to acknowledge yet"
    scene.presenter.take_in(Path("/media/usb"))
    scene.background.flush()
    scene.presenter.back_up(Path("/media/backup"))
    scene.background.flush()
    kept = scene.page.now.kept
    assert kept is not None and kept.receipts == 3
    assert "/media/backup" in kept_line(kept, SV)


@dataclass
class Gone(FakeIntake):
    def take_in(self, folder: Path, report: Report) -> Taken:
        raise PermissionError(13, "denied")


def test_a_folder_that_may_not_be_read_is_said_in_plain_words() -> None:
    scene = Scene(intake=Gone())
    scene.presenter.take_in(Path("/media/usb"))
    scene.background.flush()
    assert scene.page.now.tone is Tone.TROUBLE and scene.page.now.working is None
    assert scene.page.now.message.startswith("Mappen går inte att läsa.")


def test_words_for_what_happened() -> None:
    taken = Taken(
        files=2,
        new=1,
        known=1,
        refused=(Refused(name="a", code="damaged", why="x"),),
        resolved=("b",),
        missing=(Missing(kiosk="K1", records=None), Missing(kiosk="K2", records=12)),
        forked=("K3",),
    )
    assert summary(taken, SV).startswith("1 ny post togs in. 1 fanns redan")
    assert set_aside(taken, SV).startswith("1 fil lades åt sidan.")
    lines = still_out(taken, SV).split("\n")
    assert len(lines) == 3 and "12 poster" in lines[1] and "K3" in lines[2]
    assert why(taken.refused[0], SV) == "Skadad eller ofullständig; den skickas igen."
    assert why(Refused(name="a", code="new-code", why="as it was said"), SV) == "as it was said"
    empty = Taken(files=0, new=0, known=0)
    assert summary(empty, SV) == "Det finns inga filer från kiosker i den mappen."


def test_receipts_that_could_not_be_written_are_told() -> None:
    kept = Kept(backup=Path("/b"), receipts=0, records=0, troubles=("the stick is full",))
    assert "the stick is full" in kept_line(kept, SV)

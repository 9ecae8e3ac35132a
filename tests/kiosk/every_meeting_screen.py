"""Every screen of whoever takes part at the tablet or enters for others, with full words. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kiosk.forms.screen import Answered
from kiosk.frame import Comfort, Frame
from kiosk.meeting import slip_screens as slip
from kiosk.meeting.slip_stack import boxes_of
from kiosk.meeting.task_screens import DeskScreen, GoneRound, HandOver, Seat, Who
from kiosk.meeting.task_visit import Title, Visit
from survey.facilitation.method import PhaseKind
from survey.flow import Next
from tests.kiosk.passing_builders import Meeting, Shown, means, weighing

MANY = tuple(Seat(n, n % 3 == 0) for n in range(1, 26))
TITLES = (
    "Att bli bemött med respekt och bli lyssnad på", "Öppettider", "Tillgänglighet",
    "Kunskap", "Väntetid", "Lokalerna", "Information som går att förstå",
)


def every_screen(language: str, comfort: Comfort) -> Iterator[tuple[str, Any]]:
    """Name and screen."""
    frame = Frame(language=language, languages=("sv", "en", "ar"), comfort=comfort, idle_ms=0)
    yield "hand-over", HandOver(frame=frame, to=12, answered=11, of=14)
    yield "hand-over-after", HandOver(frame=frame, to=12, answered=11, of=14, over=True)
    yield "together", HandOver(frame=frame, to=0, answered=0, of=14)
    yield "gone-round", GoneRound(frame=frame)
    yield "gone-round-waiting", GoneRound(frame=frame, waiting=tuple(range(1, 13)))
    yield "nothing", GoneRound(frame=frame, nothing=True, over=True)
    yield "closed", GoneRound(frame=frame, closed=True)
    yield "who", DeskScreen(frame=frame, at=Who(seats=MANY))
    yield "for-whom", DeskScreen(frame=frame, at=Who(seats=MANY, entering=True, not_kept=True))
    yield from _tasks(frame)
    yield from _slips(frame)


def _tasks(frame: Frame) -> Iterator[tuple[str, Any]]:
    meeting = weighing(people=1, titles=TITLES)
    visit = _visit(meeting, frame)
    yield "points", visit.screen(frame)
    visit.receive(Answered(visit.screen(frame).items[0].parts[0].ref, "7"))
    visit.receive(Next())
    yield "points-left", visit.screen(frame)
    meeting.begin("grade")
    yield "grade", _visit(meeting, frame).screen(frame)
    meeting.begin("factors")
    visit = _visit(meeting, frame)
    yield "slip", visit.screen(frame)
    visit.receive(Answered("words", "Att bli bemött med respekt"))
    visit.receive(Next())
    yield "slips", visit.screen(frame)
    meeting.begin("evaluation")
    yield "evaluation", _visit(meeting, frame).screen(frame)
    swot = Meeting(method="swot")
    swot.join()
    assert swot.rules is not None
    swot.begin(next(one.id for one in swot.rules.phases if one.kind is PhaseKind.COLLECT))
    yield "field", _visit(swot, frame).screen(frame)


def _visit(meeting: Meeting, frame: Frame) -> Visit:
    return Visit(replace(means(meeting, Shown()), frame=frame), Title(1))


def _slips(frame: Frame) -> Iterator[tuple[str, Any]]:
    boxes = boxes_of(weighing(people=1, titles=TITLES).task(1))
    typed = ("7", "x", *[""] * (len(boxes) - 2))
    evaluation = weighing(people=1)
    evaluation.begin("evaluation")
    for name, at in (
        ("slip-start", slip.SlipStart(entry=1, trouble="unknown", waiting=tuple(range(1, 30)),
                                      kept=3, doubts=(4, 5))),
        ("slip-second", slip.SlipStart(entry=2, trouble="noted", waiting=(1,))),
        ("slip-counted", slip.SlipStart(entry=1, counted=12)),
        ("slip-sheet", slip.SlipSheet(slip=12, entry=2, boxes=boxes, typed=typed, wrong=2)),
        ("slip-steps", slip.SlipSheet(slip=1, entry=1, boxes=boxes_of(evaluation.task(1)))),
        ("slip-differs", slip.SlipDiffers(slip=12, box=boxes[0], first="7", second="", left=3)),
        ("slip-doubt", slip.SlipDoubt(slip=12, code="over-budget", given=12, of=10)),
    ):
        yield name, DeskScreen(frame=frame, at=at)

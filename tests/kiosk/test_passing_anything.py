"""Anything at any time: whatever is wished for at the tablet while the meeting goes its own way,
nobody gives more than there is, and between people stands nothing that anybody gave."""

from __future__ import annotations

import random
from typing import Any

import pytest

from kiosk.forms.screen import AddOne, Answered, OpenOne, RatherNot, RemoveOne
from kiosk.meeting.entering import Entering
from kiosk.meeting.passing import PassingRound
from kiosk.meeting.slip_stack import Stack
from kiosk.meeting.slips import SlipDesk
from kiosk.meeting.task_screens import (
    HandOver,
    IAm,
    NotNow,
    OneMore,
    PassBy,
    SomebodyElse,
    TaskScreen,
    ToModerator,
)
from kiosk.staff.wishes import Deed, Do, Filled
from kiosk.wishes import AskToStop, ChangeTextSize, LeftAlone
from survey.facilitation.events import HeadingDropped
from survey.facilitation.method import PhaseKind
from survey.flow import Back, ChooseLanguage, Next
from survey.records import Way
from tests.kiosk.passing_builders import FACTORS, Meeting, Shown, means

SECRETS = ("zebra", "qvarn", *FACTORS)
STEPS = 120


def wish(chance: random.Random, shown: Shown) -> Any:
    """Something that stands there, or anything at all."""
    items = shown.now.items if isinstance(shown.now, TaskScreen) else ()
    refs = [part.ref for item in items for part in (item.parts or (item,))] or ["nobody"]
    ref = chance.choice([*refs, "slips", "words", "field", "sheet", "title", "a|b", ""])
    values = [c.value for item in items for c in item.choices]
    text = chance.choice([
        *values, "", "0", "3", "7", "99", "-1", "1e3", "²", "zebra qvarn ", "new", "none",
    ])
    n = shown.now.to if isinstance(shown.now, HandOver) else chance.randrange(-1, 6)
    number = str(chance.randrange(7))
    if items and chance.random() < 0.6:
        return Answered(ref, text)
    return chance.choice([
        Answered(ref, text), Answered(ref, text), Answered(ref, text), Next(), Next(), Next(),
        Back(), IAm(n), IAm(n), IAm(n), PassBy(n), SomebodyElse(), NotNow(), LeftAlone(),
        AskToStop(), AddOne(ref), OpenOne(ref), RemoveOne(ref), RatherNot(ref), OneMore(),
        ChangeTextSize(), ChooseLanguage("ar"), ToModerator(), None,
        Filled(Deed.BEGIN, (number,)), Filled(Deed.FINISH, (text,) * chance.randrange(10)),
        Filled(Deed.FINISH, (number,) * 8), Filled(Deed.FINISH, (number,) * 8),
        Filled(Deed.ANSWER, (text,)), Do(Deed.AGAIN), Do(Deed.CANCEL), Do(Deed.BACK),
        Do(Deed.CHOOSE, number),
    ])


def happens(chance: random.Random, meeting: Meeting) -> None:
    """What goes on in the room meanwhile."""
    assert meeting.rules is not None
    state = meeting.state
    match chance.randrange(40):
        case 0 | 5 | 6:
            phase = chance.choice(meeting.rules.phases)
            meeting.begin(phase.id, chance.randint(1, phase.last_round))
        case 1 if len(state.people) < 5:
            meeting.join(chance.choice(list(Way)))
        case 2 if state.people:
            meeting.leave(chance.choice(list(state.people)))
        case 7 if state.headings:
            meeting.happened(HeadingDropped(heading=chance.choice(list(state.headings))))
        case 3 | 4:
            group = next((p for p in meeting.rules.phases if p.kind is PhaseKind.GROUP), None)
            if group is not None:
                meeting.name_headings(group.id, FACTORS[:3])


def between(screen: Any) -> str:
    """All that a screen between people holds, but for how it looks."""
    return repr(screen).lower()


@pytest.mark.parametrize("kind", ["passing", "entering", "slips"])
@pytest.mark.parametrize("seed", range(8))
def test_nothing_that_is_wished_breaks_anything(kind: str, seed: int) -> None:
    chance = random.Random(f"{kind} {seed}")
    meeting = Meeting(method=chance.choice(("focus-group", "swot", "idea-priority")))
    for way in (Way.TABLET, Way.TABLET, Way.PAPER, Way.MODERATOR):
        meeting.join(way)
    assert meeting.rules is not None
    weigh = next(p for p in meeting.rules.phases if p.budget is not None)
    below = next(p for p in meeting.rules.phases if p.id == weigh.on)
    meeting.begin(below.id)
    meeting.name_headings(below.id)
    meeting.begin(weigh.id)
    shown = Shown()
    desk: Any = {
        "passing": lambda m: PassingRound(m), "entering": lambda m: Entering(m),
        "slips": lambda m: SlipDesk(m, Stack()),
    }[kind](means(meeting, shown))
    meeting.listeners.append(desk.changed)
    desk.begin()
    for _ in range(STEPS):
        if chance.random() < 0.3:
            happens(chance, meeting)  # the builder asserts that the fold refuses nothing
        desk.receive(wish(chance, shown))
        if shown.ended:
            shown.ended = 0
            desk.begin()
        if kind == "passing" and not isinstance(shown.now, TaskScreen):
            told = between(shown.now)
            assert not any(secret.lower() in told for secret in SECRETS)

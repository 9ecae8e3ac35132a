"""Between two people: to whom the tablet goes, and nothing that anybody gave. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

from assets.words import Words
from kiosk.meeting.task_screens import (
    GoneRound,
    HandOver,
    IAm,
    NotNow,
    PassBy,
    Seat,
    SomebodyElse,
    ToModerator,
    Who,
)
from kiosk.staff.page import Button, Buttons, Page, Said
from kiosk.views.action import Action
from kiosk.views.notice import Notice
from kiosk.views.sheet import Block
from kiosk.views.wording import heading

_FEW = 12
"""So many numbers are told one by one."""


def hand_over_notice(screen: HandOver, words: Words) -> Notice:
    """Who comes next presses that it is them."""
    over = words("That step is over. What was given is kept.") if screen.over else ""
    if not screen.to:
        return Notice(
            blocks=(
                heading(words("Answer together")), Block(text=over),
                Block(text=words("The group gives one answer. One of you writes it here.")),
            ),
            picture="messages-square",
            actions=(
                Action(text=words("We begin"), wish=IAm(0)),
                Action(text=words("I am the moderator"), wish=ToModerator()),
            ),
        )
    n = screen.to
    return Notice(
        blocks=(
            heading(words("Hand the tablet to participant {n}", n=n)),
            Block(text=over or words("Nobody sees here what others have answered.")),
            Block(text=words("{n} of {of} have answered", n=screen.answered, of=screen.of),
                  size=20, role="text_quiet"),
        ),
        picture="hand",
        actions=(
            Action(text=words("I am participant {n}", n=n), wish=IAm(n)),
            Action(text=words("Skip participant {n} for now", n=n), wish=PassBy(n)),
            Action(text=words("Somebody else"), wish=SomebodyElse()),
        ),
    )


def gone_round_notice(screen: GoneRound, words: Words) -> Notice:
    """Nobody comes next: back to the moderator."""
    over = words("That step is over. What was given is kept.") if screen.over else ""
    back = Action(text=words("I am the moderator"), wish=ToModerator())
    to_moderator = Block(text=words("Hand the tablet to the moderator."))
    if screen.closed or screen.nothing:
        told = words("The meeting is over") if screen.closed else (
            words("Nothing is done on the tablet just now")
        )
        return Notice(
            blocks=(heading(told), Block(text=over), to_moderator), picture="info",
            actions=(back,),
        )
    further = Action(text=words("Somebody wants to answer or change"), wish=SomebodyElse())
    if not screen.waiting:
        return Notice(
            blocks=(heading(words("All who share the tablet have answered")), to_moderator),
            picture="tick", actions=(back, further),
        )
    return Notice(
        blocks=(
            heading(words("All who were asked have answered")), to_moderator,
            Block(text=_waiting(screen.waiting, words), size=20, role="text_quiet"),
        ),
        picture="tick", actions=(back, further),
    )


def who_page(at: Who, words: Words) -> Page:
    """Which number somebody has; those who have answered may change it."""
    return Page(
        title=words("Which participant are you?"),
        items=(
            Said(text=words("A tick stands at those who have answered.")),
            seats_in(at.seats, words),
        ),
        foot=(
            Button(text=words("Back"), wish=NotNow(), icon="arrow-left"),
            Button(text=words("I am the moderator"), wish=ToModerator()),
        ),
    )


def seats_in(seats: Sequence[Seat], words: Words) -> Buttons:
    """A button for each number."""
    return Buttons(tuple(
        Button(text=_called(seat.participant, words), wish=IAm(seat.participant),
               icon="check" if seat.answered else "")
        for seat in seats
    ))


def _called(n: int, words: Words) -> str:
    return words("Participant {n}", n=n) if n else words("The group together")


def _waiting(numbers: tuple[int, ...], words: Words) -> str:
    if len(numbers) > _FEW:
        return words("{n} participants have not answered yet.", n=len(numbers))
    told = ", ".join(map(str, numbers))
    return words("Not answered yet: participant {numbers}", numbers=told)

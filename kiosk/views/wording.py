"""What the kiosk says when it is not asking: thanks, trouble, not ready."""

from __future__ import annotations

from assets.words import Words, later
from kiosk.frame import Frame
from kiosk.screens import (
    AsleepScreen,
    NotKeptScreen,
    NotReadyScreen,
    OneTapThanksScreen,
    Reason,
    StillThereScreen,
    ThanksScreen,
    WithdrawnScreen,
)
from kiosk.views.sheet import Block
from kiosk.views.staff_wording import what_to_do, what_to_mend, which_device
from survey.hours import Shut

SECONDS_A_QUESTION = 8

_WEEKDAYS = (
    later("Monday"), later("Tuesday"), later("Wednesday"), later("Thursday"), later("Friday"),
    later("Saturday"), later("Sunday"),
)


def minutes_needed(questions: int) -> int:
    """How many minutes a survey takes, rounded up, at a calm pace."""
    return max(1, -(-questions * SECONDS_A_QUESTION // 60))


def with_help(frame: Frame, words: Words) -> str:
    """Said where staff stand beside a visit, which is recorded so; empty where they do not."""
    return words("With help") if frame.helped else ""


def takes_about(words: Words, questions: int) -> str:
    """How long it takes, in words; empty for 0 questions: nobody can tell."""
    if not questions:
        return ""
    n = minutes_needed(questions)
    return words.many("It takes about {n} minute.", "It takes about {n} minutes.", n)


def heading(text: str) -> Block:
    """The sentence a screen is about."""
    return Block(text=text, size=44, role="text", heading=True)


def thanks(screen: ThanksScreen, words: Words) -> tuple[Block, ...]:
    """Thanks for answers, or for having looked."""
    if not screen.kept:
        return (
            heading(words("That is quite all right")),
            Block(text=words("Nothing has been saved. You are welcome back another time.")),
        )
    if not screen.finished:
        return (
            heading(words("Thank you, your answers so far are saved")),
            Block(text=words("You are welcome back another time.")),
        )
    asked = words("Questions about the survey? {contact}", contact=screen.contact)
    return (
        heading(words("Thank you, your answers are saved")),
        Block(
            text=words(
                "{organisation} uses the answers to see what is important.",
                organisation=screen.organisation,
            )
        ),
        Block(text=asked if screen.contact else "", size=20, role="text_quiet"),
    )


def one_tap(screen: OneTapThanksScreen, words: Words) -> tuple[Block, ...]:
    """Thanks for a tap, and what more could be told."""
    if not screen.follow_up:
        return (
            heading(words("Thank you, your answer is saved")),
            Block(text=words(
                "{organisation} uses the answers to see what is important.",
                organisation=screen.organisation,
            )),
        )
    takes = takes_about(words, screen.questions)
    return (
        heading(words("Thank you, your answer is saved")),
        Block(text=words("Would you like to tell us a little more?")),
        Block(text=takes, size=20, role="text_quiet"),
    )


def asleep(screen: AsleepScreen, words: Words) -> tuple[Block, ...]:
    """Nobody can answer now; when they can again."""
    opens = ""
    if screen.opens is not None:
        day = _WEEKDAYS[screen.opens.weekday()]
        opens = words("Welcome back on {day} at {time}.", day=words(day),
                      time=f"{screen.opens:%H:%M}")
    said = {
        Shut.HOURS: words("We are closed now"),
        Shut.NOT_BEGUN: words("This survey has not begun yet"),
        Shut.OVER: words("This survey has ended"),
        Shut.LOCKED: words("This kiosk takes a break"),
    }[screen.why]
    place = " · ".join(dict.fromkeys(p for p in (screen.place, screen.organisation) if p))
    return (
        heading(said),
        Block(text=opens),
        Block(text=place, size=20, role="text_quiet"),
        Block(text=screen.contact, size=20, role="text_quiet", gap=0),
    )


def staff_there(words: Words) -> tuple[Block, ...]:
    """Shown for the moment before the staff's own screens stand there."""
    return (heading("Värdera"), Block(text=words("Staff are at the kiosk.")))


def withdrawn(screen: WithdrawnScreen, words: Words) -> tuple[Block, ...]:
    """A code was taken. Whether anything belongs to it is not known here, and not told."""
    asked = words("Questions about the survey? {contact}", contact=screen.contact)
    return (
        heading(words("Thank you")),
        Block(text=words(
            "The answers that go with your code are removed when this kiosk has been in touch "
            "with {organisation}.", organisation=screen.organisation,
        )),
        Block(text=asked if screen.contact else "", size=20, role="text_quiet"),
    )


def still_there(screen: StillThereScreen, words: Words) -> tuple[Block, ...]:
    """Asked before the kiosk returns to its start."""
    return (
        heading(words("Are you still there?")),
        Block(text=words(
            "Otherwise we make room for the next person. What you have answered is saved."
        ) if screen.saves else words(
            "Otherwise we make room for the next person. What you have answered is not saved."
        )),
        Block(text=words("Touch the screen anywhere, or press any key, to go on."), size=20),
    )


def stop(words: Words) -> tuple[Block, ...]:
    """Asked before a person stops on the way."""
    return (
        heading(words("Do you want to stop?")),
        Block(text=words(
            "If you stop here, what you have answered so far is saved. You can also leave "
            "without saving anything."
        )),
    )


def not_kept(screen: NotKeptScreen, words: Words) -> tuple[Block, ...]:
    """An answer could not be saved."""
    return (
        heading(words("Your last answer could not be saved")),
        Block(text=words("What you answered before it is saved. Please tell the staff.")),
        Block(text=what_to_mend(screen, words), size=20, role="text_quiet"),
    )


def not_ready(screen: NotReadyScreen, words: Words) -> tuple[Block, ...]:
    """The kiosk takes no answers."""
    if screen.reason is Reason.STARTING:
        return (heading("Värdera"), Block(text=words("Starting …")))
    ended = screen.reason is Reason.ENDED
    return (
        heading(words("This survey has ended") if ended else words("This kiosk is not ready yet")),
        Block(text=words("No more answers are taken here. Thank you to everybody who answered.")
              if ended else
              words("No answers can be given here right now. Please talk to the staff.")),
        Block(text=words("For staff"), size=20, role="text", gap=32),
        Block(text=what_to_do(screen, words), size=20, gap=4),
        Block(text=which_device(screen, words), size=20, role="text_quiet"),
    )

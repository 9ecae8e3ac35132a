"""What the screens about receipt codes say: whether one is wanted, and the code itself."""

from __future__ import annotations

from assets.words import Words
from kiosk.screens import ThanksScreen
from kiosk.views.action import Action
from kiosk.views.ask import Ask
from kiosk.views.plate import Plate
from kiosk.views.sheet import Block
from kiosk.wishes import LeftAlone, StillHere
from survey import flow


def code_question(words: Words) -> Ask:
    """Asked after the last question: a code, or none."""
    return Ask(
        blocks=(
            Block(
                text=words("Do you want to be able to take your answers back later?"),
                size=40, role="text", heading=True,
            ),
            Block(text=words(
                "Then you get a code to write down or photograph. With it you can have your "
                "answers removed, without saying who you are."
            )),
            Block(text=words("Your answers are saved either way.")),
        ),
        answers=(
            Action(text=words("Yes, give me a code"), wish=flow.TakeCode()),
            Action(text=words("No, thank you"), wish=flow.NoCode()),
        ),
        back=Action(text=words("Back"), wish=flow.Back()),
    )


def code_plate(screen: ThanksScreen, words: Words) -> Plate:
    """The code, shown to one person once. ``screen`` has one."""
    code = screen.code
    assert code is not None
    return Plate(
        head=(
            Block(
                text=words("Thank you, your answers are saved"), size=32, role="text",
                heading=True,
            ),
            Block(text=words("This is your code. Write it down or photograph it."), gap=0),
        ),
        groups=tuple(code.groups.split()),
        between=(
            Block(text=words(
                "We cannot find your answers without it, and nobody can show it again. To take "
                "your answers back: enter the code here at the kiosk, or give it to the staff."
            ), size=20),
            Block(text=words("The same code in words:"), size=18, role="text_quiet", gap=8),
        ),
        words=tuple(f"{at} {word}" for at, word in enumerate(code.words, 1)),
        code=code.groups,
        code_name=words("Your code as a picture that a phone can read"),
        actions=(
            Action(text=words("Done"), wish=flow.Restart()),
            Action(text=words("I need more time"), wish=StillHere()),
        ),
        returns_after_ms=screen.returns_after_ms,
        returns_with=LeftAlone(),
    )

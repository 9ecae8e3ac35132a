"""What the screens about receipt codes say: whether one is wanted, and the code itself."""

from __future__ import annotations

from assets.words import Words
from kiosk.screens import ThanksScreen, VoucherScreen
from kiosk.views.action import Action
from kiosk.views.ask import Ask
from kiosk.views.plate import Plate
from kiosk.views.sheet import Block
from kiosk.wishes import LeftAlone, StillHere
from survey import flow

_WORDS_IN = "sv"
"""The language of the list that a code's words come from."""


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


def voucher_question(screen: VoucherScreen, words: Words) -> Ask:
    """Asked when the answers are kept: a voucher, or none."""
    return Ask(
        blocks=(
            Block(text=words("Thank you, your answers are saved"), size=40, role="text",
                  heading=True),
            Block(text=words("Would you like a voucher for your time?")),
            Block(text=screen.text.strip() or screen.organisation),
            Block(text=words("Nobody can tell from the voucher what you answered."), size=20),
        ),
        answers=(
            Action(text=words("Yes, give me a voucher"), wish=flow.TakeVoucher()),
            Action(text=words("No, thank you"), wish=flow.NoVoucher()),
        ),
    )


def plate_for(screen: ThanksScreen, words: Words) -> Plate:
    """What is taken along: the code, the voucher, or first the one and then the other.

    They stand apart, so that whoever redeems a voucher never sees the code to the answers.
    """
    voucher = voucher_plate(screen, words) if screen.voucher else None
    if screen.code is None:
        assert voucher is not None
        return voucher
    return code_plate(screen, words, voucher)


def code_plate(screen: ThanksScreen, words: Words, then: Plate | None = None) -> Plate:
    """The code, shown to one person once; in words too where the list's language is read."""
    code = screen.code
    assert code is not None
    told = code.words if screen.frame.language.partition("-")[0] == _WORDS_IN else ()
    same = Block(
        text=words("The same code in words:") if told else "", size=18, role="text_quiet", gap=8
    )
    done = words("Done") if then is None else words("Show my voucher")
    return Plate(
        head=(
            Block(text=words("This is your code"), size=32, role="text", heading=True),
        ),
        groups=tuple(code.groups.split()),
        between=(
            Block(text=words("Write it down or photograph it. Your answers are saved.")),
            Block(text=words(
                "We cannot find your answers without it, and nobody can show it again. To take "
                "your answers back: enter the code here at the kiosk, or give it to the staff."
            ), size=20),
            same,
        ),
        words=tuple(f"{at} {word}" for at, word in enumerate(told, 1)),
        code=code.groups,
        code_name=words("Your code as a picture that a phone can read"),
        actions=(Action(text=done, wish=flow.Restart()), _more_time(words)),
        returns_after_ms=screen.returns_after_ms,
        returns_with=LeftAlone(),
        then=then,
    )


def voucher_plate(screen: ThanksScreen, words: Words) -> Plate:
    """The voucher and whose it is, shown to one person once."""
    return Plate(
        head=(
            Block(text=words("This is your voucher"), size=32, role="text", heading=True),
            Block(text=screen.organisation, size=20, gap=4),
        ),
        groups=tuple(screen.voucher.replace("-", " ").split()),
        between=(
            Block(text=words("Write it down or photograph it, and show it to the staff.")),
            Block(text=words(
                "It can be used once. Nobody can tell from the voucher what you answered."
            ), size=20),
        ),
        words=(),
        code=screen.voucher,
        code_name=words("Your voucher as a picture that a phone can read"),
        actions=(Action(text=words("Done"), wish=flow.Restart()), _more_time(words)),
        returns_after_ms=screen.returns_after_ms,
        returns_with=LeftAlone(),
    )


def _more_time(words: Words) -> Action:
    return Action(text=words("I need more time"), wish=StillHere())

"""What the screens say while a kiosk is connected to the administrator's computer."""

from __future__ import annotations

from assets.words import Words
from kiosk.screens import NumberScreen, PairScreen, PairStage
from kiosk.views.action import Action
from kiosk.views.ask import Ask
from kiosk.views.notice import Notice
from kiosk.views.plate import Plate
from kiosk.views.sheet import Block
from kiosk.wishes import LeavePairing, Pair, SameWords, ShowNumber, TryAgain


def _heading(text: str) -> Block:
    return Block(text=text, size=40, role="text", heading=True)


def pairing_notice(screen: PairScreen, words: Words) -> Notice:
    """Every stage but those of choosing and comparing."""
    cancel = Action(text=words("Cancel"), wish=LeavePairing())
    number = Action(text=words("Without a network"), wish=ShowNumber())
    match screen.stage:
        case PairStage.LOOKING:
            return Notice(picture="search", actions=(cancel, number), blocks=(
                _heading(words("Looking for the administrator's computer …")),
                Block(text=words("Open “Pair a kiosk” in the administrator's program.")),
            ))
        case PairStage.CONNECTING:
            return Notice(picture="search", actions=(cancel,), blocks=(
                _heading(words("Pairing …")),
                Block(text=words("In a moment both screens show four words.")),
            ))
        case PairStage.WAITING:
            return Notice(picture="clock-3", actions=(cancel,), blocks=(
                _heading(words("Now answer yes on the administrator's computer")),
                Block(text=words("The kiosk waits until both have said yes.")),
            ))
        case PairStage.PAIRED:
            again = Action(text=words("Go on"), wish=TryAgain())
            return Notice(picture="tick", actions=(again,), blocks=(
                _heading(words("The kiosk is paired")),
                Block(text=words(
                    "The survey is fetched now and begins by itself. Afterwards the kiosk "
                    "carries its answers by itself."
                )),
            ))
        case _:
            again = Action(text=words("Try again"), wish=Pair())
            return Notice(picture="triangle-alert", actions=(again, cancel), blocks=(
                _heading(words("The kiosk was not paired")),
                Block(text=_why(screen.trouble, words)),
            ))


def _why(code: str, words: Words) -> str:
    match code:
        case "place-gone":
            return words("The computer does not answer. Are both on the same network, and is "
                         "“Pair a kiosk” open in the administrator's program?")
        case "place-refuses":
            return words("Somebody said no, or “Pair a kiosk” is not open any more. Nothing "
                         "was changed.")
        case "not-expected":
            return words("Another organisation answers than the code says. Nothing was changed.")
        case "wrong-signer":
            return words("This kiosk already serves another organisation. Nothing was changed.")
        case _:
            return words("Nothing was changed. Tell the administrator: {code}", code=code)


def compare(screen: PairScreen, words: Words) -> Ask:
    """The four words, large, and whether they are the same over there."""
    return Ask(
        blocks=(
            _heading(words("Does the administrator's computer show the same four words?")),
            Block(text=words(
                "{organisation}, number {number}", organisation=screen.organisation,
                number=screen.number,
            ), size=20, role="text_quiet", gap=4),
            Block(text=words(
                "If they differ, somebody is in between: then answer no."
            ), size=20, gap=4),
        ),
        large=screen.words,
        answers=(
            Action(text=words("Yes, the same words"), wish=SameWords(True)),
            Action(text=words("No"), wish=SameWords(False)),
        ),
        tools=False,
    )


def number_plate(screen: NumberScreen, words: Words) -> Plate:
    """Who this kiosk is, for a place without a network."""
    return Plate(
        head=(
            Block(text=words("Without a network"), size=32, role="text", heading=True),
            Block(text=words(
                "Register this kiosk in the administrator's program: scan the picture, or take "
                "the kiosk's device file there on a stick and compare the number."
            ), size=20),
            Block(text=words("This kiosk is called {name}. Its number:", name=screen.device),
                  size=20),
        ),
        groups=tuple(screen.number.split()),
        between=(
            Block(text=words(
                "Then bring the survey on a stick: start the kiosk with --carry and the folder "
                "where the stick appears. It is installed by itself."
            ), size=20),
        ),
        words=(),
        code=screen.card,
        code_name=words("The kiosk's card as a picture that a scanner can read"),
        actions=(
            Action(text=words("Back"), wish=LeavePairing()),
            Action(text=words("Pair over the network"), wish=Pair()),
        ),
        tools=False,
    )

"""Which words, picture and buttons the screens without questions have."""

from __future__ import annotations

from assets.words import Words
from kiosk import screens
from kiosk.screens import Screen
from kiosk.staff.wishes import Knock
from kiosk.views import wording
from kiosk.views.action import Action
from kiosk.views.notice import Notice
from kiosk.wishes import EndHere, GiveBack, LeaveNothing, LeftAlone, Pair, StillHere, TryAgain
from survey import flow

_STAFF_MEND = (
    screens.Reason.NO_UNIT, screens.Reason.ENDED, screens.Reason.UNREADABLE, screens.Reason.NO_ZONE,
)
"""What staff can do something about in their corner; the store is open while these stand."""


def notice_for(screen: Screen, words: Words) -> Notice:
    """What a screen without questions says and offers. TypeError for any other."""
    match screen:
        case screens.ThanksScreen():
            return Notice(
                blocks=wording.thanks(screen, words),
                picture="tick" if screen.kept else "face",
                actions=(Action(text=words("Done"), wish=flow.Restart()),),
                returns_after_ms=screen.returns_after_ms,
                returns_with=flow.Restart(),
            )
        case screens.OneTapThanksScreen():
            return _one_tap(screen, words)
        case screens.AsleepScreen():
            return _asleep(screen, words)
        case screens.StaffThereScreen():
            return Notice(blocks=wording.staff_there(words), picture="face", tools=False)
        case screens.WithdrawnScreen():
            return _withdrawn(screen, words)
        case screens.StillThereScreen():
            return _still_there(screen, words)
        case screens.StopScreen():
            return Notice(
                blocks=wording.stop(words),
                picture="hand",
                actions=(
                    Action(text=words("Go on answering"), wish=StillHere()),
                    Action(text=words("Stop here"), wish=EndHere()),
                    Action(text=words("Leave without saving"), wish=LeaveNothing()),
                ),
            )
        case _:
            return _trouble(screen, words)


def _still_there(screen: screens.StillThereScreen, words: Words) -> Notice:
    return Notice(
        blocks=wording.still_there(screen, words),
        picture="countdown",
        actions=(
            Action(text=words("Yes, go on"), wish=StillHere()),
            Action(text=words("Stop"), wish=EndHere()),
        ),
        returns_after_ms=screen.returns_after_ms,
        returns_with=LeftAlone(),
        touched=StillHere(),
    )


def _asleep(screen: screens.AsleepScreen, words: Words) -> Notice:
    back = Action(text=words("Take my answers back"), wish=GiveBack())
    return Notice(
        blocks=wording.asleep(screen, words), picture="clock-3",
        actions=(back,) if screen.may_give_back else (), mild=True,
    )


def _one_tap(screen: screens.OneTapThanksScreen, words: Words) -> Notice:
    done = Action(text=words("Done"), wish=flow.Restart())
    more = Action(text=words("Yes, a few more questions"), wish=flow.FollowUp())
    return Notice(
        blocks=wording.one_tap(screen, words), picture="tick",
        actions=(more, Action(text=words("No, thank you"), wish=flow.Restart()))
        if screen.follow_up else (done,),
        returns_after_ms=screen.returns_after_ms,
        returns_with=flow.Restart(),
    )


def _withdrawn(screen: screens.WithdrawnScreen, words: Words) -> Notice:
    return Notice(
        blocks=wording.withdrawn(screen, words),
        picture="tick",
        actions=(Action(text=words("Done"), wish=flow.Restart()),),
        returns_after_ms=screen.returns_after_ms,
        returns_with=flow.Restart(),
    )


def _trouble(screen: Screen, words: Words) -> Notice:
    again = Action(text=words("Try again"), wish=TryAgain())
    staff = Action(text=words("For staff"), wish=Knock())
    match screen:
        case screens.NotKeptScreen():
            return Notice(
                blocks=wording.not_kept(screen, words),
                picture="triangle-alert",
                actions=(again, Action(text=words("Stop"), wish=flow.Stop())),
            )
        case screens.NotReadyScreen():
            starting = screen.reason is screens.Reason.STARTING
            if screen.may_pair:
                connect = Action(text=words("Pair with the administrator's computer"), wish=Pair())
                return Notice(
                    blocks=wording.not_ready(screen, words), picture="info",
                    actions=(connect, again, staff),
                )
            others = (again, staff) if screen.reason in _STAFF_MEND else (again,)
            return Notice(
                blocks=wording.not_ready(screen, words),
                picture="face" if starting else "info",
                actions=() if starting else others, tools=not starting,
            )
        case _:
            raise TypeError(f"no notice for {type(screen).__name__}")

"""The way of a person through the kiosk: one table of where somebody is and what they wish.

:class:`kiosk.citizen.Citizen` looks up every wish here and does what stands there; the drawing in
``docs/kiosk-way.md`` is made from it. Every wish has a row in every spot, also where it does
nothing. :data:`TABLE` is the table, :func:`row` looks it up.
"""

from __future__ import annotations

from enum import StrEnum
from typing import get_args

from kiosk import wishes as w
from kiosk.forms import screen as f
from survey import flow
from survey.late import dataclass


class Spot(StrEnum):
    """What stands on the screen."""

    ATTRACT = "attract"
    ASLEEP = "asleep"
    TAPPED = "one-tap-thanks"
    LANGUAGE = "language"
    CONSENT = "consent"
    QUESTION = "question"
    CODE = "code"
    VOUCHER = "voucher"
    THANKS = "thanks"
    WITHDRAW = "withdraw"
    WITHDRAWN = "withdrawn"
    STILL_THERE = "still-there"
    STOP_ASKED = "stop-asked"
    NOT_KEPT = "not-kept"
    STAFF = "staff"


class Deed(StrEnum):
    """What happens. Those in :data:`WRITES` make something durable first, and lead to ``NOT_KEPT``
    where that cannot be done."""

    NOTHING = "nothing"
    SHOW = "show the same again"
    ADJUST = "meet the screen in another way"
    SPEAK = "change the language"
    NOTE_HELP = "note that help was opened"
    COME = "begin"
    TAP = "keep the tap"
    GO_ON = "go on"
    BEGIN = "draw the arm"
    GIVE = "keep the answer"
    FILL = "change the form and keep it"
    END = "keep the whole response"
    VOUCHER = "give a voucher or none"
    ASK_TO_STOP = "ask whether to stop"
    END_HERE = "seal what there is"
    FORGET = "remove what there is"
    LEAVE = "seal what there is, begin anew"
    LEAVE_ALONE = "send or discard, begin anew"
    ASK_IF_THERE = "ask whether somebody is there"
    BACK_TO_IT = "go back to it"
    TRY_AGAIN = "try to keep it again"
    GIVE_BACK = "ask for the code"
    READ_CODE = "keep the withdrawal"
    LOOK = "look at the clock"
    GIVE_WAY = "make room for staff"
    COME_BACK = "begin anew"


WRITES = frozenset({
    Deed.TAP, Deed.BEGIN, Deed.GIVE, Deed.FILL, Deed.END, Deed.END_HERE, Deed.FORGET, Deed.LEAVE,
    Deed.LEAVE_ALONE, Deed.ASK_TO_STOP, Deed.TRY_AGAIN, Deed.READ_CODE, Deed.GIVE_WAY, Deed.VOUCHER,
})


@dataclass(frozen=True, slots=True)
class Row:
    """What a wish does in a spot, and where one may stand afterwards beside where one was."""

    deed: Deed
    leads: frozenset[Spot] = frozenset()


_UNDERWAY = (Spot.QUESTION, Spot.CODE)
_SAID = (Spot.TAPPED, Spot.VOUCHER, Spot.THANKS, Spot.WITHDRAW, Spot.WITHDRAWN)
_OVER = (Spot.STILL_THERE, Spot.STOP_ASKED)
_ASKED = (Spot.LANGUAGE, Spot.CONSENT, *_UNDERWAY, *_SAID, *_OVER)
_FIRST = frozenset({Spot.ATTRACT, Spot.ASLEEP})
_ENDS = frozenset({Spot.CODE, Spot.VOUCHER, Spot.THANKS})

Line = dict[Spot, Row]


def _to(deed: Deed, *leads: Spot, begins: bool = False) -> Row:
    return Row(deed, frozenset(leads) | (_FIRST if begins else frozenset()))


def _line(row: Row, *spots: Spot) -> Line:
    return dict.fromkeys(spots, row)


_SHOW, _NOTHING = _to(Deed.SHOW), _to(Deed.NOTHING)
_LEAVE = _to(Deed.LEAVE, begins=True)
_COME_BACK = _to(Deed.COME_BACK, begins=True)
_STILL_AT_IT = _to(
    Deed.BACK_TO_IT, Spot.CONSENT, *_UNDERWAY, Spot.VOUCHER, Spot.THANKS, Spot.WITHDRAW
)
_GOES_ON = _to(Deed.BACK_TO_IT, *_UNDERWAY)


def _every(elsewhere: Row, *lines: Line) -> Line:
    """A row for every spot. A late tap on a page that is gone (``elsewhere``) shows what stands
    there, and says at a question before it that somebody is there."""
    made = dict.fromkeys(Spot, elsewhere)
    if elsewhere.deed is Deed.SHOW:
        made |= {Spot.STILL_THERE: _STILL_AT_IT, Spot.STOP_ASKED: _GOES_ON}
    # while staff are there, or an answer waits to be kept, nothing goes past it
    made |= _line(_SHOW, Spot.NOT_KEPT, Spot.ASLEEP) | _line(_NOTHING, Spot.STAFF)
    for line in lines:
        made |= line
    return made


def _leaving(deed: Row, *lines: Line) -> Line:
    """A way out: seals where answers are under way, and elsewhere just begins anew."""
    return _every(_COME_BACK, _line(
        deed, Spot.TAPPED, Spot.CONSENT, *_UNDERWAY, *_OVER, Spot.NOT_KEPT
    ), *lines)


_FORM = (f.Answered, f.RatherNot, f.HandedIn, f.AddOne, f.RemoveOne)
_BEFORE_A_SURVEY = (w.Pair, w.PairWith, w.SameWords, w.ShowNumber, w.LeavePairing)

TABLE: dict[type, Line] = {
    flow.Touched: _every(_SHOW, _line(
        _to(Deed.COME, Spot.CONSENT), Spot.ATTRACT
    )),
    flow.TapFace: _every(_SHOW, _line(_to(Deed.TAP, Spot.TAPPED), Spot.ATTRACT)),
    flow.FollowUp: _every(_SHOW, _line(_to(Deed.GO_ON, Spot.CONSENT), Spot.TAPPED)),
    flow.ChooseLanguage: _every(
        _to(Deed.SPEAK), _line(_to(Deed.SPEAK, Spot.CONSENT), Spot.ATTRACT, Spot.LANGUAGE),
        _line(_to(Deed.SPEAK), Spot.NOT_KEPT, Spot.ASLEEP),
    ),
    flow.Agree: _every(_SHOW, _line(
        _to(Deed.BEGIN, Spot.QUESTION, Spot.THANKS), Spot.CONSENT
    )),
    flow.Decline: _every(_SHOW, _line(_to(Deed.END, Spot.THANKS), Spot.CONSENT)),
    flow.Give: _every(_SHOW, _line(_to(Deed.GIVE), Spot.QUESTION)),
    flow.Clear: _every(_SHOW, _line(_to(Deed.GIVE), Spot.QUESTION)),
    flow.Next: _every(_SHOW, _line(_to(Deed.END, *_ENDS), Spot.QUESTION)),
    flow.Back: _every(
        _SHOW, _line(_to(Deed.GO_ON), Spot.QUESTION),
        _line(_to(Deed.GO_ON, Spot.QUESTION), Spot.CODE),
        _line(_to(Deed.GO_ON, Spot.LANGUAGE, Spot.TAPPED, Spot.ATTRACT), Spot.CONSENT),
    ),
    flow.Begun: _every(_SHOW),
    flow.AllAsked: _every(_SHOW),
    flow.TakeCode: _every(_SHOW, _line(_to(Deed.END, Spot.VOUCHER, Spot.THANKS), Spot.CODE)),
    flow.NoCode: _every(_SHOW, _line(_to(Deed.END, Spot.VOUCHER, Spot.THANKS), Spot.CODE)),
    flow.TakeVoucher: _every(_SHOW, _line(_to(Deed.VOUCHER, Spot.THANKS), Spot.VOUCHER)),
    flow.NoVoucher: _every(_SHOW, _line(_to(Deed.VOUCHER, Spot.THANKS), Spot.VOUCHER)),
    flow.Stop: _leaving(_LEAVE, _line(_to(Deed.LEAVE_ALONE, begins=True), Spot.STILL_THERE)),
    flow.Discard: _every(_SHOW),
    flow.Restart: _leaving(_LEAVE, _line(
        _to(Deed.LEAVE_ALONE, begins=True), Spot.STILL_THERE
    )),
    w.AskToStop: _leaving(
        _LEAVE, _line(_to(Deed.ASK_TO_STOP, Spot.STOP_ASKED), Spot.CODE, Spot.STOP_ASKED),
        _line(_to(Deed.ASK_TO_STOP, Spot.STOP_ASKED, *_FIRST), Spot.QUESTION, Spot.STILL_THERE),
    ),
    w.EndHere: _leaving(
        _LEAVE, _line(_to(Deed.END_HERE, Spot.THANKS), Spot.CODE, Spot.STOP_ASKED),
        _line(_to(Deed.END_HERE, Spot.THANKS, *_FIRST), Spot.QUESTION, Spot.STILL_THERE),
    ),
    w.LeaveNothing: _leaving(
        _LEAVE, _line(_to(Deed.FORGET, Spot.THANKS), Spot.CODE, Spot.STOP_ASKED),
        _line(_to(Deed.FORGET, Spot.THANKS, *_FIRST), Spot.QUESTION, Spot.STILL_THERE),
    ),
    w.StillHere: _every(_SHOW),
    w.LeftAlone: _every(
        _to(Deed.ASK_IF_THERE, Spot.STILL_THERE), _line(_COME_BACK, Spot.ATTRACT, Spot.LANGUAGE),
        _line(_COME_BACK, Spot.WITHDRAWN), _line(_LEAVE, Spot.TAPPED),
        _line(_to(Deed.LEAVE_ALONE, begins=True), Spot.STILL_THERE, Spot.NOT_KEPT),
        _line(_COME_BACK, Spot.ASLEEP),
    ),
    w.TryAgain: _every(_SHOW, _line(
        _to(Deed.TRY_AGAIN, *_FIRST, Spot.TAPPED, Spot.QUESTION, Spot.VOUCHER, Spot.THANKS,
            Spot.WITHDRAWN),
        Spot.NOT_KEPT,
    )),
    w.ChangeTextSize: _every(
        _to(Deed.ADJUST), _line(_to(Deed.ADJUST), Spot.NOT_KEPT, Spot.ASLEEP)
    ),
    w.Adjust: _every(_to(Deed.ADJUST), _line(_to(Deed.ADJUST), Spot.NOT_KEPT, Spot.ASLEEP)),
    w.Helped: _every(_NOTHING, _line(_to(Deed.NOTE_HELP), Spot.QUESTION)),
    w.GiveBack: _every(_SHOW, _line(
        _to(Deed.GIVE_BACK, Spot.WITHDRAW), Spot.ATTRACT, Spot.ASLEEP, Spot.LANGUAGE
    )),
    w.GiveBackCode: _every(_SHOW, _line(_to(Deed.READ_CODE, Spot.WITHDRAWN), Spot.WITHDRAW)),
    w.Minute: _every(
        _NOTHING, _line(_to(Deed.LOOK, *_FIRST), *_FIRST), _line(_NOTHING, Spot.NOT_KEPT)
    ),
    w.ToStaff: _every(_to(Deed.GIVE_WAY, Spot.STAFF), _line(
        _to(Deed.GIVE_WAY, Spot.STAFF), Spot.NOT_KEPT, Spot.ASLEEP
    )),
    w.LeaveStaff: _every(_NOTHING, _line(_LEAVE, Spot.STAFF)),
    f.OpenOne: _every(_SHOW, _line(_to(Deed.FILL), Spot.QUESTION)),
    **{kind: _every(_SHOW, _line(_to(Deed.FILL), Spot.QUESTION)) for kind in _FORM},
    **{kind: _every(_SHOW) for kind in _BEFORE_A_SURVEY},
}
"""For each type of wish what it does in each spot."""

WISHES: tuple[type, ...] = tuple(dict.fromkeys(get_args(f.AnyWish)))
"""All types of wish; the table has a line for each."""


def row(spot: Spot, wish: object) -> Row:
    """What ``wish`` does in ``spot``. KeyError for what is no wish."""
    return TABLE[type(wish)][spot]

"""Which desks the corner has, each with what it needs. No Qt.

What carries is loaded with the first desk that does: nobody stands in the corner at the start.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.circumstances import Station
from kiosk.staff.corner import Open
from kiosk.staff.desks import Changed, ComfortDesk, LanguagesDesk, LogDesk, PlaceDesk
from kiosk.staff.means import AtDesk, Means
from kiosk.staff.occasion_desk import OccasionDesk
from kiosk.staff.paper import PaperDesk
from kiosk.staff.self_test import Around, SelfTest
from kiosk.staff.sheets import Stack
from kiosk.staff.sticks import Find, sticks
from kiosk.staff.usual_desk import UsualDesk
from kiosk.staff.wishes import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """``changed`` hears of every setting. ``station`` and ``today`` are where and when the kiosk
    stands, None where it asks nobody. ``dims_by`` is ``screen`` or ``program``.
    ``pair`` leads to a mailbox's address, and whose it must be. ``stack`` holds the paper sheets
    that wait, as long as the program runs. ``meeting`` opens the desk that leads into one."""

    around: Around
    changed: Changed
    dims_by: str
    station: Callable[[], Station | None]
    today: Callable[[], date]
    pair: Callable[[str, str], None]
    stack: Stack
    meeting: Open
    find: Find = sticks


def desks(fit: Fitting) -> Mapping[Desk, Open]:
    """What opens each of them."""
    return {
        Desk.PLACE: lambda m: PlaceDesk(m, fit.changed),
        Desk.LANGUAGES: lambda m: LanguagesDesk(m, fit.changed),
        Desk.COMFORT: lambda m: ComfortDesk(m, fit.changed, fit.dims_by),
        Desk.USUAL: lambda m: UsualDesk(m, fit.changed),
        Desk.TAKE_OUT: lambda m: _take_out(m, fit),
        Desk.LOAD: lambda m: _load(m, fit),
        Desk.CODE: lambda m: _code(m, fit),
        Desk.SELF_TEST: lambda m: SelfTest(m, fit.around),
        Desk.LOG: LogDesk,
        Desk.OCCASION: lambda m: OccasionDesk(m, fit.station, fit.today),
        Desk.PAPER: lambda m: PaperDesk(m, fit.stack, fit.station),
        Desk.MEETING: fit.meeting,
    }


def _take_out(means: Means, fit: Fitting) -> AtDesk:
    from kiosk.staff.taking_out import TakingOut

    return TakingOut(means, fit.find)


def _load(means: Means, fit: Fitting) -> AtDesk:
    from kiosk.staff.loading import Loading

    return Loading(means, fit.find)


def _code(means: Means, fit: Fitting) -> AtDesk:
    from kiosk.staff.code_desk import CodeDesk

    return CodeDesk(means, fit.pair)

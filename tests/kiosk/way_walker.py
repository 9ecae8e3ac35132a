"""Goes every way through the kiosk's table: each wish in each spot, on surveys of each sort."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from kiosk import wishes as w
from kiosk.citizen import Citizen
from kiosk.forms import screen as f
from kiosk.screens import Comfort, Screen
from kiosk.way import WISHES, WRITES, Deed, Spot, row
from storage.errors import NoRoom
from storage.seal import receipt_codes
from survey import flow
from survey.campaign import Campaign
from survey.conduct import Conduct, Hours, OneTap, Voucher, Way
from survey.flow import FlowState
from tests.builders import AREAS, GENDERS, RATINGS, small_campaign
from tests.kiosk.screen_builders import FakeKeeper, RecordingView, citizen, station

OPEN = datetime(2025, 9, 3, 9, 0, tzinfo=UTC)
SHUT = datetime(2025, 9, 3, 22, 0, tzinfo=UTC)
CODE = receipt_codes.write_groups((1).to_bytes(16, "big"))


def short() -> Campaign:
    """The small survey with a rating and a choice."""
    campaign = small_campaign()
    asked = campaign.form.questions
    return replace(campaign, form=replace(campaign.form, questions=(asked[0], asked[4])))


def conducted(**changes: Any) -> Campaign:
    """The short survey with codes, conducted in another way than the usual."""
    return replace(short(), withdrawal=True, conduct=Conduct(**changes))


def one_tap(hours: tuple[Hours, ...] = (), **changes: Any) -> Campaign:
    return conducted(
        way=Way.ONE_TAP, one_tap=OneTap(question=RATINGS[0], **changes), hours=hours
    )


HOURS = tuple(Hours(weekday=day, opens=480, closes=1080) for day in range(7))
VOUCHER = Voucher(text={"sv": "En kaffe", "en": "A coffee"})
SURVEYS = {
    "codes and vouchers": conducted(voucher=VOUCHER, hours=HOURS),
    "no codes": replace(conducted(voucher=VOUCHER), withdrawal=False),
    "one language": replace(conducted(), languages=("sv",)),
    "one tap": one_tap(hours=HOURS),
    "one tap and more": one_tap(follow_up=True),
}


class Ready:
    """As many vouchers as anybody takes."""

    def left(self) -> int:
        return 1

    def take(self) -> str | None:
        return "V123 V123 V123 V123"


@dataclass
class Place:
    """A citizen brought somewhere by wishes, and where that is. ``shut`` turns the clock."""

    campaign: Campaign
    shut: bool = False
    view: RecordingView = field(default_factory=RecordingView)
    keeper: FakeKeeper = field(default_factory=FakeKeeper)

    def __post_init__(self) -> None:
        self.who: Citizen = citizen(
            self.view, self.keeper, campaign=self.campaign,
            clock=lambda: SHUT if self.shut else OPEN,
        )
        if self.campaign.conduct.voucher is not None:
            self.who._station = replace(station(self.campaign), vouchers=Ready())
        self.who.begin()

    @property
    def spot(self) -> Spot:
        return self.who.spot

    @property
    def state(self) -> FlowState:
        return self.who._stand.state

    def do(self, act: Act) -> Place:
        act(self)
        return self


Act = Callable[[Place], None]


def wishing(wish: Any) -> Act:
    def act(place: Place) -> None:
        place.who.receive(wish)

    return act


def turned(shut: bool) -> Act:
    def act(place: Place) -> None:
        place.shut = shut
        place.who.receive(w.Minute())

    return act


def in_the_night(wish: Any, shut: bool) -> Act:
    def act(place: Place) -> None:
        place.shut = shut
        place.who.receive(wish)

    return act


def failing(wish: Any) -> Act:
    def act(place: Place) -> None:
        place.keeper.trouble = NoRoom("full")
        place.who.receive(wish)
        place.keeper.trouble = None

    return act


def answer_to(state: FlowState) -> Any:
    question = flow.current(state)
    if question is None or question.scale is not None:
        return 4
    return AREAS[0] if question.name == "area" else GENDERS[0]


def wishes(state: FlowState) -> Iterator[Any]:
    """At least one wish of every type, such as it may come in ``state``."""
    question = flow.current(state)
    id = question.id if question is not None else RATINGS[0]
    yield from (flow.Give(id, answer_to(state)), flow.Give(id, "nonsense"), flow.Clear(id))
    yield from (flow.ChooseLanguage("en"), flow.ChooseLanguage("sv"), flow.ChooseLanguage("xx"))
    yield from (flow.TapFace(4), flow.TapFace(99), w.Adjust(Comfort(percent=250)))
    yield from (w.GiveBackCode(CODE), w.GiveBackCode("?"), w.Helped(id), w.PairWith("x"))
    yield from (w.SameWords(True), f.Answered("/data/a", "1"), f.RatherNot("/data/a"))
    yield from (f.HandedIn("/data/a", None), f.AddOne("/data/a"), f.RemoveOne("/data/a"))
    yield f.OpenOne("/data/a")
    for kind in WISHES:
        try:
            yield kind()
        except TypeError:
            continue  # it tells something, and stands above


@dataclass
class Walk:
    """What was met: after which wish one stood where, and what was shown."""

    steps: dict[tuple[Spot, type], set[Spot]] = field(default_factory=dict)
    shown: dict[Spot, set[type[Screen]]] = field(default_factory=dict)


_STAYS = (Deed.SHOW, Deed.NOTHING, Deed.ADJUST, Deed.NOTE_HELP)


def walk(campaign: Campaign, walked: Walk) -> None:
    """Go everywhere in ``campaign``; equal places are gone on from once."""
    waiting: list[tuple[Act, ...]] = [()]
    known = {_key(_at(campaign, ()))}
    while waiting:
        path = waiting.pop(0)
        here = _at(campaign, path)
        walked.shown.setdefault(here.spot, set()).add(type(here.view.now))
        acts: list[tuple[type | None, Act]] = [(None, turned(True)), (None, turned(False))]
        for wish in wishes(here.state):
            deed = row(here.spot, wish).deed
            if deed in _STAYS and (here.spot, type(wish)) in walked.steps:
                continue  # it was seen to do nothing here
            acts.append((type(wish), wishing(wish)))
            if campaign.conduct.hours and row(here.spot, wish).leads & {Spot.ASLEEP, Spot.ATTRACT}:
                acts.append((type(wish), in_the_night(wish, not here.shut)))
            if deed in WRITES:
                acts.append((type(wish), failing(wish)))
        for kind, act in acts:
            there = _at(campaign, path).do(act)
            if kind is not None:
                walked.steps.setdefault((here.spot, kind), set()).add(there.spot)
            if _key(there) not in known:
                known.add(_key(there))
                waiting.append((*path, act))


def _at(campaign: Campaign, path: tuple[Act, ...]) -> Place:
    place = Place(campaign)
    for act in path:
        place.do(act)
    return place


def _key(place: Place) -> object:
    stand, state, waits = place.who._stand, place.state, place.who._unkept
    return (
        place.spot, state.at, state.place, bool(state.answers), place.shut, state.outcome,
        stand.aside is None, place.keeper.kept is None, waits is not None and waits.stand is None,
    )

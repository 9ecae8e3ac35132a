"""What a campaign says about its kiosks, as people meet it: idle, hours, arms, notes of a visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from kiosk import screens
from kiosk.citizen import Citizen
from kiosk.frame import Comfort
from kiosk.wishes import (
    Adjust,
    AskToStop,
    EndHere,
    GiveBack,
    Helped,
    LeaveStaff,
    LeftAlone,
    Minute,
    StillHere,
    ToStaff,
    TryAgain,
)
from storage.errors import Damaged, NoRoom
from survey import flow
from survey.beside import NOTHING, Seen
from survey.campaign import Campaign
from survey.conduct import (
    Arm,
    AssignedBy,
    Conduct,
    Hours,
    Idle,
    LeftBehind,
    OneTap,
    Trial,
    Way,
)
from survey.device_notes import Assigned
from survey.hours import Shut
from tests.builders import RATINGS, UNITS, small_campaign
from tests.kiosk.screen_builders import FakeKeeper, RecordingView, citizen

MORNING = datetime(2025, 9, 3, 8, 0, tzinfo=UTC)
HOURS = tuple(Hours(weekday=day, opens=480, closes=1080) for day in range(7))
FACES = Arm(id=UUID(int=1), name="faces", way=Way.ONE_TAP)
PAGES = Arm(id=UUID(int=2), name="pages", questions=(RATINGS[2], RATINGS[0]))
BEGIN = (flow.ChooseLanguage("sv"), flow.Agree())


def conducted(**conduct: object) -> Campaign:
    return replace(small_campaign(), conduct=Conduct(**conduct))


class Kiosk:
    def __init__(self, campaign: Campaign, now: datetime = MORNING) -> None:
        self.view, self.keeper = RecordingView(), FakeKeeper()
        self.now, self.ticks = now, 0.0
        self.who: Citizen = citizen(
            self.view, self.keeper, campaign=campaign, clock=lambda: self.now,
            ticks=lambda: self.ticks,
        )
        self.who.begin()

    def wish(self, *wishes: object) -> screens.Screen:
        for wish in wishes:
            self.who.receive(wish)
        return self.view.now

    def later(self, **passes: float) -> screens.Screen:
        self.now += timedelta(**passes)
        return self.wish(Minute())


def test_the_campaign_says_when_it_is_asked_and_how_long_is_counted_down() -> None:
    kiosk = Kiosk(conducted(idle=Idle(seconds=45, countdown=30)))
    assert kiosk.wish(*BEGIN).frame.idle_ms == 45_000
    shown = kiosk.wish(LeftAlone())
    assert isinstance(shown, screens.StillThereScreen)
    assert (shown.returns_after_ms, shown.saves, shown.frame.idle_ms) == (30_000, True, 75_000)


def test_whoever_is_slow_is_asked_more_seldom_and_the_next_one_as_usual() -> None:
    kiosk = Kiosk(conducted(idle=Idle(seconds=100)))
    waits = [kiosk.wish(*BEGIN).frame.idle_ms]
    for _ in range(4):
        waits.append(kiosk.wish(LeftAlone(), StillHere()).frame.idle_ms)
    assert waits == [100_000, 200_000, 400_000, 600_000, 600_000]
    kiosk.wish(flow.Restart())
    assert kiosk.wish(*BEGIN).frame.idle_ms == 100_000


def test_what_somebody_left_is_discarded_where_the_campaign_wants_that() -> None:
    kiosk = Kiosk(conducted(idle=Idle(left_behind=LeftBehind.DISCARD)))
    kiosk.wish(*BEGIN, flow.Give(RATINGS[0], 4), LeftAlone())
    shown = kiosk.view.now
    assert isinstance(shown, screens.StillThereScreen) and not shown.saves
    assert isinstance(kiosk.wish(LeftAlone()), screens.AttractScreen)
    assert not (kiosk.keeper.kept or kiosk.keeper.partials or kiosk.keeper.finished)


def test_whoever_stops_by_hand_is_sealed_also_where_what_is_left_is_discarded() -> None:
    kiosk = Kiosk(conducted(idle=Idle(left_behind=LeftBehind.DISCARD)))
    kiosk.wish(*BEGIN, flow.Give(RATINGS[0], 4), AskToStop(), EndHere())
    assert len(kiosk.keeper.partials) == 1


def test_a_language_is_changed_at_the_questions_that_stand_before_a_page() -> None:
    kiosk = Kiosk(small_campaign())
    kiosk.wish(*BEGIN, flow.Give(RATINGS[0], 4))
    for before in (LeftAlone(), AskToStop()):
        shown = kiosk.wish(before)
        kind = type(shown)
        shown = kiosk.wish(flow.ChooseLanguage("en"))
        assert isinstance(shown, kind) and shown.frame.language == "en"
        shown = kiosk.wish(Adjust(Comfort(percent=250)))
        assert isinstance(shown, kind) and shown.frame.percent == 250
        kiosk.wish(StillHere(), flow.ChooseLanguage("sv"))


def test_where_an_answer_waits_to_be_kept_words_change_and_nothing_goes_past() -> None:
    kiosk = Kiosk(small_campaign())
    kiosk.wish(*BEGIN)
    kiosk.keeper.trouble = NoRoom("full")
    kiosk.wish(flow.Give(RATINGS[0], 4))
    shown = kiosk.wish(flow.ChooseLanguage("en"), Adjust(Comfort(percent=200)))
    assert isinstance(shown, screens.NotKeptScreen)
    assert (shown.frame.language, shown.frame.percent) == ("en", 200)
    kiosk.keeper.trouble = None
    shown = kiosk.wish(TryAgain())
    assert isinstance(shown, screens.QuestionScreen) and shown.frame.language == "en"


@pytest.mark.parametrize("comfort", [Comfort(aloud=True), Comfort(calm=True)])
def test_nothing_goes_on_by_itself_for_whoever_listens_or_wants_it_calm(comfort: Comfort) -> None:
    kiosk = Kiosk(small_campaign())
    shown = kiosk.wish(*BEGIN, Adjust(comfort), flow.Give(RATINGS[0], 4))
    assert isinstance(shown, screens.QuestionScreen) and shown.advance_after_ms is None


def test_it_sleeps_and_wakes_by_the_hours_and_cuts_nobody_off() -> None:
    kiosk = Kiosk(conducted(hours=HOURS))
    kiosk.wish(*BEGIN)
    assert isinstance(kiosk.later(hours=12), screens.QuestionScreen)
    kiosk.wish(flow.Give(RATINGS[0], 4), AskToStop(), EndHere())
    assert len(kiosk.keeper.partials) == 1
    shown = kiosk.wish(flow.Restart())
    assert isinstance(shown, screens.AsleepScreen) and shown.why is Shut.HOURS
    assert isinstance(kiosk.wish(flow.ChooseLanguage("sv")), screens.AsleepScreen)
    assert isinstance(kiosk.later(hours=11), screens.AttractScreen)


def test_a_survey_that_is_over_takes_no_answers_but_takes_codes_back() -> None:
    kiosk = Kiosk(replace(small_campaign(), withdrawal=True), MORNING + timedelta(days=40))
    shown = kiosk.view.now
    assert isinstance(shown, screens.AsleepScreen) and shown.why is Shut.OVER
    assert isinstance(kiosk.wish(GiveBack()), screens.WithdrawScreen)


def test_a_clock_that_was_never_set_shuts_nothing() -> None:
    kiosk = Kiosk(conducted(hours=HOURS), datetime(2000, 1, 1, tzinfo=UTC))
    assert isinstance(kiosk.view.now, screens.AttractScreen)


def test_first_screens_that_are_arms_change_at_noon_and_never_under_anybody() -> None:
    trial = Trial(arms=(FACES, PAGES), by=AssignedBy.HALF_DAY)
    kiosk = Kiosk(conducted(trial=trial, one_tap=OneTap(question=RATINGS[0])))
    ways = set()
    for _ in range(8):
        shown = kiosk.later(hours=12)
        assert isinstance(shown, screens.AttractScreen)
        ways.add(shown.way)
    assert ways == {Way.ONE_TAP, Way.QUESTIONNAIRE}
    while kiosk.view.now.way is not Way.QUESTIONNAIRE:  # type: ignore[union-attr]
        kiosk.later(hours=12)
    shown = kiosk.wish(*BEGIN)
    assert isinstance(shown, screens.QuestionScreen)
    assert (shown.question.id, shown.of) == (RATINGS[2], 2), "the arm's own questions"
    assert isinstance(kiosk.later(hours=12), screens.QuestionScreen)


def test_an_arm_is_kept_before_its_first_question_is_shown_and_told_beside_the_answers() -> None:
    kiosk = Kiosk(conducted(trial=Trial(arms=(replace(FACES, way=Way.QUESTIONNAIRE), PAGES))))
    seen: list[int] = []
    kiosk.wish(flow.ChooseLanguage("sv"))
    shows = kiosk.view.present
    kiosk.view.present = lambda screen: (seen.append(len(kiosk.keeper.written)), shows(screen))
    kiosk.wish(flow.Agree())
    assert seen == [1]
    (drawn,) = kiosk.keeper.written
    assert isinstance(drawn, Assigned)
    assert (drawn.unit, drawn.day) == (UNITS[0], MORNING.date())
    kiosk.wish(flow.Give(kiosk.view.now.question.id, 4))  # type: ignore[union-attr]
    assert kiosk.keeper.kept is not None and kiosk.keeper.kept.beside.arm == drawn.arm


def test_an_arm_that_cannot_be_kept_shows_no_question_and_is_not_drawn_anew() -> None:
    kiosk = Kiosk(conducted(trial=Trial(arms=(replace(FACES, way=Way.QUESTIONNAIRE), PAGES))))
    kiosk.wish(flow.ChooseLanguage("sv"))
    kiosk.keeper.trouble = Damaged("broken")
    assert isinstance(kiosk.wish(flow.Agree()), screens.NotKeptScreen)
    kiosk.keeper.trouble = None
    assert isinstance(kiosk.wish(TryAgain()), screens.QuestionScreen)
    assert len(kiosk.keeper.written) == 1


def test_whoever_agrees_and_goes_is_counted_as_one_who_did_not_complete() -> None:
    kiosk = Kiosk(conducted(trial=Trial(arms=(replace(FACES, way=Way.QUESTIONNAIRE), PAGES))))
    for _ in range(3):
        kiosk.wish(*BEGIN, flow.Restart())
    assert len(kiosk.keeper.written) == 3 and not kiosk.keeper.finished


def test_time_changes_help_and_languages_are_noted_as_coarsely_as_asked() -> None:
    kiosk = Kiosk(conducted(paradata_seconds=10))
    kiosk.wish(*BEGIN)
    kiosk.ticks = 18
    kiosk.wish(flow.Give(RATINGS[0], 4), flow.Give(RATINGS[0], 5), Helped(RATINGS[0]))
    kiosk.wish(flow.ChooseLanguage("en"), flow.Next(), LeftAlone())
    kiosk.ticks = 500
    kiosk.wish(StillHere())
    kiosk.ticks = 531
    kiosk.wish(flow.Give(RATINGS[1], 1))
    assert kiosk.keeper.kept is not None
    noted = kiosk.keeper.kept.beside
    assert noted.screens == (
        Seen(question=RATINGS[0], seconds=20, changes=1, helped=True),
        Seen(question=RATINGS[1], seconds=30),
    )
    assert noted.language_switches == 1


def test_where_nothing_is_to_be_noted_nothing_is() -> None:
    kiosk = Kiosk(small_campaign())
    kiosk.wish(*BEGIN, Helped(RATINGS[0]), flow.ChooseLanguage("en"), flow.Give(RATINGS[0], 4))
    assert kiosk.keeper.kept is not None and kiosk.keeper.kept.beside == NOTHING


def test_staff_may_always_come_and_what_could_not_be_sealed_is_when_they_go() -> None:
    kiosk = Kiosk(small_campaign())
    kiosk.wish(*BEGIN, flow.Give(RATINGS[0], 4))
    kiosk.keeper.trouble = Damaged("broken")
    assert isinstance(kiosk.wish(ToStaff()), screens.StaffThereScreen)
    assert isinstance(kiosk.wish(flow.Agree(), LeftAlone()), screens.StaffThereScreen)
    kiosk.keeper.trouble = None
    assert isinstance(kiosk.wish(LeaveStaff()), screens.AttractScreen)
    assert [partial.answers for partial in kiosk.keeper.partials] == [{RATINGS[0]: 4}]


def test_an_answer_that_was_taken_away_again_leaves_no_empty_record() -> None:
    kiosk = Kiosk(small_campaign())
    kiosk.wish(*BEGIN, flow.Give(RATINGS[0], 4), flow.Clear(RATINGS[0]), flow.Restart())
    assert not (kiosk.keeper.partials or kiosk.keeper.kept)


def test_the_choice_of_a_language_says_what_the_first_screen_says() -> None:
    kiosk = Kiosk(conducted(
        attract={"sv": "Hur var det?", "en": "How was it?"},
        not_for={"sv": "Inte för felanmälan.", "en": "Not for faults."},
    ))
    first = kiosk.view.now
    assert isinstance(first, screens.AttractScreen)
    shown = kiosk.wish(flow.Touched(), flow.Back())
    assert isinstance(shown, screens.LanguageScreen)
    assert shown.titles == first.sentences == ("Hur var det?", "How was it?")
    assert shown.not_for == first.not_for == ("Inte för felanmälan.", "Not for faults.")

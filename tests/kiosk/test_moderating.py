"""The moderator's desk without a window: through the evening, and what is refused on the way."""

from __future__ import annotations

import pytest

from kiosk.meeting.moderator_screens import Act, Deed, Place, Says
from storage.errors import NoRoom
from survey.facilitation.replying import NumbersReply
from survey.facilitation.state import Turn
from survey.records import Way
from tests.builders import FACTORS
from tests.kiosk.meeting_builders import WORDS
from tests.kiosk.moderating_builders import Moderator, W, buttons_on
from tests.survey.session_builders import shipped

NEXT = W("Next: {name}", name="")
NOTES = ("Vänliga", "Kvällarna", "Ljuset")


def go_on(moderator: Moderator) -> None:
    moderator.press(moderator.page.foot[-1].text)
    if moderator.at.place is Place.SURE:
        moderator.press(W("Go on all the same"))


def with_notes(moderator: Moderator) -> None:
    moderator.begin("factors")
    moderator.press(W("Notes and headings"))
    for text in NOTES:
        moderator.write(W("A new note for the group"), text)


def with_headings(moderator: Moderator) -> None:
    with_notes(moderator)
    moderator.begin("headings")
    moderator.press(W("Notes and headings"))
    for text in NOTES[:2]:
        moderator.press(text)
        moderator.write(W("A new heading"), f"Om {text}")
    moderator.press(W("Back"))


def give(moderator: Moderator, participant: int, *numbers: int) -> None:
    task = moderator.host.task(participant)
    assert task.turn is not None
    items = [item.id for item in task.items]
    reply = NumbersReply(turn=task.turn, numbers=dict(zip(items, numbers, strict=True)))
    assert moderator.host.reply(participant, reply) is None
    moderator.desk.second()


@pytest.mark.parametrize("id", shipped())
def test_every_method_is_led_from_its_first_step_to_its_end_by_one_button(id: str) -> None:
    moderator = Moderator(id, people=8)
    rules = moderator.host.state.rules
    assert rules is not None
    turns = sum(phase.last_round for phase in rules.phases)
    for at in range(turns):
        assert moderator.page.foot[-1].text.startswith(NEXT.strip()), at
        go_on(moderator)
        assert moderator.at.says is Says.NOTHING
    assert len({one.turn for one in moderator.host.state.begun}) == turns
    moderator.press(W("End the meeting"), W("End the meeting"))
    assert moderator.host.state.closed and moderator.at.place is Place.CLOSED
    moderator.press(W("To the survey"))
    assert moderator.outside.asked == [("close",)]


def test_the_seven_words_are_shown_once() -> None:
    moderator = Moderator()
    moderator.desk.begin(WORDS)
    assert [word for word in WORDS if word in moderator.told] == list(WORDS)
    moderator.press(W("I have written them down"))
    moderator.press(W("Agenda"), W("Back"))
    assert moderator.at.code == () and WORDS[0] not in moderator.told


def test_people_are_counted_in_and_go_home() -> None:
    moderator = Moderator(people=0)
    moderator.press(W("Participants: {n}", n=0))
    for wrong in ("", "0", "101", "tre", "-1", "²"):
        moderator.type(wrong)
        assert moderator.at.says is Says.NO_NUMBER and not moderator.host.state.people
    moderator.type("4")
    moderator.press(W("On paper"), W("Through me"))
    ways = [one.way for one in moderator.host.state.people.values()]
    assert ways == [Way.TABLET] * 4 + [Way.PAPER, Way.MODERATOR]
    moderator.press(W("Participant {n}", n=2))
    assert moderator.host.state.people[2].left and f"{W('Gone home')}: 2" in moderator.told
    moderator.press(W("Back"))
    assert W("Participants: {n}", n=5) in [one.text for one in buttons_on(moderator.page)]


def test_what_is_typed_on_a_page_stays_while_the_seconds_pass() -> None:
    moderator = Moderator()
    moderator.begin("purpose")
    moderator.press(W("Write the purpose"))
    before = len(moderator.shown)
    moderator.host.join(Way.PHONE)
    moderator.desk.second()
    assert len(moderator.shown) == before
    moderator.type("  Att förstå.  ")
    assert moderator.host.state.purpose == "Att förstå." and moderator.at.place is Place.NOW
    moderator.desk.second()
    assert len(moderator.shown) > before + 1


def test_nothing_written_is_told_and_keeps_the_page() -> None:
    moderator = Moderator()
    moderator.begin("purpose")
    moderator.write(W("Write the purpose"), "   ")
    assert moderator.at.place is Place.PURPOSE and W("Nothing was written.") in moderator.told


def test_notes_come_under_headings_and_headings_stand_for_factors() -> None:
    moderator = Moderator()
    with_headings(moderator)
    moderator.press(W("Notes and headings"), "Ljuset", "Om Vänliga")
    state = moderator.host.state
    (first, second) = state.headings
    assert [note.heading for note in state.notes.values()] == [first, second, first]
    moderator.press(W("Change: {what}", what="Om Vänliga"))
    assert {"Vänliga", "Ljuset"} <= set(moderator.told.split(" / "))
    moderator.type("Bemötandet")
    moderator.press(
        W("Change: {what}", what="Bemötandet"), W("What it stands for"), "Bemötande"
    )
    assert moderator.host.state.headings[first].factor == FACTORS[0]
    assert f"{W('Stands for')}: Bemötande" in moderator.told
    moderator.press(W("What it stands for"), W("None of them"))
    assert moderator.host.state.headings[first].factor is None
    moderator.press(W("Drop the heading"))
    assert moderator.host.state.headings[first].dropped and moderator.at.place is Place.WALL
    moderator.press("Ljuset", W("No heading"))
    assert not moderator.at.chosen


def test_a_note_is_put_in_other_words_and_taken_away() -> None:
    moderator = Moderator()
    with_notes(moderator)
    moderator.press("Ljuset", W("Change the note"))
    moderator.type("Ljuset i hallen")
    moderator.press("Ljuset i hallen", W("Change the note"), W("Take it away"))
    assert [n.withdrawn for n in moderator.host.state.notes.values()] == [False, False, True]


def test_undoing_goes_back_step_by_step_and_says_what_it_took() -> None:
    moderator = Moderator()
    with_notes(moderator)
    moderator.press(W("Back"))
    for _ in NOTES:
        moderator.press(W("Undo"))
        assert W("a note was written, moved or taken away") in moderator.told
    live = [one for one in moderator.host.state.notes.values() if not one.withdrawn]
    assert not live
    moderator.press(W("Undo"))
    assert moderator.host.state.turn is None
    assert next(one for one in buttons_on(moderator.page) if one.text == W("Undo")).asleep


def test_the_clock_begins_with_a_step_is_paused_and_extended() -> None:
    moderator = Moderator()
    moderator.begin("purpose")
    assert moderator.clock[-1] == 600
    moderator.hours.pass_(60)
    moderator.desk.second()
    assert moderator.clock[-1] == 540
    moderator.press(W("Pause the clock"))
    moderator.hours.pass_(60)
    moderator.desk.second()
    assert moderator.clock[-1] == 540
    moderator.press(W("Let the clock go on"), W("Five minutes more"))
    moderator.hours.pass_(900)
    moderator.desk.second()
    assert moderator.clock[-1] == -60
    moderator.press(W("Stop the clock"))
    assert W("Start the clock") in [one.text for one in buttons_on(moderator.page)]


def test_who_has_not_answered_is_told_by_number_and_no_answer_is() -> None:
    moderator = Moderator()
    with_headings(moderator)
    moderator.begin("weigh")
    give(moderator, 2, 7, 3)
    assert f"{W('Not yet')}: 1, 3" in moderator.told
    assert W("{n} of {of} have answered", n=1, of=3) in moderator.told
    moderator.press(W("The result"))
    assert "7" not in moderator.told and W("Om Vänliga") not in moderator.told


GAVE = ((6, 4), (2, 8), (10, 0), (5, 5), (7, 3))


def weighed() -> Moderator:
    """Five have put their points on two headings: 30 and 20."""
    moderator = Moderator(people=5)
    with_headings(moderator)
    moderator.begin("weigh")
    for n, given in enumerate(GAVE, start=1):
        give(moderator, n, *given)
    return moderator


def test_figures_come_when_they_are_shown_and_go_when_they_are_hidden() -> None:
    moderator = weighed()
    moderator.press(W("The result"))
    assert "30" not in moderator.told
    moderator.press(W("Show it to all"))
    assert Turn("weigh", 1) in moderator.host.state.shown
    assert f"Om Vänliga: {W.many('{n} point', '{n} points', 30)}, 60" in moderator.told
    moderator.press(W("Hide it from all"))
    assert not moderator.host.state.shown and "30" not in moderator.told


def test_who_leaves_their_points_as_they_were_counts_in_the_second_round() -> None:
    moderator = weighed()
    moderator.begin("weigh", 2)
    give(moderator, 3, 4, 6)
    moderator.press(W("The result"))
    moderator.desk.receive(Act(Deed.SHOW, "weigh:2"))
    assert "Om Vänliga: 24" in moderator.told


def test_decisions_and_views_of_few_are_written_changed_and_taken_back() -> None:
    moderator = Moderator()
    moderator.begin("result")
    moderator.press(W("Decisions"))
    moderator.write(W("A new decision"), "Öppet till åtta")
    moderator.write(W("Change: {what}", what="Öppet till åtta"), "Öppet till sju")
    (decision,) = moderator.host.state.decisions.values()
    assert decision.text == "Öppet till sju"
    moderator.press(W("Change: {what}", what="Öppet till sju"), W("Take it away"))
    assert not moderator.host.state.decisions
    moderator.press(W("Back"), W("What was said"))
    moderator.write(W("Write a view that few hold"), "Jag vill ha nattöppet")
    assert [one.sort.value for one in moderator.host.state.comments] == ["minority"]
    assert f"{W('A view that few hold')}: Jag vill ha nattöppet" in moderator.told


def test_a_plan_is_written_line_by_line() -> None:
    moderator = Moderator("future-workshop")
    rules = moderator.host.state.rules
    assert rules is not None
    plan = next(phase for phase in rules.phases if phase.kind.value == "plan")
    moderator.begin(plan.id)
    moderator.press(W("The plan"), W("A new line"))
    moderator.type(*(f"cell {n}" for n in range(len(plan.columns))))
    (line,) = moderator.host.state.plan.values()
    assert list(line.values()) == [f"cell {n}" for n in range(len(plan.columns))]
    moderator.press(W("Change: {what}", what="cell 0"), W("Take it away"))
    assert not moderator.host.state.plan


def test_everybody_is_seated_anew_with_others() -> None:
    moderator = Moderator("dialogue-cafe", people=8)
    rules = moderator.host.state.rules
    assert rules is not None
    phase = next(one for one in rules.phases if one.tables is not None)
    moderator.begin(phase.id)
    seat = next(
        one for one in buttons_on(moderator.page) if isinstance(one.wish, Act)
        and one.wish.deed is Deed.SEAT
    )
    moderator.press(seat.text)
    first = moderator.host.state.seats[Turn(phase.id, 1)]
    assert len(first) == 8 and len(set(first.values())) >= 2
    moderator.press(W("Seat everybody anew"))
    second = moderator.host.state.seats[Turn(phase.id, 1)]
    assert len(second) == 8


def test_phones_are_let_in_and_shut_out_and_no_key_is_told() -> None:
    moderator = Moderator()
    moderator.press(W("Phones"), W("Let phones in at {address}", address="192.0.2.7"))
    assert "192.0.2.7:8350" in moderator.told and "secret" not in moderator.told
    moderator.press(W("A new code"), W("Let no more phones in"))
    assert moderator.outside.asked == [("serve", "192.0.2.7"), ("new_code",), ("serve", "")]
    assert W("Phones cannot be let in: this device is on no network, or something else uses the "
             "address. Join a network, or share one from this device.") in moderator.told


@pytest.mark.parametrize(("found", "says"), [
    (-1, Says.NO_COPY), (0, Says.MERGED), (3, Says.MERGED),
])
def test_what_another_device_wrote_is_taken_in(found: int, says: Says) -> None:
    moderator = Moderator()
    moderator.outside.found = found
    moderator.go(Place.COPIES)
    moderator.desk.receive(Act(Deed.MERGE, "/media/stick"))
    assert (moderator.at.says, moderator.at.number) == (says, max(0, found))


def test_a_full_disk_is_told_and_nothing_has_happened() -> None:
    moderator = Moderator()
    moderator.begin("purpose")
    assert moderator.book.lasting is not None
    moderator.book.lasting.refuses = NoRoom("no room")
    moderator.write(W("Write the purpose"), "Att förstå.")
    assert moderator.at.says is Says.NOT_KEPT and not moderator.host.state.purpose
    assert moderator.at.place is Place.PURPOSE


def test_nothing_is_heard_while_the_tablet_is_with_somebody_else() -> None:
    moderator = Moderator()
    moderator.begin("factors")
    moderator.press(W("Pass the tablet round"))
    before = len(moderator.shown)
    moderator.desk.receive(Act(Deed.NEXT))
    moderator.desk.second()
    assert moderator.outside.asked == [("pass_tablet",)] and len(moderator.shown) == before
    moderator.desk.begin()
    assert moderator.at.place is Place.NOW


def test_a_meeting_left_open_is_not_closed() -> None:
    moderator = Moderator()
    moderator.press(W("End …"), W("Leave it open and go to the survey"))
    assert moderator.outside.asked == [("leave",)] and not moderator.host.state.closed


def test_going_on_while_somebody_has_not_answered_is_asked_once() -> None:
    moderator = Moderator(people=3)
    moderator.begin("factors")
    before = moderator.host.state.turn
    go = moderator.page.foot[-1].text
    moderator.press(go)
    assert moderator.at.place is Place.SURE and "1, 2, 3" in moderator.told
    assert go not in [button.text for button in moderator.page.foot]
    moderator.press(W("Back to the meeting"))
    assert moderator.host.state.turn == before


def test_undoing_a_step_stops_the_clock_and_so_does_coming_back() -> None:
    moderator = Moderator(people=3)
    moderator.begin("headings")
    moderator.press(moderator.page.foot[-1].text)
    assert moderator.desk.left is not None
    moderator.press(W("Undo"))
    assert moderator.desk.left is None
    assert W("Start the clock") in [
        button.text for item in moderator.page.items for button in getattr(item, "buttons", ())
    ]


def test_one_who_changed_alone_is_not_told_by_two_rounds_on_the_page() -> None:
    moderator = weighed()
    moderator.press(W("The result"))
    moderator.desk.receive(Act(Deed.SHOW, "weigh:1"))
    moderator.begin("weigh", 2)
    give(moderator, 3, 4, 6)
    moderator.press(W("The result"))
    moderator.desk.receive(Act(Deed.SHOW, "weigh:2"))
    assert "Om Vänliga: 24" in moderator.told
    assert "Om Vänliga: 30" not in moderator.told


def test_headings_of_another_subject_are_not_offered_while_notes_are_written() -> None:
    moderator = Moderator("swot", people=3)
    rules = moderator.host.state.rules
    assert rules is not None
    groups = [phase.id for phase in rules.phases if phase.kind.value == "group"]
    collects = [phase.id for phase in rules.phases if phase.kind.value == "collect"]
    moderator.begin(groups[0])
    moderator.press(W("Notes and headings"))
    assert W("A new heading") in moderator.told or any(
        button.text == W("A new heading")
        for item in moderator.page.items for button in getattr(item, "buttons", ())
    )
    moderator.begin(collects[-1])
    moderator.press(W("Notes and headings"))
    assert not any(
        button.text == W("A new heading")
        for item in moderator.page.items for button in getattr(item, "buttons", ())
    )

"""A five-rating survey by listening only: the person hears sentences and presses keys."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assets.words import Words
from kiosk.aloud.beginning import REST_MS, Beginning
from kiosk.wishes import Adjust
from survey import flow
from survey.campaign import Campaign
from survey.forms.model import QuestionType
from tests import builders
from tests.kiosk.listener import Listener, listener

KEY = Qt.Key


def five_ratings() -> Campaign:
    campaign = builders.small_campaign()
    first = next(q for q in campaign.form.questions if q.type is QuestionType.RATING)
    asked = tuple(
        replace(first, id=UUID(int=0xE5 << 120 | 4 << 76 | 8 << 60 | n), name=f"r{n}", factor=None,
                label={"sv": f"Fråga nummer {n}?", "en": f"Question number {n}?"})
        for n in range(5)
    )
    return replace(
        campaign, form=replace(campaign.form, questions=asked), group_by=(), withdrawal=False,
    )


def test_five_ratings_are_answered_by_listening_only(qtbot: QtBot) -> None:
    blind = listener(qtbot, five_ratings())
    begun = blind.press(KEY.Key_Space)
    assert begun
    consent = blind.take("English.")
    assert consent
    said = blind.take("Yes, I want to answer.")
    for number in range(5):
        assert f"Question {number + 1} of 5." in said
        assert f"Question number {number}?" in said
        blind.find("Well.")
        assert blind.press(KEY.Key_Return) == ["Chosen: Well."]
        said = blind.press(KEY.Key_Return)
    assert any(line.startswith("Thank you") for line in said)
    assert [len(r.answers) for r in blind.person.keeper.finished] == [5]


def at_first_question(qtbot: QtBot, language: str = "English.") -> Listener:
    blind = listener(qtbot, five_ratings())
    blind.press(KEY.Key_Space)
    blind.take(language)
    blind.take("Ja, jag vill svara." if language == "Svenska." else "Yes, I want to answer.")
    return blind


def held(blind: Listener) -> bool:
    """Whether nothing goes away by itself now."""
    return blind.holds[-1]


def touch(blind: Listener, text: str) -> list[str]:
    """A finger on what says ``text``; what is heard until it is lifted."""
    before = len(blind.voice.heard)
    QTest.mouseClick(blind.person.button(text), Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    return blind.voice.heard[before:]


def test_a_question_says_where_one_is_what_is_asked_and_how_to_answer(qtbot: QtBot) -> None:
    blind = at_first_question(qtbot, "Svenska.")
    again = blind.press(KEY.Key_0)
    assert again == [
        "Fråga 1 av 5.", "Fråga nummer 0?", "Tryck på ett ansikte.", "1: Mycket dåligt.",
        "2: Dåligt.", "3: Varken eller.", "4: Bra.", "5: Mycket bra.",
    ]


def test_a_choice_says_what_it_is_its_place_and_whether_it_is_taken(qtbot: QtBot) -> None:
    blind = at_first_question(qtbot, "Svenska.")
    assert blind.find("Bra.") == "Bra. 4 av 5."
    assert blind.press(KEY.Key_Return) == ["Valt: Bra."]
    blind.press(KEY.Key_Up)
    assert blind.press(KEY.Key_Down) == ["Bra. Vald. 4 av 5."]


def test_digits_lead_to_a_choice_and_take_it_when_pressed_again(qtbot: QtBot) -> None:
    blind = at_first_question(qtbot)
    assert blind.press(KEY.Key_2) == ["Badly. 2 of 5."]
    assert blind.person.keeper.kept is None
    assert blind.press(KEY.Key_2) == ["Chosen: Badly."]
    assert "Question 2 of 5." in blind.press(KEY.Key_2)


def test_a_finger_hears_what_it_touches_and_takes_it_by_a_second_touch(qtbot: QtBot) -> None:
    blind = at_first_question(qtbot)
    assert touch(blind, "Well") == ["Well. 4 of 5."]
    assert blind.person.keeper.kept is None, "the first touch only tells"
    assert touch(blind, "Well") == ["Chosen: Well."]
    assert touch(blind, "Very badly") == ["Very badly. 1 of 5."]
    answers = blind.person.keeper.kept
    assert answers is not None and list(answers.answers.values()) == [4]


def test_a_finger_that_slides_off_takes_nothing(qtbot: QtBot) -> None:
    blind = at_first_question(qtbot)
    touch(blind, "Well")
    well, bad = blind.person.button("Well"), blind.person.button("Badly")
    QTest.mousePress(well, Qt.MouseButton.LeftButton)
    where = bad.mapTo(blind.person.window, bad.rect().center())
    QTest.mouseMove(well, well.mapFrom(blind.person.window, where))
    QTest.mouseRelease(bad, Qt.MouseButton.LeftButton)
    assert blind.person.keeper.kept is None


def test_volume_and_speed_are_the_usual_again_for_the_next_person(qtbot: QtBot) -> None:
    blind = at_first_question(qtbot)
    assert blind.press(KEY.Key_Plus, KEY.Key_Plus) == ["Volume 120.", "Volume 140."]
    assert blind.press(KEY.Key_Slash) == ["Speed 125."]
    assert blind.voice.volumes[-1] == (140, 125)
    blind.person.presenter.receive(flow.Stop())
    blind.press(KEY.Key_Space)
    assert blind.voice.volumes[-1] == (100, 150)


def test_nobody_is_sent_away_while_something_is_being_read(qtbot: QtBot) -> None:
    blind = at_first_question(qtbot)
    blind.voice.at_once = False
    blind.press(KEY.Key_0)
    assert blind.hearing.reading
    assert held(blind)
    assert blind.voice.done is not None
    blind.voice.done()
    assert not held(blind)


def test_another_key_stops_the_reading_and_nobody_is_held_for_ever(qtbot: QtBot) -> None:
    blind = at_first_question(qtbot)
    blind.voice.at_once = False
    blind.press(KEY.Key_0)
    stops = blind.voice.stops
    blind.press(KEY.Key_Shift)
    assert blind.voice.stops > stops
    assert not held(blind)


def test_who_does_not_listen_hears_nothing_and_taps_once(qtbot: QtBot) -> None:
    seeing = listener(qtbot, five_ratings())
    seeing.person.tap("English")
    seeing.person.tap("Yes, I want to answer")
    seeing.person.tap("Well")
    assert seeing.person.keeper.kept is not None
    assert seeing.voice.heard == []


def test_the_first_key_at_the_start_tells_how_to_listen(qtbot: QtBot) -> None:
    blind = listener(qtbot, five_ratings())
    assert blind.press(KEY.Key_Shift) == ["Tryck på mellanslag för att lyssna."]
    assert blind.press(KEY.Key_Shift) == [], "and does not nag"


def test_a_finger_that_rests_at_the_start_begins_by_ear_and_presses_nothing(
    qtbot: QtBot,
) -> None:
    blind = listener(qtbot, five_ratings())
    card = blind.person.button("English")
    QTest.mousePress(card, Qt.MouseButton.LeftButton)
    timer = blind.person.window.findChild(Beginning).findChild(QTimer)
    assert timer.isActive() and timer.interval() == REST_MS
    timer.timeout.emit()
    QTest.mouseRelease(card, Qt.MouseButton.LeftButton)
    assert "Välj språk." in blind.voice.heard
    assert touch(blind, "English") == ["English."], "still at the start, and it only tells"


def test_a_short_touch_at_the_start_is_a_touch(qtbot: QtBot) -> None:
    seeing = listener(qtbot, five_ratings())
    seeing.person.tap("English")
    rest = seeing.person.window.findChild(Beginning).findChild(QTimer)
    assert not rest.isActive()
    assert seeing.person.sees("Yes, I want to answer")


def test_the_button_reads_the_screen_and_stops_it(qtbot: QtBot) -> None:
    blind = at_first_question(qtbot)
    blind.voice.at_once = False
    said = blind.take("Listen.")
    assert said[0] == "Question 1 of 5."
    blind.press(KEY.Key_Return)
    assert not blind.hearing.reading


def test_a_question_that_is_being_read_is_not_read_on_at_the_next(qtbot: QtBot) -> None:
    seeing = listener(qtbot, five_ratings())
    seeing.person.tap("English")
    seeing.person.tap("Yes, I want to answer")
    seeing.voice.at_once = False
    seeing.hearing.read()
    assert seeing.hearing.reading
    seeing.person.tap("Next")
    assert not seeing.hearing.reading


def test_a_language_without_voice_says_in_writing_that_nothing_can_be_heard(
    qtbot: QtBot,
) -> None:
    campaign = replace(five_ratings(), languages=("sv", "so"))
    blind = listener(qtbot, campaign)
    blind.press(KEY.Key_Space)
    assert not blind.person.sees("Soomaali here")
    blind.person.presenter.receive(flow.ChooseLanguage("so"))
    shown = [text for text in blind.person.texts() if "Soomaali" in text]
    assert len(shown) == 1


def test_who_wants_answers_back_hears_what_to_enter(qtbot: QtBot) -> None:
    blind = listener(qtbot, replace(five_ratings(), withdrawal=True))
    blind.press(KEY.Key_Space)
    said = blind.take(Words("sv")("Take my answers back"))
    assert Words("sv")("Enter the code you were given: seven groups of four signs") + "." in said


def test_whoever_listens_and_uses_switches_hears_where_the_light_is(qtbot: QtBot) -> None:
    blind = at_first_question(qtbot)
    comfort = replace(blind.hearing.comfort, switches=2, explore=False)
    blind.person.presenter.receive(Adjust(comfort))
    blind.person.window.hands.switching.move_on()
    heard = blind.press(KEY.Key_Space, KEY.Key_Space, KEY.Key_Space)
    assert any(said.endswith("of 5.") for said in heard), heard

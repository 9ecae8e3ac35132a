"""One visit by ear to a form with every kind of question: what is heard has to be enough."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.aloud.hearing import Hearing
from kiosk.forms.kinds import CAMERA, MICROPHONE
from survey.campaign import Campaign
from tests.kiosk.form_kiosk_builders import asks
from tests.kiosk.form_visitor import FormPerson, sit_at
from tests.kiosk.listener import FakeVoice, Listener
from tests.kiosk.test_photos_and_sounds import TONE, Device, camera, ears, place, sight

__all__ = ["camera", "ears"]

KEY = Qt.Key
TOWNS = (
    "Alnön", "Bergsåker", "Haga", "Indal", "Johannedal", "Kvissleby", "Liden", "Matfors",
    "Njurunda", "Selånger", "Skönsberg", "Timrå",
)
EVERYTHING = """
| survey |
| | type | name | label::English (en) | hint::English (en) | appearance | parameters | required | constraint | constraint_message::English (en) |
| | note | intro | Some words first | | | | | | |
| | text | why | Why do you come? | | multiline | | | | |
| | text | secret | Your secret word? | | masked | | | | |
| | decimal | far | How far is it? | In kilometres | | | | | |
| | integer | visits | How many visits? | | counter | | | | |
| | date | last | When were you here? | | | | | . < '2030-01-01' | That day is still to come. |
| | time | clock | At what time? | | | | | | |
| | dateTime | moment | When did it happen? | | | | | | |
| | select_multiple what | what | What do you do? | | | | | | |
| | select_one town | town | Where do you live? | | search | | yes | | |
| | rank what | rank | What matters most? | | | | | | |
| | range | clean | How clean is it? | | | start=10 end=30 step=5 | | | |
| | range | ten | Would you recommend it? | | x-rating-1-10 | start=0 end=10 step=1 | | | |
| | acknowledge | read | I know what this is for | | | | | | |
| | begin_group | points | Share out 12 points | | x-points | total=12 | | | |
| | integer | p1 | Light | | | | | | |
| | integer | p2 | Care | | | | | | |
| | end_group | | | | | | | | |
| | begin_group | table | How many hours? | | x-matrix | | | | |
| | begin_group | adults | Adults | | | | | | |
| | integer | a1 | Summer | | | | | | |
| | integer | a2 | Winter | | | | | | |
| | end_group | | | | | | | | |
| | begin_group | children | Children | | | | | | |
| | integer | a1 | Summer | | | | | | |
| | integer | a2 | Winter | | | | | | |
| | end_group | | | | | | | | |
| | end_group | | | | | | | | |
| | begin_repeat | costs | What does it cost? | | x-matrix | | | | |
| | text | what_for | What | | | | | | |
| | decimal | kronor | Kronor | | | | | | |
| | end_repeat | | | | | | | | |
| | begin_group | both | You | | field-list | | | | |
| | select_one yn | dog | Have you a dog? | | | | | | |
| | select_one yn | cat | Have you a cat? | | | | yes | | |
| | end_group | | | | | | | | |
| | begin_repeat | visit | Visit | | | | | | |
| | text | who | Who came with you? | | | | | | |
| | end_repeat | | | | | | | | |
| choices |
| | list_name | name | label::English (en) |
| | yn | yes | Yes |
| | yn | no | No |
| | what | walk | Walk |
| | what | play | Play |
| | what | rest | Rest |
TOWNS
| settings |
| | form_title | form_id | default_language |
| | All | all | English (en) |
""".replace("TOWNS", "\n".join(f"| | town | t{at} | {name} |" for at, name in enumerate(TOWNS)))  # noqa: E501 - a table


class Ears(Listener):
    """Answers question by question, by what is heard."""

    def on(self) -> list[str]:
        """To the next page; what is heard of it."""
        return self.take("Next.")

    def write(self, text: str, at: str = "") -> list[str]:
        """What is heard while ``text`` is typed, in the field that begins with ``at``."""
        if at:
            self.find(at)
        before = len(self.voice.heard)
        for sign in text:
            QTest.keyClicks(QApplication.focusWidget(), sign)
            QApplication.processEvents()
        return self.voice.heard[before:]

    def erase(self, signs: int) -> None:
        self.press(*[KEY.Key_Backspace] * signs)


def sits(
    qtbot: QtBot, campaign: Campaign, able: tuple[str, ...] = ()
) -> tuple[FormPerson, Ears]:
    """Somebody who listens, where consent is asked for."""
    person = sit_at(qtbot, campaign, able=able)
    voice = FakeVoice()
    blind = Ears(person, voice, Hearing(person.window, voice))
    person.presenter.begin()
    blind.press(KEY.Key_Space)
    blind.take("Begin.")
    return person, blind


def words_and_numbers(blind: Ears) -> None:
    assert blind.on()[-1] == "Why do you come? Write here."
    blind.write("Sun and")
    assert blind.write(" shade")[-1] == "shade."
    assert blind.on()[-1] == "Your secret word? Write here."
    assert not any("x" in line for line in blind.write("xyxx"))
    assert "Write a number with figures." in blind.on()
    assert blind.write("1.5")[-1] == "1.5."
    assert "How many visits?" in blind.on()
    assert blind.take("One more") == ["Chosen: 1."]
    assert blind.press(KEY.Key_Return) == ["Chosen: 2."]


def days_and_times(blind: Ears) -> None:
    assert "Write with figures: Day, Month, Year." in blind.on()
    blind.write("40")
    blind.write("9", at="Month, When were you here?")
    blind.write("2031", at="Year, When were you here?")
    said = blind.on()
    assert any(line.startswith("This is no date. Write day, month and year") for line in said)
    assert said[-1] == "Day, When were you here? You have written: 40.", said
    blind.erase(2)
    assert blind.write("3")[-1] == "That day is still to come."
    assert blind.find("Year, When were you here? You have").endswith("written: 2031.")
    blind.erase(2)
    blind.write("25")
    assert "At what time?" in blind.on()
    blind.write("8")
    blind.write("30", at="Minute")
    assert "Write with figures: Day, Month, Year, Hour, Minute." in blind.on()
    blind.write("1")
    for part, text in (("Month", "2"), ("Year", "2024"), ("Hour", "7"), ("Minute", "5")):
        blind.write(text, at=part)
    again = blind.press(KEY.Key_F1)
    assert any("Day 1, Month 2, Year 2024, Hour 7, Minute 5" in line for line in again), again


def choices(blind: Ears) -> None:
    said = blind.on()
    assert {"You may choose several.", "1: Walk.", "3: Rest."} <= set(said)
    assert blind.find("Rest") == "Rest. Not ticked."
    assert blind.press(KEY.Key_Return) == ["Chosen: Rest."]
    assert blind.press(KEY.Key_1, KEY.Key_1)[-1] == "Chosen: Walk."
    said = blind.on()
    assert {"12 choices.", "Type a few letters to find it in the list.", "Needs an answer."} <= {
        *said}
    assert any("needs an answer" in line for line in blind.on())
    assert blind.write("ber", at="Where do you live?")[-2:] == ["ber.", "2 choices."]
    assert blind.take("Skönsberg") == ["Chosen: Skönsberg."]
    said = blind.on()
    assert said[-4:] == ["Not in any order yet.", "Walk.", "Play.", "Rest."]
    said = blind.take("Move up: Rest")
    assert said[:3] == ["1: Walk.", "2: Rest.", "3: Play."], said
    said = blind.press(KEY.Key_Return)
    assert said[:2] == ["1: Rest.", "2: Walk."] and said[-1].startswith("Move down: Rest"), said


def scales(blind: Ears) -> None:
    assert {"From 10 to 30.", "Not chosen yet."} <= set(blind.on())
    blind.find("How clean is it?: Not chosen yet. Left and right change it.")
    assert blind.press(KEY.Key_Right) == ["Chosen: 10."]
    assert blind.press(KEY.Key_Right, KEY.Key_Right)[-1] == "Chosen: 20."
    assert "From 0 to 10." in blind.on()
    assert blind.press(KEY.Key_7) == ["7. 8 of 11."], "the step that is called seven"
    assert blind.press(KEY.Key_7)[0] == "Chosen: 7."
    blind.on()
    assert blind.take("Yes, I have read this. Not ticked") == ["Yes, I have read this. Ticked."]


def tables(blind: Ears) -> None:
    said = blind.on()
    assert {"Light.", "Care.", "12 of 12 left to give out."} <= set(said)
    assert blind.write("5", at="Light")[-1] == "7 of 12 left to give out."
    assert blind.take("More for Care")[0] == "Care: 1."
    assert any("12" in line for line in blind.on()), "the sum is not right yet"
    assert blind.write("1", at="Care. You have written: 1")[-1] == "4 too many: take some away."
    blind.erase(2)
    assert blind.write("7")[-1] == "All 12 are given out."
    said = blind.on()
    assert {"Table. Rows: 2. Columns: 2.", "Children: Winter."} <= set(said)
    assert blind.write("4", at="Adults, Summer")[-1] == "4."
    blind.write("2", at="Children, Winter")
    again = blind.press(KEY.Key_F1)
    assert {"Adults: Summer: 4.", "Children, Sum: 2 (33 %)."} <= set(again), again
    blind.on()
    blind.write("Bus", at="Row 1, What")
    blind.write("39", at="Row 1, Kronor")
    assert "Table. Rows: 2. Columns: 2." in blind.take("Add a row")
    blind.write("Tea", at="Row 2, What")
    said = blind.take("Remove Row 2")
    assert said[-2:] == ["Keep. Button.", "Remove Row 2?"], said
    assert "Table. Rows: 1. Columns: 2." in blind.take("Remove.")


def several_and_again(blind: Ears) -> None:
    said = blind.on()
    assert {"Have you a dog?", "Have you a cat?", "Needs an answer."} <= set(said)
    assert blind.press(KEY.Key_Down) == ["Have you a dog?", "Yes. 1 of 2."]
    blind.press(KEY.Key_Return)
    said = blind.on()
    assert "needs an answer" in said[0] and said[1:] == ["Have you a cat?", "Yes. 1 of 2."], said
    assert blind.press(KEY.Key_2, KEY.Key_2)[-1] == "Chosen: No."
    assert {"Visit 1.", "Who came with you?"} <= set(blind.on())
    blind.write("Kim")
    said = blind.on()
    assert {"1 so far.", "Visit 1: Kim."} <= set(said)
    assert "Visit 2." in blind.take("Add another")
    blind.write("Bo")
    assert {"2 so far.", "Visit 2: Bo."} <= set(blind.on())
    assert blind.take("Remove Visit 2: Bo")[-1] == "Remove Visit 2: Bo?"
    assert "1 so far." in blind.take("Remove.")


def test_a_photo_and_a_sound_are_handed_in_by_listening_and_no_voice_is_recorded(
    qtbot: QtBot, camera: Device, ears: Device
) -> None:
    person, blind = sits(qtbot, place(), (CAMERA, MICROPHONE))
    assert any(line.startswith("The camera is off") for line in blind.take("Yes, I want to"))
    assert blind.take("Start the camera") == ["Take the photo. Button."]
    camera.give(sight())
    assert blind.press(KEY.Key_Return)[0] == "A photo is taken."
    said = blind.on()
    assert "Nothing is said while it records. Enter stops it." in said
    assert blind.take("Start recording") == []
    ears.give(TONE)
    assert blind.voice.stops and "Your recording is 1 second long." in blind.press(KEY.Key_Return)
    assert blind.take("Listen to it") == [], "no voice over it"
    ears.fail()
    blind.on()
    blind.take("Done.")
    assert [set(one) for one in person.finished()] == [{"bench", "birds"}]


def test_every_kind_of_question_is_answered_by_listening_only(qtbot: QtBot) -> None:
    person, blind = sits(qtbot, asks(EVERYTHING))
    assert "Some words first." in blind.take("Yes, I want to answer.")
    words_and_numbers(blind)
    days_and_times(blind)
    choices(blind)
    scales(blind)
    tables(blind)
    several_and_again(blind)
    blind.find("Visit 1: Kim")
    assert "Kim" in blind.hearing._standing._text
    assert any(line.startswith("Thank you") for line in blind.take("Done."))
    assert "Kim" not in blind.hearing._standing._text, "what was written does not stay"
    given, = person.finished()
    assert given == {
        "why": "Sun and shade", "secret": "xyxx", "far": "1.5", "visits": 2,
        "last": "2025-09-03", "clock": "08:30", "moment": "2024-02-01T07:05",
        "what": {"walk", "rest"}, "town": "t10", "rank": {"walk", "play", "rest"}, "clean": 20,
        "ten": 7, "read": 1, "p1": 5, "p2": 7, "a1": 4, "a2": 2, "dog": "yes", "cat": "no",
        "what_for/1": "Bus", "kronor/1": "39", "who/1": "Kim",
    }

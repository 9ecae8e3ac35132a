"""A meeting's protocol read back: what is in it, what is not, and the worst that meetings hold."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import assets
from admin.reports.session_matter import SessionMatter
from admin.reports.session_protocol import write_protocol
from assets.words import Words
from survey.facilitation.events import (
    AnswersGiven,
    Commented,
    HeadingDropped,
    NoteAdded,
    NoteWithdrawn,
    PlanLineSet,
    Undone,
)
from survey.facilitation.state import SessionState
from survey.records import ParticipantJoined, PointsSet, SessionOpened, Way
from survey.session import fold
from tests.admin import printed
from tests.admin.meeting_examples import HEADINGS, Meeting
from tests.admin.report_examples import MADE
from tests.survey.session_builders import Player, number, shipped
from tests.survey.test_session import whole_session

# Pictures are drawn by Qt; one application serves all tests of a run.
pytestmark = pytest.mark.usefixtures("qapp")


def protocol(folder: Path, state: SessionState, language: str = "en", **changes: object) -> Path:
    matter = SessionMatter(
        state=state, words=Words(language), day=date(2026, 11, 20), organisation="Sundsvalls kommun"
    )
    return write_protocol(
        replace(matter, **changes), folder / "protocol.pdf", made=MADE  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return protocol(tmp_path_factory.mktemp("protocol"), Meeting().play().state)


def rows(pdf: Path, start: str) -> list[list[str]]:
    """The words of every line that begins with ``start``."""
    return [line.split() for line in printed.text(pdf).splitlines() if line.startswith(start)]


def test_a_protocol_holds_the_whole_meeting_in_order(made: Path) -> None:
    text = printed.flowing(made)
    wanted = (
        "Fokusgrupp om biblioteket", "Vad gör biblioteket värdefullt för dig?", "20 November 2026",
        "Focus group", "10: 3 on the tablet, 6 by phone, 1 through the moderator",
        "Att säga vad biblioteket ska värna om.", "What mattered most", "Personalen (40)",
        "Decisions", "Vi frågar barnen före sommaren.", "What happens next", "Agenda",
        "Step", "2 × 10", "3. Factors", *HEADINGS, "4. Weigh", "Agreement (Kendall's W)",
        "Views that differ", "Barnen räknas inte i det här.", "5. Grade", "7. What does it mean?",
        "Behåll den lugna läsesalen.", "Points and grades together", "How was the method?",
        "Method: Focus group, version 1.",
    )
    at = 0
    for one in wanted:
        assert one in text[at:], one
        at = text.index(one, at)
    assert all(note in text for notes in HEADINGS.values() for note in notes)
    assert text.count("How was the method?") == 2, "on the agenda, and where it was answered"


def test_points_grades_and_both_rounds_are_those_of_the_group_by_hand(made: Path) -> None:
    # eight give 4 4 1 1, and every fourth of the ten gives 4 1 1 4: 40 34 10 16
    (first, rounds, grades, steps) = rows(made, "Personalen")[-4:]
    assert first[1:] == ["40", "40%", "4–4"]
    assert rounds[1:] == ["52", "40", "−12"]
    assert grades[1:] == ["10", "4.8", "4–5"]
    assert steps[1:] == ["0", "0", "0", "2", "8"]
    assert rows(made, "Öppettider")[-4][1:] == ["34", "34%", "1–4"]


def test_a_protocol_is_tagged_and_described_for_those_who_listen(made: Path) -> None:
    told, inside, structure = printed.info(made), printed.inside(made), printed.tags(made)
    assert (told["Tagged"], told["Title"]) == ("yes", "Fokusgrupp om biblioteket")
    assert b"pdfuaid:part>1<" in inside and b"/Lang(en)" in inside.replace(b" ", b"")
    assert structure.count("\n  H1") == 1 and structure.count("\n  H2") >= 10
    assert len(re.findall(r"^ +TH\b", structure, re.MULTILINE)) >= 20
    assert b"/Alt" in inside
    assert all(printed.fonts(made).values())


def test_a_protocol_speaks_swedish_and_is_the_same_bytes_twice(tmp_path: Path) -> None:
    state = Meeting().play().state
    first = protocol(tmp_path, state, "sv")
    text, raw = printed.flowing(first), first.read_bytes()
    for one in ("Dagordning", "Beslut", "Vad som händer nu", "Avvikande meningar", "Samstämmighet"):
        assert one in text
    assert "What" not in text and protocol(tmp_path, state, "sv").read_bytes() == raw


def test_nothing_tells_who_gave_or_wrote_what(made: Path) -> None:
    assert not re.search(r"(participant|deltagare) \d", printed.flowing(made), re.IGNORECASE)


@pytest.mark.parametrize(("people", "shown"), [(5, True), (4, False), (1, False)])
def test_figures_of_fewer_than_five_are_nowhere(
    tmp_path: Path, people: int, shown: bool
) -> None:
    pdf = protocol(tmp_path, Meeting(people=people).play().state)
    text = printed.flowing(pdf)
    assert ("Kendall's W): " in text) is shown
    assert ("Points and grades together" in text) is shown
    assert ("Lowest–highest" in text) is shown
    digits = [row for row in rows(pdf, "Personalen") if any(map(str.isdigit, "".join(row)))]
    assert bool(digits) is shown and ("Personalen (" in text) is shown
    answers = rows(pdf, "There was time enough")
    assert [("not" in row) for row in answers] == [not shown]


def test_rounds_stand_side_by_side_only_when_five_gave_points_in_each(tmp_path: Path) -> None:
    meeting = Meeting().play()
    changed = [
        one for one in meeting.events
        if not (isinstance(one.event, PointsSet) and one.event.round == 2
                and one.event.participant > 4)
    ]
    text = printed.flowing(protocol(tmp_path, fold(changed)))
    assert "The rounds are not shown side by side" in text
    assert "Gave points: 10." in text, "who did not change their mind still counts"


def test_what_was_withdrawn_dropped_or_undone_is_not_told(tmp_path: Path) -> None:
    meeting = Meeting(closed=False).play()
    meeting.say(NoteWithdrawn(note=number(3_000)))
    meeting.say(HeadingDropped(heading=meeting.ids[1]))
    meeting.say(Commented(participant=1, text="sagt av misstag", phase="factors"))
    meeting.say(Undone(by=meeting.writer.id, number=len(meeting.events)))
    pdf = protocol(tmp_path, meeting.state)
    text = printed.flowing(pdf)
    assert "De lyssnar" not in text and "sagt av misstag" not in text
    assert not rows(pdf, "Öppettider")
    alone = text[text.index("Under no heading"):]
    assert "Öppet på kvällen" in alone.split("4. Weigh")[0]
    assert "Taken back during the meeting: 1." in text
    assert "It stands at: How was the method?" in text


def test_a_plan_is_a_table_of_who_does_what(tmp_path: Path) -> None:
    player = Player(assets.text("methods", "swot.toml"), people=6)
    player.play()
    player.events.pop()  # the closing
    line = PlanLineSet(line=number(77), texts={"what": "Byta skyltar", "who": "Fastighet"})
    player.writer.write(line)
    text = printed.text(protocol(tmp_path, fold(player.events)))
    (plan,) = (row for row in text.splitlines() if "Byta skyltar" in row)
    assert plan.split("Byta skyltar")[1].split() == ["Fastighet"]
    assert "Agreement is not reckoned where fields have points of their own." in text


@pytest.mark.parametrize("method", shipped())
def test_every_method_has_a_protocol(tmp_path: Path, method: str) -> None:
    player = Player(assets.text("methods", f"{method}.toml"), people=6)
    text = printed.flowing(protocol(tmp_path, fold(player.play())))
    for at, phase in enumerate(player.method.phases, start=1):
        assert f"{at}. {phase.name['en']}" in text


def test_the_longest_notes_and_forty_headings_are_whole(tmp_path: Path) -> None:
    note = " ".join(f"ord{n}" for n in range(400))[:2_000]
    headings = {f"Rubrik {n}": [note] if n < 3 else [f"lapp {n}"] for n in range(40)}
    pdf = protocol(tmp_path, Meeting(people=100, headings=headings).play().state)
    text = printed.flowing(pdf)
    last = note.split()[-2]
    assert text.count(last) == 3 and all(f"lapp {n}" in text for n in range(3, 40))
    assert max(word.right for word in printed.words(pdf)) < 595


@pytest.mark.parametrize(
    "odd", ["الموظفون (دائما)!", "#panic(1) *x* $y$ <a> \\", "\U0001f600 x\x00y", "Ö" * 200]
)
def test_any_words_are_set_as_they_were_written(tmp_path: Path, odd: str) -> None:
    headings = {odd: [odd, "sedan"], "Två": ["två"]}
    meeting = Meeting(headings=headings, title=odd[:190], question=odd)
    pdf = protocol(tmp_path, meeting.play().state)
    assert max(word.right for word in printed.words(pdf)) < 595
    text = printed.flowing(pdf)
    assert "sedan" in text and "två" in text
    if odd.startswith("#"):
        assert text.count("#panic(1)") >= 5


def test_meetings_without_anything_still_have_a_page(tmp_path: Path) -> None:
    empty = Meeting(title="")
    empty.say(SessionOpened(title="", method=""))
    text = printed.flowing(protocol(tmp_path, empty.state))
    assert "Group meeting" in text and "The meeting has not been closed." in text
    begun = printed.flowing(protocol(tmp_path, Meeting(people=2).open().state))
    assert "No decisions were recorded." in begun and "No plan was recorded." in begun
    lost = fold([one for one in Meeting().play().events if not isinstance(
        one.event, SessionOpened | ParticipantJoined)])
    assert "The beginning of the meeting is missing here." in printed.flowing(
        protocol(tmp_path, lost))


def test_names_without_a_mark_on_paper_are_told_as_such(tmp_path: Path) -> None:
    meeting = Meeting(title="\u200b\x07", headings={"\x00": ["\x01"], " ": [" "], "Tre": ["tre"]})
    text = printed.flowing(protocol(tmp_path, meeting.play().state))
    assert "Group meeting" in text and text.count("(without a name)") >= 4 and "tre" in text


def test_a_meeting_of_the_first_kind_has_its_factors_by_name(tmp_path: Path) -> None:
    state = fold(whole_session())
    names = {item: f"Faktor-{n}" for n, item in enumerate(next(iter(state.points.values())))}
    text = printed.text(protocol(tmp_path, state, factors=names))
    (row,) = (line for line in text.splitlines() if "Faktor-0" in line)
    assert row.split("Faktor-0")[1].split() == ["not", "shown"] * 3, "two people gave points"


def test_long_notes_that_are_voted_on_never_run_off_the_page(tmp_path: Path) -> None:
    headings = {f"{n} " + "lång rubrik " * 15: [] for n in range(12)}
    player = Player(assets.text("methods", "swot.toml"), people=6)
    player.play().pop()  # the closing
    for n in range(6):
        line = PlanLineSet(line=number(70 + n), texts={"what": f"rad{n} " + "x y " * 490})
        player.writer.write(line)
    for state in (Meeting(headings=headings).play().state, fold(player.events)):
        pdf = protocol(tmp_path, state)
        places = printed.words(pdf)
        assert max(one.bottom for one in places) < 842 and max(one.right for one in places) < 595
    text = printed.flowing(pdf)
    assert all(f"rad{n} " in text for n in range(6))


def test_the_order_of_notes_does_not_tell_whose_lie_together(tmp_path: Path) -> None:
    meeting = Meeting(headings={"A": ["c", "a"], "B": ["b"]}, people=1).open()
    meeting.begin("factors")
    for at, (who, text) in enumerate([(2, "sist"), (2, "allra först"), (1, "mitt i"), (0, "ö")]):
        meeting.say(NoteAdded(note=number(40 + at), phase="factors", participant=who, text=text))
    text = printed.flowing(protocol(tmp_path, meeting.state))
    places = [text.index(f"– {one}") for one in ("ö", "allra först", "mitt i", "sist")]
    assert places == sorted(places)


def test_a_sum_is_not_told_where_a_hidden_row_could_be_taken_from_it(tmp_path: Path) -> None:
    meeting = Meeting().play()
    assert rows(protocol(tmp_path, meeting.state), "All together")
    fewer = []
    for one in meeting.events:
        given = one.event
        if isinstance(given, AnswersGiven) and given.participant > 4:
            kept = tuple(cell for cell in given.answers if cell.row != "time")
            one = replace(one, event=replace(given, answers=kept))
        fewer.append(one)
    pdf = protocol(tmp_path, fold(fewer))
    assert "not" in rows(pdf, "There was time enough")[0]
    assert "not" not in rows(pdf, "I could say what I wanted to")[0]
    assert not rows(pdf, "All together")


def test_kinds_of_participants_are_counted_from_five_on(tmp_path: Path) -> None:
    meeting = Meeting(people=0).open()
    for one in range(1, 8):
        role = "förälder" if one < 6 else "rektor"
        meeting.say(ParticipantJoined(participant=one, way=Way.PAPER, role=role))
    text = printed.flowing(protocol(tmp_path, meeting.state))
    assert "förälder: 5; rektor: fewer than 5" in text

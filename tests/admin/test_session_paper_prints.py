"""Slips, invitations and method cards: read back, seen by a camera, and from the command line."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from admin.methods import forms_on_offer
from admin.reports.slips.asked import Asking, sections
from assets.words import RESPONDENTS, Words
from survey.facilitation.method import Column, PhaseKind
from survey.facilitation.outcome import items
from survey.records import ParticipantJoined, Way
from tests.admin import printed
from tests.admin.meeting_examples import HEADINGS, Meeting
from tests.survey.session_builders import method_of, shipped
from vardera import main

# Pictures are drawn by Qt; one application serves all tests of a run.
pytestmark = pytest.mark.usefixtures("qapp")

Printed = pytest.CaptureFixture[str]
INVITED = ("--title", "Vårt bibliotek", "--when", "Torsdag 3 december 18.00", "--where",
           "Kulturmagasinet", "--used", "Nämnden läser det i januari.")


def told(capsys: Printed, *words: str | Path, code: int = 0) -> Any:
    assert main([*map(str, words), "--json"]) == code
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "log.jsonl"
    file.write_text(Meeting().play().log, "utf-8")
    return file


def test_one_sheet_holds_a_whole_participant(tmp_path: Path, log: Path, capsys: Printed) -> None:
    out = tmp_path / "slips.pdf"
    found = told(capsys, "session", "slips", log, "--out", out, "--count", "3", "--first", "4")
    assert found == {"file": str(out), "slips": 3, "pages_each": 1, "problems": []}
    pages = printed.text(out).split("\f")[:3]
    for number, page in zip((4, 5, 6), pages, strict=True):
        assert f"Deltagare {number}" in page and "Fokusgrupp om biblioteket" in page
        assert "Första" in page and "Andra" in page and "Du har 10 poäng." in page
        for at, title in enumerate(HEADINGS, start=1):
            assert re.search(rf"^ *{at} +{title} +1 +2 +3 +4 +5$", page, re.MULTILINE)
        assert "Tiden räckte" in page


def test_a_slip_numbers_its_lines_as_the_meeting_orders_its_headings() -> None:
    state = Meeting().play().state
    assert state.rules is not None
    asked = sections(Asking(method=state.rules, words=Words("sv"), state=state))
    (spread,) = (one for one in asked if one["kind"] == "spread")
    weigh = state.rules.phase("weigh")
    assert weigh is not None
    assert spread["groups"] == [
        {"name": "", "says": "", "rows": list(items(state, weigh).values())}
    ]
    assert [head["steps"] for head in spread["heads"]] == [[], [], list("12345")]  # type: ignore[union-attr]


@pytest.mark.parametrize("method", shipped())
def test_slips_ask_everything_that_a_method_asks_of_each(method: str) -> None:
    found = method_of(method)
    asked = sections(Asking(method=found, words=Words("en")))
    boxes = sum(len(one["heads"]) for one in asked if one["kind"] == "spread")  # type: ignore[arg-type]
    spread = (PhaseKind.ALLOCATE, PhaseKind.PINS, PhaseKind.GRADE)
    assert boxes == sum(one.last_round for one in found.phases if one.kind in spread)
    columns = [column for one in asked if one["kind"] == "cells" for column in one["columns"]]  # type: ignore[attr-defined]
    each = (PhaseKind.MATRIX, PhaseKind.EVALUATE)
    wanted: list[Column] = [
        column for one in found.phases if one.kind in each and one.by == "each"
        for column in one.columns
    ]
    assert [column["name"] for column in columns] == [one.name["en"] for one in wanted]


def test_before_the_meeting_lines_are_blank_and_numbers_are_written_by_hand(
    tmp_path: Path, capsys: Printed
) -> None:
    out = tmp_path / "slips.pdf"
    words = ("session", "slips", "swot", "--title", "Läget", "--out", out, "--language", "en")
    assert told(capsys, *words)["slips"] == 10
    assert printed.info(out)["Pages"] == "20", "both sides of ten sheets"
    text = printed.text(out)
    assert text.count("Participant no.") == 20 and text.count("You have as many points") == 40
    for side in ("Opportunities", "Threats", "Strengths", "Weaknesses"):
        assert text.count(side) == 20
    assert len(re.findall(r"^ *8 +8$", text, re.MULTILINE)) == 20, "fields beside each other"


def test_a_slip_of_three_pages_begins_on_a_sheet_of_its_own(
    tmp_path: Path, capsys: Printed
) -> None:
    out = tmp_path / "slips.pdf"
    found = told(capsys, "session", "slips", "steering-assessment", "--out", out, "--count", "2")
    assert found["pages_each"] == 3 and printed.info(out)["Pages"] == "7", "the fourth is empty"


def test_steps_with_other_items_have_boxes_of_their_own() -> None:
    method = method_of("focus-group")
    apart = tuple(
        replace(one, on="factors") if one.id == "grade" else one for one in method.phases
    )
    kinds = [
        [len(one["heads"]) for one in sections(Asking(method=found, words=Words("en")))  # type: ignore[arg-type]
         if one["kind"] == "spread"]
        for found in (method, replace(method, phases=apart))
    ]
    assert kinds == [[3], [2, 1]]


def test_in_a_meeting_those_on_paper_get_their_slips(tmp_path: Path, capsys: Printed) -> None:
    meeting = Meeting(people=2).open()
    for number in (7, 9):
        meeting.say(ParticipantJoined(participant=number, way=Way.PAPER))
    log, out = tmp_path / "log.jsonl", tmp_path / "slips.pdf"
    log.write_text(meeting.log, "utf-8")
    assert told(capsys, "session", "slips", log, "--out", out)["slips"] == 2
    text = printed.flowing(out)
    assert "Deltagare 7" in text and "Deltagare 9" in text and "Deltagare 1 " not in text


@pytest.mark.parametrize("language", RESPONDENTS)
def test_slips_are_printed_in_every_language(
    tmp_path: Path, log: Path, language: str, capsys: Printed
) -> None:
    out = tmp_path / "slips.pdf"
    told(capsys, "session", "slips", log, "--out", out, "--count", "1", "--language", language)
    assert printed.info(out)["Tagged"] == "yes" and "Personalen" in printed.flowing(out)
    lang = language.partition("-")[0].encode()
    assert b"/Lang(" + lang + b")" in printed.inside(out).replace(b" ", b"")
    left = [word for word in _words(out) if word[0] == "Personalen"]
    assert (left[0][1] > 300) is (language in ("ar", "fa")), "mirrored from the right"


def _words(pdf: Path) -> list[tuple[str, float]]:
    """Each word and where it ends, in points from the left."""
    import subprocess

    said = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True)
    found = re.findall(r'xMax="([\d.]+)"[^>]*>([^<]*)<', said.stdout.decode())
    return [(word, float(right)) for right, word in found]


def test_an_invitation_says_its_five_things_and_a_camera_reads_it(
    tmp_path: Path, capsys: Printed
) -> None:
    out, address = tmp_path / "invitation.pdf", "https://example.se/mote"
    told(capsys, "session", "invitation", "focus-group", *INVITED, "--holds", address, "--contact",
         "Eva Ek", "--language", "sv", "--out", out)
    assert printed.read_qr(out) == address
    text = printed.flowing(out)
    five = ("Vad det är", "Vad det ska leda till", "Hur det du säger används",
            "Hur lång tid det tar", "Så går det till")
    assert [text.index(one) for one in five] == sorted(text.index(one) for one in five)
    for one in ("Fokusgrupp", "6–12", "inget är bestämt", "Nämnden läser det i januari.",
                "2–3 timmar", "Du ger poäng till det som är viktigast.", "Eva Ek", address,
                "Torsdag 3 december 18.00", "Kulturmagasinet"):
        assert one in text
    assert printed.tags(out).count("\n  H1") == 1 and printed.info(out)["Tagged"] == "yes"


def test_without_an_address_the_code_holds_the_meeting_itself(
    tmp_path: Path, capsys: Printed
) -> None:
    out = tmp_path / "invitation.pdf"
    told(capsys, "session", "invitation", "focus-group", *INVITED, "--out", out)
    assert printed.read_qr(out) == "Vårt bibliotek\nTorsdag 3 december 18.00\nKulturmagasinet"


def test_an_invitation_in_two_languages_has_a_page_for_each(
    tmp_path: Path, capsys: Printed
) -> None:
    out = tmp_path / "invitation.pdf"
    title = "Hur ska biblioteket och allt annat vara i framtiden? " * 3
    long = ("--title", title, *INVITED[2:7], "Det används så här. " * 30)
    told(capsys, "session", "invitation", "focus-group-causes", *long, "--out", out,
         "--language", "sv", "--language", "en")
    pages = printed.text(out).split("\f")[:-1]
    assert len(pages) == 2 and "How it goes" in pages[1] and "Så går det till" in pages[0]


def test_a_method_card_holds_the_whole_guide(tmp_path: Path, capsys: Printed) -> None:
    out = tmp_path / "card.pdf"
    told(capsys, "method", "card", "focus-group", "--out", out, "--language", "en")
    text, found = printed.flowing(out), method_of("focus-group")
    guide = found.guide
    said = [found.name, found.purpose, guide.group, guide.time, guide.material, *guide.tips,
            *guide.pitfalls]
    for phase in found.phases:
        said += [phase.name, phase.words.all, phase.words.moderator, phase.words.assistant]
    for one in said:
        assert " ".join(one.get("en", "").split()) in text.replace("- ", "-")
    assert "2 × 10 min" in text and int(printed.info(out)["Pages"]) <= 2


def test_a_form_has_a_card_with_its_questions(tmp_path: Path, capsys: Printed) -> None:
    out, form = tmp_path / "card.pdf", forms_on_offer()[0].method
    told(capsys, "method", "card", form.id, "--out", out)
    text = printed.flowing(out)
    assert form.name["sv"] in text and "Fallgropar" in text and "Steg för steg" in text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("slips", "waltz", "--out", "s.pdf"), "no method waltz"),
        (("slips", "focus-group", "--out", "s.txt"), "must end in .pdf"),
        (("slips", "focus-group", "--out", "s.pdf", "--count", "0"), "between 1 and 200"),
        (("slips", "focus-group", "--out", "s.pdf", "--count", "201"), "between 1 and 200"),
        (("slips", "focus-group", "--out", "s.pdf", "--first", "-1"), "between 1 and 200"),
        (("slips", "none.jsonl", "--out", "s.pdf"), "cannot be read"),
        (("invitation", "focus-group", *INVITED, "--title", " \x07", "--out", "i.pdf"), "--title"),
        (("invitation", "focus-group", *INVITED, "--out", "i.pdf", "--holds", "x" * 4000), "long"),
    ],
)
def test_what_cannot_be_printed_is_told_and_nothing_is_written(
    tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["session", *words]) == 2
    assert says in capsys.readouterr().err and not list(tmp_path.iterdir())

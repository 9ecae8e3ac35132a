"""A survey in a language that the program does not speak: staff are told before it is asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assets.words import RESPONDENTS, Words, has_words
from kiosk.staff.page import Fact, Said, Sign
from kiosk.staff.pages import page_for
from kiosk.staff.screens import Offers, SelfTested
from kiosk.staff.wishes import Deed, Desk
from survey.campaign import Campaign
from sync.package import file_name
from tests.builders import small_campaign
from tests.kiosk.package_builders import packaged
from tests.kiosk.staff_builders import staff_at

TOLD = "The kiosk has no words of its own in Deutsch, zz: its buttons are in English there."


def speaking(*languages: str) -> Campaign:
    campaign = small_campaign()
    texts = dict.fromkeys(languages, campaign.consent.text["sv"])
    return replace(
        campaign, languages=languages, consent=replace(campaign.consent, text=texts)
    )


@pytest.mark.parametrize("tag", [*RESPONDENTS, "ar-SY", "prs", "en-GB"])
def test_the_program_speaks_its_own_languages_and_those_near_them(tag: str) -> None:
    assert has_words(tag)


@pytest.mark.parametrize("tag", ["zz", "de", "../sv", ""])
def test_the_program_does_not_speak_what_nobody_taught_it(tag: str) -> None:
    assert not has_words(tag)


def test_what_a_survey_is_to_be_told_in_is_told_before_it_is_loaded(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    package = packaged(speaking("sv", "de", "zz"))
    (stick / file_name(package)).write_bytes(package.raw)
    staff = staff_at(tmp_path)
    staff.enter()
    staff.sticks = (stick,)
    staff.go(Desk.LOAD)
    staff.press(Deed.CHOOSE, str(stick))
    at = staff.now(Offers)
    assert [offer.wordless for offer in at.offers] == [("de", "zz")]
    assert Said(text=TOLD, sign=Sign.CAUTION) in page_for(at, Words("en")).items


def test_the_self_test_tells_of_languages_without_words(tmp_path: Path) -> None:
    staff = staff_at(tmp_path, speaking("sv", "de", "zz"))
    staff.enter()
    staff.go(Desk.SELF_TEST)
    at = staff.now(SelfTested)
    found = [check for check in at.checks if check.what == "words"]
    assert [(check.good, check.told) for check in found] == [(False, "de zz")]
    assert Fact(name="Languages", value=TOLD, sign=Sign.CAUTION) in page_for(
        at, Words("en")
    ).items

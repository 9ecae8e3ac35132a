"""Cards of choices: nothing of their words is cut, and they say how many may be chosen."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk.questions.choice_card import CheckCard, ChoiceCard
from kiosk.style import Style
from tests.kiosk.form_builders import survey
from tests.kiosk.form_person import Open, Person, sit_down

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"


@pytest.fixture
def sit(qtbot: QtBot) -> Open:
    return partial(sit_down, qtbot)


def card(qtbot: QtBot, text: str) -> ChoiceCard:
    made = ChoiceCard()
    qtbot.addWidget(made)
    made.dress(Style(theme.load()), text)
    return made


def test_a_word_longer_than_its_card_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    one, long = card(qtbot, "Kort"), card(qtbot, LONG)
    assert long.height_for(300) > one.height_for(300)
    long.resize(300, long.height_for(300))
    assert _inked(long.grab().toImage(), below=long.height() // 2 + 4)


def _inked(image: QImage, below: int) -> bool:
    """Whether anything dark stands inside, below a height."""
    return any(
        QColor(image.pixel(x, y)).lightness() < 90
        for y in range(below, image.height() - 20) for x in range(90, image.width() - 30)
    )


def listed(sit: Open, type: str) -> Person:
    return sit(survey(
        f"{type} c | q | Q? | minimal", columns="type | name | label | appearance",
        choices=[f"c | c{n} | Choice {n}" for n in range(12)],
    ))


@pytest.mark.parametrize(("type", "alone"), [("select_one", True), ("select_multiple", False)])
def test_a_list_to_search_says_whether_more_than_one_can_be_chosen(
    sit: Open, type: str, alone: bool
) -> None:
    cards = [b for b in listed(sit, type).buttons() if isinstance(b, CheckCard)]
    assert cards and all(card.alone is alone for card in cards)

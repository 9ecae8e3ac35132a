"""Pictures beside the choices of plain questions, by the names that a campaign gives them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QAccessible, QColor, QImage
from pytestqt.qtbot import QtBot

from kiosk.citizen import Pace
from kiosk.media import Media, first_of
from kiosk.questions.choice_card import ChoiceCard
from survey.campaign import Campaign
from survey.forms.media import PICTURES, Medium
from survey.forms.model import QuestionType
from tests import builders
from tests.kiosk.person import Person, begin, open_window


def picture() -> bytes:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("#005595"))
    into = QBuffer()
    into.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(into, "PNG")
    return bytes(into.data().data())


def pictured() -> Campaign:
    """The small campaign that asks for the area first, with a picture of the first."""
    campaign = builders.small_campaign()
    area = next(q for q in campaign.form.questions if q.type is QuestionType.SELECT_ONE)
    rest = tuple(q for q in campaign.form.questions if q.id != area.id)
    medium = Medium(name=f"picture-{area.name}-{area.choices[0].name}.png", data=picture())
    form = replace(campaign.form, questions=(area, *rest))
    return replace(campaign, form=form, media=(medium,))


def cards(person: Person) -> list[ChoiceCard]:
    return [c for c in person.window.findChildren(ChoiceCard) if c.isVisible()]


def test_a_choice_shows_its_picture_and_keeps_its_words_and_name(
    qtbot: QtBot, tmp_path: Path
) -> None:
    campaign = pictured()
    person = open_window(qtbot, Pace(advance=None), campaign)
    person.window.stage.media = Media(campaign, tmp_path / "media")
    begin(person)
    first, *others = cards(person)
    assert first.pictured and not any(card.pictured for card in others)
    assert first.height() > others[0].height() or first.height_for(400) > others[0].height_for(400)
    told = QAccessible.queryAccessibleInterface(first)
    assert told is not None and told.text(QAccessible.Text.Name) == first.text() != ""


def test_a_picture_is_found_by_its_name_whatever_its_kind() -> None:
    held = {"picture-a-b.webp": "/file"}
    assert first_of(lambda name: held.get(name, ""), "picture-a-b", PICTURES) == "/file"
    assert first_of(lambda name: held.get(name, ""), "picture-a-c", PICTURES) == ""

"""Films in sign language: there where a campaign carries one, over the page, and gone after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from kiosk.aloud.film_view import FilmView
from kiosk.aloud.signing import Signing
from kiosk.citizen import Pace
from kiosk.media import Media
from survey import flow
from survey.campaign import Campaign
from survey.forms.media import Medium
from tests import builders
from tests.kiosk.person import Person, open_window

FILM = b"\x1a\x45\xdf\xa3" + bytes(40)


@dataclass
class FakeFilms:
    played: list[str] = field(default_factory=list)
    stops: int = 0
    ended: Callable[[], None] | None = None

    def play(self, file: str, frame: Callable[[QImage], None], ended: Callable[[], None]) -> None:
        self.played.append(file)
        self.ended = ended
        frame(QImage(16, 9, QImage.Format.Format_RGB32))

    def stop(self) -> None:
        self.stops += 1


def signed() -> Campaign:
    """The small campaign with films of its consent and its first question, in Swedish."""
    campaign = builders.small_campaign()
    name = campaign.form.questions[0].name
    media = (Medium(name="sign-sv-consent.webm", data=FILM),
             Medium(name=f"sign-sv-{name}.webm", data=FILM + b"q"))
    return replace(campaign, media=media)


def visitor(qtbot: QtBot, folder: Path) -> tuple[Person, FakeFilms]:
    campaign, films = signed(), FakeFilms()
    person = open_window(qtbot, Pace(advance=None), campaign)
    person.window.stage.media = Media(campaign, folder / "media")
    person.signing = Signing(person.window, films)  # type: ignore[attr-defined]
    person.presenter.begin()
    return person, films


def test_the_consent_is_shown_in_sign_language_over_the_page(
    qtbot: QtBot, tmp_path: Path
) -> None:
    person, films = visitor(qtbot, tmp_path)
    person.tap("Svenska")
    person.tap("Teckenspråk")
    view = person.window.findChild(FilmView)
    assert view.isVisible() and not view.sight.image.isNull()
    assert Path(films.played[0]).read_bytes() == FILM
    person.tap("Visa igen")
    assert len(films.played) == 2
    person.tap("Stäng")
    assert not view.isVisible() and films.stops and view.sight.image.isNull()
    person.tap("Ja, jag vill svara")
    person.tap("Teckenspråk")
    assert Path(films.played[-1]).read_bytes() == FILM + b"q"


def test_there_is_no_button_where_there_is_no_film(qtbot: QtBot, tmp_path: Path) -> None:
    person, _ = visitor(qtbot, tmp_path)
    person.tap("English")
    assert not person.sees("Sign language")


def test_a_film_goes_when_another_screen_comes(qtbot: QtBot, tmp_path: Path) -> None:
    person, films = visitor(qtbot, tmp_path)
    person.tap("Svenska")
    person.tap("Teckenspråk")
    person.presenter.receive(flow.Stop())
    assert films.stops
    assert not person.window.findChild(FilmView).isVisible()
    person.tap("English")


def test_escape_closes_a_film(qtbot: QtBot, tmp_path: Path) -> None:
    person, _ = visitor(qtbot, tmp_path)
    person.tap("Svenska")
    person.tap("Teckenspråk")
    person.press(Qt.Key.Key_Escape)
    assert not person.window.findChild(FilmView).isVisible()

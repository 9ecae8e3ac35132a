"""Room for every word and every answer, at every text size and on smaller screens."""

from __future__ import annotations

@pytest.mark.parametrize("larger", [0, 1, 2], ids=["100", "150", "200"])
def test_everything_to_press_is_fifteen_millimetres(qtbot: QtBot, larger: int) -> None:
    person = open_window(qtbot, Pace(advance=None), many_choices())
    for text in ("Större text", "Större text", "Vanlig text")[:larger]:
        person.tap(text)

    def measure() -> None:
        QApplication.processEvents()
        for button in person.visible_buttons():
            assert min(button.width(), button.height()) >= FIFTEEN_MM, button.text()

    measure()
    begin(person)
    measure()
    person.tap("Norra Kärrgården")
    person.tap("Nästa")
    measure()


def no_text_is_cut(window: QWidget) -> None:
    """Every visible text has the room it asks for, and none runs outside the window."""
    QApplication.processEvents()
    for card in window.findChildren(Option):
        if card.isVisible() and isinstance(card, FaceCard):
            face = 0 if card.lying else FACE
            assert card.label_height(card.width()) + face <= card.height(), card.text()
            bold = QFont(card.font())
            bold.setWeight(QFont.Weight.DemiBold)
            assert longest_word(bold, card.text()) <= card.label_room(card.width()), card.text()
        elif card.isVisible() and isinstance(card, ChoiceCard):
            assert card.height_for(card.width()) <= card.height(), card.text()
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text():
            needed = label.heightForWidth(label.width()) if label.wordWrap() else 0
            assert needed <= label.height(), label.text()
            frame = label.contentsMargins().left() + label.contentsMargins().right()
            assert longest_word(label.font(), label.text()) + frame <= label.width(), label.text()
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and not isinstance(button, Option):
            asked = button.sizeHint() if button.sizeHint().isValid() else button.size()
            assert button.width() >= asked.width(), button.text()
            corner = button.mapTo(window, QPoint(0, 0))
            assert corner.x() >= 0 and corner.x() + button.width() <= window.width()


EXAMPLE, _ = read_campaign(assets.data("demo", "campaign.json"))


@pytest.mark.parametrize("language", ["Svenska", "English"])
def test_every_question_of_the_example_fits_at_two_hundred_per_cent(
    qtbot: QtBot, language: str
) -> None:
    person = open_window(qtbot, Pace(advance=None), EXAMPLE)
    person.tap("Större text")
    person.tap("Större text")
    begin(person, language)
    while not person.keeper.finished:
        no_text_is_cut(person.window)
        person.tap("Vill inte svara" if language == "Svenska" else "Rather not say")
        person.tap("Nästa" if language == "Svenska" else "Next")


@pytest.mark.parametrize("language", ["Svenska", "English"])
def test_text_at_two_hundred_per_cent_fits(qtbot: QtBot, language: str) -> None:
    person = open_window(qtbot, Pace(advance=None))
    person.tap("Större text")
    person.tap("Större text")
    no_text_is_cut(person.window)
    begin(person, language)
    for key in (Qt.Key.Key_4,) * 4 + (Qt.Key.Key_1,) * 2:
        no_text_is_cut(person.window)
        person.press(key)
        person.tap("Nästa" if language == "Svenska" else "Next")
    no_text_is_cut(person.window)
    assert list(person.keeper.finished[0].answers) == [*RATINGS, AREA, GENDER]

"""Every screen a visitor can meet says what stands there, in every language of the kiosk."""

from __future__ import annotations

import pytest

from assets.words import RESPONDENTS, Words
from kiosk import screens
from kiosk.aloud.lines import said_as
from kiosk.aloud.telling import told
from tests.kiosk.every_screen import every_screen

FOR_STAFF = (screens.PairScreen, screens.NumberScreen, screens.StaffThereScreen)


@pytest.mark.parametrize("language", RESPONDENTS)
def test_every_screen_says_something_and_no_line_is_empty(language: str) -> None:
    words = Words(language)
    for name, screen in every_screen(language):
        lines = told(screen, words)
        assert lines or isinstance(screen, FOR_STAFF), name
        assert all(said_as(line).strip(" .") for line in lines), name
        assert len({line.text for line in lines}) == len(lines), f"{name} repeats itself"


def lines_of(wanted: str, language: str = "sv") -> list[str]:
    screen = next(screen for name, screen in every_screen(language) if name == wanted)
    return [said_as(line) for line in told(screen, Words(language))]


def test_a_code_is_told_in_words_in_swedish_and_sign_by_sign_elsewhere() -> None:
    in_words, by_signs = lines_of("code"), lines_of("code", "en")
    assert [line.partition(":")[0] for line in in_words if ": " in line][:12] == [
        str(n) for n in range(1, 13)
    ]
    assert len([line for line in by_signs if line.count(",") == 3]) == 7


def test_what_is_wrong_with_a_code_is_told() -> None:
    assert len(lines_of("withdraw_misread")) == len(lines_of("withdraw")) + 1


def test_long_lists_tell_how_many_there_are() -> None:
    assert "30 val." in lines_of("many_choices")
    assert not any(line.startswith("30:") for line in lines_of("many_choices"))


def test_what_is_chosen_is_told_last() -> None:
    assert lines_of("rated")[-1] == "Valt: Bra."
    assert lines_of("rather_not")[-1] == "Valt: Vill inte svara."
    assert lines_of("rating")[-1] == "5: Mycket bra."

"""What the kiosk says, in ten languages: all there, all drawn, all the right way."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtGui import QRawFont
from pytestqt.qtbot import QtBot

import assets
from assets import catalogue
from assets.words import RESPONDENTS, Words
from kiosk.keyboards import layout
from kiosk.languages import OWN_NAMES, own_name, right_to_left
from kiosk.style import font_names

ROOT = assets.path().parent
TRANSLATED = [tag for tag in RESPONDENTS if tag != "en"]
FACES = {
    "text": ("NotoSans-Regular", "Regular"), "words of buttons": ("NotoSans-SemiBold", "Bold"),
    "bold": ("NotoSans-Bold", "Bold"), "headings": ("Raleway-Bold", "Bold"),
}


@cache
def _respondents() -> dict[catalogue.Key, str]:
    return catalogue.said_to_respondents(ROOT)


@cache
def _signs(tag: str) -> frozenset[str]:
    """Every sign that respondents meet in a language, its keys and its name too."""
    entries = {_key(message.id): message for message in catalogue.read(tag)}
    said = "".join(
        "".join(_each(entries[key].string)) for key in _respondents() if key in entries
    )
    keys = layout(tag)
    typed = "".join((*keys.rows, *keys.capitals, *keys.signs))
    return frozenset(said + typed + own_name(tag) + "0123456789 –·…?!") - {"\n"}


def _each(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, tuple | list) else (str(text or ""),)


def _key(ids: object) -> catalogue.Key:
    each = _each(ids)
    return (each[0], each[1]) if len(each) > 1 else each[0]


@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_word_for_respondents_is_there_in_every_language(tag: str) -> None:
    said = catalogue.said_in_code(ROOT) if tag == "sv" else _respondents()
    assert catalogue.faults(said, tag) == []


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("tag", TRANSLATED)
def test_no_sign_of_any_word_lacks_its_picture(qtbot: QtBot, tag: str, face: str) -> None:
    latin, weight = FACES[face]
    names = {latin, *(n for n in font_names((tag,)) if n.endswith(f"-{weight}"))}
    fonts = [QRawFont(str(assets.path("fonts", f"{name}.ttf")), 24) for name in names]
    lacking = {
        sign for sign in _signs(tag) if not any(font.supportsCharacter(ord(sign)) for font in fonts)
    }
    assert not lacking


@pytest.mark.parametrize("tag", TRANSLATED)
def test_machine_made_words_say_so_in_their_catalogue(tag: str) -> None:
    text = assets.text("locale", tag, "LC_MESSAGES", "vardera.po")
    assert text.startswith("# Machine-made words") is (tag != "sv")


def test_a_message_that_only_staff_read_is_swedish_where_it_has_no_words() -> None:
    assert Words("ar")("Pair over the network") == Words("sv")("Pair over the network")
    assert Words("en")("Pair over the network") == "Pair over the network"


def test_a_language_nobody_has_translated_to_says_english_words() -> None:
    assert Words("es")("Back") == Words("../sv")("Back") == "Back"


def test_a_tag_that_says_more_has_the_words_of_its_language() -> None:
    assert Words("ar-SY")("Back") == Words("ar")("Back")
    assert Words("prs")("Back") == Words("fa")("Back")
    assert Words("sv-simple")("Are you still there?") == Words("sv")("Are you still there?")


def test_plurals_follow_the_rules_of_the_language() -> None:
    one, many = "It takes about {n} minute.", "It takes about {n} minutes."
    arabic = {Words("ar").many(one, many, n).replace(str(n), "") for n in (1, 2, 3, 11)}
    ukrainian = {Words("uk").many(one, many, n).replace(str(n), "") for n in (1, 2, 5)}
    assert len(arabic) == 4 and len(ukrainian) == 3
    assert Words("uk").many(one, many, 21).replace("21", "") in ukrainian


def test_what_fills_a_place_in_arabic_keeps_its_own_direction() -> None:
    said = Words("ar")("Questions about the survey? {contact}", contact="060-19 10 00")
    assert "\u2068060-19 10 00\u2069" in said
    plain = Words("sv")("Questions about the survey? {contact}", contact="060-19 10 00")
    assert "\u2068" not in plain


@pytest.mark.parametrize("tag", [*OWN_NAMES, "ckb", "ps", "ur", "he", "yi"])
def test_words_and_screen_agree_on_what_is_written_from_the_right(tag: str) -> None:
    isolates = "\u2068" in Words(tag)("{name}. Button", name="x")
    assert isolates is right_to_left(tag)


def test_the_check_tells_a_missing_word_a_wrong_place_and_a_stale_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "fi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    monkeypatch.setattr(catalogue.assets, "path", lambda *_: tmp_path)
    catalogue.write({"Row {n}": "a.py", "Gone": "a.py"}, "fi")
    source = folder / "vardera.po"
    source.write_text(source.read_text("utf-8").replace(
        'msgid "Row {n}"\nmsgstr ""', 'msgid "Row {n}"\nmsgstr "Rivi"'), "utf-8")
    told = "\n".join(catalogue.faults({"Row {n}": "a.py", "New": "b.py"}, "fi"))
    assert "b.py: no fi words for 'New'" in told
    assert "other places in 'Row {n}'" in told
    assert "nobody says 'Gone'" in told
    assert "the compiled catalogue is not that of its source" in told


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_catalogue_is_read_by_any_gettext(tag: str) -> None:
    with assets.path("locale", tag, "LC_MESSAGES", "vardera.mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Back") != "Back"

"""A receipt code as it is typed: groups, words, one slip, one key too many."""

from __future__ import annotations

from kiosk import withdrawing
from kiosk.withdrawing import Entry, Form
from storage.seal import receipt_codes

CODE = bytes(range(16))


def typed(form: Form, text: str) -> Entry:
    entry = Entry(form=form)
    for sign in text:
        entry = withdrawing.struck(entry, sign)
    return entry


def test_groups_get_their_blanks_while_typed() -> None:
    groups = receipt_codes.write_groups(CODE)
    entry = typed(Form.GROUPS, groups.replace(" ", "").lower())
    assert entry.typed == groups and entry.full
    assert receipt_codes.read_code(entry.text) == CODE
    assert withdrawing.struck(entry, "A") == entry, "a code has no more signs"
    assert withdrawing.erased(entry).typed == groups[:-1]
    assert withdrawing.erased(typed(Form.GROUPS, "ABCDE")).typed == "ABCD"


def test_words_are_whole_when_a_blank_follows_and_come_back_when_erased() -> None:
    words = receipt_codes.write_words(CODE)
    entry = Entry(form=Form.WORDS)
    for word in words:
        entry = withdrawing.edited(entry, word[:4].upper() + " ")
    assert entry.words == words and entry.full
    assert receipt_codes.read_code(entry.text) == CODE
    entry = withdrawing.erased(entry)
    assert (entry.typed, entry.words) == (words[-1], words[:-1])


def test_four_letters_suggest_one_word_and_a_word_of_no_list_stays_as_typed() -> None:
    word = receipt_codes.write_words(CODE)[0]
    entry = withdrawing.edited(Entry(form=Form.WORDS), word[:4])
    assert entry.suggestions() == (word,)
    assert Entry(form=Form.WORDS).suggestions() == ()
    assert withdrawing.edited(Entry(form=Form.WORDS), "xylofonist ").words == ("xylofonist",)


def test_the_other_form_begins_with_nothing_and_nothing_is_printed() -> None:
    entry = typed(Form.GROUPS, "ABCDEFGH")
    assert withdrawing.turned(entry) == Entry(form=Form.WORDS)
    assert "ABCD" not in repr(entry)

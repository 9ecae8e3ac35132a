"""Receipt codes and the words they are spoken in: what people type must lead back."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

import assets
from assets import spoken
from storage.seal import receipt_codes
from storage.seal.receipt_codes import MisreadCode, Misreading

CODE = bytes(range(16))


def listed() -> list[str]:
    return assets.text("spoken", "sv.txt").split()


def plain(word: str) -> str:
    return word.translate(str.maketrans("åäöé", "aaoe"))


def test_the_list_holds_2048_words_told_apart_by_four_letters() -> None:
    words = listed()
    assert len(words) == 2048
    assert len({plain(word)[:4] for word in words}) == 2048
    assert all(3 <= len(word) <= 8 and word.isalpha() and word.islower() for word in words)
    assert words == sorted(words, key=lambda word: (plain(word), word))


def test_few_words_are_one_letter_from_another() -> None:
    by_hole: dict[str, set[str]] = {}
    for word in map(plain, listed()):
        for at in range(len(word)):
            by_hole.setdefault(f"{word[:at]}?{word[at + 1:]}", set()).add(word)
    pairs = {pair for words in by_hole.values() for pair in combinations(sorted(words), 2)}
    assert len(pairs) < 150


def test_words_lead_back_to_every_bit() -> None:
    draw = random.Random(3)
    for count, size in ((4, 6), (7, 10), (12, 17), (24, 33)):
        data = draw.randbytes(size)
        said = spoken.words(data, count)
        assert len(said) == count
        spare = 8 * size - 11 * count
        kept = int.from_bytes(data, "big") >> spare << spare
        assert spoken.read(said) == kept.to_bytes(size, "big")


def test_too_few_bits_for_the_words_are_refused() -> None:
    with pytest.raises(ValueError):
        spoken.words(bytes(16), 12)
    with pytest.raises(ValueError):
        spoken.read("  ")


@pytest.mark.parametrize("typed", [
    "PAPEGOJA", "1. papegoja,", "pape", "papegojan", "papegojja", "appegoja", "papegoia", "ppegoja",
])
def test_small_slips_in_a_word_are_forgiven(typed: str) -> None:
    assert spoken.read(typed) == spoken.read("papegoja")


def test_missing_dots_are_forgiven() -> None:
    dotted = [word for word in listed() if plain(word) != word]
    assert len(dotted) > 300
    assert spoken.read(map(plain, dotted)) == spoken.read(dotted)


def test_a_word_that_is_not_there_is_told_by_its_place_only() -> None:
    with pytest.raises(spoken.UnknownWord) as met:
        spoken.read("papegoja xylofonist")
    assert met.value.place == 2
    assert "xylofonist" not in str(met.value)


def test_a_code_leads_back_from_groups_and_from_words() -> None:
    draw = random.Random(1)
    for code in (CODE, bytes(16), b"\xff" * 16, *(draw.randbytes(16) for _ in range(200))):
        groups, words = receipt_codes.write_groups(code), receipt_codes.write_words(code)
        assert [len(group) for group in groups.split()] == [4] * 7
        assert len(words) == 12
        forms = (
            groups, groups.lower(), groups.replace(" ", "-"), groups.replace(" ", ""),
            groups.replace("0", "O").replace("1", "l"), " ".join(words).upper(), ", ".join(words),
            "\n".join(f"{n}. {word}" for n, word in enumerate(words, 1)),
            " ".join(plain(word)[:4] for word in words),
        )
        assert {receipt_codes.read_code(form) for form in forms} == {code}


def test_every_typing_error_in_a_group_is_noticed() -> None:
    groups = receipt_codes.write_groups(CODE)
    wrong = 0
    for at, letter in enumerate(groups):
        for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ":
            if letter not in (" ", other):
                wrong += 1
                with pytest.raises(MisreadCode) as met:
                    receipt_codes.read_code(groups[:at] + other + groups[at + 1 :])
                assert met.value.reason is Misreading.CHECK
    assert wrong == 28 * 31


@pytest.mark.parametrize(("typed", "reason", "place"), [
    ("  ", Misreading.EMPTY, 0),
    ("ABCD EFGH", Misreading.LENGTH, 0),
    ("U" * 28, Misreading.LETTER, 1),
    ("0000 000U " + "0000 " * 5, Misreading.LETTER, 2),
    ("papegoja papegoja papegoja", Misreading.LENGTH, 0),
    ("papegoja xylofonist papegoja", Misreading.WORD, 2),
])
def test_what_is_no_code_says_why(typed: str, reason: Misreading, place: int) -> None:
    with pytest.raises(MisreadCode) as met:
        receipt_codes.read_code(typed)
    assert (met.value.reason, met.value.place) == (reason, place)
    assert "xylofonist" not in str(met.value)


def test_the_hash_of_a_code_is_what_the_format_says() -> None:
    from hashlib import sha256

    assert receipt_codes.code_hash(CODE) == sha256(b"vardera/receipt-code/1\0" + CODE).digest()

"""A hundred thousand choices are looked through once, and never compared with one another."""

from __future__ import annotations

import pytest

from kiosk.questions.asked import Offer
from kiosk.questions.search import folded, matching

MANY = [Offer(value=f"c{n}", label=f"Plats {n} i Åre") for n in range(2_000)]


def never(self: object, other: object) -> bool:
    raise AssertionError("a choice is compared with another")


@pytest.mark.parametrize("typed, first, found", [
    ("", "c7", 2_000), ("plats 19", "c7", 112), ("ARE", "c7", 2_000), ("1999", "c7", 2),
])  # fmt: skip
def test_what_is_chosen_comes_first_and_no_choice_is_compared(
    typed: str, first: str, found: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Offer, "__eq__", never)
    offers = matching(MANY, typed, ("c7",))
    assert (offers[0].value, len(offers)) == (first, found)


def test_what_begins_with_the_letters_comes_before_what_has_them_inside() -> None:
    offers = [Offer(value=name, label=name) for name in ("Norra Åre", "Årebro", "Kiruna")]
    assert [one.value for one in matching(offers, "åre", ())] == ["Årebro", "Norra Åre"]


@pytest.mark.parametrize("text, plain", [("ÅRE", "are"), ("Straße", "strasse"), ("ABC", "abc")])
def test_letters_are_found_without_case_and_accents(text: str, plain: str) -> None:
    assert folded(text) == plain

"""Which names may stand beside an organisation's or a device's number."""

from __future__ import annotations

import pytest

from sync.naming import well_named


@pytest.mark.parametrize("name", [
    "Bibliotek Öst", "Kiosk 3", "مكتبة", "መጽሐፍ ቤት", "A1", "Région", "Sámi girjerájus",
])
def test_names_people_give_are_sound(name: str) -> None:
    assert well_named(name)


@pytest.mark.parametrize("name", [
    "", " ", " x", "x\n", "a\u202eb", "\u3164", "a\u115fb", "a\u0308", "x" + "\u0316\u0317\u0318",
    "5446 4BF1 0F3A 99D2 71C0", "54464bf10f3a99d271c0", "5446-4BF1-0F3A-99D2-71C0", "x" * 121,
])
def test_names_that_pass_for_something_else_are_not(name: str) -> None:
    assert not well_named(name)

"""The drawing of the way is what the table says."""

from __future__ import annotations

import pytest

from kiosk import way_drawing
from kiosk.way import Spot


def test_the_drawing_and_the_page_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert way_drawing.main([]) == 0, capsys.readouterr().out


def test_every_place_is_drawn_or_told(capsys: pytest.CaptureFixture[str]) -> None:
    page, drawn = way_drawing.page(), way_drawing.svg()
    beside = {Spot.STILL_THERE, Spot.STOP_ASKED, Spot.NOT_KEPT, Spot.STAFF}
    assert all(f"### {spot}\n" in page for spot in Spot)
    assert {spot for spot in Spot if f">{spot}</text>" in drawn} == set(Spot) - beside

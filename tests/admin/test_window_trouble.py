"""What a window says of trouble: in the reader's words, and what fits the trouble."""

from __future__ import annotations

from pathlib import Path

import pytest

from admin.shell.trouble import trouble_in_words
from assets.words import Words
from storage.errors import InUse, NotInPlace
from storage.workspace import rekeying


def test_a_key_that_is_not_in_place_is_no_other_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rekeying, "waiting_slots", lambda directory: object())
    with pytest.raises(NotInPlace) as caught:
        rekeying.check_settled(tmp_path)
    said = trouble_in_words(caught.value, Words("sv"))
    assert said.startswith("Arbetsytan har fått en ny nyckel")
    assert said != trouble_in_words(InUse("busy"), Words("sv"))
    assert caught.value.exit_code == InUse.exit_code

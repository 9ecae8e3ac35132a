"""Lines that take a code, give it back, and leave a session open, over the real store."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk import app
from storage.seal import receipt_codes
from survey.records import Response, SessionClosed, SessionEvent, Withdrawal
from tests.builders import FACTORS
from tests.kiosk.conftest import Drive
from tests.kiosk.test_kiosk_program import PERSON, bodies


def test_a_code_is_told_only_where_it_was_asked_for(coded_store: Path, drive: Drive) -> None:
    code, (with_code, without) = drive({**PERSON, "code": True}, PERSON)
    assert code == 0
    assert without == {"done": 2}
    taken = receipt_codes.read_code(with_code["code"])
    first, second = bodies(coded_store)
    assert isinstance(first, Response) and isinstance(second, Response)
    assert first.code == receipt_codes.code_hash(taken)
    assert second == replace(first, code=None)


def test_a_code_is_given_back_in_a_line(coded_store: Path, drive: Drive) -> None:
    given = bytes(range(16))
    words = " ".join(receipt_codes.write_words(given))
    code, replies = drive({"withdraw": words}, {"withdraw": "papegoja " * 12}, {"withdraw": 7})
    assert code == 1
    assert replies[0] == {"withdrawn": True}
    assert replies[1] == {"error": "the code cannot be read: check"}
    assert replies[2] == {"error": "'withdraw' is not a code"}
    assert bodies(coded_store) == [Withdrawal(code=given)]


def test_a_survey_without_codes_gives_none(store: Path, drive: Drive) -> None:
    assert drive({**PERSON, "code": True}) == (0, [{"done": 1, "code": None}])
    (only,) = bodies(store)
    assert isinstance(only, Response) and only.code is None


def test_a_session_left_open_is_resumed_in_another_start(store: Path, drive: Drive) -> None:
    told = {"title": "Group", "method": "focus_group",
            "participants": [{"points": {str(FACTORS[0]): 3}}]}
    code, (left,) = drive({"at": PERSON["at"], "session": told, "leave_open": True})
    words = left.pop("code")
    assert (code, left) == (0, {"session": "Group", "participants": 1, "problems": []})
    assert len(words.split()) == 7
    code, (refused,) = drive({"at": PERSON["at"], "resume": "papegoja " * 7})
    assert code == 1 and "papegoja" not in json.dumps(refused)
    more = [{"points": {str(FACTORS[1]): 2}}]
    code, (done,) = drive({"at": PERSON["at"], "resume": words, "participants": more})
    assert (code, done) == (0, {"session": "Group", "participants": 2, "problems": []})
    code, (gone,) = drive({"at": PERSON["at"], "resume": words})
    assert code == 1 and "no session" in gone["error"]
    kept = [body for body in bodies(store) if isinstance(body, SessionEvent)]
    assert [event.lamport for event in kept] == [1, 2, 3, 4, 5, 6]
    assert isinstance(kept[-1].event, SessionClosed)
    assert len({event.session for event in kept}) == 1


def test_an_errand_tells_that_the_device_was_restored(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import sqlite3

    def told() -> dict[str, Any]:
        capsys.readouterr()
        assert app.main(["--store", str(store), "--sync", str(store.parent / "stick"),
                         "--json"]) in (0, 1)
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    (store.parent / "stick").mkdir()
    assert "restored" not in told()
    with sqlite3.connect(store / "kiosk.db") as database:
        database.execute("UPDATE standing SET copied = 5")
    database.close()
    assert told()["restored"] is True

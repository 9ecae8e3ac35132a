"""What is typed at ``vardera listen`` is an answer to the words that were shown, or to nothing."""

from __future__ import annotations

import io
import json
from argparse import Namespace
from typing import Any, cast

import pytest

from admin.commands.listen import _Listener
from sync.mailbox.pairing import Joining
from tests.sync.pairing_hall import CERTIFICATE, Hall, joining

NOBODY = cast(Any, None)


def listener() -> _Listener:
    return _Listener(Namespace(json=True), NOBODY)


def met(hall: Hall, name: str) -> Joining:
    """A kiosk whose person has said yes already."""
    kiosk = joining(name)
    offer = hall.door.answer("begin", kiosk.begin())
    hall.door.answer("reveal", kiosk.offered(offer, CERTIFICATE))
    hall.door.answer("agree", kiosk.agree())
    return kiosk


def typed(terminal: _Listener, line: str, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The turns that ``line`` makes."""
    monkeypatch.setattr("sys.stdin", io.StringIO(line))
    terminal._read_answers()
    return [terminal._turns.get() for _ in range(terminal._turns.qsize())]


def test_a_yes_that_was_given_for_other_words_registers_nobody(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hall, terminal = Hall(), listener()
    hall.door.open()
    met(hall, "Surfplatta 1")
    terminal._pairing(NOBODY, hall.door, None)
    answers = typed(terminal, "yes\n", monkeypatch)
    hall.door.open()
    stranger = met(hall, "Surfplatta 1 too")
    terminal._pairing(NOBODY, hall.door, *answers)
    assert hall.registered == []
    shown = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["stage"] for one in shown] == ["comparing", "comparing"]
    assert shown[1]["words"] == list(stranger.words)


def test_what_was_typed_before_any_words_were_shown_decides_nothing(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    hall, terminal = Hall(), listener()
    hall.door.open()
    assert typed(terminal, "yes\n", monkeypatch) == []
    met(hall, "Surfplatta 1")
    terminal._pairing(NOBODY, hall.door, None)
    assert hall.registered == []

"""A crowd at a kiosk with faces on its first screen, played by lines through the real store."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk import app
from storage.bodies import decode
from storage.kiosk import KioskStore
from survey.beside import Flag
from survey.conduct import Arm, Conduct, OneTap, Trial, Way
from survey.device_notes import Assigned
from survey.records import Response
from tests.builders import RATINGS, UNITS
from tests.kiosk.conftest import installed
from tests.kiosk.package_builders import ONE_UNIT
from tests.kiosk.screen_builders import NOW
from tests.storage.kiosk_builders import bodies

ARMS = tuple(
    Arm(id=UNITS[at], name=name, way=Way.ONE_TAP) for at, name in enumerate(("one", "two"))
)
TAPS = replace(ONE_UNIT, conduct=Conduct(
    way=Way.ONE_TAP, one_tap=OneTap(question=RATINGS[0], follow_up=True), trial=Trial(arms=ARMS),
))


def play(
    directory: Path, monkeypatch: pytest.MonkeyPatch, *lines: dict[str, Any]
) -> tuple[int, list[Response], list[Assigned]]:
    store = installed(directory, TAPS)
    text = "\n".join(json.dumps({"at": "2025-09-03T10:00:00+02:00"} | line) for line in lines)
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    code = app.main(["--store", str(store), "--drive", "-"])
    opened = KioskStore.create_or_open(
        store, name="Kiosk", clock=lambda: NOW, random=bytes, running=None
    )
    found = [decode(body) for body in bodies(opened)]
    opened.close()
    return (
        code, [body for body in found if isinstance(body, Response)],
        [body for body in found if isinstance(body, Assigned)],
    )


def test_taps_and_what_follows_come_through_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, responses, drawn = play(
        tmp_path, monkeypatch, {"tap": 4},
        {"tap": 2, "language": "en", "answers": {"x1b": 5, "area": "north"}},
        *[{"tap": 1, "seconds_before": 1}] * 3,
    )
    assert code == 0 and all(response.complete for response in responses)
    assert [response.answers[RATINGS[0]] for response in responses] == [4, 2, 1, 1, 1]
    assert len(responses[1].answers) == 3 and responses[1].circumstances.language == "en"
    assert [one.beside.flags for one in responses] == [(), (), *[(Flag.TOO_FAST,)] * 3]
    assert [one.beside.arm for one in responses] == [one.arm for one in drawn]


def test_a_line_with_no_face_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, responses, _ = play(tmp_path, monkeypatch, {"tap": 9}, {"tap": "4"}, {"tap": 3})
    assert code == 1 and [response.answers[RATINGS[0]] for response in responses] == [3]

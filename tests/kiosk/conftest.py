"""A kiosk with a package installed, and lines to play on it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk import app
from survey.campaign import Campaign
from tests.kiosk.package_builders import ONE_UNIT, packaged


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The folder of a kiosk with a package installed by the program itself."""
    return installed(tmp_path, ONE_UNIT)


@pytest.fixture
def coded_store(tmp_path: Path) -> Path:
    """The same with a survey that hands out receipt codes."""
    return installed(tmp_path, replace(ONE_UNIT, withdrawal=True))


def installed(directory: Path, campaign: Campaign) -> Path:
    file = directory / "small.vpackage"
    file.write_bytes(packaged(campaign).raw)
    store = directory / "kiosk"
    assert app.main(["--store", str(store), "--install", str(file), "--json"]) == 0
    return store


Drive = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def drive(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Drive:
    if "coded_store" not in request.fixturenames:
        request.getfixturevalue("store")
    store = tmp_path / "kiosk"
    capsys.readouterr()

    def play(*lines: Mapping[str, object] | str) -> tuple[int, list[dict[str, Any]]]:
        text = "\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines)
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        code = app.main(["--store", str(store), "--drive", "-"])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return play

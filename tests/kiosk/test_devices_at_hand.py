"""Camera and microphone by way of Qt Multimedia itself: a tone that is played, a picture put in.

A sound server of the test's own plays the tone. There is no camera: pictures go in where a
camera's would.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from array import array
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from math import sin, tau
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PULSE = shutil.which("pulseaudio") or ""
TOOLS = ("pulseaudio", "pactl", "pacat")

pytestmark = pytest.mark.skipif(
    find_spec("PySide6.QtMultimedia") is None, reason="pyside6-addons is not installed",
)


def told(what: str, **around: str) -> Mapping[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.kiosk.devices_at_hand", what], cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **around},
        capture_output=True, check=False, timeout=60, text=True,
    )
    if "libpulse" in done.stderr:
        pytest.skip("libpulse0 is not installed")
    assert done.returncode == 0 and "Error" not in done.stderr, done.stderr
    found: Mapping[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def tone(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A sound server whose microphone hears 440 Hz; what its users have around them."""
    for tool in TOOLS:
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    around = {
        "PULSE_RUNTIME_PATH": str(tmp_path), "PULSE_STATE_PATH": str(tmp_path),
        "PULSE_COOKIE": str(tmp_path / "cookie"), "PULSE_SERVER": f"unix:{tmp_path}/sock",
    }
    own = {name: value for name, value in around.items() if name != "PULSE_SERVER"}
    server = {**os.environ, **own}
    subprocess.run(
        [PULSE, "-n", "--daemonize=yes", "--exit-idle-time=-1",
         f"--load=module-native-protocol-unix socket={tmp_path}/sock auth-anonymous=1",
         "--load=module-null-sink sink_name=ears", "--load=module-null-sink sink_name=mouth",
         "--load=module-remap-source master=mouth.monitor source_name=microphone"],
        env=server, check=True, timeout=30, capture_output=True,
    )
    try:
        with whistling(tmp_path / "whistle", {**os.environ, **around}):
            yield around
    finally:
        subprocess.run([PULSE, "--kill"], env=server, check=True, timeout=30)


@contextmanager
def whistling(whistle: Path, around: Mapping[str, str]) -> Iterator[None]:
    """The tone in the microphone's ears, and the loudspeaker apart from it."""
    whistle.write_bytes(whistled())
    for default in (("set-default-source", "microphone"), ("set-default-sink", "ears")):
        subprocess.run(["pactl", *default], env=around, check=True, timeout=30)
    player = ["pacat", "-p", "-d", "mouth", "--rate=8000", "--channels=1", "--format=s16le"]
    with subprocess.Popen([*player, str(whistle)], env=around) as playing:
        try:
            yield
        finally:
            playing.terminate()


def whistled(seconds: int = 60) -> bytes:
    """440 Hz: so many samples of 16 bits, 8 000 a second."""
    second = array("h", (round(12_000 * sin(440 * tau * n / 8_000)) for n in range(8_000)))
    return second.tobytes() * seconds


def test_a_tone_is_recorded_as_it_is_and_heard_to_its_end(tone: dict[str, str]) -> None:
    heard = told("sound", **tone)
    assert (heard["able"], heard["failed"], heard["seconds"]) == (["microphone"], False, 1.0)
    assert 430 < heard["hertz"] < 450
    assert heard["playing"] and heard["heard to the end"]


def test_what_is_seen_becomes_a_photo() -> None:
    seen = told("photo")
    wide, high = seen["size"]
    assert abs(wide / high - 16 / 9) < 0.01
    assert all(abs(a - b) < 6 for a, b in zip(seen["colour"], (0x33, 0x66, 0xAA), strict=True))


def test_where_there_is_neither_it_is_told_at_once() -> None:
    found = told("nothing", PULSE_SERVER="unix:/nowhere")
    assert found == {"able": [], "lost": ["camera", "microphone"]}

"""Is there sound for every screen, and is nothing cut off? Speaks into a sound server of its own.

Each screen is read by the kiosk's own voice into a loudspeaker that is none, recorded from there,
and compared with what the engine makes of the same lines when it writes them out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import wave
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}")

from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from assets.words import Words  # noqa: E402
from kiosk import screens  # noqa: E402
from kiosk.aloud.lines import Line, said_as  # noqa: E402
from kiosk.aloud.telling import told  # noqa: E402
from kiosk.aloud.voices import LocalVoice, engine_voice  # noqa: E402
from kiosk.forms.filler import Filler, Surroundings  # noqa: E402
from kiosk.forms.screen import FormEnd, FormScreen, Shown  # noqa: E402
from survey.forms.model import QuestionType  # noqa: E402
from tests import builders  # noqa: E402
from tests.kiosk.form_builders import EVERY_KIND, form_of, opened  # noqa: E402

RATE = 22_050
FRAME = RATE // 50
LOUD = 200
PLACES = ("sv", "en")


def on_the_way(language: str) -> Iterator[tuple[str, Shown]]:
    """What a person meets, by name."""
    campaign = builders.small_campaign()
    frame = screens.Frame(language=language, languages=PLACES)
    rating = next(q for q in campaign.form.questions if q.type is QuestionType.RATING)
    yield "attract", screens.AttractScreen(
        frame=frame, sentences=tuple(campaign.title.values()), place="Kärnhuset",
        organisation=campaign.organisation, questions=5,
        not_for=tuple(Words(tag)("Not for complaints or errands: talk to the staff. In an "
                                 "emergency, call 112.") for tag in PLACES),
    )
    yield "language", screens.LanguageScreen(
        frame=frame, titles=tuple(campaign.title.values()), place="Kärnhuset",
        organisation=campaign.organisation, questions=5, contact="",
    )
    yield "consent", screens.ConsentScreen(
        frame=frame, title=campaign.title[language], organisation=campaign.organisation,
        text=campaign.consent.text[language], questions=5,
    )
    for number in range(1, 6):
        yield f"question {number}", screens.QuestionScreen(
            frame=frame, question=rating, given=number > 1, answer=4 if number > 1 else None,
            number=number, of=5, can_go_back=number > 1, can_go_next=True,
        )
    yield "code", screens.CodeScreen(frame=frame)
    yield "stop", screens.StopScreen(frame=frame)
    yield "still there", screens.StillThereScreen(frame=frame, returns_after_ms=20_000)
    yield "thanks", screens.ThanksScreen(
        frame=frame, kept=True, finished=True, organisation=campaign.organisation,
        contact="060-19 10 00", returns_after_ms=8_000,
    )


class Pages:
    """Keeps what a running form would show."""

    def __init__(self) -> None:
        self.now: Shown | FormEnd | None = None

    def present(self, screen: Shown | FormEnd) -> None:
        """Remember it."""
        self.now = screen


def of_a_form(language: str) -> Iterator[tuple[str, Shown]]:
    """Each page of a form that has every kind of question, by number and kind."""
    view = Pages()
    form = form_of(EVERY_KIND)
    tongue = next(one for one in form.languages if one.endswith(f"({language})"))
    filler = Filler(view, Surroundings(open=lambda: opened(form, tongue), words=Words))
    filler.begin()
    for page in range(filler.pages.count):
        filler.pages.turn_to(page)
        filler.begin()
        if isinstance(view.now, FormScreen):
            yield f"{page + 1:02} {view.now.items[0].kind.value}", view.now


@contextmanager
def sound_server(folder: Path) -> Iterator[None]:
    """A loudspeaker that can be recorded, for this process and its children."""
    around = {
        "PULSE_RUNTIME_PATH": str(folder), "PULSE_STATE_PATH": str(folder),
        "PULSE_COOKIE": str(folder / "cookie"), "HOME": str(folder),
    }
    os.environ.update(around)
    server = subprocess.Popen(
        [shutil.which("pulseaudio") or "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1",
         "--realtime=no", "--high-priority=no",
         f"--load=module-native-protocol-unix socket={folder}/sock auth-anonymous=1",
         f"--load=module-null-sink sink_name=ears rate={RATE} channels=1"],
        stderr=subprocess.DEVNULL,
    )
    os.environ["PULSE_SERVER"] = f"unix:{folder}/sock"
    try:
        _until(lambda: (folder / "sock").exists())
        with Path("/dev/zero").open("rb") as silence, subprocess.Popen(
            ["pacat", "-p", "-d", "ears", f"--rate={RATE}", "--channels=1", "--format=s16le",
             "--latency-msec=20"],
            stdin=silence,
        ) as awake:  # a sleeping loudspeaker swallows the first tenth of a second
            yield
            awake.terminate()
        if server.poll() is not None:
            raise SystemExit(f"the sound server ended by itself ({server.returncode}): no figure")
    finally:
        del os.environ["PULSE_SERVER"]
        server.terminate()
        server.wait(timeout=30)


def _until(stands: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not stands():
        if time.monotonic() > end:
            raise SystemExit("the sound server did not start")
        time.sleep(0.05)


def heard(voice: LocalVoice, lines: Sequence[Line], file: Path) -> array[int]:
    """What comes out of the loudspeaker while the lines are said; ``file`` is for the way."""
    loop = QEventLoop()
    QTimer.singleShot(500, lambda: voice.say(lines, lambda: QTimer.singleShot(700, loop.quit)))
    QTimer.singleShot(180_000, loop.quit)
    with file.open("wb") as sink, subprocess.Popen(
        ["pacat", "-r", "-d", "ears.monitor", f"--rate={RATE}", "--channels=1", "--format=s16le",
         "--latency-msec=50"], stdout=sink,
    ) as recorder:
        loop.exec()
        recorder.terminate()
    raw = file.read_bytes()
    return array("h", raw[: len(raw) // 2 * 2])


def written_out(lines: Sequence[Line]) -> array[int]:
    """The same lines as the engine writes them."""
    samples = array("h")
    for line in lines:
        pace = "100" if line.spelled else "150"
        done = subprocess.run(
            ["espeak-ng", "--stdin", "-v", engine_voice(line.language), "-s", pace, "-a", "100",
             "--stdout"], input=said_as(line).encode(), capture_output=True, check=True, timeout=60,
        )
        raw = done.stdout[44:]
        samples.extend(array("h", raw[: len(raw) // 2 * 2]))
    return samples


def sounding(samples: Sequence[int]) -> float:
    """Seconds in which something is to be heard, counted in fiftieths."""
    frames = (samples[at : at + FRAME] for at in range(0, len(samples) - FRAME, FRAME))
    return sum(max(frame) > LOUD or min(frame) < -LOUD for frame in frames) / 50


def save(path: Path, samples: array[int]) -> None:
    """As a WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


def main() -> int:
    """Exit code 1 when a screen is silent, or less of it is heard than was said."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--language", default="sv")
    asks.add_argument("--form", action="store_true", help="a form of every kind of question")
    asks.add_argument("--out", type=Path, help="keep the recordings in this folder")
    asked = asks.parse_args()
    app = QApplication.instance() or QApplication([])
    cut = 0
    with tempfile.TemporaryDirectory() as folder, sound_server(Path(folder)):
        voice = LocalVoice()
        for name, screen in (of_a_form if asked.form else on_the_way)(asked.language):
            lines = [line for line in told(screen, Words(asked.language)) if voice.can(line)]
            meant = sounding(written_out(lines))
            for last in (False, True):  # a recorder can slip; a voice that is cut off is so again
                recorded = heard(voice, lines, Path(folder) / "raw")
                there = sounding(recorded)
                whole = meant > 0 and there >= 0.98 * meant
                print(f"{name:12} {len(lines):2} lines  wav {len(recorded) / RATE:5.1f} s  "
                      f"heard {there:5.2f} s of {meant:5.2f} s  {'whole' if whole else 'CUT'}",
                      flush=True)
                if whole or last:
                    break
            cut += not whole
            if asked.out:
                asked.out.mkdir(parents=True, exist_ok=True)
                save(asked.out / f"{asked.language}-{name.replace(' ', '-')}.wav", recorded)
    del app
    return 1 if cut else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""What makes the sound: a campaign's recordings, or a speaking program on this device.

The text goes to the program through a pipe, never in its arguments, where others could read it.
Nothing is sent over a network, and nothing is written to a file.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QProcess, QTimer

from kiosk.aloud.lines import Line, said_as
from survey.forms.media import SOUNDS

ENGINES = ("espeak-ng", "espeak")
PLAYERS = ("paplay", "pw-play", "ffplay", "aplay")

_SPOKEN = frozenset((
    "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu",
    "fa", "fi", "fr", "ga", "gd", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk",
    "kl", "ko", "ku", "ky", "lb", "lt", "lv", "mk", "ml", "mr", "ms", "mt", "nb", "ne", "nl", "om",
    "pa", "pl", "prs", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "tr",
    "tt", "ug", "uk", "ur", "uz", "vi", "zh",
))
"""Languages for which espeak-ng 1.51 has a voice; Somali, Tigrinya and Sámi are not among them."""

_OTHERWISE = {"en": "en-gb", "prs": "fa", "zh": "cmn"}

LOUDNESS = (20, 200, 20)
"""Least, most and step of the loudness, in the program's own measure; 100 is usual."""

PACE = (100, 300, 25)
"""The same of words a minute; 150 is usual."""
PATIENCE_MS = 10_000
"""How long a line may take beside what its signs do: a sound device that hangs holds nobody up."""

_MS_A_SIGN = 300
_LONGEST_RECORDING_MS = 300_000


class Voice(Protocol):
    """Says lines one after another until :meth:`stop`; a new call ends the one before."""

    def can(self, line: Line) -> bool: ...
    def say(self, lines: Sequence[Line], done: Callable[[], None]) -> None: ...
    def stop(self) -> None: ...
    def set(self, loudness: int, pace: int) -> None: ...


def engine_voice(tag: str) -> str:
    """The engine's name for a language; empty when it cannot speak it. ``sv-x-…`` is ``sv``."""
    base = tag.partition("-")[0].lower()
    return _OTHERWISE.get(base, base) if base in _SPOKEN else ""


def found(programs: Sequence[str]) -> str:
    """The path of the first of the programs that is on this device, or an empty text."""
    return next((path for path in map(shutil.which, programs) if path), "")


def no_recording(name: str) -> str:
    """A campaign without sounds."""
    return ""


class LocalVoice(QObject):
    """Plays recordings with a player of this device, and has the rest spoken by its engine.

    ``media`` gives the file of a campaign's sound by name, or an empty text. One process at a
    time; what is no longer wanted is killed at once.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.media: Callable[[str], str] = no_recording
        self.usual = 100
        """Per cent, 0-100, of all it can, as staff have set it; a person's loudness is of this."""
        self._engine, self._player = found(ENGINES), found(PLAYERS)
        self._waiting: list[Line] = []
        self._done: Callable[[], None] | None = None
        self._process: QProcess | None = None
        self._loudness, self._pace = 100, 150
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._give_up)

    def can(self, line: Line) -> bool:
        """Whether there is a recording of it, or a voice for its language."""
        return bool(self._recording(line)) or bool(self._engine and engine_voice(line.language))

    def set(self, loudness: int, pace: int) -> None:
        """From the next line on; see :data:`LOUDNESS` and :data:`PACE`."""
        self._loudness, self._pace = loudness, pace

    def say(self, lines: Sequence[Line], done: Callable[[], None]) -> None:
        """Say those of the lines that can be said, then call ``done`` unless stopped before."""
        self.stop()
        self._waiting = [line for line in lines if self.can(line)]
        self._done = done
        self._next()

    def stop(self) -> None:
        """Be silent at once."""
        self._waiting, self._done = [], None
        self._patience.stop()
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect(self._ended)
            process.errorOccurred.disconnect(self._failed)
            process.finished.connect(process.deleteLater)
            process.kill()

    def _next(self) -> None:
        if not self._waiting:
            done, self._done = self._done, None
            if done is not None:
                done()
            return
        line = self._waiting.pop(0)
        recording = self._recording(line)
        if recording:
            self._patience.start(_LONGEST_RECORDING_MS)
            self._run(self._player, self._playing(recording), b"")
        else:
            text = said_as(line)
            self._patience.start(PATIENCE_MS + _MS_A_SIGN * len(text))
            self._run(self._engine, self._speaking(line), text.encode())

    def _run(self, program: str, arguments: list[str], text: bytes) -> None:
        process = self._process = QProcess(self)
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._failed)
        process.start(program, arguments)
        process.write(text)
        process.closeWriteChannel()

    def _give_up(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _ended(self) -> None:
        self._patience.stop()
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        self._next()

    def _failed(self, error: QProcess.ProcessError) -> None:
        """One that never started tells no end."""
        if error is QProcess.ProcessError.FailedToStart:
            self._ended()

    def _recording(self, line: Line) -> str:
        if not line.recording or not self._player:
            return ""
        names = (f"{line.recording}.{ending}" for ending in SOUNDS)
        return next((path for path in map(self.media, names) if path), "")

    def _speaking(self, line: Line) -> list[str]:
        pace = self._pace * 2 // 3 if line.spelled else self._pace
        return ["--stdin", "-v", engine_voice(line.language), "-s", str(pace),
                "-a", str(self._loudness * self.usual // 100)]

    def _playing(self, path: str) -> list[str]:
        if self._player.endswith("ffplay"):
            return ["-nodisp", "-autoexit", "-loglevel", "quiet", path]
        if self._player.endswith("paplay"):
            loud = self._loudness * self.usual * 65536 // 10_000
            return [f"--volume={min(65536, loud)}", path]
        return [path]

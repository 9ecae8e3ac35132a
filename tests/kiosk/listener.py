"""Somebody who sees nothing: hears what is said, and presses keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.aloud.hearing import Hearing
from kiosk.aloud.lines import Line, said_as
from kiosk.aloud.voices import engine_voice
from kiosk.citizen import Pace
from survey.campaign import Campaign
from tests.kiosk.person import Person, open_window


@dataclass
class FakeVoice:
    """Remembers what would be said, as it would be written to the engine."""

    heard: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    volumes: list[tuple[int, int]] = field(default_factory=list)
    stops: int = 0
    at_once: bool = True
    done: Callable[[], None] | None = None

    def can(self, line: Line) -> bool:
        return bool(engine_voice(line.language))

    def say(self, lines: Sequence[Line], done: Callable[[], None]) -> None:
        self.lines += lines
        self.heard += [said_as(line) for line in lines]
        self.done = done
        if self.at_once:
            done()

    def stop(self) -> None:
        self.stops += 1

    def set(self, loudness: int, pace: int) -> None:
        self.volumes.append((loudness, pace))


@dataclass
class Listener:
    """``person`` is there for setting up alone; a listener's own acts know only ``heard``."""

    person: Person
    voice: FakeVoice
    hearing: Hearing
    holds: list[bool] = field(default_factory=list)

    def press(self, *keys: Qt.Key) -> list[str]:
        """What is heard after each key and all that it set off."""
        before = len(self.voice.heard)
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.person.window, key)
            QApplication.processEvents()
        return self.voice.heard[before:]

    def find(self, start: str, most: int = 30) -> str:
        """Step on until something is said that begins so."""
        for _ in range(most):
            for said in self.press(Qt.Key.Key_Down):
                if said.startswith(start):
                    return said
        raise AssertionError(f"nobody ever says {start}: {self.voice.heard[-most:]}")

    def take(self, start: str) -> list[str]:
        """Find it and take it."""
        self.find(start)
        return self.press(Qt.Key.Key_Return)


def listener(
    qtbot: QtBot, campaign: Campaign | None = None, pace: Pace | None = None
) -> Listener:
    person = open_window(qtbot, pace or Pace(), campaign)
    voice = FakeVoice()
    made = Listener(person, voice, Hearing(person.window, voice))
    hold = person.window.hold

    def noted(holds: bool) -> None:
        made.holds.append(holds)
        hold(holds)

    person.window.hold = noted  # type: ignore[method-assign]
    person.presenter.begin()
    return made

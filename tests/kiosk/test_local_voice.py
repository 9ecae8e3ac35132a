"""The voice of this device, with an engine and a player that write down what they are given."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.aloud import voices
from kiosk.aloud.lines import Line, recording_of, said_as
from kiosk.aloud.voices import LocalVoice, engine_voice
from survey.campaign import Campaign
from tests import builders

ENGINE = """#!/bin/sh
echo "$@" >> "{folder}/arguments"
cat >> "{folder}/spoken"
echo >> "{folder}/spoken"
exit {code}
"""
ENDLESS = """#!/bin/sh
echo $$ > "{folder}/endless"
exec tail -f /dev/null
"""


class Made:
    """An engine on the path of this test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, text: str, code: int = 0) -> None:
        program = self.folder / name
        program.write_text(text.format(folder=self.folder, code=code))
        program.chmod(0o755)

    def said(self) -> list[str]:
        return self._lines("spoken")

    def arguments(self) -> str:
        return " ".join(self._lines("arguments"))

    def _lines(self, name: str) -> list[str]:
        file = self.folder / name
        return file.read_text().split("\n")[:-1] if file.exists() else []


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Made]:
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr(voices, "ENGINES", ("test-engine",))
    monkeypatch.setattr(voices, "PLAYERS", ("test-player",))
    yield Made(tmp_path)


def heard(qtbot: QtBot, voice: LocalVoice, *lines: Line) -> None:
    """Until the voice says that it has said them."""
    over: list[bool] = []
    voice.say(lines, lambda: over.append(True))
    qtbot.waitUntil(lambda: bool(over), timeout=10_000)


def test_the_text_goes_through_a_pipe_and_never_into_arguments(qtbot: QtBot, made: Made) -> None:
    made.put("test-engine", ENGINE)
    heard(qtbot, LocalVoice(), Line("Hur var bemötandet?", "sv"), Line("How was it?", "en"))
    assert made.said() == ["Hur var bemötandet?", "How was it?"]
    assert made.arguments() == "--stdin -v sv -s 150 -a 100 --stdin -v en-gb -s 150 -a 100"


def test_a_voice_is_killed_when_nobody_wants_it_any_more(qtbot: QtBot, made: Made) -> None:
    made.put("test-engine", ENDLESS)
    voice = LocalVoice()
    voice.say([Line("A long text", "en")], lambda: pytest.fail("it was stopped"))
    pid = made.folder / "endless"
    qtbot.waitUntil(lambda: pid.exists() and bool(pid.read_text()), timeout=10_000)
    process = voice.findChildren(voices.QProcess)[0]
    voice.stop()
    with qtbot.waitSignal(process.finished, timeout=10_000):
        pass
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_an_engine_that_fails_or_hangs_holds_nobody_up(
    qtbot: QtBot, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.put("test-engine", ENGINE, code=1)
    heard(qtbot, LocalVoice(), Line("One", "en"), Line("Two", "en"))
    assert made.said() == ["One.", "Two."]
    monkeypatch.setattr(voices, "PATIENCE_MS", 1)
    made.put("test-engine", ENDLESS)
    heard(qtbot, LocalVoice(), Line("x", "en"))


def test_a_recording_of_the_campaign_is_played_instead_of_the_engine(
    qtbot: QtBot, made: Made
) -> None:
    made.put("test-engine", ENGINE)
    made.put("test-player", ENGINE)
    voice = LocalVoice()
    voice.media = lambda name: "/somewhere/ab12.ogg" if name == "aloud-so-r0.ogg" else ""
    heard(qtbot, voice, Line("Sidee?", "so", recording_of("so", "r0")), Line("Hej", "sv", "x"))
    assert made.said()[-1] == "Hej."
    assert made.arguments().startswith("/somewhere/ab12.ogg")


def test_every_kind_of_sound_that_a_campaign_may_carry_is_played(made: Made) -> None:
    made.put("test-player", ENGINE)
    voice = LocalVoice()
    for kind in ("oga", "ogg", "mp3", "wav", "m4a"):
        held = {f"aloud-so-consent.{kind}": "/somewhere"}
        voice.media = lambda name, held=held: held.get(name, "")  # type: ignore[misc]
        assert voice.can(Line("Oggolaansho", "so", recording_of("so", "consent"))), kind


def test_without_an_engine_only_recordings_can_be_said(made: Made) -> None:
    voice = LocalVoice()
    assert not voice.can(Line("Hej", "sv"))
    made.put("test-player", ENGINE)
    voice = LocalVoice()
    voice.media = lambda name: "/file" if name == "aloud-sv-r0.wav" else ""
    assert voice.can(Line("Hej", "sv", "aloud-sv-r0"))
    assert not voice.can(Line("Hej", "sv", "aloud-sv-r1"))


@pytest.mark.parametrize(("tag", "voice"), [
    ("sv", "sv"), ("sv-simple", "sv"), ("en", "en-gb"), ("prs", "fa"), ("so", ""), ("ti", ""),
    ("se", ""), ("uk", "uk"), ("ar", "ar"), ("fi", "fi"),
])
def test_languages_without_a_voice_are_known(tag: str, voice: str) -> None:
    assert engine_voice(tag) == voice


def test_nothing_that_steers_an_engine_is_said() -> None:
    assert said_as(Line("<break time='9s'/>  Hej\n[[x]]", "sv")) == "break time='9s'/ Hej x."
    assert said_as(Line("\u2068060-19\u2069", "ar")) == "060-19."
    assert said_as(Line("AB3D", "en", spelled=True)) == "A, B, 3, D."


def test_recordings_are_called_as_campaigns_name_them() -> None:
    campaign: Campaign = builders.small_campaign()
    name = campaign.form.questions[0].name
    assert recording_of("sv", name, 4) == f"aloud-sv-{name}-4"
    assert recording_of("sv", "consent") == "aloud-sv-consent"


def test_a_person_turns_up_what_staff_have_set(qtbot: QtBot, made: Made) -> None:
    made.put("test-engine", ENGINE)
    voice = LocalVoice()
    voice.usual = 50
    voice.set(120, 150)
    heard(qtbot, voice, Line("Hej", "sv"))
    assert made.arguments().endswith("-a 60")

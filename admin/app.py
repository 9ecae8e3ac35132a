"""The desktop program: the only place that knows everybody."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from admin.background import Failed, Succeeded
from admin.campaigns.answers_source import WorkspaceAnswers
from admin.campaigns.conduct_source import WorkspaceConduct
from admin.campaigns.doors import SurveyDoors
from admin.campaigns.new_source import WorkspaceForms
from admin.campaigns.source import WorkspaceConsents, WorkspaceSurveys
from admin.campaigns.tables_source import WorkspaceTables
from admin.devices.source import WorkspaceDevices
from admin.listening.running import Listening
from admin.pictures.style import load_fonts
from admin.ports import Ports
from admin.program import Program
from admin.responses.aside_source import WorkspaceAside
from admin.responses.intake import WorkspaceIntake
from admin.responses.keeping import WorkspaceKeeper
from admin.responses.leaving import WorkspaceEraser
from admin.results.source import WorkspaceFigures
from admin.sessions.source import WorkspaceSessions
from admin.shell.pick import pick
from admin.shell.threads import Threads
from admin.start.choosing import Pick
from admin.start.held import Held
from assets import theme
from assets.words import LANGUAGES, Words
from storage.seal.memory import keep_out_of_swap


def main(argv: list[str]) -> int:
    """Show the window; ``argv`` is at most the folder of a workspace. Returns when it is closed."""
    keep_out_of_swap()
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(["vardera", *argv])
    program = build(app)
    program.show(str(Path(argv[0]).absolute()) if argv else "")
    return app.exec()


def build(app: QApplication, language: str | None = None, pick: Pick = pick) -> Program:
    """The whole program with its real doors; the window is not shown yet.

    ``pick`` asks for folders and files; a test answers instead of a person.
    """
    spoken = language or _language()
    load_fonts()
    look = theme.load()
    app.setApplicationName("Värdera")
    app.setStyle("Fusion")
    app.setFont(QFont(look.text_font))
    _translate_dialogs(app, spoken)
    words = _Spoken(spoken)
    ports, network = _ports(words, pick)
    program = Program(ports, look, spoken)
    words.follow(program.words)
    network.follow(program.units.network_view.server_changed.emit)
    return program


def _ports(words: _Spoken, pick: Pick) -> tuple[Ports, Listening]:
    background, actor = Threads(attempt), _actor()
    held = Held(clock, words)
    network = Listening(held, clock, actor, attempt)
    held.before_leaving(network.leave)

    def close() -> None:
        stopped = background.close()
        network.stop()
        if stopped:
            held.close()

    ports = Ports(
        doors=held, intake=WorkspaceIntake(held, clock, actor),
        desk=WorkspaceDevices(held, words, actor), aside=WorkspaceAside(held, words, actor),
        eraser=WorkspaceEraser(held, actor), keeper=WorkspaceKeeper(held, words, actor),
        network=network,
        figures=WorkspaceFigures(held, clock, actor),
        surveys=SurveyDoors(
            surveys=WorkspaceSurveys(held), consents=WorkspaceConsents(held),
            conduct=WorkspaceConduct(held, actor),
            answers=WorkspaceAnswers(held, actor),
            tables=WorkspaceTables(held, clock, actor),
            sessions=WorkspaceSessions(held, clock, actor),
            forms=WorkspaceForms(held, clock, actor),
        ),
        background=background, clock=clock,
        pick=pick, close=close,
    )
    return ports, network


def attempt(work: Callable[[], Any]) -> Succeeded | Failed:
    """Run work on a background thread; whatever it raises comes back to the window's thread."""
    try:
        return Succeeded(work())
    except Exception as trouble:
        return Failed(trouble)


def clock() -> datetime:
    """The present time in UTC."""
    return datetime.now(UTC)


class _Spoken:
    """The words of the language that the window shows at the moment."""

    def __init__(self, language: str) -> None:
        self._ask: Callable[[], Words] = lambda: Words(language)

    def follow(self, ask: Callable[[], Words]) -> None:
        self._ask = ask

    def __call__(self) -> Words:
        return self._ask()


def _language() -> str:
    """Swedish first; English where the computer speaks it and not Swedish."""
    wanted = os.environ.get("VARDERA_LANGUAGE", "")
    if wanted in LANGUAGES:
        return wanted
    spoken = {tag.split("-")[0] for tag in QLocale.system().uiLanguages()}
    return "en" if "en" in spoken and "sv" not in spoken and "C" not in spoken else "sv"


def _translate_dialogs(app: QApplication, language: str) -> None:
    """Qt's own words (file dialogs) in the window's language, where Qt has them."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language}", folder):
        app.installTranslator(translator)


def _actor() -> str:
    """Who is at the computer, for the rows that say who caused them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unnamed"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Every screen of the kiosk as a picture, in both languages and at every text size."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}")

from PySide6.QtWidgets import QApplication  # noqa: E402

import assets  # noqa: E402
from assets import theme  # noqa: E402
from assets.words import Words  # noqa: E402
from kiosk import screens, style  # noqa: E402
from kiosk.citizen import Citizen, Pace  # noqa: E402
from kiosk.window import Looks, Window  # noqa: E402
from kiosk.wishes import AskToStop, ChangeTextSize, LeftAlone  # noqa: E402
from survey import flow  # noqa: E402
from survey.campaign import Campaign  # noqa: E402
from survey.reading import read_campaign  # noqa: E402
from tests.kiosk.screen_builders import (  # noqa: E402
    FakeKeeper,
    citizen,
    many_choices,
)

SIZES = {100: 0, 150: 1, 200: 2}


class Camera:
    """Walks a window through every screen and keeps what it sees."""

    def __init__(self, window: Window, folder: Path) -> None:
        self.window = window
        self.folder = folder
        self.mark = ""

    def take(self, name: str) -> None:
        QApplication.processEvents()
        self.window.grab().save(str(self.folder / f"{name}{self.mark}.png"))


def walk(camera: Camera, campaign: Campaign, language: str, percent: int) -> None:
    """The whole way of one person, with a picture at each kind of screen."""
    camera.mark = f"_{language}_{percent}"
    view, keeper = camera.window, FakeKeeper()
    who = citizen(view, keeper, campaign=campaign, pace=Pace(advance=None))
    who.begin()
    for _ in range(SIZES[percent]):
        who.receive(ChangeTextSize())
    camera.take("1_start")
    who.receive(flow.ChooseLanguage(language))
    camera.take("2_consent")
    who.receive(flow.Agree())
    camera.take("3_question")
    questions = campaign.form.questions
    _answer_all(camera, who, campaign)
    camera.take("8_thanks")
    frame = screens.Frame(language=language, languages=campaign.languages, percent=percent)
    no_room = screens.NotKeptScreen(frame=frame, reason=screens.Reason.NO_ROOM)
    view.present(no_room)
    camera.take("9_not_kept")
    view.present(screens.NotReadyScreen(
        frame=frame, reason=screens.Reason.NO_PACKAGE, device="Biblioteket 1",
        fingerprint="A01F 33D2 9C4E 7B11 0D5A",
    ))
    camera.take("9_not_ready")
    assert len(keeper.finished) == 1 and len(keeper.finished[0].answers) == len(questions)


def _answer_all(camera: Camera, who: Citizen, campaign: Campaign) -> None:
    for at, question in enumerate(campaign.form.questions):
        if question.choices:
            camera.take(f"6_choices_{len(question.choices)}")
            who.receive(flow.Give(question.id, question.choices[-1].id))
            camera.take(f"7_chosen_{len(question.choices)}")
        else:
            who.receive(flow.Give(question.id, 4))
            if at == 1:
                camera.take("4_rated")
                who.receive(LeftAlone())
                camera.take("5_still_there")
                who.receive(AskToStop())
                camera.take("5_stop")
                who.receive(flow.Give(question.id, None))
                camera.take("5_rather_not_say")
        if len(question.label["sv"]) > 120:
            camera.take("5_long_question")
        who.receive(flow.Next())


def main() -> None:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("folder", type=Path)
    asks.add_argument("--sizes", type=int, nargs="*", default=[100, 200])
    asks.add_argument("--languages", nargs="*", default=["sv", "en"])
    asked = asks.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    style.load_fonts()
    application.setFont(style.Style(theme.load()).text(24))
    window = Window(Looks(theme=theme.load(), words=Words, idle_ms=0))
    window.resize(1280, 800)
    window.show()
    example, _ = read_campaign(assets.data("demo", "campaign.json"))
    assert example is not None
    camera = Camera(window, asked.folder)
    for language in asked.languages:
        for percent in asked.sizes:
            walk(camera, example, language, percent)
            small = many_choices()
            walk(camera, replace(small, organisation="Sundsvalls kommun"), language, percent)


if __name__ == "__main__":
    main()

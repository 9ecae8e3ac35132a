"""Every screen of the kiosk as a picture, in both languages and at every text size."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}")

from PySide6.QtWidgets import QApplication  # noqa: E402

import assets  # noqa: E402
from assets import theme  # noqa: E402
from assets.words import RESPONDENTS, Words  # noqa: E402
from kiosk import screens, style  # noqa: E402
from kiosk.carrying import Standing  # noqa: E402
from kiosk.citizen import Citizen, Pace  # noqa: E402
from kiosk.views.withdraw import WithdrawView  # noqa: E402
from kiosk.window import Looks, Window  # noqa: E402
from kiosk.wishes import (  # noqa: E402
    AskToStop,
    ChangeTextSize,
    GiveBack,
    GiveBackCode,
    LeftAlone,
    StillHere,
)
from storage.seal import receipt_codes  # noqa: E402
from storage.values import DeviceIdentity  # noqa: E402
from survey import flow  # noqa: E402
from survey.campaign import Campaign  # noqa: E402
from survey.reading import read_campaign  # noqa: E402
from sync.mailbox import cards  # noqa: E402
from tests.builders import small_campaign  # noqa: E402
from tests.kiosk.screen_builders import (  # noqa: E402
    FakeKeeper,
    citizen,
    many_choices,
)

SIZES = {percent: presses for presses, percent in enumerate(screens.TEXT_SIZES)}


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
    comfort = screens.Comfort(percent=percent)
    frame = screens.Frame(language=language, languages=campaign.languages, comfort=comfort)
    no_room = screens.NotKeptScreen(frame=frame, reason=screens.Reason.NO_ROOM)
    view.present(no_room)
    camera.take("9_not_kept")
    view.present(screens.NotReadyScreen(
        frame=frame, reason=screens.Reason.NO_PACKAGE, device="Biblioteket 1",
        fingerprint="A01F 33D2 9C4E 7B11 0D5A",
    ))
    camera.take("9_not_ready")
    assert len(keeper.finished) == 1 and len(keeper.finished[0].answers) == len(questions)


def codes(camera: Camera, campaign: Campaign, language: str, percent: int) -> None:
    """A survey that hands out codes: the question, the code, and giving one back."""
    camera.mark = f"_{language}_{percent}"
    who = citizen(camera.window, FakeKeeper(), campaign=replace(campaign, withdrawal=True),
                  pace=Pace(advance=None))
    who.begin()
    for _ in range(SIZES[percent]):
        who.receive(ChangeTextSize())
    camera.take("c1_start")
    who.receive(flow.ChooseLanguage(language))
    who.receive(flow.Agree())
    for question in campaign.form.questions:
        if not question.choices:
            who.receive(flow.Give(question.id, 4))
        who.receive(flow.Next())
    camera.take("c2_code_question")
    who.receive(flow.TakeCode())
    camera.take("c3_code")
    who.receive(flow.Restart())
    for _ in range(SIZES[percent]):
        who.receive(ChangeTextSize())
    who.receive(GiveBack())
    who.receive(flow.ChooseLanguage(language))
    _give_back(camera, who)


def staff(camera: Camera, language: str, percent: int) -> None:
    """What staff meet before there is a survey: connecting the kiosk, and its number."""
    camera.mark = f"_{language}_{percent}"
    frame = screens.Frame(language=language, comfort=screens.Comfort(percent=percent))
    number = "A01F 33D2 9C4E 7B11 0D5A"
    view, stage = camera.window, screens.PairStage
    view.tell(Standing(waiting=12, last=datetime(2025, 9, 3, 12, 5, tzinfo=UTC),
                       trouble="place-gone"))
    view.present(screens.NotReadyScreen(
        frame=frame, reason=screens.Reason.NO_PACKAGE, device="Biblioteket 1",
        fingerprint=number, may_pair=True,
    ))
    camera.take("p1_not_ready")
    for at, screen in enumerate((
        screens.PairScreen(frame=frame, stage=stage.LOOKING),
        screens.PairScreen(frame=frame, stage=stage.CHOOSE, trouble="none-found"),
        screens.PairScreen(frame=frame, stage=stage.CHOOSE,
                           found=("192.168.1.20:8347", "192.168.1.31:8347")),
        screens.PairScreen(frame=frame, stage=stage.COMPARE, number=number,
                           words=("gemensam", "åbäke", "cembalo", "julgran"),
                           organisation="Sundsvalls kommun"),
        screens.PairScreen(frame=frame, stage=stage.WAITING),
        screens.PairScreen(frame=frame, stage=stage.PAIRED),
        screens.PairScreen(frame=frame, stage=stage.FAILED, trouble="place-gone"),
    ), 2):
        view.present(screen)
        camera.take(f"p{at}_{screen.stage}")
    device = DeviceIdentity(public=bytes(range(32)), name="Biblioteket 1")
    view.present(screens.NumberScreen(
        frame=frame, device=device.name, number=number,
        card=cards.device_card(device, lambda *_: bytes(range(64))),
    ))
    camera.take("p9_number")


def _give_back(camera: Camera, who: Citizen) -> None:
    code = bytes(range(16))
    view = camera.window.view(WithdrawView)
    camera.take("c4_give_back")
    view.field.setText(receipt_codes.write_groups(code))
    view.field.textEdited.emit(view.field.text())
    who.receive(GiveBackCode("ABCD"))
    camera.take("c5_misread")
    view.turn.click()
    for word in receipt_codes.write_words(code)[:11]:
        view.field.textEdited.emit(word + " ")
    view.field.textEdited.emit("ba")
    camera.take("c6_words")
    who.receive(GiveBackCode(receipt_codes.write_groups(code)))
    camera.take("c7_given_back")
    who.receive(flow.Restart())


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
                who.receive(StillHere())
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
    asks.add_argument("--window", type=int, nargs=2, default=[1280, 800])
    asks.add_argument("--only", choices=["codes", "staff"], help="leave the questions out")
    asked = asks.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    style.load_fonts(RESPONDENTS)
    application.setFont(style.Style(theme.load()).text(24))
    window = Window(Looks(theme=theme.load(), words=Words, idle_ms=0))
    window.resize(*asked.window)
    window.show()
    example, _ = read_campaign(assets.data("demo", "campaign.json"))
    assert example is not None
    example = replace(example, first_day=date(2020, 1, 1), last_day=date(2099, 12, 31))
    camera = Camera(window, asked.folder)
    for language in asked.languages:
        for percent in asked.sizes:
            if asked.only != "staff":
                codes(camera, small_campaign(), language, percent)
            if asked.only != "codes":
                staff(camera, language, percent)
            if asked.only:
                continue
            walk(camera, example, language, percent)
            small = many_choices()
            walk(camera, replace(small, organisation="Sundsvalls kommun"), language, percent)


if __name__ == "__main__":
    main()

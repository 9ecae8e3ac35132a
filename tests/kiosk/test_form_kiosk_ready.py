"""The kiosk over its store with a survey that asks a whole form: ready, not ready, its pictures."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk.forms.page import FormPage
from kiosk.forms.screen import FormScreen
from kiosk.running import Kiosk
from kiosk.screens import AttractScreen, NotReadyScreen, Reason
from kiosk.style import load_fonts
from kiosk.watchdog_heart import Heart, Watched
from kiosk.watchdog_line import LONG
from kiosk.window import Looks, Window
from kiosk.wishes import TryAgain
from storage.errors import Damaged
from survey import flow
from survey.campaign import Campaign
from survey.forms.media import Medium
from tests.kiosk.conftest import installed
from tests.kiosk.form_kiosk_builders import asks
from tests.kiosk.package_builders import ONE_UNIT

PICTURES = """
| survey |
| | type | name | label |
| | select_one place | best | Best? |
| choices |
| | list_name | name | label | media::image |
| | place | park | Park | park.png |
| | place | lake | Lake | lake.png |
"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c63f8cfc0f01f00050001ff89993d1d0000000049454e44ae426082"
)

Start = Callable[[Campaign], Kiosk]


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[Start]:
    """Starts the kiosk with a survey installed."""
    running: list[Kiosk] = []

    def starting(campaign: Campaign) -> Kiosk:
        store = installed(tmp_path, campaign)
        load_fonts()
        window = Window(Looks(theme=theme.load(), idle_ms=0))
        qtbot.addWidget(window)
        window.resize(1280, 800)
        kiosk = Kiosk(window, store, "Disken")
        running.append(kiosk)
        kiosk.get_ready()
        return kiosk

    yield starting
    for kiosk in running:
        kiosk.close()


def wish(kiosk: Kiosk, *wishes: object) -> None:
    for one in wishes:
        kiosk._window.wished.emit(one)


def with_relevance(campaign: Campaign, relevant: str) -> Campaign:
    definition = campaign.definition
    assert definition is not None
    nodes = tuple(
        replace(node, relevant=relevant) if node.name == "dogname" else node
        for node in definition.nodes
    )
    return replace(campaign, definition=replace(definition, nodes=nodes))


def test_a_form_that_cannot_be_asked_leaves_the_kiosk_not_ready(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    kiosk = start(with_relevance(asks(), "${dog} ="))
    assert isinstance(kiosk.screen, NotReadyScreen)
    assert kiosk.screen.reason is Reason.UNREADABLE
    assert "expression-syntax" in caplog.text


def test_pages_are_made_only_where_a_survey_has_a_form(start: Start) -> None:
    assert not start(ONE_UNIT)._window.stage.has(FormPage)


def test_pictures_come_with_the_survey(start: Start, tmp_path: Path) -> None:
    campaign = replace(asks(PICTURES), media=(Medium(name="park.png", data=PNG),))
    kiosk = start(campaign)
    wish(kiosk, flow.ChooseLanguage("sv"), flow.Agree())
    assert isinstance(kiosk.screen, FormScreen)
    park, lake = kiosk.screen.items[0].choices
    assert Path(park.image).read_bytes() == PNG and Path(park.image).parent.name == "media"
    assert lake.image == "", "what the survey does not carry is left out"


def test_a_new_survey_waits_until_the_person_has_gone(start: Start) -> None:
    kiosk = start(asks())
    wish(kiosk, flow.ChooseLanguage("sv"), flow.Agree())
    before = kiosk._citizen
    kiosk._package_came()
    assert isinstance(kiosk.screen, FormScreen) and kiosk._citizen is before
    wish(kiosk, flow.Stop())
    assert isinstance(kiosk.screen, AttractScreen)
    kiosk._idle()
    assert kiosk._citizen is not before


def test_who_answers_when_the_survey_ends_may_finish_and_nobody_after(
    start: Start, tmp_path: Path
) -> None:
    kiosk = start(asks())
    store = kiosk._store
    assert store is not None
    wish(kiosk, flow.ChooseLanguage("sv"), flow.Agree())
    package = store.package()
    assert package is not None
    store.install(replace(package, version=package.version + 1, recipients=(), hash=bytes(32)))
    kiosk._package_came()
    assert isinstance(kiosk.screen, FormScreen)
    wish(kiosk, flow.Stop())
    kiosk._idle()
    assert isinstance(kiosk.screen, NotReadyScreen) and kiosk.screen.reason is Reason.ENDED
    wish(kiosk, flow.ChooseLanguage("sv"), TryAgain())
    assert isinstance(kiosk.screen, NotReadyScreen)
    store.install(replace(package, version=package.version + 2, hash=b"3" * 32))
    kiosk._package_came()
    assert isinstance(kiosk.screen, AttractScreen)


def test_a_store_that_cannot_say_which_survey_runs_is_told(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk = start(asks())
    store = kiosk._store
    assert store is not None

    def unreadable() -> None:
        raise Damaged("the store's database is damaged")

    monkeypatch.setattr(store, "packages", unreadable)
    kiosk.get_ready()
    assert isinstance(kiosk.screen, NotReadyScreen) and kiosk.screen.reason is Reason.STORE
    monkeypatch.undo()
    wish(kiosk, TryAgain())
    assert isinstance(kiosk.screen, AttractScreen)


def test_ending_is_long_work_for_the_watchdog(start: Start) -> None:
    kiosk = start(asks())
    reading, writing = os.pipe()
    heart = Heart(writing)
    kiosk.watched(heart, Watched())
    kiosk.close()
    heart.close()
    with os.fdopen(reading, "rb") as said:
        assert said.read().endswith(LONG), "no beat comes while the others end"

"""A meeting over the real store: fallen and resumed, taken over, closed; nothing of it readable."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

import assets
from kiosk.diary import Diary
from kiosk.meeting.host import SessionHost
from kiosk.meeting.keeping import Means, Opening
from kiosk.meeting.phone_forms import FormMeans, PhoneForms
from storage.bodies import decode
from storage.errors import MissingKey, WrongCampaign
from storage.kiosk import KioskStore
from storage.kiosk.sessions import Sessions
from survey.facilitation.events import HeadingNamed
from survey.facilitation.state import Turn
from survey.records import Body, Mode, Response, SessionEvent, Way
from survey.session import fold
from tests.kiosk.meeting_builders import points
from tests.kiosk.screen_builders import NOW, station
from tests.storage.kiosk_builders import Hands, bodies, collecting_store, files_with, open_store
from tests.storage.test_kiosk_sessions import CHEAP
from tests.survey.session_builders import number


@dataclass
class Device:
    """A tablet: its store, and who leads a meeting on it."""

    store: KioskStore
    hands: Hands

    def host(self) -> SessionHost:
        sessions = Sessions(self.store._database, self.store.watch, self.hands.random, CHEAP)
        return SessionHost(Means(
            station=station(), clock=lambda: NOW, random=self.hands.random, ticks=lambda: 0.0,
            book=Diary(self.store.journal(), sessions, self.hands.random),
        ))

    def sent(self) -> list[Body]:
        """What the organisation will read."""
        found = [decode(body) for body in bodies(self.store)]
        return [one for one in found if isinstance(one, SessionEvent | Response)]

    def events(self) -> list[SessionEvent]:
        return [one for one in self.sent() if isinstance(one, SessionEvent)]


def device(directory: Path, seed: str = "one") -> Device:
    hands = Hands(seed=seed.encode())
    return Device(collecting_store(directory, hands), hands)


def begun(host: SessionHost, people: int = 3) -> str:
    """In front of the points of a focus group; the words."""
    words = host.open(Opening(
        title="Hemlig titel", question="Vad?", language="sv",
        method=assets.text("methods", "focus-group.toml"),
    ))
    for _ in range(people):
        host.join(Way.TABLET)
    host.happened(*(
        HeadingNamed(heading=number(at), phase="headings", title=f"Hemlig rubrik {at}")
        for at in range(1, 5)
    ))
    assert host.begin("weigh") is None
    return " ".join(words)


def test_a_fallen_meeting_is_resumed_whole_and_the_organisation_has_all(tmp_path: Path) -> None:
    tablet = device(tmp_path / "one")
    host = tablet.host()
    words = begun(host)
    assert host.reply(1, points(host.task(1), 6, 4)) is None
    tablet.store.close()  # nothing is told to it before: as if it had fallen
    again = Device(open_store(tmp_path / "one", Hands(seed=b"later")), Hands(seed=b"later"))
    resumed = again.host()
    resumed.resume(words)
    assert resumed.state == host.state and resumed.secret
    assert resumed.reply(2, points(resumed.task(2), 1, 9)) is None
    assert resumed.join(Way.PHONE) == 4
    assert fold(again.events()) == resumed.state and resumed.state.problems == ()
    assert not files_with(tmp_path, b"Hemlig")
    resumed.close()
    with pytest.raises(MissingKey):
        again.host().resume(words)
    assert fold(again.events()).closed


def test_a_dead_tablet_costs_nothing_and_two_that_live_come_together(tmp_path: Path) -> None:
    first, second = device(tmp_path / "one"), device(tmp_path / "two", "two")
    host = first.host()
    words = begun(host)
    host.reply(1, points(host.task(1), 6, 4))
    other = second.host()
    other.take_over(host.copy(), words)
    assert other.state == host.state
    assert fold(second.events()) == host.state, "nothing depends on the first device"
    someone = other.join(Way.PHONE)
    assert someone > 1_000 and other.secret == host.secret
    other.reply(someone, points(other.task(someone), 0, 10))
    host.reply(2, points(host.task(2), 5, 5))
    assert (host.merge(other.copy()), other.merge(host.copy())) == (2, 1)
    assert host.merge(other.copy()) == 0
    assert host.state == other.state == fold([*first.events(), *second.events()])
    assert set(host.state.inputs.points[Turn("weigh")]) == {1, 2, someone}
    assert fold(first.events()) == fold(second.events())


def test_after_a_restart_the_second_device_keeps_its_own_numbers(tmp_path: Path) -> None:
    first, second = device(tmp_path / "one"), device(tmp_path / "two", "two")
    host = first.host()
    words = begun(host)
    other = second.host()
    other.take_over(host.copy(), words)
    one = other.join(Way.TABLET)
    again = second.host()
    again.resume(words)
    assert again.join(Way.TABLET) == one + 1


def test_a_copy_of_another_surveys_meeting_is_refused(tmp_path: Path) -> None:
    first = device(tmp_path / "one")
    host = first.host()
    words, copy = begun(host), host.copy()
    second = device(tmp_path / "two", "two")
    sessions = Sessions(second.store._database, second.store.watch, second.hands.random, CHEAP)
    with pytest.raises(WrongCampaign):
        sessions.open_copy(copy, words, bytes(16))


def sat(tablet: Device, host: SessionHost) -> None:
    """Two people fill in the survey by phone: one hands in, one is in the middle of it."""
    forms = PhoneForms(FormMeans(
        station=station(), keeper=host.sitting, clock=lambda: NOW, random=tablet.hands.random,
    ))
    forms.offered = True
    for whole in (True, False):
        sitting = forms.open("sv")
        assert sitting is not None
        step = sitting.answer("")
        step = sitting.answer(step.choices[0].name)
        while whole and not (step.last and not step.choices):
            step = sitting.answer(step.choices[0].name)
        if whole:
            sitting.finish()


@pytest.mark.parametrize("how", ["resumed", "closed"])
def test_forms_by_phone_are_kept_whole_or_as_far_as_they_came(tmp_path: Path, how: str) -> None:
    tablet = device(tmp_path / "one")
    host = tablet.host()
    words = begun(host)
    sat(tablet, host)

    def responses() -> list[Response]:
        return [one for one in tablet.sent() if isinstance(one, Response)]

    assert [one.complete for one in responses()] == [True]
    {"closed": host.close, "resumed": partial(tablet.host().resume, words)}[how]()
    assert [one.complete for one in responses()] == [True, False]
    assert {one.circumstances.mode for one in responses()} == {Mode.PHONE}
    assert len(responses()[1].answers) == 1


def test_a_text_that_is_too_long_for_its_record_is_told_and_costs_nothing(tmp_path: Path) -> None:
    tablet = device(tmp_path / "one")
    host = tablet.host()
    begun(host)
    before = host.state
    found = host.happened(HeadingNamed(heading=number(9), phase="headings", title="x" * 201))
    assert found is not None and found.code == "too-long"
    assert host.state == before
    assert host.happened(HeadingNamed(heading=number(9), phase="headings", title="x")) is None
    assert fold(tablet.events()) == host.state and host.state.problems == ()

"""The page on phones in Chromium: joining to the end by tap and by keys, cut off, in every state
held against axe.

The tablet goes by a name, for Chromium trusts the loopback's own address more than any other: it
has the browser's cryptography there, as no phone in a meeting has. ``bench/phones.py`` does it
over a network of its own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from survey.facilitation.replying import NumbersReply
from sync.room.server import RunningRoom, serve
from tests.sync.room_builders import SECRET, Meeting, place, served
from tests.sync.room_vectors import VECTORS

TABLET = "tablet.example"
NARROW = {"width": 320, "height": 640}
PHONE = {"width": 390, "height": 780}


@dataclass
class Scene:
    """A meeting, its room, and a browser that goes there."""

    meeting: Meeting
    room: RunningRoom
    context: BrowserContext

    @property
    def url(self) -> str:
        return self.room.url.replace("127.0.0.1", TABLET)

    def page(self) -> Page:
        page = self.context.new_page()
        page.goto(self.url)
        expect(page.locator("#you")).not_to_be_empty()
        return page

    def fall(self) -> None:
        self.room.stop()

    def come_back(self) -> None:
        where = replace(place(), address=self.room.address)
        self.room = served(
            self.meeting, serve(self.meeting, where, secret=SECRET, random=os.urandom)
        )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", f"--host-resolver-rules=MAP {TABLET} 127.0.0.1"],
        )
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, language: str = "sv-SE") -> Iterator[Scene]:
    meeting = Meeting()
    room = served(meeting, serve(meeting, place(), secret=SECRET, random=os.urandom))
    context = browser.new_context(locale=language, viewport=PHONE)  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    scene = Scene(meeting, room, context)
    faults: list[str] = []
    context.on("weberror", lambda fault: faults.append(str(fault.error)))
    try:
        yield scene
    finally:
        context.close()
        scene.room.stop()
    assert faults == []


@pytest.fixture
def scene(browser: Browser) -> Iterator[Scene]:
    with opened(browser) as made:
        yield made


def points_of(scene: Scene, participant: int) -> list[int]:
    return list(scene.meeting.state.points.get(participant, {}).values())


def test_points_are_sent_at_every_tap_and_are_there_after_reloading(scene: Scene) -> None:
    scene.meeting.headings()
    scene.meeting.begin("weigh")
    page = scene.page()
    assert page.evaluate("[isSecureContext, typeof crypto.subtle]") == [False, "undefined"]
    expect(page.locator("h1")).to_have_text("Vikta")
    expect(page.locator("#you")).to_have_text("Du är deltagare \u20681\u2069")
    more = page.get_by_role("button", name="En till på")
    for at in (0, 0, 2):
        more.nth(at).click()
    expect(page.locator("#saved")).to_have_text("Skickat")
    assert points_of(scene, 1) == [2, 0, 1] or points_of(scene, 1) == [2, 1]
    expect(page.locator(".left")).to_have_text("Poäng kvar: \u20687\u2069")
    page.reload()
    expect(page.locator(".left")).to_have_text("Poäng kvar: \u20687\u2069")
    assert scene.meeting.joined == 1


def test_no_more_points_can_be_put_than_there_are(scene: Scene) -> None:
    scene.meeting.headings()
    scene.meeting.begin("weigh")
    page = scene.page()
    number = page.get_by_role("spinbutton", name="Lokalen")
    number.fill("99")
    number.blur()
    expect(number).to_have_value("10")
    more = page.get_by_role("button", name="En till på").first
    expect(more).to_have_attribute("aria-disabled", "true")
    more.click(force=True)
    expect(page.locator("#saved")).to_have_text("Skickat")
    assert points_of(scene, 1) == [10]


def test_what_is_given_while_the_network_is_gone_arrives_once(scene: Scene) -> None:
    scene.meeting.begin("factors")
    page = scene.page()
    expect(page.locator("#note")).to_be_visible()
    scene.context.set_offline(True)
    for text in ("Lugn och ro", "Nära hem"):
        page.locator("#note").fill(text)
        page.locator("#add").click()
    expect(page.locator("#saved")).to_have_text("Väntar på nätet; inget går förlorat")
    expect(page.locator("#own li")).to_have_count(2)
    assert not scene.meeting.state.notes
    scene.context.set_offline(False)
    expect(page.locator("#saved")).to_have_text("Skickat")
    assert [n.text for n in scene.meeting.state.notes.values()] == ["Lugn och ro", "Nära hem"]
    assert scene.meeting.replies == 2


def test_a_tablet_that_falls_and_comes_back_finds_its_phones_again(scene: Scene) -> None:
    scene.meeting.headings()
    scene.meeting.begin("weigh")
    page = scene.page()
    more = page.get_by_role("button", name="En till på").first
    more.click()
    expect(page.locator("#saved")).to_have_text("Skickat")
    scene.fall()
    more.click()
    expect(page.locator("#saved")).to_have_text("Väntar på nätet; inget går förlorat")
    scene.come_back()
    expect(page.locator("#saved")).to_have_text("Skickat")
    assert points_of(scene, 1) == [2]
    assert scene.meeting.joined == 1


def test_a_note_can_be_changed_and_taken_back_and_nobody_elses_is_seen(scene: Scene) -> None:
    scene.meeting.begin("factors")
    page = scene.page()
    page.locator("#note").fill("<b>Öppet</b> på söndagar")
    page.locator("#add").click()
    other = scene.context.browser.new_context(locale="sv-SE")  # type: ignore[union-attr]
    neighbour = other.new_page()
    neighbour.goto(scene.url)
    expect(neighbour.locator("#note")).to_be_visible()
    expect(neighbour.locator("#own li")).to_have_count(0)
    other.close()
    expect(page.locator("#own .note")).to_have_text("<b>Öppet</b> på söndagar")
    page.get_by_role("button", name="Ändra lappen").click()
    page.get_by_role("textbox").last.fill("Öppet på lördagar")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("#own .note")).to_have_text("Öppet på lördagar")
    expect(page.locator("#saved")).to_have_text("Skickat")
    assert [n.text for n in scene.meeting.state.notes.values()] == ["Öppet på lördagar"]
    page.get_by_role("button", name="Ta tillbaka").click()
    expect(page.locator("#own li")).to_have_count(0)
    expect(page.locator("#saved")).to_have_text("Skickat")
    assert all(n.withdrawn for n in scene.meeting.state.notes.values())


def test_words_being_written_stay_when_something_else_changes(scene: Scene) -> None:
    scene.meeting.begin("factors")
    page = scene.page()
    page.locator("#note").focus()
    page.keyboard.type("Halvvägs in i en ")
    page.evaluate("window.before = document.getElementById('top')")
    scene.meeting.form = "Biblioteket i dag"  # another frame: the page is drawn anew
    scene.meeting.told()
    page.wait_for_function("() => document.getElementById('top') !== window.before")
    page.keyboard.type("mening")
    expect(page.locator("#note")).to_have_value("Halvvägs in i en mening")
    expect(page.locator("#note")).to_be_focused()


def test_a_number_being_typed_stays_when_news_of_ones_own_come(scene: Scene) -> None:
    meeting = scene.meeting
    meeting.headings()
    meeting.begin("weigh")
    page = scene.page()
    first, second = (page.get_by_role("spinbutton").nth(at) for at in (0, 1))
    second.focus()
    page.keyboard.type("3")
    asked = meeting.gathering.task(1)
    theirs = NumbersReply(turn=meeting.gathering.turn, numbers={asked.items[0].id: 4})
    assert meeting.gathering.reply(1, theirs) is None  # the moderator enters something for them
    meeting.told()
    expect(first).to_have_value("4")
    expect(second).to_have_value("3")
    page.keyboard.press("Tab")
    expect(page.locator("#saved")).to_have_text("Skickat")
    assert points_of(scene, 1)[:2] == [4, 3]


def walk(scene: Scene, page: Page) -> Iterator[str]:
    """Every state of the page, one after another."""
    meeting = scene.meeting
    yield "wait"
    meeting.begin("factors")
    page.locator("#note").fill("En tanke")
    page.locator("#add").click()
    yield "notes"
    page.locator("[id^=begin-]").click()
    yield "a note being changed"
    meeting.headings()
    meeting.begin("weigh")
    page.locator("[id^=m-]").first.click()
    yield "points"
    meeting.begin("weigh", 2)
    expect(page.locator("#again")).to_be_visible()
    yield "points, second round"
    meeting.begin("grade")
    page.locator("input[type=radio]").nth(3).check()
    yield "grades"
    meeting.begin("evaluation")
    page.locator("#next").click()
    yield "cells"
    meeting.form = "Biblioteket i dag"
    meeting.begin("result")
    page.locator("#form").click()
    page.locator("#next").click()
    expect(page.locator("#trouble")).to_be_visible()
    yield "a question in trouble"
    page.locator("#answer-0").check()
    for number in range(2, 9):
        page.locator("#next").click()
        expect(page.locator("main > p").first).to_contain_text(str(number))
        if number not in (4, 5):  # entries as the others
            yield f"question {number}"
    page.locator("#next").click()
    expect(page.locator("#next")).to_have_count(1)
    expect(page.locator("#step")).to_have_text("Det var den sista.")
    yield "all answered"
    page.locator("#next").click()
    expect(page.locator("#next")).to_have_count(0)
    yield "handed in"
    page.locator("#leave").click()
    page.locator("#else-ask").click()
    yield "somebody else"


def test_no_state_of_the_page_fails_axe(scene: Scene) -> None:
    axe, states = Axe(), 0
    page = scene.page()
    for state in walk(scene, page):
        found = axe.run(page)
        told = [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]]
        assert told == [], state
        states += 1
    assert states == 16


def test_no_state_is_wider_than_a_narrow_phone_with_letters_twice_as_large_from_the_right(
    browser: Browser,
) -> None:
    with opened(browser, "ar") as scene:
        page = scene.page()
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        page.evaluate("document.documentElement.style.fontSize = '225%'")
        for state in walk(scene, page):
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= NARROW["width"], state


def pressed(page: Page, name: str, key: str = "Enter", most: int = 40) -> None:
    """Tab to what has this name, and press a key there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "(() => { const e = document.activeElement; return e.ariaLabel || e.id || '' })()"
        )
        if said.startswith(name):
            page.keyboard.press(key)
            return
    raise AssertionError(f"no way to {name} by keys")


def test_a_meeting_is_held_to_its_end_by_keys_alone(scene: Scene) -> None:
    meeting = scene.meeting
    meeting.begin("factors")
    page = scene.page()
    expect(page.locator("#note")).to_be_visible()
    pressed(page, "note", "a")
    pressed(page, "add")
    expect(page.locator("#own li")).to_have_count(1)
    meeting.headings()
    meeting.begin("weigh")
    expect(page.locator("#top")).to_be_focused()
    pressed(page, "En till på \u2068Öpp")
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_have_text("Skickat")
    meeting.begin("grade")
    expect(page.locator("#top")).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
    expect(page.locator("#saved")).to_have_text("Skickat")
    meeting.begin("evaluation")
    expect(page.locator("#top")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    pressed(page, "next")
    expect(page.locator("#step")).to_be_focused()
    expect(page.locator("#saved")).to_have_text("Skickat")
    meeting.form = "Biblioteket i dag"
    meeting.begin("result")
    expect(page.locator("#form")).to_be_visible()
    pressed(page, "form")
    for number in range(1, 9):
        expect(page.locator("main > p").first).to_contain_text(f"\u2068{number}\u2069")
        if number < 4:
            pressed(page, "answer", "Space")
        if number == 5:
            pressed(page, "answer", "1")
            page.keyboard.type(",5")
        pressed(page, "next")
    expect(page.locator("#step")).to_have_text("Det var den sista.")
    pressed(page, "next")
    expect(page.locator("#step")).to_have_text("Dina svar är lämnade. Tack.")
    assert (meeting.answered["visit"], meeting.answered["hours"]) == ("yes", "1.5")
    state = meeting.state
    assert [n.text for n in state.notes.values()] == ["a"]
    assert sorted(state.points[1].values())[-1] == 2
    assert list(state.grades[1].values()) == [2, 2, 2, 2]
    assert sum(map(len, state.inputs.answers.values())) == 1


def test_the_closed_meeting_leaves_nothing_on_the_phone(scene: Scene) -> None:
    scene.meeting.begin("factors")
    page = scene.page()
    page.locator("#note").fill("En tanke")
    page.locator("#add").click()
    expect(page.locator("#saved")).to_have_text("Skickat")
    assert page.evaluate("localStorage.length") == 1
    scene.meeting.close()
    expect(page.locator("main")).to_contain_text("Mötet är avslutat")
    assert page.evaluate("localStorage.length") == 0
    page.locator("#language").select_option("en")
    expect(page.locator("main")).to_contain_text("The meeting is closed")
    assert page.evaluate("localStorage.length") == 0


def filled_in(page: Page) -> None:
    """The form from its button to its end, answering no more than it must."""
    page.locator("#form").click()
    page.locator("#answer-0").check()
    for number in range(2, 9):
        page.locator("#next").click()
        expect(page.locator("main > p").first).to_contain_text(f"\u2068{number}\u2069")
    page.locator("#next").click()
    expect(page.locator("#step")).to_have_text("Det var den sista.")
    page.locator("#next").click()
    expect(page.locator("#step")).to_have_text("Dina svar är lämnade. Tack.")
    page.locator("#leave").click()


def test_a_form_that_was_handed_in_is_not_offered_again_after_the_tablet_has_fallen(
    scene: Scene,
) -> None:
    scene.meeting.form = "Biblioteket i dag"
    scene.meeting.begin("result")
    page = scene.page()
    filled_in(page)
    scene.fall()
    scene.come_back()
    scene.meeting.begin("factors")
    expect(page.locator("#note")).to_be_visible()
    scene.meeting.begin("result")
    expect(page.locator("#note")).to_have_count(0)
    expect(page.locator("#form")).to_have_count(0)
    page.locator("#else-ask").click()
    page.locator("#else-yes").click()
    expect(page.locator("main")).to_contain_text("Koden gäller inte längre")
    page.close()
    other = scene.page()
    expect(other.locator("#you")).to_have_text("Du är deltagare \u20682\u2069")
    expect(other.locator("#form")).to_be_visible()


def unsent(route: Route, tries: list[int] | None = None) -> None:
    """Let only through what waits for news."""
    body = route.request.post_data_buffer
    if body and body[11] == 1:  # the other lane
        if tries is not None:
            tries.append(1)
        route.abort()
    else:
        route.continue_()


def test_a_form_that_is_open_makes_way_when_the_meeting_is_closed(scene: Scene) -> None:
    scene.meeting.form = "Biblioteket i dag"
    scene.meeting.begin("result")
    page = scene.page()
    page.locator("#form").click()
    page.locator("#answer-0").check()
    tries: list[int] = []

    page.route("**/say", lambda route: unsent(route, tries))
    page.locator("#next").click()
    expect(page.locator("#saved")).to_have_text("Väntar på nätet; inget går förlorat")
    scene.meeting.close()
    expect(page.locator("main")).to_contain_text("Mötet är avslutat")
    tried = len(tries)
    for _ in range(3):  # what waits is woken, and has had its time when another answer is there
        page.evaluate("dispatchEvent(new Event('online')), fetch('/').then((a) => a.text())")
    assert tried == len(tries) > 0
    assert page.evaluate("localStorage.length") == 0


def test_a_closed_meeting_promises_nothing_that_it_takes_no_more(scene: Scene) -> None:
    scene.meeting.begin("factors")
    page = scene.page()
    page.locator("#note").fill("För sent")
    page.route("**/say", lambda route: unsent(route))
    page.locator("#add").click()
    expect(page.locator("#saved")).to_have_text("Väntar på nätet; inget går förlorat")
    scene.meeting.close()
    expect(page.locator("main")).to_contain_text("Mötet är avslutat")
    scene.fall()
    for _ in range(20):
        page.evaluate("dispatchEvent(new Event('online')), new Promise((on) => setTimeout(on, 50))")
        if page.locator("#notice").text_content():
            break
    expect(page.locator("#notice")).to_contain_text("Den räknades inte")
    expect(page.locator("#saved")).to_be_empty()
    page.wait_for_function("() => localStorage.length === 0")


def test_refusals_that_anybody_could_forge_make_the_page_forget_nothing(scene: Scene) -> None:
    scene.meeting.begin("factors")
    page = scene.page()
    expect(page.locator("#note")).to_be_visible()
    forged = []

    def refuse(route: Route) -> None:
        forged.append(1)
        route.fulfill(status=400)

    page.route("**/say", refuse)
    page.locator("#note").fill("Lugn och ro")
    page.locator("#add").click()
    for _ in range(200):
        page.evaluate("dispatchEvent(new Event('online')), fetch('/').then((a) => a.text())")
        if len(forged) >= 16:
            break
    assert len(forged) >= 16
    page.unroute("**/say")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#saved")).to_have_text("Skickat")
    assert [n.text for n in scene.meeting.state.notes.values()] == ["Lugn och ro"]


def test_the_pages_channel_is_that_of_the_written_vectors(scene: Scene) -> None:
    vectors = json.loads(VECTORS.read_text("utf-8"))
    page = scene.page()
    told = page.evaluate(
        """async (v) => {
          const { Calling, hex, unhex, pad, readCode, bytes } = await import('./wire.js');
          const calling = new Calling(unhex(v.public), unhex(v["phone's own key"]));
          const first = calling.first(unhex(v['first payload']));
          const { text, sending, receiving } = calling.second(unhex(v.second));
          const code = readCode('#' + v.url.split('#')[1]);
          const said = v.url.split('#1')[1];
          const wrong = ['', '#1', '1' + said, '#2' + said].map(readCode);
          return { first: hex(first), text: hex(text),
            sending: hex(sending), receiving: hex(receiving),
            token: hex(code.token), tablet: hex(code.tablet), wrong,
            sizes: [0, 252, 253, 508, 509].map((n) => pad(bytes('x'.repeat(n))).length) };
        }""", vectors)
    assert told == {
        "first": vectors["first"], "text": vectors["second payload"],
        "sending": vectors["from phone"], "receiving": vectors["to phone"],
        "token": vectors["token"], "tablet": vectors["public"], "wrong": [None] * 4,
        "sizes": [256, 256, 512, 512, 1024],
    }

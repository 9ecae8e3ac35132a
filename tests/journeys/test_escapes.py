"""Zero ways out: keys, buttons, gestures and a window manager's requests against the real kiosk.

Each way is tried where somebody would: at the first screen, in the middle of the survey and in a
text field's place. After each the kiosk fills the screen, is on top and has the keyboard.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import groupby

import pytest

from tests.journeys.escapes import HIGH, WIDE, Kiosk, Stage
from tests.kiosk.conftest import installed
from tests.kiosk.package_builders import ONE_UNIT

TOOLS = ("Xvfb", "openbox", "xdotool", "wmctrl", "xprop", "xwininfo", "xev")

LETTERS = "qwcvxpotnsafhzjl"
KEYS = (
    *(f"F{n}" for n in range(1, 25)), "Escape", "Print", "Sys_Req", "Pause", "Scroll_Lock", "Menu",
    "Super_L", "Super_R", "Hyper_L", "Help", "Cancel", "Undo", "Find", "Insert", "XF86Back",
    "XF86HomePage", "XF86WWW", "XF86Mail", "XF86Explorer", "XF86Calculator", "XF86MenuKB",
    "XF86Sleep", "XF86PowerOff", "XF86Close", "XF86Search", "XF86Favorites", "XF86New",
    *(f"ctrl+{letter}" for letter in LETTERS), *(f"alt+{letter}" for letter in LETTERS),
    *(f"super+{letter}" for letter in LETTERS), *(f"ctrl+shift+{letter}" for letter in LETTERS),
    "ctrl+Escape", "ctrl+alt+Delete", "ctrl+alt+Escape", "ctrl+alt+t", "ctrl+shift+Escape",
    "ctrl+F4", "alt+F1", "alt+F2", "alt+F3", "alt+F4", "alt+F5", "alt+F7", "alt+F8", "alt+F9",
    "alt+F10", "alt+F11", "alt+Return", "alt+Escape", "alt+Tab", "alt+shift+Tab", "ctrl+alt+Tab",
    "alt+space", "super+Tab", "super+space", "super+Return", "super+Up", "super+Down", "super+Left",
    "super+Right", "ctrl+Tab", "ctrl+Insert", "shift+Insert", "shift+Delete", "shift+F10",
    "ctrl+plus", "ctrl+minus", "ctrl+0", "ctrl+alt+Left", "ctrl+alt+Right", "ctrl+alt+Up",
    "ctrl+alt+Down", "shift+alt+Left", "shift+alt+Right", "super+F1", "super+F2", "super+F3",
    "super+F4", "super+d", "super+e", "super+m", "super+l", "super+r",
)
CORNERS = ((1, 1), (WIDE - 2, 1), (1, HIGH - 2), (WIDE - 2, HIGH - 2))


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    lacking = [tool for tool in TOOLS if shutil.which(tool) is None]
    wanted = "openbox xdotool wmctrl x11-utils"
    assert not lacking, f"not installed: {lacking}; apt-get install {wanted}"
    stage = Stage()
    yield stage
    stage.close()


@pytest.fixture(scope="module")
def kiosk(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Kiosk:
    kiosk = Kiosk(stage, installed(tmp_path_factory.mktemp("escape"), ONE_UNIT))
    assert stage.until(lambda: not kiosk.faults()), kiosk.faults()
    return kiosk


def holds(kiosk: Kiosk, way: str) -> None:
    assert kiosk.stage.until(lambda: not kiosk.faults()), f"{way}: {kiosk.faults()}"


def alike(key: str) -> str:
    return key.rpartition("+")[0]


@pytest.mark.parametrize(
    "some", [list(keys) for _, keys in groupby(KEYS, alike)], ids=lambda some: some[0]
)
def test_no_key_leads_out(kiosk: Kiosk, some: list[str]) -> None:
    # the last closes a menu that a window manager opens by itself
    kiosk.stage.do("key", "--delay", "4", "--clearmodifiers", *some, "Escape")
    holds(kiosk, " ".join(some))


@pytest.mark.parametrize("button", [2, 3, 8, 9])
def test_no_button_but_the_first_opens_anything(kiosk: Kiosk, button: int) -> None:
    for x, y in (*CORNERS, (WIDE // 2, HIGH // 2)):
        kiosk.stage.do("mousemove", str(x), str(y), "click", str(button))
    assert kiosk.stage.until(lambda: not kiosk.popups()), "a menu stays open"
    holds(kiosk, f"button {button}")


def test_neither_long_presses_nor_gestures_from_the_edges_lead_out(kiosk: Kiosk) -> None:
    for x, y in (*CORNERS, (WIDE // 2, HIGH - 2), (WIDE // 2, 1)):
        there = ("mousemove", str(x), str(y), "mousedown", "1")
        kiosk.stage.do(*there, "sleep", "0.8", "mouseup", "1")
        kiosk.stage.do(
            *there, "mousemove", str(WIDE // 2), str(HIGH // 2), "mouseup", "1",
        )
    kiosk.stage.do("keydown", "alt", "mousemove", "640", "400", "mousedown", "1",
                   "mousemove", "900", "600", "mouseup", "1", "keyup", "alt")
    kiosk.stage.do("keydown", "ctrl", "click", "4", "click", "5", "keyup", "ctrl")
    assert kiosk.stage.until(lambda: not kiosk.popups()), "a menu stays open"
    holds(kiosk, "presses and gestures")


@pytest.mark.parametrize("ask", [
    ("xdotool", "windowminimize"), ("xdotool", "windowunmap"), ("xdotool", "windowlower"),
    ("xdotool", "windowquit"), ("xdotool", "windowmove", "300", "300"),
    ("xdotool", "windowsize", "200", "200"), ("wmctrl", "-ic"),
    ("wmctrl", "-b", "remove,fullscreen"), ("wmctrl", "-b", "add,hidden"),
    ("wmctrl", "-b", "add,below"), ("wmctrl", "-b", "add,shaded"),
    ("wmctrl", "-b", "remove,above"), ("wmctrl", "-t", "1"),
], ids=lambda ask: " ".join(ask))
def test_what_a_window_manager_asks_is_undone(kiosk: Kiosk, ask: tuple[str, ...]) -> None:
    window = kiosk.window()
    tool, verb, *rest = ask
    if tool == "xdotool":
        kiosk.stage.ask(tool, verb, window, *rest)
    elif verb == "-ic":
        kiosk.stage.ask(tool, verb, window)
    else:
        kiosk.stage.ask(tool, "-ir", window, verb, *rest)
    holds(kiosk, " ".join(ask))


def test_another_desktop_and_a_shown_desktop_do_not_last(kiosk: Kiosk) -> None:
    for ask in (("-s", "1"), ("-k", "on"), ("-s", "2"), ("-k", "off")):
        kiosk.stage.ask("wmctrl", *ask)
        holds(kiosk, f"wmctrl {ask}")


def test_another_program_s_window_does_not_stay_before_it(kiosk: Kiosk) -> None:
    other = kiosk.stage.open("xev", "-geometry", "400x300+200+200")
    assert kiosk.stage.until(lambda: kiosk.stage.ask("xdotool", "search", "--name", "Event Tester"))
    holds(kiosk, "another window")
    window = kiosk.stage.ask("xdotool", "search", "--name", "Event Tester").split()[-1]
    for verb in ("windowraise", "windowfocus", "windowactivate"):
        kiosk.stage.do(verb, window)
        holds(kiosk, verb)
    other.terminate()


def test_a_program_that_is_cut_off_from_its_window_is_there_again(kiosk: Kiosk) -> None:
    before = kiosk.owner()
    kiosk.stage.do("windowkill", kiosk.window())
    assert kiosk.stage.until(lambda: kiosk.owner() not in ("", before))
    holds(kiosk, "windowkill")


def test_a_window_that_is_destroyed_under_it_is_there_again(kiosk: Kiosk) -> None:
    before = kiosk.window()
    kiosk.stage.do("windowclose", before)
    assert kiosk.stage.until(lambda: kiosk.window() not in ("", before))
    holds(kiosk, "windowclose")

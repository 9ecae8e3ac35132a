"""The page on phones in other browsers: Firefox by Marionette, WebKit by WebDriver.

    xvfb-run -a dbus-run-session python -m bench.phone_browsers

Needs ``firefox-esr`` and ``webkit2gtk-driver`` (Debian), and a display for WebKit.
Each joins, hands in a note, puts points, reloads, loses its tablet and finds it again, in Swedish
and in Arabic, and has axe on every state that it comes by. A browser that is not there is told.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import axe_playwright_python

from sync.room.server import RunningRoom, serve
from tests.sync.room_builders import SECRET, Meeting, place, served

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
MINI_BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"
PATIENCE = 20.0
ASK_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document).then((r) => done(r.violations.map((v) => v.id + ': ' + v.nodes[0].html)));
"""


class Browser(Protocol):
    """Goes somewhere and runs scripts there; ``later`` ones call their last argument."""

    def go(self, url: str) -> None: ...
    def run(self, script: str) -> Any: ...
    def later(self, script: str) -> Any: ...


class Firefox:
    """Marionette: lengths and JSON over a socket."""

    def __init__(self, port: int) -> None:
        self._socket = reached(lambda: socket.create_connection(("127.0.0.1", port), 10))
        self._socket.settimeout(60)
        self._file = self._socket.makefile("rb")
        self._n = 0
        self._read()
        self._ask("WebDriver:NewSession", {})

    def go(self, url: str) -> None:
        self._ask("WebDriver:Navigate", {"url": url})

    def run(self, script: str) -> Any:
        return self._ask("WebDriver:ExecuteScript", {"script": script, "args": []})["value"]

    def later(self, script: str) -> Any:
        told = self._ask("WebDriver:ExecuteAsyncScript", {"script": script, "args": []})
        return told["value"]

    def _ask(self, name: str, values: dict[str, Any]) -> Any:
        self._n += 1
        text = json.dumps([0, self._n, name, values]).encode()
        self._socket.sendall(f"{len(text)}:".encode() + text)
        _, _, fault, told = self._read()
        if fault:
            raise RuntimeError(f"{name}: {fault.get('message')}")
        return told

    def _read(self) -> Any:
        length = b""
        while (letter := self._file.read(1)) != b":":
            length += letter
        return json.loads(self._file.read(int(length)))


class WebKit:
    """W3C WebDriver over HTTP."""

    def __init__(self, port: int) -> None:
        self._port = port
        options = {"binary": MINI_BROWSER, "args": ["--automation"]}
        said = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self._session = ""
        self._session = f"/session/{reached(lambda: self._ask('/session', said))['sessionId']}"

    def go(self, url: str) -> None:
        self._ask("/url", {"url": url})

    def run(self, script: str) -> Any:
        return self._ask("/execute/sync", {"script": script, "args": []})

    def later(self, script: str) -> Any:
        return self._ask("/execute/async", {"script": script, "args": []})

    def _ask(self, path: str, said: dict[str, Any]) -> Any:
        wire = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        wire.request("POST", self._session + path, json.dumps(said))
        told = json.loads(wire.getresponse().read())["value"]
        if isinstance(told, dict) and "error" in told:
            raise OSError(f"{path}: {told['message']}")
        return told


def reached(work: Callable[[], Any]) -> Any:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return work()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def until(browser: Browser, condition: str) -> None:
    """Wait for what a script says of the page."""
    end = time.monotonic() + PATIENCE
    while not browser.run(f"return Boolean({condition})"):
        if time.monotonic() > end:
            raise RuntimeError(f"never came: {condition}")
        time.sleep(0.05)


def walked(browser: Browser, language: str) -> dict[str, Any]:
    """One meeting with one phone."""
    meeting = Meeting()
    room = served(meeting, serve(meeting, place(), secret=SECRET, random=os.urandom))
    faults: list[str] = []

    def looked() -> None:
        browser.run(AXE.read_text("utf-8") + "; window.axe = axe; return 1")
        faults.extend(browser.later(ASK_AXE))

    try:
        meeting.begin("factors")
        browser.go(room.url)
        until(browser, "document.getElementById('note')")
        browser.run(f"""const s = document.getElementById('language'); s.value = '{language}';
            s.dispatchEvent(new Event('change'));""")
        until(browser, f"document.documentElement.lang === '{language}'")
        browser.run("""const n = document.getElementById('note'); n.value = 'En tanke';
            n.dispatchEvent(new Event('input')); document.getElementById('add').click();""")
        until(browser, "document.querySelectorAll('#own li').length === 1")
        looked()
        meeting.headings()
        meeting.begin("weigh")
        until(browser, "document.querySelector('[id^=m-]')")
        looked()
        room = tapped(browser, meeting, room)
        meeting.begin("grade")
        until(browser, "document.querySelector('input[type=radio]')")
        browser.run("document.querySelectorAll('input[type=radio]')[3].click()")
        looked()
        until(browser, "document.querySelector('#saved').textContent")
        meeting.close()
        until(browser, "localStorage.length === 0")
        looked()
    finally:
        room.stop()
    state = meeting.state
    return {
        "points": list(state.points[1].values()), "grades": list(state.grades[1].values()),
        "notes": len(state.notes), "people": meeting.joined, "axe": faults,
    }


def tapped(browser: Browser, meeting: Meeting, room: RunningRoom) -> RunningRoom:
    """Three points: one before a reload, one after it, one while the tablet is away."""
    tap = "document.querySelector('[id^=m-]').click()"
    for total in (1, 2):
        browser.run(tap)
        reached(lambda total=total: held(meeting, total))  # type: ignore[misc]
        browser.go("about:blank")
        browser.go(room.url)
        until(browser, "document.querySelector('[id^=m-]')")
    room.stop()
    browser.run(tap)
    until(browser, "document.querySelector('#saved').className === 'waits'")
    again = served(meeting, serve(
        meeting, replace(place(), address=room.address), secret=SECRET, random=os.urandom
    ))
    reached(lambda: held(meeting, 3))
    return again


def held(meeting: Meeting, total: int) -> None:
    if sum(meeting.state.points.get(1, {}).values()) != total:
        raise OSError("not yet")


@contextmanager
def firefox() -> Iterator[Browser]:
    with tempfile.TemporaryDirectory() as profile:
        Path(profile, "user.js").write_text('user_pref("marionette.port", 28281);\n')
        process = subprocess.Popen(
            ["firefox-esr", "--headless", "--marionette", "--profile", profile],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": profile},
        )
        try:
            yield Firefox(28281)
        finally:
            process.terminate()
            process.wait()


@contextmanager
def webkit() -> Iterator[Browser]:
    process = subprocess.Popen(
        ["WebKitWebDriver", "--port=28282"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"},
    )
    try:
        yield WebKit(28282)
    finally:
        process.terminate()
        process.wait()


def main() -> int:
    good = True
    for name, needs, made in (("Firefox", "firefox-esr", firefox),
                              ("WebKit", "WebKitWebDriver", webkit)):
        if shutil.which(needs) is None:
            print(f"{name}: not here")
            continue
        with ExitStack() as stack:
            browser = stack.enter_context(made())
            agent = browser.run("return navigator.userAgent")
            for language in ("sv", "ar"):
                told = walked(browser, language)
                holds = (
                    told["points"] == [3] and told["grades"] == [4] and told["notes"] == 1
                    and told["people"] == 1 and not told["axe"]
                )
                good &= holds
                print(f"{name} {language}: {'holds' if holds else 'FAILS'} {told}", flush=True)
            print(f"  {agent}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

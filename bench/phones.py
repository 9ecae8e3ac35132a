"""A hundred phones and six browsers in one meeting, over a network of their own.

    python -m bench.phones [--phones 100] [--browsers 6] [--storms 20] [--together] [--json]

Needs root, ``ip`` (package iproute2), Chromium and Playwright. A tablet (the real meeting over a
real store and the real server) and a crowd (phones by protocol, each with an address, and real
headless Chromium) stand on one bridge, where somebody writes down every packet. Told are:

- *join*: from the first packet to what is asked now on the screen, the hundred all at once, beside
  the browsers; with ``--together`` while these start, which takes both of two cores;
- *seen*: from sending a point until the meeting's state has it, and until the big screen has
  painted it (offscreen, 1280 x 720, with its bars moving);
- *storms*: so many times every phone loses its network at once, in the middle of its points; what
  the log says afterwards is held against what each phone had acknowledged;
- *listener*: the packets searched for the room's token, credentials, answers and questions in all
  ways of writing, and, as a control, the same sent without the channel.

Exit 0 when nothing was lost, doubled or seen and the control was.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from bench.forensic.needles import Needles
from bench.network.wifi import AT_TABLET, Wifi, wifi
from bench.phone_tablet import FACTORS

ROOT = Path(__file__).resolve().parents[1]
NOTE = "Det tar för lång tid att komma fram på telefon"
TOUCH = 5


class Program:
    """A program in a namespace that is told lines and answers with lines of JSON."""

    def __init__(self, space: str, trouble: Path, *words: object) -> None:
        self._process = subprocess.Popen(
            ["ip", "netns", "exec", space, sys.executable, "-m", *map(str, words)], cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=trouble.open("a"), text=True,
        )

    def heard(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("a program of the bench ended before its time")
        told: dict[str, Any] = json.loads(line)
        return told

    def tell(self, line: str = "") -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def ask(self, line: str) -> dict[str, Any]:
        self.tell(line)
        return self.heard()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


def measure(net: Wifi, folder: Path, asked: argparse.Namespace) -> dict[str, Any]:
    """The whole evening."""
    trouble = folder / "trouble.txt"
    heard = folder / "heard"
    listener = subprocess.Popen(
        ["ip", "netns", "exec", net.air, sys.executable, "-c",
         "import sys; from pathlib import Path; from bench.network.wifi import listen;"
         "listen(Path(sys.argv[1]))", str(heard)], cwd=ROOT,
    )
    tablet = Program(net.tablet, trouble, "bench.phone_tablet", folder / "kiosk", AT_TABLET)
    try:
        url = tablet.heard()["url"]
        tablet.ask("begin factors")
        with browsers(net, folder, asked.browsers) as pages:
            told = held(net, tablet, url, pages, asked, trouble)
        told["plain control found"], told["listener"] = overheard(net, tablet, url, heard)
    finally:
        tablet.end()
        listener.kill()
        listener.wait()
    told["said by programs"] = trouble.read_text("utf-8")[-600:]
    told["holds"] = bool(
        not told["lost"] and not told["doubled"]
        and told["forms handed in"] == told["notes of browsers"] == told["browsers"]
        and not told["listener"]["found"]
        and told["plain control found"] >= 5 and not any(told["secure context"])
    )
    return told


def held(
    net: Wifi, tablet: Program, url: str, pages: list[Page], asked: argparse.Namespace,
    trouble: Path,
) -> dict[str, Any]:
    before = tablet.ask("counts")
    words = ("bench.phone_crowd", url, asked.phones, asked.storms, 1)
    crowd = Program(net.crowd, trouble, *words) if asked.together else None
    in_browser = [seconds(lambda page=page: first(page, url)) for page in pages]  # type: ignore[misc]
    crowd = crowd or Program(net.crowd, trouble, *words)
    joined = crowd.heard()
    there = tablet.ask("counts")
    for page in pages:
        page.locator("#note").fill(NOTE)
        page.locator("#add").click()
    tablet.ask("headings")
    tablet.ask("begin weigh")
    crowd.tell()
    tap(pages)
    weighed = crowd.heard()
    weighing = tablet.ask("counts")
    times = tablet.ask("times")
    tablet.ask("begin weigh 2")
    crowd.tell()
    stormed = stormy(pages, asked.storms, crowd)
    tablet.ask("begin result")
    tablet.ask("form")
    after = tablet.ask("counts")
    for page in pages:
        rated(page)
    rating, folded = tablet.ask("counts"), tablet.ask("fold")
    crowd.end()
    return {
        "phones": asked.phones, "browsers": len(pages),
        "join to ready, s": spread(joined["joined"]),
        "join to ready in Chromium, s": spread(in_browser),
        "point to state, ms": late(weighed["sent"], times["times"]),
        "point to big screen painted, ms": late(weighed["sent"], times["painted"]),
        **compared(weighed, stormed, folded, asked.phones),
        "storms": asked.storms, "tries again": stormed["tries"],
        "forms handed in": rating["records"] - after["records"],
        "notes of browsers": folded["notes"].count(NOTE),
        "tablet's processor, s": {
            "joining": round(there["cpu"] - before["cpu"], 2),
            "weighing": round(weighing["cpu"] - there["cpu"], 2),
            "storms": round(after["cpu"] - weighing["cpu"], 2),
        },
        "tablet's memory, MB": after["memory"], "crowd's processor, s": round(stormed["cpu"], 2),
        "secure context": [page.evaluate("window.isSecureContext") for page in pages],
        "subtle": [page.evaluate("typeof crypto.subtle") for page in pages],
    }


def tap(pages: list[Page]) -> None:
    """Every browser puts a few points while the crowd puts its own."""
    for page in pages:
        expect(page.locator("[id^=m-]").first).to_be_visible()
    for at in range(TOUCH):
        for page in pages:
            page.locator("[id^=m-]").nth(at % len(FACTORS)).click()


def rated(page: Page) -> None:
    """The survey of five ratings on a phone: consent, five taps, handed in."""
    page.locator("#form").click()
    while True:
        expect(page.locator("#step")).to_be_focused()
        if page.locator("#next").count() == 0:
            return
        before = page.locator("#step").text_content()
        if page.locator("input[type=radio]").count():
            page.locator("input[type=radio]").last.check()
        page.locator("#next").click()
        expect(page.locator("#step")).not_to_have_text(str(before))


def stormy(pages: list[Page], storms: int, crowd: Program) -> dict[str, Any]:
    """The browsers' networks go and come back too while the crowd has its storms."""
    for page in pages:
        expect(page.locator("main")).to_contain_text("Andra omgången")
    for at in range(min(storms, 5)):
        for page in pages:
            page.context.set_offline(True)
            page.locator("[id^=m-]").nth(at % len(FACTORS)).click()
        for page in pages:
            page.context.set_offline(False)
    told = crowd.heard()
    for page in pages:
        expect(page.locator("#saved")).to_have_text("Skickat", timeout=30_000)
    return told


def compared(
    weighed: dict[str, Any], stormed: dict[str, Any], folded: dict[str, Any], phones: int
) -> dict[str, Any]:
    """What each phone had acknowledged against the log folded anew."""
    lost = doubled = 0
    for told, turn in ((weighed, "weigh/1"), (stormed, "weigh/2")):
        for one, numbers in told["kept"].items():
            lost += folded["points"].get(turn, {}).get(one) != numbers
    for one in weighed["kept"]:
        doubled += max(0, folded["replies"][one] - 20)
    return {
        "lost": lost, "doubled": doubled, "acknowledged": 20 * phones,
        "problems": folded["problems"], "state as from the log": folded["same"],
    }


def late(sent: list[list[Any]], times: list[list[Any]]) -> dict[str, float]:
    seen = {(one, n): at for one, n, at in times}
    found = [1000 * (seen[one, n] - at) for one, n, at in sent if (one, n) in seen]
    return {**spread(found, 1), "seen alone": len(found), "sent": len(sent)}


def overheard(
    net: Wifi, tablet: Program, url: str, heard: Path
) -> tuple[int, dict[str, Any]]:
    """What the listener has of all that must not be seen; then the same without the channel."""
    code = urlsafe_b64decode(url.partition("#1")[2])
    told = tablet.ask("secrets")
    needles = Needles()
    needles.secret("the room's token", code[:16])
    needles.secret("the room's key", code[16:])
    needles.secret("the room's secret", bytes.fromhex(told["secret"]))
    for item in told["items"]:
        needles.secret("an item's id", bytes.fromhex(item.replace("-", "")))
    needles.text("an item's id as text", *told["items"])
    needles.text("a factor", *FACTORS)
    needles.text("a note", NOTE)
    needles.text("the question", "Vad är värt något här?")
    needles.text("what is told", "Du har tio poäng. Lägg dem på de faktorer")
    needles.text("a reply", '"sort":"numbers"', '"sort":"note","note":')
    needles.text("an answer", '{"given":1,"kept":true', '"credential":"')
    needles.text("a view", '"kind":"points"', '"participant":', '"budgets":{"":10}')
    needles.text("the fragment", url.partition("#")[2])
    packets = heard.read_bytes()
    found = needles.found(packets)
    plain = "".join([NOTE, *FACTORS, url, '"sort":"numbers"', *told["items"]]).encode()
    send_plainly(net, plain)
    control = needles.found(heard.read_bytes()[len(packets):])
    return len(control), {
        "bytes": len(packets), "kinds": 13, "ways": needles.ways, "found": found,
    }


def send_plainly(net: Wifi, plain: bytes) -> None:
    """Over the same bridge, to a port where nobody looks for it."""
    code = (
        "import socket,sys; s=socket.socket(socket.AF_INET, socket.SOCK_DGRAM);"
        f"d=sys.stdin.buffer.read(); [s.sendto(d[a:a+900], ('{AT_TABLET}', 9)) "
        "for a in range(0, len(d), 800)]"
    )
    subprocess.run(
        ["ip", "netns", "exec", net.crowd, sys.executable, "-c", code], input=plain, check=True
    )
    time.sleep(0.5)


@contextmanager
def browsers(net: Wifi, folder: Path, count: int) -> Iterator[list[Page]]:
    """So many Chromium, each a process of its own with its own storage, in the crowd's network."""
    wrapper = folder / "chromium"
    wrapper.write_text(f'#!/bin/sh\nexec ip netns exec {net.crowd} /usr/bin/chromium "$@"\n')
    wrapper.chmod(0o755)
    with sync_playwright() as playwright:
        made = [
            playwright.chromium.launch(executable_path=wrapper, args=["--no-sandbox"])
            for _ in range(count)
        ]
        yield [one.new_page(locale="sv-SE") for one in made]
        for one in made:
            one.close()


def first(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator("#note")).to_be_visible(timeout=30_000)


def seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def spread(some: list[float], digits: int = 2) -> dict[str, float]:
    if not some:
        return {}
    ordered = sorted(some)
    return {
        "median": round(statistics.median(some), digits),
        "p95": round(ordered[int(0.95 * (len(some) - 1))], digits),
        "worst": round(ordered[-1], digits),
    }


def main() -> int:
    asks = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asks.add_argument("--phones", type=int, default=100)
    asks.add_argument("--browsers", type=int, default=6)
    asks.add_argument("--storms", type=int, default=20)
    asks.add_argument("--together", action="store_true")
    asks.add_argument("--json", action="store_true")
    asked = asks.parse_args()
    if os.geteuid() != 0:
        sys.stderr.write("network namespaces need root and ip (package iproute2)\n")
        return 2
    with tempfile.TemporaryDirectory() as folder, wifi(max(asked.phones, 1)) as net:
        told = measure(net, Path(folder), asked)
    if asked.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        for name, value in told.items():
            print(f"{name}: {value}")
    return 0 if told["holds"] else 1


if __name__ == "__main__":
    sys.exit(main())

"""Who comes to the evening, and what each gives: by phone, at the tablet, by word of mouth."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from assets.words import Words
from tests.journeys.evening import Tablet

W = Words("sv")
HEADINGS = {
    "Bemötandet": ("Vänliga", "De frågar hur det gick"), "Öppettiderna": ("Kvällarna",),
    "Lokalen": ("Ljuset",), "Väntetiden": ("Kön i telefon",),
}
"""In the order in which they are named, each with the slips that come under it."""

STANDS_FOR = {"Bemötandet": "Bemötande", "Öppettiderna": "Tillgänglighet"}
"""Said in the room; the others are said afterwards."""

PHONES, TABLET, TOLD = range(1, 7), range(7, 10), 10
Four = tuple[int, int, int, int]
FIRST: dict[int, Four] = {
    1: (4, 3, 2, 1), 2: (10, 0, 0, 0), 3: (1, 2, 3, 4), 4: (5, 5, 0, 0), 5: (0, 0, 5, 5),
    6: (2, 6, 1, 1), 7: (3, 3, 2, 2), 8: (6, 1, 1, 2), 9: (0, 4, 6, 0), 10: (7, 1, 2, 0),
}
SECOND: dict[int, Four] = {2: (6, 2, 0, 2), 5: (4, 0, 3, 3), 8: (4, 3, 1, 2)}
"""Those who put their points anew after the talk; for the others the first ones stand."""

GRADES: dict[int, Four] = {
    1: (5, 2, 3, 4), 2: (4, 2, 3, 3), 3: (5, 1, 4, 2), 4: (4, 3, 3, 2), 5: (3, 2, 5, 1),
    6: (5, 2, 4, 2), 7: (4, 1, 3, 3), 8: (5, 2, 2, 2), 9: (2, 3, 4, 1), 10: (5, 2, 3, 2),
}


def points_in_all(given: dict[int, Four]) -> dict[str, int]:
    """What each heading got, reckoned by hand."""
    return {title: sum(one[at] for one in given.values()) for at, title in enumerate(HEADINGS)}


def mean_grades() -> dict[str, Fraction]:
    """The mean grade of each heading, reckoned by hand."""
    return {
        title: Fraction(sum(one[at] for one in GRADES.values()), len(GRADES))
        for at, title in enumerate(HEADINGS)
    }


@dataclass
class Phone:
    """Somebody's own phone, a browser of its own on the tablet's network."""

    page: Page
    network: BrowserContext

    def write(self, note: str) -> None:
        """One slip."""
        self.page.locator("#note").fill(note)
        self.page.locator("#add").click()
        self.kept()

    def put(self, points: Four, upto: int = 10) -> None:
        """A tap a point, until so many have been put."""
        for title, wanted in zip(HEADINGS, points, strict=True):
            for _ in range(min(wanted, upto)):
                self.page.get_by_role("button", name=f"En till på \u2068{title}\u2069").click()
            upto -= min(wanted, upto)

    def type(self, points: Four) -> None:
        """The numbers as they are to be; what shrinks first, for there are never more than ten."""
        fields = [self.page.get_by_role("spinbutton", name=title) for title in HEADINGS]
        was = [int(one.input_value()) for one in fields]
        for _, at in sorted((points[at] - was[at], at) for at in range(len(fields))):
            fields[at].fill(str(points[at]))
            fields[at].blur()

    def grade(self, grades: Four) -> None:
        """One of five for each heading."""
        for title, grade in zip(HEADINGS, grades, strict=True):
            self.page.get_by_role("group", name=title).get_by_role("radio").nth(grade - 1).check()

    def kept(self) -> None:
        """Wait until the page says that the tablet has it all."""
        expect(self.page.locator("#saved")).to_have_text("Skickat")

    def waits(self) -> None:
        """Wait until the page says that nothing reaches the tablet."""
        expect(self.page.locator("#saved")).to_have_text("Väntar på nätet; inget går förlorat")

    def stands_at(self, step: str) -> None:
        """Wait until the page is at that step."""
        expect(self.page.locator("main")).to_contain_text(step)


@contextmanager
def phones(browser: Path) -> Iterator[list[Phone]]:
    """Six, none of which has gone anywhere yet. No page may fail."""
    faults: list[str] = []
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        made = []
        for _ in PHONES:
            one = program.new_context(locale="sv-SE", viewport={"width": 390, "height": 780})
            one.set_default_timeout(20_000)
            one.on("weberror", lambda fault: faults.append(str(fault.error)))
            made.append(Phone(one.new_page(), one))
        expect.set_options(timeout=20_000)
        yield made
        program.close()
    assert faults == []


def spread(tablet: Tablet, points: Four, was: Four = (0, 0, 0, 0)) -> None:
    """At the tablet: each point a tap; those that are not meant any more are taken away first."""
    for word, sign in (("Less for {what}", -1), ("More for {what}", 1)):
        for title, wanted, had in zip(HEADINGS, points, was, strict=True):
            for _ in range(max(0, sign * (wanted - had))):
                tablet.tap(W(word, what=title))
    tablet.tap(W("Done"))


def grade(tablet: Tablet, grades: Four) -> None:
    """At the tablet: a face for each heading, and on."""
    last = list(HEADINGS)[-1]
    for title, given in zip(HEADINGS, grades, strict=True):
        tablet.see(title)
        on = W("Done") if title == last else W("Next")
        assert tablet.ask("tap", name=f"{given} …", then=on)

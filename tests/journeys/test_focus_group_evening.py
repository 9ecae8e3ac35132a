"""A whole evening: a focus group of ten, by phone, tablet and moderator, through a kill and a cut
network, to weights in the workspace that are those reckoned by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.evening import program, told
from tests.journeys.evening_people import (
    FIRST,
    GRADES,
    HEADINGS,
    PHONES,
    SECOND,
    STANDS_FOR,
    TABLET,
    TOLD,
    W,
    grade,
    mean_grades,
    points_in_all,
    spread,
)
from tests.journeys.evening_scene import Evening, begun

TITLE = "Kvällsgruppen"
DECIDED = "Vi provar öppet till åtta på torsdagar."
LEFT = "Den som väntar i telefon är inte här i kväll."


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Evening]:
    with begun(tmp_path) as evening:
        yield evening


def test_a_focus_group_of_ten_gives_the_weights_reckoned_by_hand(evening: Evening) -> None:
    words = opened(evening)
    url = everybody_comes(evening)
    slips_and_headings(evening)
    first_round(evening, words, url)
    second_round(evening)
    grades(evening)
    result_and_end(evening)
    carried(evening)
    as_by_hand(evening)


def opened(evening: Evening) -> str:
    """A new meeting; its seven words, as somebody writes them down."""
    tablet = evening.tablet
    evening.staff()
    tablet.tap(W("A new meeting"), "Fokusgrupp")
    tablet.write(TITLE, "Vad gör biblioteket värdefullt?")
    tablet.tap(W("Begin"))
    tablet.see(W("Write down these seven words"))
    words = re.findall(r"\d\. (\w+)", " / ".join(tablet.ask("read")))
    assert len(words) == 7
    tablet.tap(W("I have written them down"))
    return " ".join(words)


def everybody_comes(evening: Evening) -> str:
    """Six scan the code, three share the tablet, and one tells the moderator."""
    tablet = evening.tablet
    url = evening.let_phones_in()
    for n, phone in zip(PHONES, evening.phones, strict=True):
        phone.page.goto(url)
        phone.page.get_by_text(f"Du är deltagare \u2068{n}\u2069").wait_for()
    if not evening.where.address.startswith("127."):
        assert evening.phones[0].page.evaluate("isSecureContext") is False
    tablet.tap(W("Participants: {n}", n=len(PHONES)))
    tablet.write(str(len(TABLET)))
    tablet.tap(W("Count in"), W("Through me"), W("Back"))
    tablet.see(W("Phones: {n}", n=len(PHONES)))
    evening.next("Syftet")
    tablet.tap(W("Write the purpose"))
    tablet.write("Vi ska säga vad som är viktigast.")
    tablet.tap(W("Keep"))
    return url


def slips_and_headings(evening: Evening) -> None:
    """A slip by phone, one at the tablet, the group's own; then headings over them."""
    tablet = evening.tablet
    evening.next("Vad skapar värde?")
    first, second, *others = [note for notes in HEADINGS.values() for note in notes]
    evening.phones[0].write(first)
    tablet.tap(W("Pass the tablet round"), W("I am participant {n}", n=TABLET[0]))
    tablet.write(second)
    tablet.tap(W("Done"), W("Next"), W("Done"))
    for n in TABLET[1:]:
        tablet.tap(W("Skip participant {n} for now", n=n))
    tablet.tap(W("I am the moderator"), W("Notes and headings"))
    for note in others:
        tablet.tap(W("A new note for the group"))
        tablet.write(note)
        tablet.tap(W("Keep"))
    tablet.tap(W("Back"))
    evening.next("Faktorer", sure=True)
    tablet.tap(W("Notes and headings"))
    for title, notes in HEADINGS.items():
        tablet.tap(*notes, W("A new heading"))
        tablet.write(title)
        tablet.tap(W("Keep"))
    for title, factor in STANDS_FOR.items():
        tablet.tap(W("Change: {what}", what=title), W("What it stands for"), factor, W("Back"))
    tablet.tap(W("Back"))


def first_round(evening: Evening, words: str, url: str) -> None:
    """In the middle of it the battery is taken out; everybody goes on where they were."""
    tablet, people = evening.tablet, dict(zip(PHONES, evening.phones, strict=True))
    evening.next("Vikta: Första omgången")
    for n in (1, 2, 3):
        people[n].put(FIRST[n])
        people[n].kept()
    people[4].put(FIRST[4], upto=5)
    tablet.tap(W("Pass the tablet round"), W("I am participant {n}", n=TABLET[0]))
    spread(tablet, FIRST[TABLET[0]])
    tablet.tap(W("I am participant {n}", n=TABLET[1]))
    for title in list(HEADINGS)[:2]:
        tablet.tap(W("More for {what}", what=title))
    people[4].kept()
    tablet.kill()
    people[4].put((0, *FIRST[4][1:]))
    people[4].waits()
    tablet.start()
    evening.staff()
    tablet.tap(W("Go on with an open meeting"))
    tablet.write(words)
    tablet.tap(W("Go on"))
    assert evening.let_phones_in().partition("#")[0] == url.partition("#")[0]
    for n in (5, 6):
        people[n].type(FIRST[n])
    for one in people.values():
        one.kept()
    tablet.tap(W("Pass the tablet round"), W("I am participant {n}", n=TABLET[1]))
    spread(tablet, FIRST[TABLET[1]], (1, 1, 0, 0))
    tablet.tap(W("I am participant {n}", n=TABLET[2]))
    spread(tablet, FIRST[TABLET[2]])
    tablet.tap(W("I am the moderator"), W("Enter for somebody"), W("Participant {n}", n=TOLD))
    spread(tablet, FIRST[TOLD])
    tablet.tap(W("Back"))
    tablet.see(W("{n} of {of} have answered", n=10, of=10))


def second_round(evening: Evening) -> None:
    """Three change their minds, one of them while their network is gone."""
    tablet, people = evening.tablet, dict(zip(PHONES, evening.phones, strict=True))
    tablet.tap(W("The result"), W("Show it to all"), W("Back"))
    evening.next("Vikta: Andra omgången, efter samtalet")
    for one in people.values():
        one.stands_at("Andra omgången")
    people[5].network.set_offline(True)
    people[5].page.locator("#again").click()
    people[5].type(SECOND[5])
    people[5].waits()
    people[2].page.locator("#again").click()
    people[2].type(SECOND[2])
    people[2].kept()
    tablet.tap(W("Pass the tablet round"), W("Skip participant {n} for now", n=TABLET[0]),
               W("I am participant {n}", n=TABLET[1]))
    spread(tablet, SECOND[TABLET[1]], FIRST[TABLET[1]])
    tablet.tap(W("Skip participant {n} for now", n=TABLET[2]), W("I am the moderator"))
    people[5].network.set_offline(False)
    people[5].kept()


def grades(evening: Evening) -> None:
    """Everybody grades every heading."""
    tablet = evening.tablet
    evening.next("Sätt betyg")
    for n, phone in zip(PHONES, evening.phones, strict=True):
        phone.grade(GRADES[n])
        phone.kept()
    tablet.tap(W("Pass the tablet round"))
    for n in TABLET:
        tablet.tap(W("I am participant {n}", n=n))
        grade(tablet, GRADES[n])
    tablet.tap(W("I am the moderator"), W("Enter for somebody"), W("Participant {n}", n=TOLD))
    grade(tablet, GRADES[TOLD])
    tablet.tap(W("Back"))
    tablet.see(W("{n} of {of} have answered", n=10, of=10))


def shown(mean: Fraction) -> str:
    """A mean of tenths as people here write it."""
    whole, tenths = divmod(int(mean * 10), 10)
    return f"{whole},{tenths}" if tenths else str(whole)


def result_and_end(evening: Evening) -> None:
    """The result is shown, something is decided, and the meeting is closed."""
    tablet = evening.tablet
    evening.next("Resultatet")
    tablet.tap(W("The result"), W("Show it to all"), W("Show it to all"))
    standing = points_in_all(FIRST | SECOND)
    for title, mean in mean_grades().items():
        tablet.see(f"{title}: {standing[title]} poäng")
        tablet.see(f"{title}: i snitt {shown(mean)}")
    tablet.tap(W("Back"), W("The big screen here, until a touch"))
    for title, mean in mean_grades().items():
        tablet.see(f"{title}: {standing[title]} poäng", big=True)
        tablet.see(f"{title}: {float(mean):.1f}".replace(".", ","), big=True)
    tablet.ask("touch")
    tablet.tap(W("What was said"), W("Write a view that few hold"))
    tablet.write(LEFT)
    tablet.tap(W("Keep"), W("Back"), W("Decisions"), W("A new decision"))
    tablet.write(DECIDED)
    tablet.tap(W("Keep"), W("Back"))
    evening.next("Vad betyder det?")
    evening.next("Hur var metoden?", sure=True)
    tablet.tap(W("End the meeting"))
    tablet.tap(W("End the meeting"))
    tablet.see(W("The meeting is closed"))
    for phone in evening.phones:
        phone.stands_at("Mötet är avslutat. Tack.")
    tablet.tap(W("To the survey"))
    tablet.see("Så fungerar biblioteket")
    tablet.close()


def carried(evening: Evening) -> None:
    """What the kiosk carries on a stick comes to the workspace."""
    workspace, around = evening.folder / "workspace", evening.around
    stick = evening.folder / "stick"
    stick.mkdir()
    program(around, "kiosk.app", "--store", evening.folder / "kiosk", "--sync", stick)
    came = told(around, "intake", workspace, stick)
    assert came["new"] > 100 and not came["quarantined"] + came["problems"]
    (session,) = told(around, "session", "list", workspace)["sessions"]
    assert (session["title"], session["participants"], session["closed"]) == (TITLE, 10, True)
    assert session["problems"] == []


def as_by_hand(evening: Evening) -> None:
    """What the commands say against a few lines of arithmetic."""
    workspace, log, around = evening.folder / "workspace", evening.folder / "log", evening.around
    told(around, "session", "log", workspace, TITLE, "--out", log)
    replayed = told(around, "session", "replay", log)
    weigh, graded, _ = replayed["result"]["phases"]
    assert points_of(weigh) == points_in_all(FIRST | SECOND)
    assert [points_of(one) for one in weigh["rounds"]] == [
        points_in_all(FIRST), points_in_all(SECOND)
    ]
    means = {title: float(mean) for title, mean in mean_grades().items()}
    assert {one["title"]: one["mean"] for one in graded["items"]} == pytest.approx(means)
    assert [one["text"] for one in replayed["result"]["minority"]] == [LEFT]
    assert DECIDED in str(replayed["state"]["decisions"])
    told(around, "session", "map", workspace, TITLE, "Lokalen", "--new")
    told(around, "session", "map", workspace, TITLE, "Vänte", "--to", "Till", "--kind", "narrower")
    weights = told(around, "session", "weights", workspace, "--lock")
    assert (weights["locked"], weights["n_participants"]) == (True, 10)
    assert [one["weight"] for one in weights["factors"]] == pytest.approx(by_hand(), abs=1e-12)


def points_of(told: Any) -> dict[str, int]:
    return {one["title"]: one["points"] for one in told["items"]}


def by_hand() -> list[float]:
    """Treatment against what is open and how long one waits; each person's shares, then the mean of
    them. The premises are none of the survey's factors."""
    standing = FIRST | SECOND
    treated = [
        Fraction(treatment, treatment + hours + waiting)
        for treatment, hours, _, waiting in standing.values() if treatment + hours + waiting
    ]
    mean = sum(treated, Fraction(0)) / len(treated)
    return [float(mean), float(1 - mean)]

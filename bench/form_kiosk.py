"""A whole form in the kiosk's window over a real store: from a tap to kept and painted.

``python -m bench.form_kiosk`` takes the forms of ``../shared/data/xlsform``; files can be named.
Times are this process's own (CPU), with the wall clock beside them: sync to disk shows there.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}")

from PySide6.QtWidgets import QApplication  # noqa: E402

from bench.tap_to_paint import Organisation  # noqa: E402
from kiosk.citizen import Pace  # noqa: E402
from kiosk.form_citizen import FormCitizen, Means  # noqa: E402
from kiosk.forms.screen import Answered, FormScreen  # noqa: E402
from kiosk.opening import NotReady, get_ready, open_store  # noqa: E402
from kiosk.questions.asked import Asked, Kind  # noqa: E402
from kiosk.running import now  # noqa: E402
from kiosk.window import Window, application  # noqa: E402
from survey import flow  # noqa: E402
from survey.around import Wish, campaign_around  # noqa: E402
from survey.campaign import Campaign  # noqa: E402
from survey.forms.read.form import read_form  # noqa: E402
from sync.package import write_package  # noqa: E402

FORMS = ROOT.parent / "shared" / "data" / "xlsform"
MOST_PAGES = 80
Spent = tuple[float, float]


def campaign_of(file: Path) -> Campaign | None:
    """A survey around the form; ``None`` when it is refused."""
    form = read_form(file.read_bytes(), file.stem).form
    return form and campaign_around(form, Wish(
        id=uuid4(), organisation="Kommunen", units=((uuid4(), "Biblioteket"),),
        first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), consent={"sv": "Ja"},
        about={"sv": "Så tycker de."},
    ))


def spent(doing: Callable[[], object]) -> Spent:
    """Milliseconds of CPU and of the wall clock, with the painting that follows."""
    wall, cpu = time.perf_counter(), time.thread_time()
    doing()
    QApplication.processEvents()
    return 1000 * (time.thread_time() - cpu), 1000 * (time.perf_counter() - wall)


def answers(item: Asked) -> Iterator[str]:
    """What somebody taps or types, key by key."""
    if item.kind in (Kind.ONE, Kind.RATING, Kind.MANY) and item.choices:
        yield item.choices[0].value
    elif item.kind is Kind.TEXT:
        yield from ("A", "Ab", "Abc")
    elif item.kind in (Kind.NUMBER, Kind.COUNTER):
        yield from ("2", "25")


def walk(window: Window, folder: Path, campaign: Campaign) -> str:
    """One person at the form; what each tap cost, in words."""
    store = open_store(folder, "Kiosk", now, os.urandom)
    store.install(write_package(Organisation(), campaign, now))
    ready = get_ready(store, folder)
    if isinstance(ready, NotReady):
        store.close()
        return f"not ready: {ready.reason.value}"
    person = FormCitizen(
        window, ready.station, ready.diary, Means(clock=now, random=os.urandom),
        Pace(advance=None),
    )
    person.begin()
    person.receive(flow.ChooseLanguage(campaign.languages[0]))
    opened, taps, turns = spent(lambda: person.receive(flow.Agree())), [], []
    visit = person._visit
    for at in range(min(visit.pages.count, MOST_PAGES) if visit else 0):
        assert visit is not None
        visit.pages.turn_to(at)
        turns.append(spent(person._show))
        page = visit.pages.screen(person._frame())
        for item in page.items if isinstance(page, FormScreen) else ():
            for text in answers(item):
                taps.append(spent(lambda r=item.ref, t=text: person.receive(Answered(r, t))))
    person.receive(flow.Stop())
    store.close()
    return f"opened {opened[0]:4.0f} | {told('page', turns)} | {told('tap', taps)}"


def told(what: str, times: list[Spent]) -> str:
    """Median and worst, CPU; the wall clock's median in brackets."""
    if not times:
        return f"no {what}"
    cpu = sorted(one[0] for one in times)
    wall = median(one[1] for one in times)
    return f"{len(times)} {what}s {median(cpu):5.1f} worst {cpu[-1]:5.1f} ({wall:5.1f})"


def main(named: list[str]) -> int:
    """A line for each form, in milliseconds."""
    files = [Path(name) for name in named] or sorted(
        file for file in FORMS.rglob("*") if file.suffix in (".xlsx", ".xls", ".xml")
    )
    _, window = application(full_screen=False)
    for file in files:
        campaign = campaign_of(file)
        if campaign is None:
            continue
        with tempfile.TemporaryDirectory() as folder:
            print(f"{file.stem[:36]:36} {walk(window, Path(folder), campaign)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

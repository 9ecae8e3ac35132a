"""A screen reader's person: knows nothing but what AT-SPI tells, and finishes the survey.

Run by the system's own Python, which has pyatspi. Prints one JSON object: the names it met with
their roles, what was announced, and where it was at the end.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import pyatspi
from gi.repository import GLib

STEP_MS = 120
PATIENCE = 200
"""Steps until something that should be there counts as missing."""

_FOLLOWED = ("object:state-changed", "object:property-change", "object:children-changed")
"""A program tells of changes only when somebody asks to be told, as every screen reader does."""

_TO_PRESS = ("press", "click", "toggle", "select")

Tree = list[tuple[Any, str, str]]


class Reader:
    """Looks at the tree again and again, and does one thing at a time."""

    def __init__(self) -> None:
        self.announced: list[str] = []
        self.met: dict[str, str] = {}
        self.nameless: list[str] = []
        self.states: list[str] = []
        self.lost = ""
        self.found: Any = None
        self._way = self.journey()

    def look(self) -> Tree:
        """Everything on show, with its name and role."""
        found: Tree = []
        for application in pyatspi.Registry.getDesktop(0):
            if application is not None and "vardera" in (application.name or ""):
                self._walk(application, found)
        return found

    def _walk(self, at: Any, found: Tree) -> None:
        for child in at:
            if child is None:
                continue
            states = child.getState()
            if not states.contains(pyatspi.STATE_SHOWING):
                continue
            role = child.getRoleName()
            if child.name:
                self.met[child.name] = role
                found.append((child, child.name, role))
            elif states.contains(pyatspi.STATE_FOCUSABLE) and self._stays_nameless(child):
                self.nameless.append(role)
            self._walk(child, found)

    def _stays_nameless(self, item: Any) -> bool:
        """Asked anew: a page may have gone since, and what the library remembers be older."""
        item.clear_cache()
        showing = item.getState().contains(pyatspi.STATE_SHOWING)
        return showing and not item.name and item.getState().contains(pyatspi.STATE_SHOWING)

    def find(self, start: str) -> Iterator[Any]:
        """Wait until something that begins so is there: ``found``."""
        for _ in range(PATIENCE):
            for item, name, _role in self.look():
                if name.startswith(start):
                    self.found = item
                    return
            yield None
        raise LookupError(start)

    def press(self, start: str) -> Iterator[Any]:
        """Find it and do what can be done with it."""
        yield from self.find(start)
        item = self.found
        actions = item.queryAction()
        names = [actions.getName(at).lower() for at in range(actions.nActions)]
        wanted = next(name for name in _TO_PRESS if name in names)
        self.states.append(f"{start}: {item.getRoleName()}, {wanted}")
        actions.doAction(names.index(wanted))
        yield None

    def hear(self, part: str) -> Iterator[Any]:
        """Wait until something with these words has been announced."""
        for _ in range(PATIENCE):
            if any(part in said for said in self.announced):
                return
            yield None
        raise LookupError(f"nobody announces {part}")

    def journey(self) -> Iterator[Any]:
        """The whole survey, with a silence in the middle of it."""
        yield from self.press("English")
        yield from self.press("Yes, I want to answer")
        for number in range(1, 6):
            yield from self.find(f"Question {number} of 5")
            if number == 4:
                yield from self.silence()
            yield from self.press("Well")  # and the kiosk goes on by itself
        yield from self.find("Thank you")

    def silence(self) -> Iterator[Any]:
        """The kiosk asks and counts down aloud; whoever is there goes on where they were."""
        yield from self.find("Are you still there?")
        yield from self.hear("second")
        yield from self.press("Yes, go on")
        yield from self.find("Question 4 of 5")
        yield from self.press("Back")
        yield from self.find("Question 3 of 5")
        yield from self.chosen("Well")
        yield from self.press("Next")
        yield from self.find("Question 4 of 5")

    def chosen(self, start: str) -> Iterator[Any]:
        """Wait until the choice says that it is chosen, and note what the others say."""
        for _ in range(PATIENCE):
            said = {
                name: item.getState().contains(pyatspi.STATE_CHECKED)
                for item, name, role in self.look() if role == "radio button"
            }
            if any(name.startswith(start) and chosen for name, chosen in said.items()):
                self.states += [f"{n} {'chosen' if c else 'not chosen'}" for n, c in said.items()]
                return
            yield None
        raise LookupError(f"{start} is never said to be chosen")

    def step(self) -> bool:
        """One look, and time to take in what the program tells of its changes before the next."""
        try:
            next(self._way)
        except StopIteration:
            pyatspi.Registry.stop()
        except LookupError as lost:
            self.lost = str(lost)
            pyatspi.Registry.stop()
        else:
            GLib.timeout_add(STEP_MS, self.step)
        return False

    def noted(self, event: Any) -> None:
        """An announcement, or an alert with its name."""
        said = event.any_data if isinstance(event.any_data, str) else ""
        self.announced.append(said or (event.source.name if event.source else "") or "")


def main() -> int:
    reader = Reader()
    pyatspi.Registry.registerEventListener(reader.noted, "object:announcement")
    for kind in _FOLLOWED:
        pyatspi.Registry.registerEventListener(lambda event: None, kind)
    GLib.timeout_add(STEP_MS, reader.step)
    pyatspi.Registry.start()
    json.dump({
        "lost": reader.lost, "met": reader.met, "announced": reader.announced,
        "nameless": sorted(set(reader.nameless)), "states": reader.states,
    }, sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

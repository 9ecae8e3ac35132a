"""How the kiosk meets each person who comes: text size, colours, movement, sound, switches. No Qt.

Whoever is there changes it for themselves alone; the next one begins with this again.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.frame import STEPS, TEXT_SIZES, THEMES, Comfort
from kiosk.staff.desks import Changed, Setting
from kiosk.staff.means import Means
from kiosk.staff.screens import Usual
from kiosk.staff.wishes import Deed, Do, StaffWish

SWITCHES = (0, 1, 2)


class UsualDesk:
    """A choice is ``text:150``, ``colours:dark``, ``switches:2``, ``step:3000``; ``calm`` and
    ``aloud`` are turned on and off."""

    def __init__(self, means: Means, changed: Changed) -> None:
        self._means = means
        self._set = Setting(means, changed)

    def begin(self) -> None:
        """Show what holds."""
        self._means.show(Usual(comfort=self._set.now.comfort, trouble=self._set.trouble))

    def receive(self, wish: StaffWish) -> None:
        """Something was chosen."""
        match wish:
            case Do(deed=Deed.CHOOSE, value=value):
                now = self._set.now
                self._set.keep(replace(now, comfort=_chosen(now.comfort, value)))
                self.begin()

    def end(self) -> None:
        """They have gone; what they chose holds."""


def _chosen(now: Comfort, value: str) -> Comfort:
    """``now`` with that choice; as it was where there is no such."""
    changes = {
        "calm": replace(now, calm=not now.calm), "aloud": replace(now, aloud=not now.aloud),
        **{f"text:{size}": replace(now, percent=size) for size in TEXT_SIZES},
        **{f"colours:{theme}": replace(now, theme=theme) for theme in THEMES},
        **{f"switches:{n}": replace(now, switches=n) for n in SWITCHES},
        **{f"step:{ms}": replace(now, step_ms=ms) for ms in STEPS},
    }
    return changes.get(value, now)

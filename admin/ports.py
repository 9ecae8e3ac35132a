"""What the window's parts need from outside it, as one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from admin.background import Background
from admin.campaigns.doors import SurveyDoors
from admin.devices.presenter import Desk
from admin.listening.presenter import Network
from admin.responses.aside_presenter import Aside
from admin.responses.keeping import Keeper
from admin.responses.leaving import Eraser
from admin.responses.presenter import Intake
from admin.results.presenter import Figures
from admin.start.choosing import Pick
from admin.start.presenter import Doors


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """All that the window needs from outside it; tests hand in their own."""

    doors: Doors
    intake: Intake
    desk: Desk
    aside: Aside
    eraser: Eraser
    keeper: Keeper
    network: Network
    figures: Figures
    surveys: SurveyDoors
    background: Background
    clock: Callable[[], datetime]
    pick: Pick
    close: Callable[[], None]

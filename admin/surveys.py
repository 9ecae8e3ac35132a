"""Surveys put together: the choice above, its parts, their presenters and what connects them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from admin.background import Background
from admin.campaigns.chooser import Chooser
from admin.campaigns.choosing import ChoosingPresenter, Surveys
from admin.campaigns.consent_presenter import ConsentPresenter, Reader
from admin.campaigns.consent_view import ConsentView
from admin.shell.hub import PlaceHub
from admin.shell.places import Place
from assets.words import Words


class Part(StrEnum):
    """The parts, in the order of the tabs."""

    CONSENT = "consent"


def part_name(part: Part, words: Words) -> str:
    """What the tab is called."""
    return {
        Part.CONSENT: words("Consent texts"),
    }[part]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyDoors:
    """What the page of surveys needs from outside it."""

    surveys: Surveys
    consents: Reader


class SurveyPages:
    """``changed`` is told when a survey or what counts of its answers was changed here."""

    def __init__(
        self, doors: SurveyDoors, background: Background, changed: Callable[[], None]
    ) -> None:
        self._changed = changed
        self.chooser, self.consent_view = Chooser(), ConsentView()
        self.hub = PlaceHub[Part](
            Place.CAMPAIGNS, {Part.CONSENT: self.consent_view}, part_name, self.chooser
        )
        self.consent = ConsentPresenter(self.consent_view, doors.consents, background)
        self.choosing = ChoosingPresenter(self.chooser, doors.surveys, background, self._look)
        self._connect()

    def show(self, words: Words) -> None:
        """All parts in a language."""
        self.hub.show_words(words)
        self.consent.show(words)
        self.choosing.show(words)

    def workspace_opened(self) -> None:
        """There is a workspace, or another one."""
        self.choosing.workspace_opened()

    def refresh(self) -> None:
        """Look again: another program, or another page, may have changed something."""
        self.choosing.refresh()

    def _look(self, survey: UUID | None) -> None:
        self.consent.look(survey)

    def _connect(self) -> None:
        self.chooser.chosen.connect(self.choosing.choose)
        self.consent_view.chosen.connect(self.consent.choose)
        self.consent_view.marked.connect(self.consent.mark)

"""The choice of a language, for whoever has come: nothing takes turns, and the names are large."""

from __future__ import annotations

from collections.abc import Callable

from assets.words import Words
from kiosk.screens import AttractScreen, LanguageScreen
from kiosk.style import Style
from kiosk.views.attract import AttractView


class LanguageView(AttractView):
    """Looks as the first screen does, so that nothing moves under the finger that touched it."""

    invites = False

    def choose(
        self, screen: LanguageScreen, style: Style, words: Words, spoken: Callable[[str], Words]
    ) -> None:
        """Show the languages."""
        self.present(AttractScreen(
            frame=screen.frame, sentences=screen.titles, place=screen.place,
            organisation=screen.organisation, questions=screen.questions, contact=screen.contact,
            may_give_back=screen.may_give_back, not_for=screen.not_for,
        ), style, words, spoken)

"""How each participant meets the tablet while it goes round: theirs again when it comes back."""

from __future__ import annotations

from dataclasses import replace

from kiosk.frame import Comfort, Frame
from kiosk.wishes import Adjust, ChangeTextSize
from survey.flow import ChooseLanguage


class Comforts:
    """``usual`` is what whoever has not said otherwise begins with."""

    def __init__(self, usual: Frame) -> None:
        self._usual = usual
        self._languages: dict[int, str] = {}
        self._comforts: dict[int, Comfort] = {}

    def hears(self, participant: int, wish: object) -> bool:
        """Take a wish that is about how things look. False for any other."""
        now = self.frame(participant)
        match wish:
            case ChooseLanguage(tag):
                self._languages[participant] = tag
            case ChangeTextSize():
                self._comforts[participant] = now.comfort.with_next_size()
            case Adjust(comfort=comfort):
                self._comforts[participant] = comfort
            case _:
                return False
        return True

    def frame(self, participant: int) -> Frame:
        """What is round a page of theirs."""
        return replace(
            self._usual,
            language=self._languages.get(participant, self._usual.language),
            comfort=self._comforts.get(participant, self._usual.comfort),
        )

    def between(self, participant: int) -> Frame:
        """What is round a screen that waits for them, as long as they need."""
        return replace(self.frame(participant), idle_ms=0)

"""What changes a running form: with an answer kept at each step, or without."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from kiosk.forms.declining import Declined, questions
from kiosk.forms.handing_in import HandingIn
from kiosk.forms.noughts import Noughts
from survey.files import File
from survey.forms.engine.refused import Refused
from survey.forms.engine.running import RunningForm


class TooMuch(Refused):
    """A step after which there would be more answers than can be kept of one person."""


class Hand(Protocol):
    """What changes a form, and keeps it where it has to be kept.

    What is left when points or per cent are all given out is answered with it, see
    :class:`kiosk.forms.noughts.Noughts`. Every call raises Refused when the step cannot be taken;
    one that keeps may raise StorageError, and then the step is taken and not kept.
    """

    @property
    def form(self) -> RunningForm: ...
    @property
    def handed(self) -> HandingIn: ...
    @property
    def declined(self) -> Declined: ...
    def answer(self, ref: str, value: str) -> None: ...
    def decline(self, ref: str) -> None: ...
    def hand_in(self, ref: str, file: File) -> None: ...
    def add_repeat(self, ref: str) -> None: ...
    def remove_repeat(self, ref: str) -> None: ...


@dataclass
class Loose:
    """Changes a form and keeps it nowhere."""

    form: RunningForm
    handed: HandingIn = field(default_factory=HandingIn)
    declined: Declined = field(default_factory=Declined)

    def __post_init__(self) -> None:
        self._noughts = Noughts(self.form, self.handed, self.declined)

    def answer(self, ref: str, value: str) -> None:
        self.form.answer(ref, value)
        answer = self.form.find(ref)
        self.declined.take_back(answer)
        self._noughts.follow(answer)

    def decline(self, ref: str) -> None:
        answers = questions(self.form.find(ref))
        for answer in answers:
            self.form.give(answer, "")
        self.declined.add(*answers)
        for answer in answers:
            self._noughts.follow(answer)

    def hand_in(self, ref: str, file: File) -> None:
        self.form.answer(ref, self.handed.keep(file))
        self.handed.tidy(self.form)

    def add_repeat(self, ref: str) -> None:
        self.form.add_repeat(ref)

    def remove_repeat(self, ref: str) -> None:
        self.form.remove_repeat(ref)

"""What happens when a survey is made of a form that comes with the program, without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from admin.background import Background
from admin.campaigns.around_form import NoForm
from admin.shell.presenting import Presenting
from admin.shell.tone import Tone
from assets.words import Words
from survey.form_method import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A form as the page tells of it, in one language. ``guide`` says for whom, how long and with
    what; ``session`` is the meeting in which a group agrees afterwards, empty without one."""

    id: str
    name: str
    purpose: str
    steps: tuple[Step, ...]
    questions: int
    guide: tuple[str, ...]
    tips: tuple[str, ...]
    session: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewState:
    """``step`` is None for all of them; ``chosen`` is the form that is looked at."""

    words: Words
    is_open: bool = False
    offers: tuple[Offer, ...] = ()
    step: Step | None = None
    chosen: Offer | None = None
    busy: bool = False
    message: str = ""
    tone: Tone = Tone.INFO

    @property
    def here(self) -> tuple[Offer, ...]:
        """The forms for the step of the work that is chosen."""
        return tuple(one for one in self.offers if self.step is None or self.step in one.steps)


class View(Protocol):
    """The page."""

    def show_state(self, state: NewState) -> None: ...


class Forms(Protocol):
    """Runs in the background."""

    def offers(self, language: str) -> tuple[Offer, ...]: ...

    def make(self, id: str, language: str) -> tuple[UUID, str]:
        """Make a survey of a form; its id and its title. Raises NoForm."""


class NewPresenter(Presenting[NewState]):
    """Makes one survey at a time; ``made`` is told its id."""

    def __init__(
        self, view: View, forms: Forms, background: Background, made: Callable[[UUID], None]
    ) -> None:
        self._view, self._forms, self._background = view, forms, background
        self._made = made
        self._state = NewState(words=Words("sv"))

    def show(self, words: Words) -> None:
        """Show the page in a language."""
        self._change(words=words, message="", offers=(), chosen=None)
        if self._state.is_open:
            self._read()

    def workspace_opened(self) -> None:
        """There is a workspace, or another one."""
        self._change(is_open=True, message="")
        if not self._state.offers:
            self._read()

    def choose_step(self, step: Step | None) -> None:
        """Only the forms for this step of the work; None for all."""
        self._change(step=step, message="")
        self._change(chosen=next(iter(self._state.here), None))

    def choose(self, id: str) -> None:
        """Look at a form."""
        self._change(chosen=_by_id(self._state.offers, id), message="")

    def make(self) -> None:
        """Make a survey of the form that is looked at."""
        state = self._state
        if state.busy or state.chosen is None:
            return
        id, language = state.chosen.id, state.words.language
        self._change(busy=True, message="")
        self._background(
            lambda _report: self._forms.make(id, language), done=self._done, failed=self._fell
        )

    def _read(self) -> None:
        language = self._state.words.language
        self._background(
            lambda _report: self._forms.offers(language), done=self._seen, failed=self._failed
        )

    def _seen(self, offers: tuple[Offer, ...]) -> None:
        self._change(offers=offers)
        before = self._state.chosen
        kept = _by_id(self._state.here, before.id) if before else None
        self._change(chosen=kept or next(iter(self._state.here), None))

    def _done(self, made: tuple[UUID, str]) -> None:
        survey, title = made
        said = self._state.words(
            "The survey “{survey}” is made. Read its consent over, then give it to kiosks with the "
            "command vardera campaign deploy.", survey=title,
        )
        self._change(busy=False, message=said, tone=Tone.GOOD)
        self._made(survey)

    def _fell(self, trouble: Exception) -> None:
        if isinstance(trouble, NoForm):
            said = self._state.words("This form cannot be read. Install the program again.")
            self._change(busy=False, message=said, tone=Tone.TROUBLE)
        else:
            self._failed(trouble)


def _by_id(offers: tuple[Offer, ...], id: str) -> Offer | None:
    return next((one for one in offers if one.id == id), None)

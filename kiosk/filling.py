"""One person's answers to a whole form, durable after every step. No Qt.

Whoever shows the form changes it through here, or changes it and then calls :meth:`Filling.keep`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from random import Random
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from kiosk.circumstances import Station, circumstances, rounded
from kiosk.forms.declining import Declined, questions
from kiosk.forms.hand import TooMuch
from kiosk.forms.handing_in import HandingIn
from kiosk.forms.noughts import Changed, Noughts
from storage.seal.foreign import genuine
from storage.values import Clock, RandomBytes
from survey.beside import NOTHING, Beside
from survey.collecting import settle
from survey.files import File
from survey.forms.answers import Collecting, ordered
from survey.forms.definition import FormDefinition, NodeKind
from survey.forms.engine.answer import Answer
from survey.forms.engine.circumstances import Circumstances
from survey.forms.engine.refused import Refused
from survey.forms.engine.running import RunningForm, open_form
from survey.forms.engine.shuffling import shuffles
from survey.forms.engine.state import truth, violation_of
from survey.forms.tongues import by_tag
from survey.records import Answer as Given
from survey.records import Response

_SEED_BYTES = 16
_MANY_CHOICES = 5_000
_ORDER_BYTES = 4
_SCALES = ("range", "rating")


class Keeper(Protocol):
    """Where answers are kept; see :class:`kiosk.diary.Diary`. Every call may raise StorageError."""

    def keep(self, so_far: Response) -> None: ...
    def finish(self, response: Response) -> None: ...
    def leave(self) -> bool: ...
    def forget(self) -> None: ...


class Filling:
    """A running form and what is kept of it. Made by :func:`begin`.

    ``declined`` are the questions that the person would rather not answer. ``first`` is what they
    had answered before the form, which is a whole response by itself; ``beside`` tells what comes
    beside the answers as they stand.
    """

    def __init__(
        self, form: RunningForm, station: Station, keeper: Keeper, clock: Clock, language: str
    ) -> None:
        self.form = form
        self.declined = Declined()
        self.first: Mapping[UUID, Given] = {}
        self.beside: Callable[[Mapping[UUID, Given]], Beside] = lambda answers: NOTHING
        self.handed = HandingIn(allowed=station.campaign.photos_and_sound)
        self._noughts = Noughts(form, self.handed, self.declined)
        self._station = station
        self._keeper = keeper
        self._clock = clock
        self._language = language
        self._collecting = Collecting(form.form)
        self._begun = False

    @property
    def begun(self) -> bool:
        """Whether anything was answered; what a form fills in by itself is no answer."""
        return self._begun

    @property
    def offers_code(self) -> bool:
        """Whether the person may take a receipt code: only where the survey offers them."""
        return self._station.campaign.withdrawal and self._begun

    def answer(self, ref: str, value: str) -> None:
        """Give an answer and keep it. Raises Refused, also for words where only :meth:`hand_in`
        answers; TooMuch when it is more than can be kept."""
        answer = self.form.find(ref)
        if value and answer.plan.type.control == "upload" and value not in self.handed.files:
            raise Refused(f"{answer.plan.ref} takes a file alone")
        before = answer.value
        given = self.form.give(answer, value)
        declined = self.declined.take_back(answer)
        changed = self._noughts.follow(answer)
        if given or declined or changed:
            self._keep_or(lambda: self._undo(((answer, before), *changed), declined))

    def _undo(self, changed: Changed, declined: tuple[Answer, ...]) -> None:
        (answer, before), *noughts = changed
        self._noughts.undo(tuple(noughts))
        self.form.give(answer, before)
        self.declined.add(*declined)

    def hand_in(self, ref: str, file: File) -> None:
        """Answer with a photo or a sound and keep it. Raises Refused and TooMuch, as answer."""
        answer = self.form.find(ref)
        if not self.handed.takes(answer.plan, file):
            raise Refused(f"{ref} takes no such file here")
        before = answer.value
        self.form.give(answer, self.handed.keep(file))
        self._keep_or(lambda: self.form.give(answer, before))

    def decline(self, ref: str) -> None:
        """The person would rather not answer a question, or any of a block that is asked as one;
        what was answered goes. Raises Refused and TooMuch, as answer."""
        answers = questions(self.form.find(ref))
        if not answers:
            raise Refused(f"{ref} is no question")
        before = [(answer, answer.value) for answer in answers]
        for answer in answers:
            self.form.give(answer, "")
        self.declined.add(*answers)
        changed = [one for answer in answers for one in self._noughts.follow(answer)]
        self._keep_or(lambda: self._take_back(before, tuple(changed)))

    def add_repeat(self, ref: str) -> None:
        """Add an instance and keep it. Raises Refused."""
        made = self.form.add_repeat(ref)
        holder = made.above
        assert holder is not None  # an instance stands in something
        last = len(holder.series[made.name].instances)
        self._keep_or(lambda: self.form.remove_repeat(f"{ref}[{last}]"))

    def remove_repeat(self, ref: str) -> None:
        """Take an instance away and keep that. Raises Refused."""
        gone = self.form.find(ref)
        inside = tuple(gone.answers())
        self.form.remove_repeat(ref)
        for answer in inside:
            self.declined.take_back(answer)
        self._keep_or(lambda: None)  # what went cannot come back; the next step keeps it

    def _take_back(self, before: list[tuple[Answer, str]], changed: Changed) -> None:
        self._noughts.undo(changed)
        for answer, value in before:
            self.declined.take_back(answer)
            self.form.give(answer, value)

    def take_up(self, first: Mapping[UUID, Given]) -> None:
        """Go on from answers that were given before the form; a scale shows its own."""
        self.first = first
        for answer in tuple(self.form.root.answers()):
            if answer.plan.node.type in _SCALES and answer.plan.node.id in first:
                self.form.give(answer, str(first[answer.plan.node.id]))

    def asks(self, node: UUID) -> bool:
        """Whether the answers of this node are kept."""
        return node in self._collecting.ids

    def speak(self, tag: str) -> None:
        """Go on in another of the survey's languages."""
        self._language = tag
        self.form.set_language(by_tag(self.form.form, self._station.campaign.languages)[tag])

    def keep(self) -> None:
        """Keep what is answered now. ValueError when it is more than a record holds."""
        self._keeper.keep(self._response(complete=False))
        self.handed.tidy(self.form)
        self._begun = True

    def faults(self) -> Iterator[Answer]:
        """Answers that break a rule of the form, required ones that are missing among them.

        What there was no room to judge is not among them, and stops :meth:`finish`.
        """
        with self.form.judged():
            for answer in self.form.root.answers():
                if answer.plan.node.kind is NodeKind.QUESTION and answer.relevant:
                    rule = self.form.rules.get(answer.plan, "required")
                    needed = answer not in self.declined and self.handed.asks(self.form, answer)
                    required = needed and truth(self.form, rule, answer, False)
                    if violation_of(self.form, answer, required) is not None:
                        yield answer

    def finish(self, code: bytes | None = None) -> None:
        """The person is done; ``code`` is the hash of the code they took.

        Raises TooMuch when what the form works out at its end is more than can be kept, or takes
        too long: what was kept before is there, for :meth:`leave`.
        """
        if not (self._begun or self.first):
            self._keeper.forget()
            return
        self.form.finish()
        if self.form.behind:
            raise TooMuch("this form works out more than it has time for")
        response = self._response(complete=True, code=code)
        try:
            self._keeper.finish(response)
        except ValueError:
            raise TooMuch("this is more than can be kept of one person") from None

    def leave(self) -> bool:
        """The person left; what was kept becomes a partial. False when there was nothing."""
        return self._keeper.leave()

    def _keep_or(self, undo: Callable[[], object]) -> None:
        try:
            self.keep()
        except ValueError:
            undo()
            self.handed.tidy(self.form)
            raise TooMuch("this is more than can be kept of one person") from None

    def _response(self, *, complete: bool, code: bytes | None = None) -> Response:
        campaign = self._station.campaign
        found = self._collecting.of(self.form, self.declined.spots(), self.handed.files)
        answers = {**self.first, **found.answers}
        return Response(
            form=campaign.form.id, form_version=campaign.form.version, answers=answers,
            further=(*found.further, *ordered(self.form)), code=code,
            complete=complete or bool(self.first),
            circumstances=circumstances(self._station, self._language, self._clock()),
            beside=self.beside(answers),
        )


def begin(
    station: Station, keeper: Keeper, clock: Clock, random: RandomBytes, language: str
) -> Filling:
    """Open the survey's form for one person who speaks ``language`` (one of the survey's tags).

    Raises FormRefused, and ValueError for a survey without a whole form or such a language.
    """
    campaign = station.campaign
    definition = campaign.definition
    if definition is None or language not in campaign.languages:
        raise ValueError("the survey asks no whole form, or not in this language")
    if sum(len(made.choices) for made in definition.lists) > _MANY_CHOICES:
        settle()
    form = open_form(definition, _around(station, definition, clock, random, language))
    return Filling(form, station, keeper, clock, language)


def _around(
    station: Station, definition: FormDefinition, clock: Clock, random: RandomBytes, language: str
) -> Circumstances:
    campaign = station.campaign

    def coarse() -> datetime:
        # a form may work with the time of day: never finer than a response tells it anyway
        return rounded(clock(), campaign.grain_minutes)

    return Circumstances(
        clock=coarse, zone=ZoneInfo(campaign.zone),
        random=Random(int.from_bytes(random(_SEED_BYTES), "big")),  # noqa: S311 - orders only
        language=by_tag(definition, campaign.languages)[language],
        order=_order(random) if shuffles(definition) else None, verify=genuine,
    )


def _order(random: RandomBytes) -> int:
    """31 bits, which every database holds as a whole number."""
    return int.from_bytes(random(_ORDER_BYTES), "big") >> 1

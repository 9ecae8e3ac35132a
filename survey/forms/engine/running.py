"""A running form: open it, answer, and what follows is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from survey.collecting import nothing_collected
from survey.expressions import context as expressions
from survey.expressions.errors import ExpressionError
from survey.expressions.tree import Document
from survey.forms.definition import FormDefinition
from survey.forms.engine.answer import Answer, Series, answers_of
from survey.forms.engine.choices import Options
from survey.forms.engine.circumstances import Circumstances
from survey.forms.engine.events import CHANGED, FIRST_LOAD, LOAD, NEW_REPEAT, Effects
from survey.forms.engine.finding import find, series_at
from survey.forms.engine.following import Following
from survey.forms.engine.growing import begun
from survey.forms.engine.hooks import Hooks
from survey.forms.engine.plan import Plan, plan_of
from survey.forms.engine.preloads import preloaded
from survey.forms.engine.pump import Pump, counted
from survey.forms.engine.refused import FormRefused, Refused
from survey.forms.engine.repeating import Repeats
from survey.forms.engine.rules import rules_of, spot_of
from survey.forms.engine.shuffling import Orders
from survey.forms.engine.tables import Tables
from survey.forms.engine.tasks import Task
from survey.forms.engine.texts import Asked
from survey.forms.engine.words import Speech

MOST_WORK = 2_000_000
"""Nodes that may be looked at to open a form, to end it, or to tell all its state: some seconds.
A form that needs more at its opening is refused."""

MOST_OF_ONE = 250_000
"""Nodes that may be looked at to follow one answer through or to show a page: with the working-out
that goes beyond it half a second. What is left then follows with the next answer, or at the end."""

class RunningForm(Hooks):
    """One form with one set of answers. Made by :func:`open_form`.

    References are absolute, repeats carry ``[n]`` from 1: ``/data/person[2]/age``.
    """

    def __init__(self, form: FormDefinition, world: Circumstances, saved: str = "") -> None:
        self.form = form
        self.world = world
        self.plan = plan_of(form)
        self.root = begun(form, self.plan, saved)
        self.rules = rules_of(self.plan)
        effects = Effects(form, self.plan, self.rules)
        self._check()
        self.around = self._circumstances()
        self.speech = Speech(self.rules.names, self._language(), form.default_language)
        self.options = Options(self.rules, self.around, self.speech)
        self.around.choice_name = self.options.named
        self.around.order = Orders(self.root, world).seed
        self.around.itext = Asked(form, self.speech, self.plan, self.root.at(self.around)).words
        self._pump = Pump(self.root, self.rules.tasks, self.around, self)
        self._following = Following(effects, self.around, self._pump.set)
        new = partial(self._following.happened, NEW_REPEAT)
        self._repeats = Repeats(self.root, self._pump, self.around, new)
        self._found: dict[str, Answer] = {}
        self._again = bool(saved)
        self._unsure = False
        self._loading = True
        self._load(self._again)
        self._loading = False
        self._check()
        self.options.prepare()

    # --- what a person does

    def step(self, *, much: bool = False) -> None:
        """Something new is done or shown: what was looked at before it counts no longer.

        All that changes a form does so by itself; whoever shows a page says so. With
        ``much``, as much may be looked at as when a form is opened.
        """
        around = self.around
        around.spent = around.effort = 0
        around.short = False
        around.most = MOST_WORK if much else MOST_OF_ONE

    @property
    def behind(self) -> bool:
        """Is anything not worked out, since that took too long: what follows from answers, or what
        was asked since the last step, or while all was :meth:`judged`?

        What waits follows with the next answers and at the end; what a form sets off by itself
        without end stays undone, and then this stays true.
        """
        return (
            self._following.behind or self._pump.behind or self.around.short or self._unsure
        )

    @contextmanager
    def judged(self) -> Iterator[None]:
        """Inside, all answers are held against their rules at the end, with as much room as there
        is to open a form. Where that is not enough :attr:`behind` is true until the next answer.
        """
        self.step(much=True)
        try:
            yield
        finally:
            self._unsure = self.around.short

    def answer(self, ref: str, value: str) -> bool:
        """Give an answer as text; empty takes it away. True when it is another than before.

        What does not fit the type is taken as no answer. Raises :class:`Refused`.
        """
        if not isinstance(value, str):
            raise Refused("an answer is a text")
        answer = self._found.get(ref)
        if answer is None:
            answer = self.find(ref)
            if not answer.plan.repeats:
                self._found[ref] = answer
        return self.give(answer, value)

    def give(self, answer: Answer, value: str) -> bool:
        """The same as :meth:`answer`, for whoever holds the node."""
        if answer.plan.holds:
            raise Refused(f"{answer.plan.ref} holds no answer")
        self._begin()
        if answer.plan.selects:
            value = self.options.fitting(answer, value)
        self._following.given(answer)
        changed = self._pump.set(answer, value)
        self._run()
        return changed

    def add_repeat(self, ref: str) -> Answer:
        """Add an instance last to the repeat ``ref`` (without its own number)."""
        series = self.series(ref)
        if counted(series.plan) or not self.changeable(series.plan):
            raise Refused(f"nobody may add to {series.plan.ref}")
        self._begin()
        made = self._repeats.add(series)
        self._run()
        return made

    def remove_repeat(self, ref: str) -> None:
        """Take the instance ``ref`` (with its number) away; later ones move up."""
        answer = self.find(ref)
        holder = answer.above
        if not answer.plan.is_repeat or holder is None:
            raise Refused(f"{ref} is no repeat")
        if counted(answer.plan) or not self.changeable(answer.plan):
            raise Refused(f"nobody may take away from {answer.plan.ref}")
        self._begin()
        self._repeats.drop(holder.series[answer.name], answer)
        self._run()

    def set_language(self, language: str) -> None:
        """Say everything in this language from now on; what names a choice follows."""
        self._begin()
        self.speech.language = language
        self.around.language = language
        spoken = [
            task
            for task in self.rules.tasks
            if task.expression is not None and "jr:choice-name" in task.expression.functions
        ]
        self._pump.push_all(spoken)
        self._run()

    def finish(self) -> None:
        """The person is done: what is known at the end only (``end``) is noted, and all that waits
        is worked out; :attr:`behind` tells where that takes too long."""
        self.catch_up()
        for plan in self.plan.computed():
            text = preloaded(plan.node, self.world, end=True)
            if text is not None:
                for answer in answers_of(plan, self.root):
                    self._pump.set(answer, text)
        self._run()

    def catch_up(self) -> None:
        """Work out what waits, where nobody does."""
        self._begin(much=True)
        self._pump.resume()
        self._run()

    def _begin(self, *, much: bool = False) -> None:
        """A step; actions that wait go on, with half the room there is: others wait too."""
        self.step(much=much)
        self._unsure = self._unsure and much
        if self._following.behind:
            around = self.around
            most, around.most = around.most, around.most // 2
            self._following.resume()
            around.most = most

    def _run(self) -> None:
        self._pump.run()
        if self._following.behind:
            self._following.resume()
            self._pump.run()

    # --- finding

    def find(self, ref: str) -> Answer:
        """The answer at a reference. Raises :class:`Refused`."""
        return find(self.root, ref)

    def series(self, ref: str) -> Series:
        """All instances of the repeat at a reference without its own number."""
        return series_at(self.root, ref)

    def changeable(self, plan: Plan) -> bool:
        """May a person add to and take away from this repeat?"""
        return plan.node.body.get("jr:noAddRemove", "").strip() not in ("true()", "true", "1")

    # --- what the pump asks

    def changed(self, answer: Answer) -> None:
        """An answer changed: what the form sets at that happens, and what follows from that."""
        if not self._loading:
            self._following.happened(CHANGED, answer)

    def resize(self, series: Series, number: int) -> bool:
        """Make a counted repeat as long as it shall be."""
        return self._repeats.resize(series, number)

    def failed(self, task: Task, error: ExpressionError) -> None:
        """A calculation that cannot be worked out at the start is a fault of the form.

        A saved record is opened all the same: its answers are somebody's.
        """
        if self._loading and not self._again:
            self.rules.fault(task, error)

    def late(self, task: Task) -> None:
        """A form that cannot be opened in reasonable time is refused; later, the rest waits."""
        if self._loading and not self._again:
            self.rules.endless(task)

    def fitting(self, answer: Answer, text: str) -> str:
        """An answer without what cannot be chosen now; all of it where nobody can tell."""
        return self.options.fitting(answer, text)

    # --- opening

    def _check(self) -> None:
        if self.rules.findings.errors:
            raise FormRefused(self.rules.findings.problems())

    def _circumstances(self) -> expressions.Circumstances:
        around = expressions.Circumstances(Document(self.root))
        around.instances = Tables(self.form, self.world.files)
        around.clock = self.world.clock
        around.zone = self.world.zone
        around.random = self.world.random
        around.verify = self.world.verify
        around.most = MOST_WORK
        around.language = self._language()
        return around

    def _language(self) -> str:
        wanted = self.world.language
        if wanted and (wanted in self.form.languages or not self.form.languages):
            return wanted
        return self.form.default_language or next(iter(self.form.languages), "")

    def _load(self, again: bool) -> None:
        if not again:
            for plan in self.plan.computed():
                self._preload(plan)
        self._pump.push_all(self.rules.tasks)
        self._pump.run()
        for plan in self.plan.walk():
            for answer in answers_of(plan, self.root):
                self._following.happened(LOAD if again else FIRST_LOAD, answer)
        self._run()
        stopped = self._following.stopped_at
        if stopped is not None and not again:
            spot = spot_of(stopped.plan, "event", "")
            self.rules.findings.error("too-much-work", spot, node=stopped.plan.ref)

    def _preload(self, plan: Plan, under: Answer | None = None) -> None:
        text = preloaded(plan.node, self.world)
        if text is not None:
            for answer in answers_of(plan, under or self.root):
                self._pump.set(answer, text)


def open_form(form: FormDefinition, circumstances: Circumstances, saved: str = "") -> RunningForm:
    """Start a form, or go on with a ``saved`` record (OpenRosa XML).

    Raises :class:`~survey.forms.engine.refused.FormRefused` with all that is wrong with it.
    """
    with nothing_collected():
        return RunningForm(form, circumstances, saved)

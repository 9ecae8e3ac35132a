"""How long a survey's answers stay: what is shown and what happens, without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from admin.background import Background
from admin.leftovers import left_to_do
from admin.results.figures import whole
from admin.shell.presenting import Presenting
from admin.shell.tone import Tone
from admin.start.held import Held
from assets.words import Words
from storage.workspace.leftovers import Leftovers
from storage.workspace.retention import DAYS_LIMIT, Going, Rule
from survey.forms.model import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Staying:
    """A survey and its rule; None: everything stays."""

    campaign: UUID
    survey: str
    rule: Rule | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingState:
    """``due`` is what the dry run found by the rule ``counted``; both None before it ran."""

    words: Words
    is_open: bool = False
    busy: bool = False
    surveys: tuple[Staying, ...] = ()
    chosen: UUID | None = None
    due: tuple[Going, ...] | None = None
    counted: Rule | None = None
    asking: bool = False
    fault: str = ""
    message: str = ""
    tone: Tone = Tone.INFO

    @property
    def survey(self) -> Staying | None:
        """The chosen one."""
        return next((s for s in self.surveys if s.campaign == self.chosen), None)


class View(Protocol):
    """The card."""

    def show_state(self, state: KeepingState) -> None: ...


class Keeper(Protocol):
    """Runs in the background."""

    def look(self) -> tuple[Staying, ...]: ...

    def keep(self, campaign: UUID, rule: Rule) -> tuple[Going, ...]:
        """Keep the rule and say what it would erase now; nothing is erased."""

    def erase(self, campaign: UUID, rule: Rule) -> Leftovers:
        """Erase what is due; what a person must see to comes back."""


class WorkspaceKeeper:
    """The open workspace's."""

    def __init__(self, held: Held, words: Callable[[], Words], actor: str) -> None:
        self._held, self._words, self._actor = held, words, actor

    def look(self) -> tuple[Staying, ...]:
        """Every survey with its rule."""
        workspace, language = self._held.workspace, self._words().language
        return tuple(
            Staying(campaign=one.id, survey=said(one.title, language),
                    rule=workspace.erasing.rule(one.id))
            for one in workspace.campaigns()
        )

    def keep(self, campaign: UUID, rule: Rule) -> tuple[Going, ...]:
        """Keep the rule and say what it would erase now; nothing is erased."""
        erasing = self._held.workspace.erasing
        erasing.set_rule(campaign, rule, self._actor)
        return erasing.due(campaign, rule)

    def erase(self, campaign: UUID, rule: Rule) -> Leftovers:
        """Erase what is due by the rule; what a person must see to comes back."""
        erasing = self._held.workspace.erasing
        erasing.apply_rule(campaign, rule, self._actor)
        return erasing.leftovers()


class KeepingPresenter(Presenting[KeepingState]):
    """``changed`` is told when answers went."""

    def __init__(
        self, view: View, keeper: Keeper, background: Background, changed: Callable[[], None]
    ) -> None:
        self._view, self._keeper, self._background = view, keeper, background
        self._changed = changed
        self._state = KeepingState(words=Words("sv"))

    @property
    def state(self) -> KeepingState:
        """What is shown."""
        return self._state

    def show(self, words: Words) -> None:
        """Show the card in a language."""
        self._change(words=words, message="", fault="", due=None, counted=None, asking=False)
        self.refresh()

    def workspace_opened(self) -> None:
        """There is a workspace: look."""
        self._change(is_open=True, surveys=(), chosen=None, due=None, counted=None, asking=False,
                     message="", fault="")
        self.refresh()

    def refresh(self) -> None:
        """Look again."""
        if self._state.is_open:
            self._background(
                lambda _r: self._keeper.look(), done=self._seen, failed=self._tell
            )

    def choose(self, campaign: UUID) -> None:
        """Another survey."""
        if campaign != self._state.chosen:
            self._change(chosen=campaign, due=None, counted=None, asking=False, fault="",
                         message="")

    def keep(self, answers: str, free: str) -> None:
        """Keep the rule as written, in days, and count what it would erase now."""
        state = self._state
        if state.chosen is None or state.busy:
            return
        try:
            rule = Rule(answers_days=_days(answers), words_days=_days(free))
        except ValueError:
            said = state.words("Write whole days, 1 to {most}; empty: they stay.", most=DAYS_LIMIT)
            self._change(fault=said, message="", due=None, counted=None, asking=False)
            return
        campaign = state.chosen

        def done(due: tuple[Going, ...]) -> None:
            if self._state.chosen == campaign:
                said = would_go(due, self._state.words)
                self._change(due=due, counted=rule, message=said, tone=Tone.INFO)
            self._change(busy=False)
            self.refresh()

        self._change(due=None, counted=None)
        self._run(lambda: self._keeper.keep(campaign, rule), done)

    def ask(self) -> None:
        """Ask once before what was counted is erased."""
        if self._state.due and not self._state.busy:
            self._change(asking=True)

    def decline(self) -> None:
        """Nothing is erased."""
        self._change(asking=False)

    def agree(self) -> None:
        """Erase by the rule that was counted."""
        state, campaign, rule = self._state, self._state.chosen, self._state.counted
        if not state.asking or state.busy or campaign is None or rule is None:
            return

        def done(left: Leftovers) -> None:
            words = self._state.words
            said = words("Erased. Make a new backup and destroy the earlier ones.")
            self._change(
                busy=False, message="\n".join((said, *left_to_do(left, words))),
                tone=Tone.CAUTION if left.log or left.beside else Tone.GOOD,
            )
            # a held log is cleared by erasing once more, so the button stays
            if self._state.chosen == campaign and not left.log:
                self._change(due=None, counted=None)
            self._changed()

        self._run(lambda: self._keeper.erase(campaign, rule), done)

    def _seen(self, surveys: tuple[Staying, ...]) -> None:
        known = {one.campaign for one in surveys}
        first = surveys[0].campaign if surveys else None
        self._change(surveys=surveys)
        if self._state.chosen not in known:
            self._change(chosen=first, due=None, counted=None, asking=False)

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._change(busy=True, fault="", message="", asking=False)
        self._background(lambda _report: work(), done=done, failed=self._failed)


def _days(text: str) -> int | None:
    return int(text) if text.strip() else None


def would_go(due: tuple[Going, ...], words: Words) -> str:
    """What a rule would erase now, counted; nothing of what it says."""
    if not due:
        return words("Kept. By this rule nothing is to be erased today.")
    rows = {one.table: one.rows for one in due}
    answers, free = rows.pop("response", 0), rows.pop("words", 0)
    return words(
        "Kept. To be erased today: {answers} answers, {free} free texts and {rest} other rows, "
        "from {first} to {last}. Nothing is erased yet.",
        answers=whole(answers, words.language), free=whole(free, words.language),
        rest=whole(sum(rows.values()), words.language),
        first=min(one.first for one in due).isoformat(),
        last=max(one.last for one in due).isoformat(),
    )

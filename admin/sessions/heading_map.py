"""What one heading stands for: a factor, and how the two go together."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from admin.sessions import wording
from admin.sessions.state import Come, SessionsState
from admin.shell.columns import Columns, buttons
from admin.shell.pick_one import PickOne
from admin.shell.pieces import button, text
from assets.words import Words
from storage.workspace.came_sessions import CameSession
from survey.facilitation import harmonising
from survey.facilitation.harmonising import Kind, Mapped, Named

_NEW = "new"
"""Stands for no factor among the choices."""


class HeadingMap(QFrame):
    """Hidden while no heading is looked at."""

    mapped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "ask")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 20)
        column.setSpacing(12)
        self._heading, self._who = text("small-heading"), text("quiet")
        self.factor, self.kind = PickOne(), PickOne()
        self.keep, self.undo = button("primary"), button()
        self.keep.setObjectName("map-heading")
        self.undo.setObjectName("unmap-heading")
        self._pair = Columns((self.factor, 1), (self.kind, 1), needs=560)
        for widget in (self._heading, self._pair, self._who,
                       buttons(self.keep, self.undo, needs=420)):
            column.addWidget(widget)
        self.factor.chosen.connect(lambda _factor: self._follow())
        self.keep.clicked.connect(self._keep)
        self.undo.clicked.connect(lambda: self.mapped.emit(None))
        self._shown: object = None
        self._busy = False
        self.hide()

    def show_state(self, state: SessionsState, come: Come, one: CameSession) -> None:
        """Show the heading that is looked at, with what holds now chosen, or what is suggested."""
        words = state.words
        found = next(
            (named for named in wording.headings(come, one) if named.heading == state.heading), None
        )
        self.setVisible(found is not None)
        if found is None:
            self._shown = None
            return
        self._heading.setText(words("“{heading}” stands for", heading=found.title))
        names = wording.factor_names(come, words)
        choices: tuple[tuple[object, str], ...] = (
            *names.items(), (_NEW, words("A new factor: none of these")),
        )
        factor, kind = _chosen(come, found)
        wanted = (found, words.language, tuple(choices))
        if wanted != self._shown:  # what a person is choosing stays until it is kept
            self._shown = wanted
            self.factor.show_choices(choices, factor)
            self.kind.show_choices(_kinds(words), kind)
        self._busy = state.busy
        self._follow()
        self.factor.name(words("The survey's factor"))
        self.kind.name(words("How they go together"))
        self._who.setText(wording.last_decision(come, one.id, found.heading, words))
        self._who.setVisible(bool(self._who.text()))
        self.keep.setText(words("Keep"))
        self.undo.setText(words("As it came"))
        self.undo.setVisible(found.decided is not None)
        self.undo.setEnabled(not state.busy)

    def _follow(self) -> None:
        """How they go together is asked of a factor; nothing is kept before one is chosen."""
        factor = self.factor.value
        self.kind.setVisible(isinstance(factor, UUID))
        self.keep.setEnabled(not self._busy and factor is not None)

    def _keep(self) -> None:
        factor, kind = self.factor.value, self.kind.value
        if factor == _NEW:
            self.mapped.emit(Mapped(Kind.NEW, None))
        elif isinstance(factor, UUID) and isinstance(kind, Kind):
            self.mapped.emit(Mapped(kind, factor))


def _chosen(come: Come, found: Named) -> tuple[UUID | str | None, Kind]:
    """What is shown as chosen at first: what was decided, what counts, what is suggested, or
    nothing."""
    if found.decided is not None:
        kind = found.decided.kind
        return found.decided.factor or _NEW, Kind.SAME if kind is Kind.NEW else kind
    if found.stands_for is not None:
        return found.stands_for, Kind.SAME
    before = harmonising.earlier(
        (one.state, wording.decided_of(come, one.id)) for one in come.gathered.came
    )
    hint = harmonising.suggestion(found.title, come.campaign.factors, before)
    if hint is None:
        return None, Kind.SAME
    return hint.factor or _NEW, Kind.SAME if hint.kind is Kind.NEW else hint.kind


def _kinds(words: Words) -> tuple[tuple[object, str], ...]:
    return (
        (Kind.SAME, words("They are the same")),
        (Kind.NARROWER, words("The heading is a part of the factor")),
        (Kind.WIDER, words("The heading is more than the factor")),
    )

"""The weights of a survey: what results use, what came since, and the locking of another set."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from admin.sessions import wording
from admin.sessions.fit_table import FitTable
from admin.sessions.state import Asking, Come, SessionsState
from admin.shell.ask import Ask, Question
from admin.shell.columns import buttons
from admin.shell.pieces import Message, button, text
from admin.shell.tone import Tone
from assets.words import Words


class WeightsCard(QFrame):
    """One setter, and what the person did."""

    asked = Signal(object)
    agreed = Signal(str)
    declined = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(12)
        self._heading, self._line, self._rule = text("subheading"), text("soft"), text("quiet")
        self._since, self._wary = Message(), Message()
        self._table, self.ask = FitTable(), Ask()
        self.lock = button("primary")
        self.lock.setObjectName("lock-weights")
        for widget in (self._heading, self._line, self._since, self._table, self._rule,
                       self._wary, buttons(self.lock, needs=300), self.ask):
            column.addWidget(widget)
        self.lock.clicked.connect(lambda: self.asked.emit(Asking.LOCK))
        self.ask.agreed.connect(self.agreed)
        self.ask.declined.connect(self.declined)

    def show_state(self, state: SessionsState) -> None:
        """Show the set that results use."""
        words, come = state.words, state.come
        self._heading.setText(words("Weights"))
        if come is None:
            return
        found = come.gathered
        self._line.setText(_stands(come, words))
        lines = wording.weight_lines(come, words)
        self._table.show_lines(wording.weight_head(words), lines, words, frozenset(range(1, 6)))
        self._table.setAccessibleName(words("Weights"))
        self._table.setVisible(bool(lines))
        self._rule.setText(_rule(come, words))
        self._rule.setVisible(bool(lines))
        self._since.show_words(_since(come, words), Tone.CAUTION)
        open_ = _can_lock(come)
        wary = [wording.problem_in_words(one, words) for one in found.cautions]
        self._wary.show_words("\n".join(dict.fromkeys(wary)), Tone.CAUTION)
        self.lock.setText(words("Lock as version {n} …", n=found.draft.version))
        self.lock.setVisible(open_)
        self.lock.setEnabled(not state.busy)
        self.ask.show_question(_question(state, come) if state.asking is Asking.LOCK else None)


def _stands(come: Come, words: Words) -> str:
    found, shown = come.gathered, wording.in_use(come)
    if not found.came:
        return words("No group meeting of this survey has come in yet.")
    weights = shown.weights
    if shown.locked:
        said = words("Results use version {n}, locked {day} by {name}.", n=shown.version,
                     day=wording.locked_when(shown), name=shown.by)
    else:
        said = words("Not locked: results follow the meetings as they stand.")
    if not weights.n_groups:
        return f"{said} " + (words(
            "No heading stands for a factor of the survey yet: say below what each stands for."
        ) if weights.outside else words("Nobody has given points yet."))
    if wording.hidden(come):
        return f"{said} " + words(
            "Fewer than {n} people have given points, so no weights are shown.",
            n=come.campaign.threshold,
        )
    return f"{said} " + words("{n} people in {groups} groups gave points, {none} gave none.",
                              n=weights.n_participants, groups=weights.n_groups,
                              none=weights.excluded)


def _rule(come: Come, words: Words) -> str:
    """The rules in words, and what cannot be told of how groups differ."""
    parts = [words(
        "Points on a factor that a group never named count as zero there. “If missing” is what the "
        "weight would be if only the groups that named it counted."
    )]
    groups = wording.in_use(come).weights.n_groups
    if groups == 1:
        parts.append(words(
            "There is one group: how much groups differ cannot be told, and no interval holds it."
        ))
    elif groups == 2:
        parts.append(words(
            "There are two groups: how much groups differ can hardly be told from them."
        ))
    else:
        parts.append(words(
            "Intervals hold at 95%: Student's t over {n} groups, each one observation.", n=groups
        ))
    return " ".join(parts)


def _since(come: Come, words: Words) -> str:
    since = come.gathered.since
    if since is None or not since.anything:
        return ""
    parts = []
    if since.events:
        parts.append(words.many("{n} event came later", "{n} events came later", since.events))
    if since.changed:
        parts.append(words.many("{n} meeting was changed, mapped otherwise or left out",
                                "{n} meetings were changed, mapped otherwise or left out",
                                since.changed))
    if since.new:
        parts.append(words.many("{n} meeting is new", "{n} meetings are new", since.new))
    if since.gone:
        parts.append(words.many("{n} meeting is not here any more",
                                "{n} meetings are not here any more", since.gone))
    if since.survey:
        parts.append(words("the survey's factors or its rule for weights are others"))
    return words(
        "Since version {version}: {what}. Results do not change by it. Lock a new version to let "
        "it count.", version=come.gathered.locked[-1].version, what=", ".join(parts),
    )


def _can_lock(come: Come) -> bool:
    """Somebody gave points, and it would say something else than the last one."""
    found = come.gathered
    if not found.draft.weights.n_groups:
        return False
    return not found.locked or (found.since is not None and found.since.anything)


def _question(state: SessionsState, come: Come) -> Question:
    words, draft = state.words, come.gathered.draft
    return Question(
        heading=words("Lock the weights?"),
        what=words(
            "Version {n} will rest on {groups} groups, as they stand now. It never changes again, "
            "even if more comes in; then you lock another one. Results use the last.",
            n=draft.version, groups=draft.weights.n_groups,
        ),
        yes=words("Lock"), no=words("Cancel"), fault=state.fault,
    )

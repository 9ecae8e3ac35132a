"""Which survey, how it is divided, and which group: three quiet lists."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from admin.results.state import ResultsState
from admin.shell.columns import Columns
from admin.shell.look import Look
from admin.shell.pieces import text


class Choices(QWidget):
    """Shows what is chosen; a hidden group is listed but cannot be chosen.

    The lists stand in a row, or below each other where words are large.
    """

    campaign_chosen = Signal(int)
    grouping_chosen = Signal(int)
    row_chosen = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.campaign, self._campaign_label = self._list(look, "campaign")
        self.grouping, self._grouping_label = self._list(look, "grouping")
        self.group, self._group_label = self._list(look, "group")
        self._campaigns = _below(self._campaign_label, self.campaign)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(
            Columns(
                (self._campaigns, 0),
                (_below(self._grouping_label, self.grouping), 0),
                (_below(self._group_label, self.group), 0),
                (QWidget(), 1),
                needs=700,
                gap=16,
            )
        )
        self.campaign.activated.connect(self.campaign_chosen)
        self.grouping.activated.connect(self.grouping_chosen)
        self.group.activated.connect(self.row_chosen)

    @staticmethod
    def _list(look: Look, name: str) -> tuple[QComboBox, QLabel]:
        label, made = text("quiet", wrap=False), QComboBox()
        made.setObjectName(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(20)
        made.setMinimumWidth(look.px(200))
        made.setMaxVisibleItems(16)
        label.setBuddy(made)
        return made, label

    def show_state(self, state: ResultsState) -> None:
        """Fill the lists and show what is chosen."""
        words = state.words
        campaign = state.campaigns[state.campaign] if state.campaigns else None
        for label, made, said in (
            (self._campaign_label, self.campaign, words("Survey")),
            (self._grouping_label, self.grouping, words("Divide by")),
            (self._group_label, self.group, words("Show")),
        ):
            label.setText(said)
            made.setAccessibleName(said)
        titles = [
            words("{survey} (ended)", survey=c.title) if c.ended else c.title
            for c in state.campaigns
        ]
        _fill(self.campaign, titles, state.campaign)
        self._campaigns.setVisible(len(state.campaigns) > 1)
        names = [label for _, label in campaign.groupings] if campaign else []
        _fill(self.grouping, [words("No division"), *names], state.grouping)
        hidden = words("not shown, too few")
        said_rows = [label if shown else f"{label} ({hidden})" for label, shown in state.rows]
        _fill(self.group, said_rows, state.row)
        _close(self.group, [shown for _, shown in state.rows])
        self.group.setEnabled(len(state.rows) > 1)


def _below(label: QLabel, made: QComboBox) -> QWidget:
    """A list with its name above it."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(label)
    column.addWidget(made)
    return whole


def _fill(made: QComboBox, items: Sequence[str], current: int) -> None:
    """Show items without telling anybody that the person chose."""
    with QSignalBlocker(made):
        if [made.itemText(n) for n in range(made.count())] != list(items):
            made.clear()
            made.addItems(list(items))
        made.setCurrentIndex(current)


def _close(made: QComboBox, open_items: Sequence[bool]) -> None:
    """Items that cannot be chosen are shown, but not enabled."""
    model = made.model()
    if not isinstance(model, QStandardItemModel):
        return
    for n, enabled in enumerate(open_items):
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        model.item(n).setFlags(flags if enabled else Qt.ItemFlag.NoItemFlags)

"""Which survey, how it is divided, and which group: three quiet lists in a row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from admin.results.state import ResultsState
from admin.shell.look import Look
from admin.shell.pieces import text


class Choices(QWidget):
    """Shows what is chosen; a hidden group is listed but cannot be chosen."""

    campaign_chosen = Signal(int)
    grouping_chosen = Signal(int)
    row_chosen = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.campaign, self._campaign_label = self._list(row, look, "campaign")
        self.grouping, self._grouping_label = self._list(row, look, "grouping")
        self.group, self._group_label = self._list(row, look, "group")
        row.addStretch(1)
        self.campaign.activated.connect(self.campaign_chosen)
        self.grouping.activated.connect(self.grouping_chosen)
        self.group.activated.connect(self.row_chosen)

    @staticmethod
    def _list(row: QHBoxLayout, look: Look, name: str) -> tuple[QComboBox, QLabel]:
        column = QVBoxLayout()
        column.setSpacing(4)
        label, made = text("quiet", wrap=False), QComboBox()
        made.setObjectName(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(20)
        made.setMinimumWidth(look.px(200))
        made.setMaxVisibleItems(16)
        label.setBuddy(made)
        column.addWidget(label)
        column.addWidget(made)
        row.addLayout(column)
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
        _fill(self.campaign, [c.title for c in state.campaigns], state.campaign)
        several = len(state.campaigns) > 1
        self.campaign.setVisible(several)
        self._campaign_label.setVisible(several)
        names = [label for _, label in campaign.groupings] if campaign else []
        _fill(self.grouping, [words("No division"), *names], state.grouping)
        hidden = words("not shown, too few")
        said_rows = [label if shown else f"{label} ({hidden})" for label, shown in state.rows]
        _fill(self.group, said_rows, state.row)
        _close(self.group, [shown for _, shown in state.rows])
        self.group.setEnabled(len(state.rows) > 1)


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

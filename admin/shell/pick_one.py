"""One of several: a label above a list that folds out, and below it what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from admin.shell.pieces import text


class PickOne(QWidget):
    """Choices are (value, words); the wheel does not change it, for it would in passing."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._values: tuple[object, ...] = ()
        self._label, self._fault, self.box = text("label"), text("fault"), _Box()
        self._label.setBuddy(self.box)
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._label, self.box, self._fault):
            column.addWidget(widget)
        self._fault.hide()
        self.box.activated.connect(lambda at: self.chosen.emit(self._values[at]))

    @property
    def value(self) -> object:
        """What is chosen; None where there is nothing."""
        at = self.box.currentIndex()
        return self._values[at] if 0 <= at < len(self._values) else None

    def name(self, words: str) -> None:
        """What is chosen here."""
        self._label.setText(words)
        self.box.setAccessibleName(words)

    def show_choices(self, choices: tuple[tuple[object, str], ...], chosen: object) -> None:
        """Offer these; one that is not among them leaves none chosen."""
        self._values = tuple(value for value, _ in choices)
        self.box.blockSignals(True)
        if [self.box.itemText(at) for at in range(self.box.count())] != [w for _, w in choices]:
            self.box.clear()
            self.box.addItems([words for _, words in choices])
        self.choose(chosen)
        self.box.blockSignals(False)

    def choose(self, value: object) -> None:
        """Show this one as chosen; one that is not offered leaves none chosen."""
        at = self._values.index(value) if value in self._values else -1
        self.box.setCurrentIndex(at)

    def show_fault(self, fault: str) -> None:
        """What is wrong with the choice, in words; empty when nothing is."""
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        self.box.setAccessibleDescription(fault)


class _Box(QComboBox):
    def wheelEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined]
